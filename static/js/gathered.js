// Many calls that come together become one: after a moment of quiet, but not later than some time after the first.

const QUIET_MS = 60;
const LATEST_MS = 1_000;

export class Gathered {
  #run;
  #timers;
  #now;
  #timer = null;
  #firstAt = null;

  constructor(run, { timers = globalThis, now = Date.now } = {}) {
    [this.#run, this.#timers, this.#now] = [run, timers, now];
  }

  call() {
    const at = this.#now();
    this.#firstAt ??= at;
    this.#timers.clearTimeout(this.#timer);
    const waitMs = Math.min(QUIET_MS, Math.max(0, this.#firstAt + LATEST_MS - at));
    this.#timer = this.#timers.setTimeout(() => {
      this.stop();
      this.#run();
    }, waitMs);
  }

  stop() {
    this.#timers.clearTimeout(this.#timer);
    [this.#timer, this.#firstAt] = [null, null];
  }
}
