// <change-offline session="…" base="{…}" …>: the forms that move a session or leave it out. Without a network what is asked
// for goes into the outbox, with what the page had shown, so that the server can tell whether somebody else changed it too.
import { newId } from "spotter/ids";
import { outbox } from "spotter/outbox";
import { ReachedForm } from "spotter/reached-form";
import { serverClock } from "spotter/server-clock";
import { wishOf } from "spotter/session-wish";

export class ChangeOffline extends HTMLElement {
  #forms = new ReachedForm(this, { keep: (fields, submitter) => this.#put(fields, submitter) });

  connectedCallback() {
    this.#forms.start();
  }

  disconnectedCallback() {
    this.#forms.stop();
  }

  async #put(fields, submitter) {
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

  #say(sentence) {
    const place = this.querySelector("[data-said]");
    place.textContent = sentence;
    place.hidden = false;
    place.scrollIntoView({ block: "center" });
  }
}
