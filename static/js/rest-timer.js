// <rest-timer since="2026-03-01T10:00:00Z" seconds="150" label="Rest" over="Ready">: counts down, then says so once.
import { clock, secondsLeft } from "spotter/rest";

const TICK_MS = 500;

export class RestTimer extends HTMLElement {
  #timer = null;

  connectedCallback() {
    this.#show();
    this.#timer = setInterval(() => this.#show(), TICK_MS);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  #show() {
    const started = Date.parse(this.getAttribute("since"));
    const left = secondsLeft(started, Number(this.getAttribute("seconds")), Date.now());
    this.textContent = left ? `${this.getAttribute("label")} ${clock(left)}` : this.getAttribute("over");
    if (!left) clearInterval(this.#timer);
  }
}
