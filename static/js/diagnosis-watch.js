// <diagnosis-watch execution="…" socket="/ws/diagnosis/…/" state="/api/v1/diagnosis/…">: shows how far a diagnosis is, and
// loads the page again when it is over, which then shows the report. Where neither a socket nor the page's line gets
// through, it asks.
import { DiagnosisFeed } from "spotter/diagnosis-feed";
import { reloadPage } from "spotter/reload-page";

const LOOK_MS = 3000;
const QUIET_MS = 6000; // without a word for so long it is asked, whatever the line says of itself
const ENDED = new Set(["completed", "partial", "failed", "cancelled"]);

export class DiagnosisWatch extends HTMLElement {
  #feed = null;
  #timer = null;
  #heardAt = 0;

  connectedCallback() {
    const url = new URL(this.getAttribute("socket"), location.origin.replace(/^http/, "ws"));
    this.#feed = new DiagnosisFeed({
      execution: this.getAttribute("execution"),
      open: () => new WebSocket(url),
      line: this.closest("journal-line"),
    });
    this.#feed.addEventListener("told", ({ detail }) => this.#show(detail.data));
    this.#feed.addEventListener("by", ({ detail }) => this.#say(detail.transport));
    this.#feed.addEventListener("over", () => reloadPage());
    this.#feed.start();
    this.#heardAt = Date.now();
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    this.#feed.stop();
  }

  #show({ progress, status_text: text }) {
    this.#heardAt = Date.now();
    const bar = this.querySelector("[data-bar]");
    bar.value = Math.max(bar.value, progress);
    this.querySelector("[data-said]").textContent = text;
  }

  #say(transport) {
    for (const words of this.querySelectorAll("[data-by]")) words.hidden = words.dataset.by !== transport;
  }

  async #look() {
    if (Date.now() - this.#heardAt < QUIET_MS || document.hidden) return;
    try {
      const answer = await fetch(this.getAttribute("state"), { headers: { Accept: "application/json" }, cache: "no-store" });
      if (!answer.ok || !this.isConnected) return;
      const { data } = await answer.json();
      if (ENDED.has(data.status)) reloadPage();
      else this.#show(data);
    } catch {
      // no network: the page's line says so, and the next look may get through
    }
  }
}
