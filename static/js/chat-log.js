// Which messages the page shows already. A message comes up to three times: as what was typed, as the answer to its
// sending, and as an entry of the journal; it is shown once. No DOM.
export class ChatLog {
  #ids = new Set();
  #own = new Map(); // client id → whether the server has it
  #streams = new Map(); // id → parts that have come, by index

  constructor(ids = []) {
    for (const id of ids) this.#ids.add(id);
  }

  // What was typed here, before the server knows of it.
  typed(clientId) {
    this.#own.set(clientId, false);
  }

  // "new": show it · "own": it is the one that was typed here · "known": it is there.
  take({ id, client_id: clientId }) {
    if (this.#ids.has(id)) return "known";
    this.#ids.add(id);
    this.#streams.delete(id);
    if (!clientId || !this.#own.has(clientId)) return "new";
    this.#own.set(clientId, true);
    return "own";
  }

  // A part of an answer that is being written. Its text so far, without holes; null when the whole is there already.
  part({ id, index, text }) {
    if (this.#ids.has(id)) return null;
    const parts = this.#streams.get(id) ?? [];
    parts[index] = text;
    this.#streams.set(id, parts);
    const gap = parts.findIndex((each) => each === undefined);
    return Array.from(gap < 0 ? parts : parts.slice(0, gap)).join("");
  }

  get waiting() {
    return [...this.#own].filter(([, isSent]) => !isSent).map(([clientId]) => clientId);
  }
}
