// <live-figures src="…">: reads the console's live figures again every two seconds while somebody can see them.
import { delay, kept, perMinute } from "spotter/live-rates";

const EVERY_MS = 2000;

export class LiveFigures extends HTMLElement {
  #samples = [];
  #timer = null;
  #isHeld = false;
  #onVisibility = () => this.#plan(0);

  connectedCallback() {
    const button = this.querySelector("[data-hold]");
    button.hidden = false;
    button.dataset.hold = button.textContent;
    button.addEventListener("click", () => this.#hold(button));
    document.addEventListener("visibilitychange", this.#onVisibility);
    this.#plan(0);
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.#onVisibility);
    clearTimeout(this.#timer);
  }

  #hold(button) {
    this.#isHeld = !this.#isHeld;
    button.textContent = this.#isHeld ? button.dataset.goOn : button.dataset.hold;
    this.#say(this.#isHeld ? "held" : "live");
    this.#plan(0);
  }

  #plan(wait) {
    clearTimeout(this.#timer);
    if (this.isConnected && !this.#isHeld && !document.hidden) this.#timer = setTimeout(() => this.#look(), wait);
  }

  async #look() {
    try {
      const answer = await fetch(this.getAttribute("src"), { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      this.#samples = kept(this.#samples, await answer.json());
      this.#show();
      if (!this.#isHeld) this.#say("live");
    } catch {
      this.#say("lost");
    }
    this.#plan(EVERY_MS);
  }

  /** The sentence changes only with the state, so that a screen reader is not told of every look. */
  #say(state) {
    const place = this.querySelector("[data-state]");
    if (place.textContent !== place.dataset[state]) place.textContent = place.dataset[state];
  }

  #show() {
    const last = this.#samples.at(-1);
    this.#fill("now", (key) => last.now[key]);
    this.#fill("sum", (key) => last.sums[key]);
    this.#fill("minute", (key) => perMinute(this.#samples, key));
    this.#fill("delay", (q) => {
      const seconds = delay(this.#samples, Number(q));
      return seconds === null ? null : 1000 * seconds;
    });
  }

  #fill(kind, figure) {
    const format = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
    for (const place of this.querySelectorAll(`[data-${kind}]`)) {
      const value = figure(place.dataset[kind]);
      const text = value === null || value === undefined ? "–" : format.format(value);
      if (place.textContent !== text) place.textContent = text;
    }
  }
}
