// What time it is by the server, as far as its answers have told: a phone may be wrong by hours, and what was trained
// without a network still has to stand on the right day.

const KEY = "spotter-clock-ahead-ms";

export class ServerClock {
  #kept;
  #aheadMs = null;

  // kept(): a Storage; it may throw where the browser keeps nothing.
  constructor(kept = () => globalThis.localStorage) {
    this.#kept = kept;
  }

  /** ms that the server is ahead of this device. */
  get aheadMs() {
    this.#aheadMs ??= this.#read();
    return this.#aheadMs;
  }

  /** Take in what an answer says of the time, in its body or as its Date; `sentAt`, `receivedAt`: ms of this device. */
  learn(said, sentAt, receivedAt) {
    const told = Date.parse(said ?? "");
    if (Number.isNaN(told)) return;
    const ahead = told + 500 - (sentAt + receivedAt) / 2; // a Date has whole seconds
    const isNoise = Math.abs(ahead) < 2000 + (receivedAt - sentAt);
    this.#aheadMs = isNoise ? 0 : Math.round(ahead);
    try {
      this.#kept().setItem(KEY, String(this.#aheadMs));
    } catch {
      // known until the page is left
    }
  }

  /** ISO 8601, by the server's clock, of a time of this device in ms. */
  instant(ms) {
    return new Date(ms + this.aheadMs).toISOString();
  }

  #read() {
    try {
      return Number(this.#kept().getItem(KEY)) || 0;
    } catch {
      return 0;
    }
  }
}

export const serverClock = new ServerClock();
