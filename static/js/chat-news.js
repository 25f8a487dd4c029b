// Asks the server for the cards of journal entries, several at a time: words are made there. Entries that turn older
// cards (an answer, another revision) have those asked for again. No DOM.
const GATHER_MS = 120;
const ASKED_AT_ONCE = 50;

export class ChatNews {
  #read;
  #told;
  #turned;
  #open;
  #show;
  #wanted = new Set();
  #mustLook = false;
  #timer = null;

  // read(seqs) → {cards} or null. open(): numbers of the cards that may stand otherwise by now. show(card).
  constructor({ read, told, turned, open, show }) {
    [this.#read, this.#told, this.#turned, this.#open, this.#show] = [read, new Set(told), new Set(turned), open, show];
  }

  note(seq, kind) {
    if (this.#told.has(kind)) this.#wanted.add(String(seq));
    if (this.#turned.has(kind)) this.#mustLook = true;
    if ((this.#wanted.size || this.#mustLook) && this.#timer === null) {
      this.#timer = setTimeout(() => this.look(), GATHER_MS);
    }
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = null;
  }

  async look() {
    this.#timer = null;
    const seqs = [...this.#wanted, ...(this.#mustLook ? this.#open() : [])].slice(0, ASKED_AT_ONCE);
    this.#wanted.clear();
    this.#mustLook = false;
    if (!seqs.length) return;
    const answer = await this.#read([...new Set(seqs)]).catch(() => null);
    for (const card of answer?.cards ?? []) this.#show(card);
  }
}
