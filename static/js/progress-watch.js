// <progress-watch src="/api/v1/plans/feedback/imports/…?limit=1" label="{read} of {total} rows read.">: follows a job
// until it is over, then loads the page again, which shows what came of it. Without scripts a link does the same.
import { told } from "spotter/progress";
import { reloadPage } from "spotter/reload-page";

const LOOK_MS = 1000;
const PATIENCE = 5; // answers that fail in a row before it gives up; the link stays

export class ProgressWatch extends HTMLElement {
  #timer = null;
  #failed = 0;

  connectedCallback() {
    this.#plan();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  #plan() {
    this.#timer = setTimeout(() => this.#look(), LOOK_MS);
  }

  async #look() {
    try {
      const answer = await fetch(this.getAttribute("src"), { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      this.#failed = 0;
      this.#show((await answer.json()).data);
    } catch {
      this.#failed += 1;
      if (this.#failed < PATIENCE && this.isConnected) this.#plan();
    }
  }

  #show(job) {
    if (!this.isConnected) return;
    const state = told(job, this.getAttribute("label"));
    if (state.isOver) {
      reloadPage();
      return;
    }
    const bar = this.querySelector("progress");
    if (state.total) [bar.max, bar.value] = [state.total, state.read];
    this.querySelector("[data-told]").textContent = state.text;
    this.#plan();
  }
}
