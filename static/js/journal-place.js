// A page's place in the journal. Within an epoch numbers have no gaps, so a missing entry is noticed at once.

const WIRE = /^([0-9a-f]{1,64})-([0-9]{1,18})$/;

export class JournalPlace {
  #epoch = null;
  #seq = 0;

  /** `cursor`: `<epoch>-<seq>`, up to where the page knows everything; empty when nobody has said so yet. */
  constructor(cursor = "") {
    if (cursor) this.moveTo(cursor);
  }

  get cursor() {
    return this.#epoch === null ? "" : `${this.#epoch}-${this.#seq}`;
  }

  get seq() {
    return this.#seq;
  }

  /** Go to a cursor, wherever it is: only the server may ask for that. */
  moveTo(cursor) {
    [this.#epoch, this.#seq] = read(cursor);
  }

  /** Whether everything up to this cursor is known here. */
  knows(cursor) {
    const [epoch, seq] = read(cursor);
    return epoch === this.#epoch && seq <= this.#seq;
  }

  /** Take an entry if it is the `next`. One that was `seen` is to be passed over; after a `gap`, ask the server anew. */
  take(entry) {
    if (this.#epoch !== null && this.knows(entry.cursor)) return "seen";
    const [epoch, seq] = read(entry.cursor);
    if (this.#epoch !== null && (epoch !== this.#epoch || seq !== this.#seq + 1)) return "gap";
    [this.#epoch, this.#seq] = [epoch, seq];
    return "next";
  }
}

function read(cursor) {
  const match = WIRE.exec(cursor);
  if (!match) throw new RangeError(`not a cursor: ${String(cursor).slice(0, 80)}`);
  return [match[1], Number(match[2])];
}
