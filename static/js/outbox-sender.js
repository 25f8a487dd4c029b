// Sends what waits, in order, from one tab of the browser at a time. The server stores each row once, so a row whose
// answer was lost is simply sent again.
import { answered, firstBatch, meaning, SYNC_KINDS } from "spotter/outbox-answers";
import { retryDelayMs } from "spotter/backoff";

const LOCK = "spotter-outbox";
const BATCH = 200;
const PATIENCE_MS = 30_000;

/** Events: `state` ({state}: `idle`, `sending`, `waiting` for another try, `signed_out`, `another`), `sent` ({rows}).
 *
 * `post(method, url, body, patienceMs)` answers {status, code, error, details, data, at, retryAfterMs}, and throws
 * without a network. `me()` answers the id of whoever is signed in now. */
export class OutboxSender extends EventTarget {
  #outbox;
  #urls;
  #post;
  #me;
  #locks;
  #timers;
  #random;
  #timer = null;
  #attempt = 0;
  #running = null;
  #again = false;

  constructor({
    outbox, urls, post, me, locks = null, timers = globalThis, random = Math.random,
  }) {
    super();
    [this.#outbox, this.#urls, this.#post, this.#me] = [outbox, urls, post, me];
    [this.#locks, this.#timers, this.#random] = [locks, timers, random];
    this.state = "idle";
  }

  /** Send what waits. While it is at it, once more afterwards; never twice at the same time. */
  send() {
    this.#timers.clearTimeout(this.#timer);
    if (this.#running) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#alone().finally(() => {
      const isMore = this.#again && this.state === "idle"; // else what stopped us would stop us again
      [this.#running, this.#again] = [null, false];
      if (isMore) this.send();
    });
    return this.#running;
  }

  /** The network is back, or somebody asks: do not wait for the next try. */
  wake() {
    this.#attempt = 0;
    return this.send();
  }

  stop() {
    this.#timers.clearTimeout(this.#timer);
  }

  async #alone() {
    if (!this.#locks) return this.#all();
    return this.#locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? this.#all() : this.#plan(0)));
  }

  async #all() {
    let most = BATCH;
    for (;;) {
      const rows = await this.#outbox.rows();
      if (!rows.length) return this.#become("idle");
      this.#become("sending");
      const outcome = await this.#one(firstBatch(rows, most));
      if (outcome.meaning === "too_large" && most > 1) most = Math.ceil(most / 4);
      else if (outcome.meaning === "signed_out" || outcome.meaning === "another") return this.#become(outcome.meaning);
      else if (outcome.meaning === "later") return this.#later(outcome.retryAfterMs);
    }
  }

  /** One request, and what it means; what it has decided is stored. */
  async #one(rows) {
    let answer;
    try {
      if (!SYNC_KINDS.includes(rows[0].kind) && (await this.#me()) !== rows[0].athlete) return { meaning: "another" };
      await this.#noteLeft(rows);
      answer = await this.#ask(rows);
    } catch {
      await this.#tried(rows);
      return { meaning: "later", retryAfterMs: 0 };
    }
    const told = meaning(answer.status, answer.code);
    const isHopeless = told === "refused" || (told === "too_large" && rows.length === 1);
    if (told === "taken" || isHopeless) return this.#settle(rows, answer, told === "taken");
    if (told !== "too_large") await this.#tried(rows);
    return { meaning: told, retryAfterMs: answer.retryAfterMs ?? 0 };
  }

  #ask(rows) {
    const [{ kind, athlete, client_id }] = rows;
    const { sync, messages, ratings, habits } = this.#urls;
    if (kind === "message") return this.#post("POST", messages, rows[0].body, PATIENCE_MS);
    if (kind === "removal") return this.#post("DELETE", `${ratings}/${client_id}`, null, PATIENCE_MS);
    if (kind === "habit") {
      const { habit, on } = rows[0].body;
      return this.#post("POST", `${habits}/${habit}/done`, { on, client_id }, PATIENCE_MS);
    }
    return this.#post("POST", sync, { athlete, items: rows.map((row) => row.body) }, PATIENCE_MS);
  }

  async #settle(rows, answer, isTaken) {
    const [{ kind }] = rows;
    const isGone = kind === "removal" && answer.status === 404; // it never came, or was taken back elsewhere
    const { reason, details } = { reason: answer.error, details: answer.details };
    const each = isTaken || isGone ? { status: "created" } : { status: "rejected", reason, details };
    const answers = isTaken && SYNC_KINDS.includes(kind) ? answer.data.answers : rows.map(() => each);
    const settled = answered(rows.map(stored), answers, answer.at);
    const open = settled.filter((row) => row.state === "waiting").map((row) => ({ ...stored(row), tries: row.tries + 1 }));
    await this.#outbox.update([...settled.filter((row) => row.state !== "waiting"), ...open]);
    this.#attempt = open.length ? this.#attempt : 0;
    this.dispatchEvent(new CustomEvent("sent", { detail: { rows: settled } }));
    return { meaning: open.length ? "later" : "taken", retryAfterMs: 0 };
  }

  /** Before the answer: whoever takes something back meanwhile must know that the server may have it. */
  async #noteLeft(rows) {
    const fresh = rows.filter((row) => !row.left);
    for (const row of fresh) row.left = true;
    if (fresh.length) await this.#outbox.update(fresh.map(stored)).catch(() => {}); // a full device sends all the same
  }

  #tried(rows) {
    return this.#outbox.update(rows.map((row) => ({ ...stored(row), tries: row.tries + 1 })));
  }

  #later(saidMs) {
    this.#become("waiting");
    this.#plan(saidMs);
  }

  #plan(saidMs) {
    this.#timers.clearTimeout(this.#timer);
    this.#timer = this.#timers.setTimeout(() => this.send(), retryDelayMs(this.#attempt++, this.#random, saidMs));
  }

  #become(state) {
    this.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: { state } }));
  }
}

/** A row as it is kept: without what `rows()` laid beside it. */
function stored({ n, athlete, kind, client_id, label, made_at, state, tries, left, body }) {
  return { n, athlete, kind, client_id, label, made_at, state, tries, left, body };
}
