// <outbox-panel sync="…" messages="…" ratings="…" habits="…" me="…">: sends what waits on this device, and says what waits, what was
// refused and why. It is there on every page, and to be seen only when there is something to say.
import { ask } from "spotter/ask";
import { newDraft } from "spotter/gym-session";
import { newId } from "spotter/ids";
import { outbox } from "spotter/outbox";
import { linesOf } from "spotter/outbox-lines";
import { OutboxSender } from "spotter/outbox-sender";
import { serverClock } from "spotter/server-clock";
import { filled } from "spotter/set-words";

const ME_MS = 10_000;
const TAG = "spotter-outbox";

export class OutboxPanel extends HTMLElement {
  #sender = null;
  #touched = new Set(); // rows that were ever seen waiting, so that their answers are worth telling

  connectedCallback() {
    const names = ["sync", "messages", "ratings", "habits"];
    const [sync, messages, ratings, habits] = names.map((name) => this.getAttribute(name));
    this.#sender = new OutboxSender({
      outbox,
      urls: { sync, messages, ratings, habits },
      post: ask,
      me: async () => (await ask("GET", this.getAttribute("me"), null, ME_MS)).data?.id,
      locks: navigator.locks,
    });
    this.#sender.addEventListener("state", this);
    outbox.addEventListener("change", this);
    this.addEventListener("click", this);
    for (const type of ["online", "offline", "submit"]) window.addEventListener(type, this);
    navigator.serviceWorker?.addEventListener("message", this);
    this.closest("journal-line")?.addEventListener("state", this);
    this.#start();
  }

  disconnectedCallback() {
    this.#sender.removeEventListener("state", this);
    this.#sender.stop();
    outbox.removeEventListener("change", this);
    this.removeEventListener("click", this);
    for (const type of ["online", "offline", "submit"]) window.removeEventListener(type, this);
    navigator.serviceWorker?.removeEventListener("message", this);
    this.closest("journal-line")?.removeEventListener("state", this);
  }

  handleEvent(event) {
    const { type, detail, data, target } = event;
    if (type === "submit") this.#beforeLeaving(event);
    else if (type === "click") this.#onClick(target.closest("button"));
    else if (type === "change") this.#changed();
    else if (type === "online" || (type === "message" && data?.type === "send")) this.#send(true);
    else if (type === "state" && detail.state === "live") this.#send(true);
    else this.#show();
  }

  async #start() {
    await outbox.tidy().catch(() => {}); // nothing can be kept here, so nothing waits either
    await this.#changed();
  }

  async #changed() {
    await this.#show();
    await this.#send(false);
  }

  async #send(isNews) {
    const rows = await outbox.rows().catch(() => []);
    if (!rows.length) return;
    if (navigator.onLine === false) this.#askForLater();
    else await (isNews ? this.#sender.wake() : this.#sender.state === "waiting" ? null : this.#sender.send());
  }

  /** Where the browser knows Background Sync, it sends when there is a network, also with Spotter closed. What waits
   * should not be thrown away when the device runs short of room. */
  async #askForLater() {
    navigator.storage?.persist?.().catch(() => {});
    const registration = await navigator.serviceWorker?.getRegistration();
    await registration?.sync?.register(TAG).catch(() => {}); // not allowed here: sent when a page is open
  }

  async #show() {
    const rows = await outbox.all().catch(() => []);
    const told = linesOf(rows, {
      athlete: outbox.athlete,
      state: this.#sender.state,
      isOnline: navigator.onLine !== false,
      touched: this.#touched,
      now: Date.now() + serverClock.aheadMs,
    });
    this.hidden = !told.lines.length && !told.others;
    if (this.hidden) return;
    this.#showHead(told);
    this.querySelector("[data-lines]").replaceChildren(...told.lines.map((line) => this.#line(line)));
  }

  #showHead({ lines, waiting, others, hint, isUrgent }) {
    const isOver = !waiting && lines.length > 0;
    const words = isOver ? (isUrgent ? "urgent" : "done") : "waiting";
    this.#text("[data-title]", filled(this.getAttribute(words), { n: waiting + others }));
    for (const place of this.querySelectorAll("[data-when]")) place.hidden = place.dataset.when !== hint;
    this.#text("[data-others]", filled(this.getAttribute(outbox.athlete ? "others" : "nobody"), { n: others }));
    this.querySelector("[data-others]").hidden = !others;
    if (isUrgent || hint === "signed_out") this.querySelector("details").open = true;
  }

  #line({ row, state }) {
    const line = document.importNode(this.querySelector("template").content.firstElementChild, true);
    line.dataset.n = row.n;
    line.querySelector("[data-label]").textContent = row.label || row.body.text;
    line.querySelector("[data-reason]").textContent = [row.reason, row.note].filter(Boolean).join(" ");
    for (const place of line.querySelectorAll("[data-state-words]")) place.hidden = place.dataset.stateWords !== state;
    line.querySelector("[data-do=again]").hidden = state !== "refused" || row.kind !== "rpe";
    line.querySelector("[data-do=discard]").hidden = state !== "refused";
    line.querySelector("[data-do=seen]").hidden = state !== "conflict" && !row.note;
    return line;
  }

  async #onClick(button) {
    const n = Number(button?.closest("[data-n]")?.dataset.n);
    if (button?.dataset.do === "now") return this.#send(true);
    if (!n) return;
    const row = (await outbox.all()).find((each) => each.n === n);
    if (row && ["discard", "seen"].includes(button.dataset.do)) await outbox.discard(row);
    if (row && button.dataset.do === "again") await this.#again(row);
  }

  /** A refused exercise goes back to the sheet of its session, to be put right and saved once more. */
  async #again({ n, athlete, body }) {
    const place = { athlete, session: body.session_id, item: body.seen.id, exercise: body.exercise_id };
    const draft = { ...newDraft(place, newId()), sets: body.sets, pain: body.pain ?? null, last_at: Date.now() };
    await outbox.write([["put", "drafts", draft], ["delete", "outbox", n]]);
    location.assign(`${this.getAttribute("sessions")}${body.session_id}`);
  }

  /** Whoever signs out leaves nothing to read behind; what is not sent yet waits for them. */
  #beforeLeaving(event) {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("action") !== this.getAttribute("sign-out")) return;
    event.preventDefault();
    outbox.forgetSent().catch(() => {}).finally(() => form.submit());
  }

  #text(selector, text) {
    this.querySelector(selector).textContent = text;
  }
}
