// Follows one athlete's journal: every entry once and in order, over whichever transport works, for as long as it lives.
import { retryDelayMs } from "spotter/backoff";
import { ended } from "spotter/line-end";
import { TransportLadder } from "spotter/transport-ladder";

const READY_MS = 15_000; // until the first word; a proxy that holds a stream back says nothing at all
const SILENCE_MS = 38_000; // two heartbeats of 15 seconds that did not come, and some
const STALE_MS = 20_000; // a line that is looked at again after a sleep must have spoken since
const CLIMB_MS = 300_000; // how long a lesser transport is good enough
const OFFLINE_MS = 30_000; // a browser may be wrong about being offline: the server can be this machine
const LATER = Infinity; // only when somebody asks

/** Events: `entry` (the entry), `reset` ({cursor}: fetch your state anew), `typing`, `beat`, `state` ({state, transport}).
 *
 * `state` is connecting, live, retrying, offline, paused (too many lines are open; `nudge` brings it back) or
 * signed_out. `place` is moved along, `lines` are tried in their order, `athlete` is whose journal it has to be. */
export class CoachingClient extends EventTarget {
  #place;
  #ladder;
  #athlete;
  #timers;
  #random;
  #now;
  #isOnline;
  #state = "connecting";
  #run = null; // aborted to end it for good
  #attempts = 0;
  #cut = null; // ends what is being listened to
  #wake = null; // ends a wait
  #isHurried = false;
  #heardAt = 0;

  constructor({
    place, lines, athlete = "",
    timers = globalThis, random = Math.random, now = Date.now, isOnline = () => true,
  }) {
    super();
    [this.#place, this.#ladder, this.#athlete] = [place, new TransportLadder(lines), athlete];
    [this.#timers, this.#random, this.#now, this.#isOnline] = [timers, random, now, isOnline];
  }

  get state() {
    return this.#state;
  }

  get transport() {
    return this.#state === "live" ? this.#ladder.line.name : null;
  }

  start() {
    if (this.#run) return;
    this.#run = new AbortController();
    this.#follow(this.#run.signal);
  }

  stop() {
    this.#run?.abort();
    this.#run = null;
    this.#cut?.("stopped");
    this.#wake?.();
  }

  /** It may work now: the network is back, the page is looked at, the person asks. A line that is alive is left alone. */
  nudge() {
    if (this.#wake) this.#wake();
    else if (this.#now() - this.#heardAt > STALE_MS) {
      this.#isHurried = true;
      this.#cut?.("lost");
    }
  }

  /** The browser says that there is no network. */
  wentOffline() {
    this.#cut?.("lost");
    this.#wake?.();
  }

  async #follow(stopped) {
    while (!stopped.aborted) {
      if (!this.#isOnline()) {
        this.#tell("offline");
        await this.#pause(OFFLINE_MS);
        if (stopped.aborted) return;
      }
      const end = await this.#listen();
      if (!stopped.aborted) await this.#settle(end);
    }
  }

  /** Listen over the transport of the moment until it ends. */
  #listen() {
    const [line, attempt] = [this.#ladder.line, new AbortController()];
    return new Promise((resolve) => {
      let [watch, isReady, isProven] = [null, false, false];
      const climb = this.#ladder.isAtTop ? null : this.#timers.setTimeout(() => finish(ended("climb")), CLIMB_MS);
      const finish = (end) => {
        if (attempt.signal.aborted) return;
        this.#timers.clearTimeout(watch);
        this.#timers.clearTimeout(climb);
        this.#cut = null;
        attempt.abort();
        resolve(end);
      };
      const expectWithin = (ms) => {
        this.#timers.clearTimeout(watch);
        watch = this.#timers.setTimeout(() => finish(ended("lost")), ms);
      };
      const heard = (frame) => {
        if (attempt.signal.aborted) return;
        this.#heardAt = this.#now();
        expectWithin(SILENCE_MS);
        const problem = this.#take(frame);
        if (problem) {
          finish(ended(problem));
          return;
        }
        isProven ||= frame.type === "entry" || (isReady && frame.type === "beat");
        if (isProven) this.#prove();
        isReady = true;
      };
      this.#cut = (reason) => finish(ended(reason));
      this.#heardAt = this.#now();
      expectWithin(READY_MS);
      line.listen({ after: this.#place.cursor, signal: attempt.signal, heard }).then(finish, () => finish(ended("lost")));
    });
  }

  #prove() {
    this.#attempts = 0;
    this.#ladder.worked();
  }

  /** What a frame does; the reason when the line cannot be used any longer. */
  #take(frame) {
    if (frame.type === "ready") return this.#welcome(frame);
    if (frame.type === "entry") return this.#receive(frame.entry);
    if (frame.type === "reset") this.#startOver(frame.cursor);
    else this.#dispatch(frame.type, frame);
    return null;
  }

  #welcome({ cursor, athlete = this.#athlete }) {
    if (this.#athlete && athlete !== this.#athlete) return "signed_out"; // somebody else has signed in since
    if (!this.#place.cursor) this.#place.moveTo(cursor);
    this.#tell("live");
    return null;
  }

  #receive(entry) {
    const found = this.#place.take(entry);
    if (found === "next") this.#dispatch("entry", entry);
    return found === "gap" ? "gap" : null;
  }

  #startOver(cursor) {
    if (cursor === this.#place.cursor) return;
    this.#place.moveTo(cursor);
    this.#dispatch("reset", { cursor });
  }

  /** What follows from an end: which transport comes next, and when. */
  async #settle({ reason, retryMs }) {
    if (reason === "climb") {
      this.#ladder.climb();
      return;
    }
    if (reason === "signed_out" || reason === "superseded") {
      this.#tell(reason === "superseded" ? "paused" : "signed_out");
      await this.#pause(LATER);
      return;
    }
    const isFailure = (reason === "lost" || reason === "unsupported") && this.#isOnline();
    const hasOther = isFailure && this.#ladder.failed({ isHopeless: reason === "unsupported" });
    if (this.#isOnline()) this.#tell(reason === "rotated" ? "connecting" : "retrying");
    const delayMs = retryDelayMs(this.#attempts, this.#random, retryMs);
    this.#attempts += 1;
    await this.#pause(hasOther || this.#isHurried || !this.#isOnline() ? 0 : delayMs);
  }

  #pause(ms) {
    this.#isHurried = false;
    return new Promise((resolve) => {
      const timer = ms === LATER ? null : this.#timers.setTimeout(() => this.#wake(), ms);
      this.#wake = () => {
        this.#timers.clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
    });
  }

  #tell(state) {
    const transport = state === "live" ? this.#ladder.line.name : null;
    if (state === this.#state && state !== "live") return;
    this.#state = state;
    this.#dispatch("state", { state, transport });
  }

  #dispatch(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
