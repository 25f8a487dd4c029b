// <change-offline session="…" base="{…}" …>: the forms that move a session or leave it out. Without a network what is asked
// for goes into the outbox, with what the page had shown, so that the server can tell whether somebody else changed it too.
import { ask } from "spotter/ask";
import { newId } from "spotter/ids";
import { outbox } from "spotter/outbox";
import { serverClock } from "spotter/server-clock";
import { wishOf } from "spotter/session-wish";

const REACH_MS = 2500;

export class ChangeOffline extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", this);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this);
  }

  async handleEvent(event) {
    const { target: form, submitter } = event;
    event.preventDefault();
    const fields = new FormData(form, submitter);
    if (await this.#reachesServer()) return this.#submit(form, submitter);
    const wish = wishOf((name) => fields.get(name) ?? "");
    const [session_id, base] = [this.getAttribute("session"), JSON.parse(this.getAttribute("base"))];
    const label = `${this.getAttribute("label")}: ${submitter.textContent.trim()}`;
    const timestamp = serverClock.instant(Date.now());
    try {
      await outbox.put({ kind: "session_change", client_id: newId(), label, session_id, base, ...wish, timestamp });
      this.#say(this.getAttribute("kept"));
    } catch {
      this.#say(this.getAttribute("full"));
    }
  }

  async #reachesServer() {
    if (navigator.onLine === false) return false;
    return ask("GET", this.getAttribute("reach"), null, REACH_MS).then(({ status }) => status < 500, () => false);
  }

  #submit(form, submitter) {
    this.removeEventListener("submit", this);
    form.requestSubmit(submitter);
  }

  #say(sentence) {
    const place = this.querySelector("[data-said]");
    place.textContent = sentence;
    place.hidden = false;
    place.scrollIntoView({ block: "center" });
  }
}
