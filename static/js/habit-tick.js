// <habit-tick habit="…" zone="…" reach="…" …>: the form that ticks a habit off. Without a network the tick goes into the
// outbox, for the day on which it was done; once a day, however often it is tapped. Without scripts the form is sent.
import { dayIn, keptOf } from "spotter/habit-day";
import { newId } from "spotter/ids";
import { outbox } from "spotter/outbox";
import { ReachedForm } from "spotter/reached-form";
import { reloadPage } from "spotter/reload-page";
import { serverClock } from "spotter/server-clock";

export class HabitTick extends HTMLElement {
  #row = null; // what waits of this habit and day
  #form = new ReachedForm(this, { takes: (submitter) => submitter?.value === "done", keep: () => this.#put() });

  connectedCallback() {
    this.#form.start();
    outbox.addEventListener("change", this);
    this.#show();
  }

  disconnectedCallback() {
    this.#form.stop();
    outbox.removeEventListener("change", this);
  }

  handleEvent() {
    this.#show();
  }

  async #put() {
    const [habit, on] = [this.getAttribute("habit"), this.#today()];
    if (keptOf(await outbox.rows().catch(() => []), habit, on)) return;
    try {
      await outbox.put({ kind: "habit", client_id: newId(), label: this.getAttribute("label"), habit, on });
    } catch {
      this.#say(this.getAttribute("full"));
    }
  }

  /** A copy of the page that was kept ahead does not know what waits; once it is sent, the server has the word. */
  async #show() {
    const waits = keptOf(await outbox.rows().catch(() => []), this.getAttribute("habit"), this.#today());
    if (this.#row && !waits) await this.#settled();
    this.#row = waits ?? null;
    this.#say(waits ? this.getAttribute("kept") : "");
    for (const button of this.querySelectorAll("[value=done]")) button.hidden = Boolean(waits);
  }

  async #settled() {
    const row = (await outbox.all()).find(({ n }) => n === this.#row.n);
    if (row?.state === "sent") reloadPage();
  }

  #today() {
    return dayIn(this.getAttribute("zone"), Date.now() + serverClock.aheadMs);
  }

  #say(sentence) {
    const place = this.querySelector("[data-said]");
    place.textContent = sentence;
    place.hidden = !sentence;
  }
}
