// A LocalStore that forgets: the same promises (all of a write or none of it), in memory.

const KEYS = { outbox: "n", drafts: "key" };

export class MemoryStore {
  rows = { outbox: new Map(), drafts: new Map() };
  isFull = false;
  #last = 0;

  async all(name) {
    return [...this.rows[name].values()].sort((one, other) => (one[KEYS[name]] < other[KEYS[name]] ? -1 : 1)).map((row) => structuredClone(row));
  }

  async write(changes) {
    if (this.isFull && changes.some(([what]) => what === "put")) throw new DOMException("full", "QuotaExceededError");
    return changes.map(([what, name, value]) => {
      if (what === "delete") return void this.rows[name].delete(value);
      const key = value[KEYS[name]] ?? (this.#last += 1);
      this.rows[name].set(key, structuredClone({ ...value, [KEYS[name]]: key }));
      return key;
    });
  }
}
