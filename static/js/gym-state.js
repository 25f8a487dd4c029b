// A session as this device knows it: sets that are not saved yet, rows of the outbox, and what the page had from the server.
// Every change is stored before it counts.
import {
  currentOf, isOver, keyOf, newDraft, ratingOf, standing, toldBy, totals, withoutLast, withSet,
} from "spotter/gym-session";

const OF_THE_DAY = ["session_rpe", "sleep_quality", "stress_level", "duration_min", "sleep_hours", "recovery_time"];

export class GymState {
  #facts;
  #store;
  #outbox;
  #labels;
  #newId;
  #now;
  #instant;
  #drafts = new Map();
  #rows = [];
  #reading = Promise.resolve();
  #writes = 0;

  /** `facts`: of adaptation.pages.local. `labels`: {rating(item, sets), removal(item), performance()}, how the panel calls
   * rows. `instant(ms)`: ISO 8601 by the server's clock. */
  constructor(facts, { store, outbox, labels, newId, now = () => Date.now(), instant }) {
    [this.#facts, this.#store, this.#outbox, this.#labels] = [facts, store, outbox, labels];
    [this.#newId, this.#now, this.#instant] = [newId, now, instant];
  }

  // --- What is known ---------------------------------------------------------------------------------------------------
  /** {item, draft, state, row?} of every exercise, in the order of the plan. */
  get all() {
    return this.#facts.items.map((item) => this.of(item));
  }

  /** The exercise whose next set is on; null where all is done. */
  get current() {
    return currentOf(this.all);
  }

  get performance() {
    return this.#rows.findLast((row) => row.kind === "performance");
  }

  get isFinished() {
    const row = this.performance;
    return this.#facts.is_finished || Boolean(row && row.state !== "refused");
  }

  of(item) {
    const place = standing(item, this.#rows, Date.parse(this.#facts.rendered_at));
    return { item, draft: this.#draft(item), ...place };
  }

  /** Read what is stored here; again after somebody else may have changed it. One after the other: the last one stands. */
  read() {
    this.#reading = this.#reading.catch(() => {}).then(() => this.#look());
    return this.#reading;
  }

  async #look() {
    const { athlete, session } = this.#facts;
    const isOurs = (row) => row.athlete === athlete;
    let before, drafts, rows;
    do {
      before = this.#writes; // what is kept while we read would be overwritten by what is older
      drafts = (await this.#store.all("drafts")).filter((draft) => isOurs(draft) && draft.session === session);
      rows = (await this.#outbox.all()).map((row) => ({ ...row.body, ...row }));
    } while (before !== this.#writes);
    this.#drafts = new Map(drafts.map((draft) => [draft.key, draft]));
    this.#rows = rows.filter((row) => isOurs(row) && row.session_id === session);
  }

  // --- What is done ----------------------------------------------------------------------------------------------------
  /** One set more; the last one saves the exercise. Null where another tab has gone on with it: look again. */
  async log(item, { done, pain }) {
    const shown = this.of(item);
    await this.read();
    const kept = this.of(item);
    if (kept.state !== "open" || kept.draft.sets.length !== shown.draft.sets.length) return null;
    const draft = withSet(kept.draft, done, pain, this.#now());
    if (isOver(draft, item.asked, this.#facts.pain_stops)) await this.#keepRating(item, draft);
    else await this.#keepDraft(draft);
    return draft;
  }

  /** The exercise as it stands; nothing where no set is told. */
  async save(item) {
    const { draft } = this.of(item);
    if (draft.sets.length) await this.#keepRating(item, draft);
  }

  takeBack(item) {
    return this.#keepDraft(withoutLast(this.of(item).draft));
  }

  /** An exercise that was saved here: open again, with its sets. What may have reached the server is taken back there. */
  async reopen(item) {
    await this.read(); // it may have left since it was shown
    const { row } = this.of(item);
    if (!row) return; // a second tap
    const { client_id, exercise_id, session_id, body } = row;
    const draft = this.#begun(item, { sets: body.sets, pain: body.pain ?? null, last_at: this.#now() });
    const changes = [["put", "drafts", draft]];
    if (row.state === "waiting") changes.push(["delete", "outbox", row.n]);
    const isHere = row.state === "waiting" && !row.left && row.tries === 0; // `left` is younger than some rows
    if (isHere) await this.#outbox.write(changes);
    else {
      const label = this.#labels.removal(item);
      await this.#outbox.put({ kind: "removal", client_id, exercise_id, session_id, label }, changes);
    }
    await this.read();
  }

  /** The session as a whole, after what is still open. `told`: of the form, as text. False where nothing was trained. */
  async finish(told) {
    for (const { item, state } of this.all) if (state === "open") await this.save(item);
    const ratings = this.all.map(({ item, state, row }) => (state === "saved" ? toldBy(row.body) : item.rating)).filter(Boolean);
    if (!ratings.length) return false;
    const numbers = OF_THE_DAY.filter((name) => told[name]).map((name) => [name, Number(told[name])]);
    await this.#outbox.put({
      kind: "performance",
      client_id: told.client_id,
      label: this.#labels.performance(),
      session_id: this.#facts.session,
      ...Object.fromEntries(numbers),
      ...totals(ratings, this.#facts.items.length, Number(told.session_rpe)),
      timestamp: this.#instant(this.#now()),
    });
    await this.read();
    return true;
  }

  // --- Storing ---------------------------------------------------------------------------------------------------------
  async #keepDraft(draft) {
    await this.#store.write([["put", "drafts", draft]]);
    this.#writes += 1;
    this.#drafts.set(draft.key, draft);
  }

  /** Into the outbox and out of the drafts, both or neither. */
  async #keepRating(item, draft) {
    const row = ratingOf(draft, item.asked, this.#instant(draft.last_at));
    await this.#outbox.put({ ...row, label: this.#labels.rating(item, draft.sets.length) }, [["delete", "drafts", draft.key]]);
    this.#writes += 1;
    await this.read();
  }

  #draft(item) {
    const kept = this.#drafts.get(keyOf(this.#place(item)));
    if (kept?.exercise === item.exercise) return kept;
    // Sets that the server keeps, from a form that was sent without scripts.
    const begun = this.#begun(item, item.draft?.sets.length ? item.draft : {});
    this.#drafts.set(begun.key, begun);
    return begun;
  }

  #begun(item, { sets = [], pain = null, last_at = null }) {
    return { ...newDraft(this.#place(item), this.#newId()), sets, pain, last_at };
  }

  #place({ item, exercise }) {
    return { athlete: this.#facts.athlete, session: this.#facts.session, item, exercise };
  }
}
