// One exercise of the sheet on the page, brought to what this device knows of it.
import { doneSet, filled, plain } from "spotter/set-words";

const USUAL_LOADED = ["load", "reps"];

export class ExerciseView {
  #words;
  #isImperial;
  #part;

  // part(name): a fresh copy of a template of the sheet.
  constructor(element, item, { words, isImperial, part }) {
    [this.element, this.item] = [element, item];
    [this.#words, this.#isImperial, this.#part] = [words, isImperial, part];
  }

  get form() {
    return this.#find("form.set-form");
  }

  /** `standing`: of gym-session. What the server knows stays as the page has it. */
  show({ state, row, draft, isNow, waits }) {
    this.element.classList.toggle("is-now", isNow);
    if (state === "rated") return;
    const sets = state === "saved" ? row.body.sets : draft.sets;
    this.element.classList.toggle("is-saved", state === "saved");
    this.#showNumber(state === "saved");
    for (const each of this.element.querySelectorAll("[data-before]")) each.hidden = sets.length > 0;
    this.#showSets(sets, state);
    this.#showMark(sets, state === "saved" ? row.body.rpe : null);
    this.#showSaved(state === "saved", waits);
    if (this.#find("[data-next]")) this.#find("[data-next]").hidden = state === "saved";
    if (state === "open" && this.form) this.#showNext(draft);
  }

  /** The form of the next set, before anything is typed. `numbers`: {load?, reps?}. */
  fill(numbers) {
    for (const name of USUAL_LOADED) {
      const field = this.form?.elements[name];
      if (field && numbers[name] !== undefined) field.value = numbers[name];
    }
  }

  /** Take away how the set was, which belongs to that set. */
  clear() {
    for (const field of this.form.querySelectorAll("input:checked")) field.checked = false;
    for (const field of this.form.querySelectorAll("select")) field.value = "";
    for (const folded of this.form.querySelectorAll("details[open]")) folded.open = false;
    this.wrong("");
  }

  /** Have something stand below the form of the next set. */
  take(element) {
    if (element.parentElement !== this.#find("[data-next]")) this.#find("[data-next]").append(element);
  }

  advise(text, isStop = false) {
    const place = this.#find("[data-advice]");
    place.textContent = text;
    place.hidden = !text;
    place.classList.toggle("is-caution", isStop);
  }

  /** Say in words what is missing; "": nothing is. */
  wrong(sentence, name) {
    const place = this.#find("[data-wrong]");
    place.textContent = sentence;
    place.hidden = !sentence;
    if (!sentence) return;
    const field = this.form.querySelector(`[name="${name}"]`);
    const folded = name.startsWith("pain") && field?.closest("details");
    if (folded) folded.open = true;
    field?.focus();
  }

  /** Open it and go to the set that is on: where the next form stands, else to its head. */
  goTo() {
    document.getElementById("next")?.removeAttribute("id");
    this.element.open = true;
    const block = this.#find("[data-sets]:not([hidden])") ? this.#find("[data-next]") : this.element.querySelector("summary");
    block.id = "next";
    if (block.tabIndex < 0) block.tabIndex = -1;
    block.focus({ preventScroll: true });
    (block.matches("summary") ? this.element : block).scrollIntoView({ block: "start" });
  }

  #showSets(sets, state) {
    const place = this.#find("[data-sets]");
    if (!place) return;
    const lines = sets.map((set, at) => {
      const line = this.#part("set");
      line.querySelector("[data-place]").textContent = at + 1;
      line.querySelector("[data-words]").textContent = doneSet(set, this.#words, this.#isImperial);
      line.querySelector("[data-do=back]").hidden = state !== "open" || at < sets.length - 1;
      return line;
    });
    place.replaceChildren(...lines);
    place.hidden = !lines.length;
  }

  #showNumber(isSaved) {
    const place = this.#find("[data-number]");
    place.replaceChildren(isSaved ? this.#part("check") : place.dataset.number);
  }

  #showMark(sets, rpe) {
    this.#find("[data-mark]")?.remove();
    const text = rpe === null ? `${sets.length}/${this.item.asked.sets}` : filled(this.#words.rpe, { value: plain(rpe) });
    if (rpe === null && !sets.length) return;
    const mark = this.#part("mark");
    mark.textContent = text;
    mark.classList.toggle("is-good", rpe !== null);
    this.#find("summary").append(mark);
  }

  #showSaved(isSaved, waits) {
    this.#find("[data-local-saved]")?.remove();
    if (!isSaved) return;
    const saved = this.#part("saved");
    saved.querySelector("[data-words]").textContent = waits ? this.#words.waiting : this.#words.sent;
    this.#find(".exercise-body").append(saved);
  }

  #showNext(draft) {
    const [number, total] = [draft.sets.length + 1, this.item.asked.sets];
    this.#find("[data-heading]").textContent = filled(this.#words.set_of, { number, total });
    const name = filled(this.#words.set_of_exercise, { number, total, name: this.item.name });
    this.form.setAttribute("aria-label", name);
    this.form.elements.place.value = draft.sets.length;
    this.form.elements.client_id.value = draft.client_id;
    const words = number >= total ? this.#words.log_and_save : this.#words.log;
    this.form.querySelector("button[value=log]").textContent = filled(words, { number });
    this.#find("form[data-do=save]").hidden = !draft.sets.length;
    this.#showRest(draft);
  }

  #showRest(draft) {
    const heading = this.#find("[data-heading]");
    const since = draft.last_at && draft.sets.length ? new Date(draft.last_at).toISOString() : null;
    const standing = this.#find("rest-timer");
    if (standing?.getAttribute("since") === since) return;
    standing?.remove();
    if (!since) return;
    const timer = this.#part("rest");
    timer.setAttribute("since", since);
    timer.setAttribute("seconds", this.item.rest_s);
    heading.after(timer);
  }

  #find(selector) {
    return this.element.querySelector(selector);
  }
}
