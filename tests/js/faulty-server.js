// A server of one journal, in memory, that answers like ours on all three transports and misbehaves as it is told.

const BEAT_MS = 15_000;
const HELD_MS = 25_000;

export class FaultyServer {
  epoch = "e0";
  oldest = 1;
  entries = []; // all of them; those below `oldest` are no longer given out
  athlete = "ana";
  isSignedIn = true;
  asked = []; // the transports that were asked for, in order
  fault = () => null; // (transport) => the fault of the next answer
  #streams = new Set();

  constructor(clock, random = () => 0.5) {
    [this.clock, this.random] = [clock, random];
  }

  get head() {
    return `${this.epoch}-${this.entries.length}`;
  }

  get readers() {
    return this.#streams.size;
  }

  append(kind = "tests.told") {
    const seq = this.entries.length + 1;
    this.entries.push({ seq, cursor: `${this.epoch}-${seq}`, kind, payload: { mark: this.random() } });
    for (const stream of [...this.#streams]) stream.supply();
  }

  /** An older backup was brought back: what came after it is gone, and the numbering has a new name. */
  restore(keep, epoch) {
    [this.entries, this.epoch] = [this.entries.slice(0, keep), epoch];
    this.entries = this.entries.map((entry) => ({ ...entry, cursor: `${epoch}-${entry.seq}` }));
    this.oldest = Math.min(this.oldest, keep + 1);
    this.end("bye");
  }

  end(reason, retryMs = 1000) {
    for (const stream of [...this.#streams]) stream.finish(reason, retryMs);
  }

  tell(event, data) {
    for (const stream of this.#streams) stream.tell(event, data);
  }

  slice(cursor) {
    const [epoch, text] = cursor.split("-");
    const seq = Number(text);
    if (epoch !== this.epoch || seq > this.entries.length || seq + 1 < this.oldest) return null;
    return this.entries.slice(seq);
  }

  follow(stream) {
    this.#streams.add(stream);
    stream.beating = this.clock.setTimeout(() => stream.beat(), BEAT_MS);
  }

  leave(stream) {
    this.#streams.delete(stream);
    this.clock.clearTimeout(stream.beating);
  }

  fetch = async (address, { signal } = {}) => {
    const url = new URL(address, "http://localhost");
    const transport = { "/sse": "sse", "/events": "polling", "/me": "me" }[url.pathname];
    const fault = this.fault(transport);
    this.asked.push(transport);
    signal?.throwIfAborted();
    if (fault === "refused") throw new TypeError("fetch failed");
    if (fault === "hangs") return never(signal);
    if (typeof fault === "number") return new Response("{}", { status: fault, headers: { "retry-after": "2" } });
    if (!this.isSignedIn) return new Response("{}", { status: 401 });
    if (transport === "me") return Response.json({ data: { id: this.athlete } });
    if (transport === "polling") return this.#poll(url.searchParams, signal, fault);
    if (fault === "a page") return new Response("<html>", { headers: { "content-type": "text/html" } });
    if (fault === "busy") return eventStream(new Blob(["retry: 9000\n\n"]).stream());
    return eventStream(new Stream(this, url.searchParams.get("after"), signal, fault).body);
  };

  open = (url) => {
    this.asked.push("websocket");
    return new Socket(this, this.fault("websocket"));
  };

  async #poll(query, signal, fault) {
    const after = query.get("after");
    if (query.get("wait") && this.slice(after)?.length === 0 && fault !== "not held") await this.#hold(signal);
    const found = this.slice(after);
    if (!found) return Response.json({ data: [{ kind: "reset", cursor: this.head }], next: this.head });
    const data = found.slice(0, Number(query.get("limit")));
    if (fault === "repeats") data.push(...data);
    return Response.json({ data, next: data.at(-1)?.cursor ?? after });
  }

  async #hold(signal) {
    const waiter = { tell: () => {}, beat: () => {} };
    this.follow(waiter);
    let timer;
    try {
      await new Promise((resolve, reject) => {
        waiter.supply = waiter.finish = resolve;
        timer = this.clock.setTimeout(resolve, HELD_MS);
        signal.addEventListener("abort", () => reject(signal.reason));
      });
    } finally {
      this.clock.clearTimeout(timer);
      this.leave(waiter);
    }
  }
}

/** What a stream and a socket have in common: where the client is, and what goes wrong on the way. */
class Reader {
  isOver = false;

  constructor(server, fault) {
    [this.server, this.fault] = [server, fault];
  }

  begin(after) {
    this.cursor = after;
    this.ready(this.server.head);
    if (this.isOver) return;
    if (!this.cursor) this.cursor = this.server.head;
    this.server.follow(this);
    this.supply();
  }

  supply() {
    const found = this.server.slice(this.cursor);
    if (!found) {
      this.cursor = this.server.head;
      this.reset(this.cursor);
      return;
    }
    if (found.length) this.cursor = found.at(-1).cursor;
    const shown = this.fault === "drops" ? found.filter(() => this.server.random() > 0.3) : found;
    if (found.length) this.told(this.fault === "repeats" ? [...found, ...found] : shown);
  }

  beat() {
    if (this.fault === "falls silent") return;
    this.heartbeat();
    this.beating = this.server.clock.setTimeout(() => this.beat(), BEAT_MS);
  }

  over() {
    this.isOver = true;
    this.server.leave(this);
  }
}

class Stream extends Reader {
  #controller;
  #written = 0;

  constructor(server, after, signal, fault) {
    super(server, fault);
    this.body = new ReadableStream({ start: (controller) => (this.#controller = controller), cancel: () => this.over() });
    signal.addEventListener("abort", () => this.#fail(signal.reason));
    this.begin(after);
  }

  ready(cursor) {
    this.#write(`retry: 1500\nevent: ready\ndata: ${JSON.stringify({ cursor, athlete: this.server.athlete })}\n\n`);
  }

  told(entries) {
    const texts = entries.map((entry) => `id: ${entry.cursor}\r\nevent: ${entry.kind}\r\ndata: ${JSON.stringify(entry)}`);
    this.#write(texts.map((text) => `${text}\r\n\r\n`).join(""));
  }

  reset(cursor) {
    this.#write(`id: ${cursor}\nevent: reset\ndata: ${JSON.stringify({ kind: "reset", cursor })}\n\n`);
  }

  heartbeat() {
    this.#write(": hb\n\n");
  }

  tell(event, data) {
    this.#write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  finish(reason, retryMs) {
    this.#write(`retry: ${retryMs}\nevent: ${reason === "rotated" ? "bye" : reason}\ndata: {"reason":"${reason}"}\n\n`);
    if (!this.isOver) this.#controller.close();
    this.over();
  }

  /** In pieces, cut anywhere; a line that is cut ends in the middle of one of them. */
  #write(text) {
    if (this.isOver || this.fault === "is held back") return;
    const bytes = new TextEncoder().encode(text);
    for (let start = 0; start < bytes.length && !this.isOver; ) {
      const end = Math.min(bytes.length, start + 1 + Math.floor(this.server.random() * 300));
      this.#written += end - start;
      if (this.fault === "cut" && this.#written > 150) return this.#cut();
      this.#controller.enqueue(bytes.slice(start, end));
      start = end;
    }
  }

  /** What was written until now still arrives. */
  #cut() {
    this.over();
    this.server.clock.setTimeout(() => this.#controller.error(new TypeError("network error")), 1);
  }

  #fail(reason) {
    if (!this.isOver) this.#controller.error(reason);
    this.over();
  }
}

class Socket extends EventTarget {
  #reader = null;
  #isClosed = false;

  constructor(server, fault) {
    super();
    [this.server, this.fault] = [server, fault];
    server.clock.setTimeout(() => {
      if (this.#isClosed) return;
      if (fault === "refused" || typeof fault === "number") this.shut(1006);
      else if (!server.isSignedIn) this.shut(4401);
      else if (fault !== "hangs") this.#emit("open");
    });
  }

  send(text) {
    const said = JSON.parse(text);
    this.#reader = new SocketReader(this, this.server, this.fault);
    this.#reader.begin(said.after);
  }

  give(frame) {
    if (this.#isClosed) return;
    const isHalf = this.fault === "cut" && this.server.random() < 0.3;
    this.#emit("message", { data: isHalf ? JSON.stringify(frame).slice(0, 12) : JSON.stringify(frame) });
  }

  shut(code) {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#reader?.over();
    this.#emit("close", { code });
  }

  close() {
    this.shut(1000);
  }

  #emit(type, fields = {}) {
    this.dispatchEvent(Object.assign(new Event(type), fields));
  }
}

class SocketReader extends Reader {
  constructor(socket, server, fault) {
    super(server, fault);
    this.socket = socket;
  }

  ready(cursor) {
    this.socket.give({ type: "ready", cursor, athlete: this.server.athlete });
  }

  told(entries) {
    for (const entry of entries) this.socket.give({ type: "entry", ...entry });
  }

  reset(cursor) {
    this.socket.give({ type: "reset", cursor, seq: 0, payload: {} });
  }

  heartbeat() {
    this.socket.give({ type: "heartbeat" });
  }

  tell(event, data) {
    this.socket.give({ type: event, ...data });
  }

  finish(reason, retryMs) {
    this.socket.give({ type: "bye", reason, retry_ms: retryMs });
    this.socket.shut({ superseded: 4409, slow: 4408, reauth: 4401 }[reason] ?? 4012);
  }
}

function eventStream(body) {
  return new Response(body, { headers: { "content-type": "text/event-stream; charset=utf-8" } });
}

function never(signal) {
  return new Promise((resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}
