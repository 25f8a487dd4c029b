// What this browser keeps by itself: rows that wait to be sent, and sets of an exercise that is not saved yet.

const NAME = "spotter";
const VERSION = 1;

/** A database of the browser with the few things that we ask of one. `write` is one transaction: all of it, or none. */
export class LocalStore {
  #factory;
  #opening = null;

  constructor(factory = globalThis.indexedDB) {
    this.#factory = factory;
  }

  /** Every row of a store, in the order of its keys. */
  async all(name) {
    const database = await this.#open();
    return finished(database.transaction(name).objectStore(name).getAll());
  }

  /** Carry out changes: ["put", store, row] or ["delete", store, key]. Resolves once they are safely stored; rejects,
   * with nothing changed, with what the browser says (QuotaExceededError: the device is full). Answers the keys. */
  async write(changes) {
    const database = await this.#open();
    const names = [...new Set(changes.map(([, name]) => name))];
    const transaction = database.transaction(names, "readwrite", { durability: "strict" });
    const stored = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error ?? new DOMException("stopped", "AbortError"));
    });
    const asked = changes.map(([what, name, value]) => transaction.objectStore(name)[what](value));
    await stored;
    return asked.map((request) => request.result);
  }

  #open() {
    this.#opening ??= this.#openOnce().catch((problem) => {
      this.#opening = null; // the next call may find it in order
      throw problem;
    });
    return this.#opening;
  }

  async #openOnce() {
    const opening = this.#factory.open(NAME, VERSION);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("outbox", { keyPath: "n", autoIncrement: true });
      opening.result.createObjectStore("drafts", { keyPath: "key" });
    };
    const database = await finished(opening);
    const forget = () => {
      this.#opening = null;
    };
    database.onclose = forget;
    database.onversionchange = () => {
      database.close();
      forget();
    };
    return database;
  }
}

function finished(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
