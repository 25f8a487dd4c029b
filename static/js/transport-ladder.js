// Which transport to use: the best one that works. Down after failures in a row, up again for a try now and then.

const PATIENCE = 3;

export class TransportLadder {
  #lines;
  #rung = 0;
  #failures = 0;
  #cameFrom = null; // the rung that worked, while a better one is tried

  /** `lines`: the best first. */
  constructor(lines) {
    this.#lines = lines;
  }

  get line() {
    return this.#lines[this.#rung];
  }

  get isAtTop() {
    return this.#rung === 0;
  }

  /** The line has proven that it carries: an entry came, or a heartbeat after the start. */
  worked() {
    [this.#failures, this.#cameFrom] = [0, null];
  }

  /** It failed without having carried anything; `isHopeless`: it will not do better the next time. True when there is
   * another line to try at once. */
  failed({ isHopeless = false } = {}) {
    this.#failures += 1;
    if (!isHopeless && this.#cameFrom === null && this.#failures < PATIENCE) return false;
    const next = this.#cameFrom ?? (this.#rung + 1) % this.#lines.length;
    [this.#rung, this.#failures, this.#cameFrom] = [next, 0, null];
    return next !== 0;
  }

  /** Try the best line once more. */
  climb() {
    if (!this.isAtTop) [this.#cameFrom, this.#rung, this.#failures] = [this.#rung, 0, 0];
  }
}
