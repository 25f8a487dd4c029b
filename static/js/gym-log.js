// <gym-log facts="…">: the sheet of a session, kept on this device. A set counts as logged once the browser has stored it;
// what is saved goes into the outbox. Without scripts, or where nothing can be stored, the forms are sent as they are.
import { ask } from "spotter/ask";
import { isEdited } from "spotter/edited";
import { nextNumbers, setOf } from "spotter/gym-form";
import { GymState } from "spotter/gym-state";
import { ExerciseView } from "spotter/gym-view";
import { newId } from "spotter/ids";
import { outbox, store } from "spotter/outbox";
import { reloadPage } from "spotter/reload-page";
import { serverClock } from "spotter/server-clock";
import { filled } from "spotter/set-words";

const ADVICE_MS = 2500;

export class GymLog extends HTMLElement {
  #facts;
  #state;
  #views = new Map();
  #ready = null;

  connectedCallback() {
    this.#facts = JSON.parse(this.getAttribute("facts"));
    const { words, is_imperial: isImperial } = this.#facts;
    for (const item of this.#facts.items) {
      const element = this.querySelector(`[data-item="${item.item}"]`);
      this.#views.set(item.item, new ExerciseView(element, item, { words, isImperial, part: (name) => this.#part(name) }));
    }
    const labels = {
      rating: ({ name }, sets) => filled(sets === 1 ? words.one_set_done : words.sets_done, { name, sets }),
      removal: ({ name }) => filled(words.taken_back, { name }),
      performance: () => filled(words.whole_session, { title: this.#facts.title }),
    };
    const instant = (ms) => serverClock.instant(ms);
    this.#state = new GymState(this.#facts, { store, outbox, labels, newId, instant });
    this.addEventListener("submit", this);
    this.addEventListener("click", this);
    outbox.addEventListener("change", this);
    this.#ready = this.#begin().then(() => true, () => false);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this);
    this.removeEventListener("click", this);
    outbox.removeEventListener("change", this);
    this.#views.clear();
  }

  handleEvent(event) {
    if (event.type === "change") this.#refresh();
    else if (event.type === "submit") this.#onSubmit(event);
    else this.#onClick(event);
  }

  // --- What is asked for -----------------------------------------------------------------------------------------------
  async #onSubmit(event) {
    const form = event.target;
    const what = form.dataset.do;
    if (event.defaultPrevented || !what) return;
    event.preventDefault();
    if (!(await this.#ready)) return form.submit(); // nothing can be kept here: as without scripts
    try {
      if (what === "finish") await this.#finish(form);
      else await (what === "log" ? this.#log(form) : this.#save(this.#itemOf(form)));
    } catch (problem) {
      this.#trouble(problem);
    } finally {
      form.closest("submit-once")?.removeAttribute("data-sent");
    }
  }

  async #onClick({ target }) {
    const what = target.closest("button")?.dataset.do;
    if (!["back", "reopen"].includes(what)) return;
    try {
      await (what === "back" ? this.#takeBack(this.#itemOf(target)) : this.#reopen(this.#itemOf(target)));
    } catch (problem) {
      this.#trouble(problem);
    }
  }

  async #log(form) {
    const [item, { words, is_imperial: isImperial, pain_stops: painStops }] = [this.#itemOf(form), this.#facts];
    const view = this.#views.get(item.item);
    const fields = new FormData(form);
    const told = setOf((name) => fields.get(name) ?? "", item, isImperial);
    if (told.wrong) return view.wrong(words[told.wrong], told.field);
    const draft = await this.#state.log(item, told);
    this.#show();
    if (!draft) return this.#warn(words.here_already, "is-caution");
    view.clear();
    this.#say(filled(words.kept, { number: draft.sets.length }));
    this.#startRest(item, draft);
    if ((draft.pain?.severity ?? 0) >= painStops) this.#warn(words.stop, "is-caution");
    this.#goOn();
    // Not waited for: the set is kept, and whoever taps again before a slow line has answered logs the next one.
    if (this.#state.of(item).state === "open") this.#adviseNext(item, draft);
  }

  async #save(item) {
    await this.#state.save(item);
    this.#say(this.#facts.words.waiting);
    this.#show();
    this.#goOn();
  }

  async #takeBack(item) {
    await this.#state.takeBack(item);
    this.#show();
    this.#adviseNext(item, this.#state.of(item).draft);
  }

  async #reopen(item) {
    await this.#state.reopen(item);
    this.#show();
    this.#views.get(item.item).goTo();
  }

  async #finish(form) {
    if (!(await this.#state.finish(Object.fromEntries(new FormData(form))))) return this.#warn(this.#facts.words.one_first);
    this.#show();
    this.querySelector("#finish")?.scrollIntoView({ block: "start" });
    this.querySelector("rest-notice").stop();
  }

  // --- What is shown ---------------------------------------------------------------------------------------------------
  async #begin() {
    await this.#state.read();
    this.#show();
    const isOld = new Date(this.#facts.rendered_at).toDateString() !== new Date().toDateString();
    if (isOld) this.#warn(this.#facts.words.earlier_day, "is-caution");
    this.setAttribute("data-ready", ""); // from here on nothing needs the network
    const { item, draft } = this.#state.current ?? {};
    if (!draft?.sets.length) return;
    if (draft.last_at + item.rest_s * 1000 > Date.now()) this.#startRest(item, draft);
    // On a slow line the form stands there before this script does.
    this.#adviseNext(item, draft, [...this.#views.get(item.item).form.elements].some(isEdited));
  }

  async #refresh() {
    if (!(await this.#ready) || !this.isConnected) return;
    const before = this.#state.performance?.state;
    await this.#state.read();
    if (!this.isConnected) return;
    this.#show();
    const isSent = before === "waiting" && this.#state.performance?.state === "sent";
    if (isSent && !this.closest("live-part, side-page")) this.#showSummary();
  }

  /** The page as the server has it now: what the session came to. */
  #showSummary() {
    history.replaceState(null, "", "#finish");
    reloadPage();
  }

  #show() {
    const [items, current] = [this.#state.all, this.#state.current?.item];
    for (const each of items) {
      const waits = each.row?.state === "waiting";
      this.#views.get(each.item.item).show({ ...each, waits, isNow: each.item === current });
    }
    const [saved, total] = [items.filter(({ state }) => state !== "open").length, items.length];
    this.querySelector("[data-saved-of]").textContent = filled(this.#facts.words.saved_of, { saved, total });
    this.querySelector("progress").value = saved;
    this.#showFinish(saved > 0);
  }

  #showFinish(hasSaved) {
    const place = this.querySelector("[data-finish]");
    if (!place) return;
    const shown = this.querySelector("#finish:not(form)");
    const { isFinished } = this.#state;
    place.hidden = !hasSaved || isFinished;
    if (isFinished && !shown) place.after(this.#part("finished"));
    if (!isFinished) shown?.remove();
  }

  /** To the set that comes next; where all is done, to the end of the session. */
  #goOn() {
    const current = this.#state.current?.item;
    for (const item of this.#facts.items) if (item !== current) this.#views.get(item.item).element.open = false;
    if (current) this.#views.get(current.item).goTo();
    else this.querySelector("[data-finish]")?.scrollIntoView({ block: "start" });
  }

  /** What to put on the bar: the server's advice where it comes soon, else the load of the last set. */
  async #adviseNext(item, draft, isTyped = false) {
    const [view, last, { is_imperial: isImperial }] = [this.#views.get(item.item), draft.sets.at(-1), this.#facts];
    if (!isTyped) view.fill(nextNumbers(null, last, isImperial));
    view.advise("");
    if (!item.is_advised || !last) return;
    const typed = new AbortController();
    if (isTyped) typed.abort();
    view.form.addEventListener("input", () => typed.abort(), { once: true, signal: typed.signal });
    const body = { item: item.item, sets_done: draft.sets.map((set) => ({ ...set, load_kg: set.load_kg ?? 0 })) };
    const answer = await ask("POST", this.#facts.next_set, body, ADVICE_MS).catch(() => null);
    if (!this.isConnected || this.#state.of(item).draft.sets.length !== draft.sets.length) return; // it is logged already
    if (answer?.data) {
      view.advise(answer.data.why, answer.data.stop);
      if (!typed.signal.aborted) view.fill(nextNumbers(answer.data, last, isImperial));
    } else if (!answer) view.advise(this.#facts.words.as_planned);
    typed.abort();
  }

  #startRest(item, draft) {
    const { words } = this.#facts;
    const [notice, number] = [this.querySelector("rest-notice"), draft.sets.length + 1];
    const isOpen = this.#state.of(item).state === "open";
    if (isOpen) this.#views.get(item.item).take(notice);
    const body = isOpen ? filled(words.rest_next, { name: item.name, number, total: item.asked.sets }) : "";
    notice.start({ until: draft.last_at + item.rest_s * 1000, title: words.rest_over, body });
  }

  #trouble(problem) {
    this.#warn(problem.name === "QuotaExceededError" ? this.#facts.words.full : this.#facts.words.broken);
  }

  #warn(sentence, kind = "is-bad") {
    const place = this.querySelector("[data-trouble]");
    place.textContent = sentence;
    place.className = `note ${kind}`;
    place.hidden = false;
    place.scrollIntoView({ block: "center" });
    setTimeout(() => this.addEventListener("submit", () => (place.hidden = true), { once: true }));
  }

  #say(sentence) {
    this.querySelector("[data-said]").textContent = sentence;
  }

  #itemOf(element) {
    const id = element.closest("[data-item]").dataset.item;
    return this.#facts.items.find(({ item }) => item === id);
  }

  #part(name) {
    return document.importNode(this.querySelector(`template[data-part=${name}]`).content.firstElementChild, true);
  }
}
