// The forms of an element: sent as they are where the server answers within a moment, else handed to `keep`. Which of the
// two is not known at once, so a second tap meanwhile does nothing.
import { ask } from "spotter/ask";

const REACH_MS = 2500;

export class ReachedForm {
  #element;
  #takes;
  #keep;
  #ask;
  #isUnderWay = false;
  #passing = null;

  // takes(submitter): whether it is one of these forms. keep(fields, submitter): a promise, kept once it is stored.
  constructor(element, { takes = () => true, keep, post = ask }) {
    [this.#element, this.#takes, this.#keep, this.#ask] = [element, takes, keep, post];
  }

  start() {
    this.#element.addEventListener("submit", this);
    window.addEventListener("pageshow", this);
  }

  stop() {
    this.#element.removeEventListener("submit", this);
    window.removeEventListener("pageshow", this);
  }

  async handleEvent(event) {
    if (event.type === "pageshow") {
      this.#isUnderWay &&= !event.persisted; // back from the history: may be sent again
      return;
    }
    const { target: form, submitter } = event;
    if (form === this.#passing || !this.#takes(submitter)) return;
    event.preventDefault();
    if (this.#isUnderWay) return;
    this.#isUnderWay = true;
    const fields = new FormData(form, submitter);
    if (await this.#reachesServer()) {
      this.#send(form, submitter);
      return;
    }
    await this.#keep(fields, submitter);
    this.#isUnderWay = false;
  }

  async #reachesServer() {
    if (navigator.onLine === false) return false;
    const url = this.#element.getAttribute("reach");
    return this.#ask("GET", url, null, REACH_MS).then(({ status }) => status < 500, () => false);
  }

  #send(form, submitter) {
    this.#passing = form;
    form.requestSubmit(submitter);
    this.#passing = null;
  }
}
