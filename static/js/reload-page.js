// Loads the page again because of something that happened elsewhere. Whoever has just tapped a link or sent a form is on
// the way to another page: loading this one would call that off. So it waits; mostly there is nothing left to load then.
const WAY_MS = 10_000;

export class Reloader {
  #reload;
  #now;
  #wait;
  #leftAt = -Infinity;

  constructor({ reload, now = () => performance.now(), wait = (call, ms) => setTimeout(call, ms) }) {
    [this.#reload, this.#now, this.#wait] = [reload, now, wait];
  }

  /** Somebody leaves: `beforeunload`, which comes before the answer does. */
  leaves() {
    this.#leftAt = this.#now();
  }

  reload() {
    const waitMs = this.#leftAt + WAY_MS - this.#now();
    if (waitMs > 0) this.#wait(() => this.reload(), waitMs);
    else this.#reload();
  }
}

const ours = new Reloader({ reload: () => location.reload() });
globalThis.addEventListener?.("beforeunload", () => ours.leaves());

export const reloadPage = () => ours.reload();
