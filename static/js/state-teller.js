// When to say how the line is: a short break is nobody's business, a longer one is said, and so is its end.

const LASTS_MS = 3_000;
const TROUBLES = new Set(["retrying", "offline", "paused", "signed_out"]);

export class StateTeller {
  #show;
  #say;
  #timers;
  #timer = null;
  #told = null; // the trouble that was shown last
  #state = "connecting";

  /** `show(state)` for the eyes, `say(state)` for those who listen. */
  constructor({ show, say, timers = globalThis }) {
    [this.#show, this.#say, this.#timers] = [show, say, timers];
  }

  is(state) {
    this.#state = state;
    if (state === "live") this.#recover();
    else if (this.#told) this.#tell();
    else if (TROUBLES.has(state)) this.#timer ??= this.#timers.setTimeout(() => this.#tell(), LASTS_MS);
  }

  stop() {
    this.#timers.clearTimeout(this.#timer);
    this.#timer = null;
  }

  #recover() {
    this.stop();
    this.#show("live");
    if (this.#told) this.#say("live");
    this.#told = null;
  }

  #tell() {
    this.#timer = null;
    if (!TROUBLES.has(this.#state) || this.#state === this.#told) return;
    this.#told = this.#state;
    this.#show(this.#state);
    this.#say(this.#state);
  }
}
