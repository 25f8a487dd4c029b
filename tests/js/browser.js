// What tabs of one browser share: locks and channels, as the browser's own behave.

export class Locks {
  #held = null;
  #queue = [];

  request(name, { signal, steal = false }, run) {
    return new Promise((resolve, reject) => {
      const request = { run, resolve, reject, isStolen: false };
      signal?.addEventListener("abort", () => {
        if (this.#held === request) return; // a lock that was granted is let go of by whoever holds it
        this.#queue = this.#queue.filter((each) => each !== request);
        reject(new DOMException("aborted", "AbortError"));
      });
      if (steal && this.#held) {
        this.#held.isStolen = true;
        this.#held.reject(new DOMException("stolen", "AbortError"));
        this.#held = null;
      }
      if (steal) this.#queue.unshift(request);
      else this.#queue.push(request);
      queueMicrotask(() => this.#grant());
    });
  }

  async #grant() {
    if (this.#held || !this.#queue.length) return;
    const request = this.#queue.shift();
    this.#held = request;
    const found = await request.run();
    if (request.isStolen) return;
    this.#held = null;
    request.resolve(found);
    this.#grant();
  }
}

/** Messages reach every other open channel, in order, a little later. A tab on ice hears nothing and keeps them. */
export class Air {
  #channels = new Set();

  open = () => {
    const channel = new Channel(this);
    this.#channels.add(channel);
    return channel;
  };

  send(from, data) {
    const copy = structuredClone(data);
    for (const each of this.#channels) if (each !== from) each.receive(copy);
  }

  leave(channel) {
    this.#channels.delete(channel);
  }
}

class Channel extends EventTarget {
  #isClosed = false;
  #kept = null;

  constructor(air) {
    super();
    this.air = air;
  }

  postMessage(data) {
    if (this.#isClosed) throw new DOMException("closed", "InvalidStateError");
    this.air.send(this, data);
  }

  receive(data) {
    if (this.#kept) this.#kept.push(data);
    else queueMicrotask(() => this.#isClosed || this.dispatchEvent(Object.assign(new Event("message"), { data })));
  }

  freeze() {
    this.#kept = [];
  }

  thaw() {
    const kept = this.#kept ?? [];
    this.#kept = null;
    for (const data of kept) this.receive(data);
  }

  close() {
    this.#isClosed = true;
    this.air.leave(this);
  }
}
