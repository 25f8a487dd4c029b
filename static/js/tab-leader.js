// One connection for all tabs of a browser: the tab that holds a lock is connected and passes on what it hears. Each tab
// keeps a place of its own and reads from the server what it has missed, so every tab gets every entry once, in order,
// whoever leads.
import { JournalPlace } from "spotter/journal-place";

const SILENCE_MS = 45_000; // a leader that is live says something at every heartbeat; one that is frozen does not
const ANSWER_MS = 5_000; // when it is asked, it answers

/** Events: `entry`, `reset`, `typing`, `state`, `lead` ({leads}), each as of CoachingClient.
 *
 * `connect(place)` makes the client of a leader, `read(after)` looks at the journal once (journal-reader). Without
 * `locks` (LockManager) or `openChannel(name)` every tab is its own leader. `acks` notes what was shown. */
export class TabLeader extends EventTarget {
  #name;
  #connect;
  #read;
  #locks;
  #openChannel;
  #acks;
  #timers;
  #isVisible;
  #place;
  #channel = null;
  #client = null;
  #life = null; // aborted by `stop`
  #turn = null; // aborted to let go of the lock, or of the wait for it
  #watch = null;
  #reading = null;
  #known = { state: "connecting", transport: null };

  constructor({
    name, cursor, connect, read, acks,
    locks = null, openChannel = null, timers = globalThis, isVisible = () => true,
  }) {
    super();
    [this.#name, this.#connect, this.#read, this.#acks] = [name, connect, read, acks];
    [this.#locks, this.#openChannel, this.#timers, this.#isVisible] = [locks, openChannel, timers, isVisible];
    this.#place = new JournalPlace(cursor);
  }

  get cursor() {
    return this.#place.cursor;
  }

  get state() {
    return this.#known.state;
  }

  get transport() {
    return this.#known.transport;
  }

  get leads() {
    return this.#client !== null;
  }

  start() {
    if (this.#life) return;
    this.#life = new AbortController();
    this.#learn({ state: "connecting", transport: null });
    if (!this.#locks || !this.#openChannel) {
      this.#lead();
      return;
    }
    this.#channel = this.#openChannel(this.#name);
    this.#channel.addEventListener("message", this);
    this.#queue();
    this.#say({ type: "hello" });
    this.#expectLeader(SILENCE_MS);
  }

  /** Let another tab lead. `start` comes back, from the place where this tab is. */
  stop() {
    this.#life?.abort();
    this.#life = null;
    this.#turn?.abort();
    this.#timers.clearTimeout(this.#watch);
    this.#resign();
    this.#channel?.removeEventListener("message", this);
    this.#channel?.close();
    this.#channel = null;
  }

  /** This tab is looked at, or the person asks: whoever leads should see whether its line is alive. */
  nudge() {
    if (!this.#life) return;
    this.#shown();
    if (this.#client) {
      this.#client.nudge();
      return;
    }
    this.#say({ type: "nudge" });
    this.#expectLeader(ANSWER_MS);
  }

  /** Nobody looks. Where every tab has a line of its own, this one lets go of it: a browser has few to one server. */
  rest() {
    if (!this.#locks || !this.#openChannel) this.stop();
  }

  wentOffline() {
    this.#client?.wentOffline();
  }

  handleEvent({ data }) {
    if (this.#client) this.#answer(data);
    else this.#hear(data);
  }

  // --- Leading ---
  /** Wait for the lock, or take it from a tab that does not answer; lead as long as it is held. */
  async #queue({ steal = false } = {}) {
    this.#turn?.abort();
    const turn = new AbortController();
    this.#turn = turn;
    try {
      await this.#locks.request(this.#name, steal ? { steal } : { signal: turn.signal }, () => {
        if (turn.signal.aborted) return null;
        this.#lead();
        return new Promise((resolve) => turn.signal.addEventListener("abort", resolve, { once: true }));
      });
    } catch (problem) {
      if (problem.name !== "AbortError") throw problem;
      if (turn.signal.aborted) return;
      this.#resign(); // another tab took the lock, because it heard nothing from this one
      this.#queue();
    }
  }

  #lead() {
    this.#timers.clearTimeout(this.#watch);
    const client = this.#connect(this.#place);
    this.#client = client;
    for (const type of ["entry", "reset", "typing"]) {
      client.addEventListener(type, ({ detail }) => this.#pass(type, detail));
    }
    client.addEventListener("beat", () => this.#sayWhere());
    client.addEventListener("state", ({ detail }) => {
      this.#learn(detail);
      this.#sayWhere();
    });
    this.#dispatch("lead", { leads: true });
    client.start();
    this.#sayWhere();
  }

  #resign() {
    const client = this.#client;
    this.#client = null;
    client?.stop();
    if (client) this.#dispatch("lead", { leads: false });
  }

  #pass(type, detail) {
    this.#say({ type, detail });
    if (type === "typing") this.#dispatch(type, detail);
    else this.#deliver(type, detail);
  }

  #answer(told) {
    if (told.type === "shown") this.#acks.shown(told.cursor);
    if (told.type === "nudge") this.#client.nudge();
    if (told.type === "nudge" || told.type === "hello") this.#sayWhere();
  }

  #sayWhere() {
    this.#say({ type: "here", cursor: this.#place.cursor, known: this.#known });
  }

  // --- Following ---
  #hear(told) {
    if (told.type === "typing") this.#dispatch("typing", told.detail);
    else if (told.type === "entry") this.#receive(told.detail);
    else if (told.type === "reset") this.#reachOut(told.detail.cursor);
    else if (told.type === "here") {
      this.#learn(told.known);
      this.#reachOut(told.cursor);
    } else return; // what other followers say to the leader
    this.#expectLeader(this.state === "live" ? SILENCE_MS : null);
  }

  #receive(entry) {
    const found = this.#place.take(entry);
    if (found === "next") this.#deliver("entry", entry);
    else if (found === "gap") this.#catchUp();
  }

  /** The leader is at this cursor: what this tab has not seen by then it reads itself. */
  #reachOut(cursor) {
    if (cursor && !this.#place.knows(cursor)) this.#catchUp();
  }

  async #catchUp() {
    if (this.#reading) return;
    const { signal } = this.#life;
    this.#reading = signal;
    try {
      for (let isLast = false; !isLast && !signal.aborted; ) {
        const asked = this.cursor;
        const found = await this.#read(asked, { signal });
        if (signal.aborted || found.end) return;
        for (const entry of found.entries) this.#apply(entry, asked);
        isLast = found.isLast;
      }
    } catch {
      // The next word of the leader brings us here again.
    } finally {
      if (this.#reading === signal) this.#reading = null;
    }
  }

  #apply(entry, asked) {
    if (entry.kind !== "reset") {
      if (this.#place.take(entry) === "next") this.#deliver("entry", entry);
    } else if (this.cursor === asked) {
      this.#place.moveTo(entry.cursor);
      this.#deliver("reset", { cursor: entry.cursor });
    }
  }

  /** A leader from whom nothing is heard within `ms` is replaced, if somebody looks at this tab; null: no matter. */
  #expectLeader(ms) {
    this.#timers.clearTimeout(this.#watch);
    if (ms === null || !this.#life) return;
    this.#watch = this.#timers.setTimeout(() => {
      if (!this.#client && this.#isVisible()) this.#queue({ steal: true });
    }, ms);
  }

  // --- Both ---
  #deliver(type, detail) {
    this.#dispatch(type, detail);
    this.#shown();
  }

  #shown() {
    if (!this.#isVisible() || !this.cursor) return;
    if (this.#client) this.#acks.shown(this.cursor);
    else this.#say({ type: "shown", cursor: this.cursor });
  }

  #learn(known) {
    const isNews = known.state !== this.state || known.transport !== this.transport;
    this.#known = { state: known.state, transport: known.transport };
    if (isNews) this.#dispatch("state", this.#known);
  }

  #say(message) {
    this.#channel?.postMessage(message);
  }

  #dispatch(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
