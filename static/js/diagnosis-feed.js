// The messages about one diagnosis, over whatever works: its own WebSocket first, then the page's line to the journal,
// which is an event stream or polling by itself. All carry the same messages, so one may come twice: progress never
// goes back, and the end is told once.
import { retryDelayMs } from "spotter/backoff";

const TRIES = 2; // sockets that fail in a row before the line of the page is relied on
const ENDS = new Set(["complete", "error"]);
const FINAL = new Set([4401, 4404]); // signed out, not there: asking again changes nothing

/** Events: `told` (the message), `by` ({transport}: websocket, sse or polling), `over` (the last message). */
export class DiagnosisFeed extends EventTarget {
  #execution;
  #open;
  #line;
  #timers;
  #random;
  #socket = null;
  #failed = 0;
  #timer = null;
  #progress = -1;
  #isOver = false;
  #by = null;
  #lineBy = "polling"; // what the page's line says that it uses

  /** `open` makes the socket; `line` is the journal-line (an EventTarget), or null. */
  constructor({ execution, open, line = null, timers = globalThis, random = Math.random }) {
    super();
    [this.#execution, this.#open, this.#line] = [execution, open, line];
    [this.#timers, this.#random] = [timers, random];
  }

  start() {
    this.#line?.addEventListener("entry", this);
    this.#line?.addEventListener("state", this);
    this.#connect();
  }

  stop() {
    this.#line?.removeEventListener("entry", this);
    this.#line?.removeEventListener("state", this);
    this.#timers.clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  handleEvent({ type, detail }) {
    if (type === "entry" && detail.kind === "diagnosis.execution_updated") this.#take(detail.payload);
    if (type !== "state" || !detail.transport) return;
    this.#lineBy = detail.transport;
    if (!this.#socket) this.#say(detail.transport);
  }

  #connect() {
    const socket = this.#open();
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      const told = parsed(data);
      if (!told || this.#socket !== socket) return;
      this.#failed = 0;
      this.#say("websocket");
      if (told.type === "diagnosis_update") this.#take(told);
    });
    socket.addEventListener("close", ({ code }) => {
      if (this.#socket === socket) this.#lost(code);
    });
  }

  #lost(code) {
    this.#socket = null;
    this.#failed += 1;
    this.#say(this.#lineBy);
    if (this.#isOver || FINAL.has(code) || this.#failed >= TRIES) return;
    this.#timer = this.#timers.setTimeout(() => this.#connect(), retryDelayMs(this.#failed, this.#random));
  }

  #take(told) {
    if (told.execution_id !== this.#execution || this.#isOver) return;
    if (ENDS.has(told.event)) {
      this.#isOver = true;
      this.dispatchEvent(new CustomEvent("over", { detail: told }));
      this.stop();
      return;
    }
    if (told.data.progress < this.#progress) return;
    this.#progress = told.data.progress;
    this.dispatchEvent(new CustomEvent("told", { detail: told }));
  }

  #say(transport) {
    if (!transport || transport === this.#by) return;
    this.#by = transport;
    this.dispatchEvent(new CustomEvent("by", { detail: { transport } }));
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
