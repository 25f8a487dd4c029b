// A clock that only goes when a test says so, and lets promises settle after each timer.

const settled = () => new Promise((resolve) => setImmediate(resolve));

export class Clock {
  at = 0;
  #timers = new Map();
  #last = 0;

  now = () => this.at;

  setTimeout = (run, ms = 0) => {
    this.#last += 1;
    this.#timers.set(this.#last, { run, due: this.at + Math.max(0, ms) });
    return this.#last;
  };

  clearTimeout = (id) => this.#timers.delete(id);

  async pass(ms = 0) {
    const until = this.at + ms;
    await settled();
    for (let next = this.#next(until); next; next = this.#next(until)) {
      const [id, { run, due }] = next;
      this.#timers.delete(id);
      this.at = Math.max(this.at, due);
      run();
      await settled();
    }
    this.at = until;
  }

  #next(until) {
    const due = [...this.#timers].filter(([, timer]) => timer.due <= until);
    return due.sort(([a, one], [b, other]) => one.due - other.due || a - b)[0];
  }
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
