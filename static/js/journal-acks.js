// Tells the server up to where entries were shown on some screen: seldom, and never back.

const EVERY_MS = 5_000;

export class JournalAcks {
  #post;
  #timers;
  #epoch;
  #seq;
  #timer = null;
  #isDue = false;

  /** `cursor`: what the page showed from the start, which needs no word. `post(seq)` tells the server. */
  constructor({ cursor, post, timers = globalThis }) {
    [this.#post, this.#timers] = [post, timers];
    [this.#epoch, this.#seq] = read(cursor);
  }

  /** Everything up to this cursor was shown. */
  shown(cursor) {
    const [epoch, seq] = read(cursor);
    if (epoch === this.#epoch && seq <= this.#seq) return;
    [this.#epoch, this.#seq, this.#isDue] = [epoch, seq, true];
    if (this.#timer === null) this.#send();
  }

  #send() {
    this.#isDue = false;
    this.#post(this.#seq).catch(() => {}); // the next one says it too
    this.#timer = this.#timers.setTimeout(() => {
      this.#timer = null;
      if (this.#isDue) this.#send();
    }, EVERY_MS);
  }
}

function read(cursor) {
  const [epoch, seq] = cursor.split("-");
  return [epoch, Number(seq)];
}
