// The dots of somebody who is writing, until they said it or the hint has run out.
const SHOWN_MS = 15_000;

export class TypingDots {
  #place;
  #words;
  #timer = null;

  constructor(place) {
    this.#place = place;
    this.#words = place.querySelector("[data-typing-words]");
  }

  show({ author, until }, now = Date.now()) {
    const left = Date.parse(until) - now;
    if (author === "athlete" || !(left > 0)) return;
    this.#place.hidden = false;
    this.#words.textContent = this.#words.dataset.words;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), Math.min(left, SHOWN_MS));
  }

  hide() {
    clearTimeout(this.#timer);
    this.#place.hidden = true;
    this.#words.textContent = "";
  }
}
