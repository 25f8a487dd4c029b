// A session while it is trained on this device: sets as they come, what they add up to, what the server will be told.
// The server computes the same from forms (feedback.core.drafts, adaptation.pages.finish): tests hold the two together.

export const USUAL_RPE = 10; // of sets that all failed

/** The draft of an exercise without sets yet. `place`: {athlete, session, item, exercise}. */
export function newDraft(place, clientId) {
  return { key: keyOf(place), ...place, client_id: clientId, sets: [], pain: null, last_at: null };
}

export function keyOf({ athlete, session, item }) {
  return `${athlete}/${session}/${item}`;
}

export function withSet(draft, done, pain, at) {
  return { ...draft, sets: [...draft.sets, done], pain: pain ?? draft.pain, last_at: at };
}

export function withoutLast(draft) {
  return { ...draft, sets: draft.sets.slice(0, -1) };
}

/** Whether this was the last set: all are done, or it hurts too much to go on. */
export function isOver(draft, { sets }, painStops) {
  return draft.sets.length >= sets || (draft.pain?.severity ?? 0) >= painStops;
}

/** How much of what was asked for was done, in percent: a range counts as met at its lower end. */
export function completion(asked, sets) {
  const each = asked.duration_s || asked.distance_m || asked.reps_min;
  const name = asked.duration_s ? "duration_s" : asked.distance_m ? "distance_m" : "reps";
  if (!each || !asked.sets) return sets.length ? 100 : 0;
  const done = sets.reduce((sum, set) => sum + Math.min(1, (set[name] ?? 0) / each), 0);
  return Math.min(100, rounded((100 * done) / asked.sets, 2));
}

/** One rating for all sets: their mean in halves, a quarter goes up; a failed set counts as 10. */
export function overallRpe(sets) {
  const told = sets.filter((set) => set.failed || set.rpe != null).map((set) => (set.failed ? 10 : set.rpe));
  if (!told.length) return USUAL_RPE;
  return Math.min(10, Math.max(1, Math.round(mean(told) * 2) / 2));
}

/** The row that tells the server of one exercise. `asked`: the item as the page showed it. `at`: ISO 8601. */
export function ratingOf(draft, asked, at) {
  const { reps_min, reps_max, duration_s, distance_m, load_kg, sets } = asked;
  return {
    kind: "rpe",
    client_id: draft.client_id,
    session_id: draft.session,
    exercise_id: draft.exercise,
    rpe: overallRpe(draft.sets),
    completion_rate: completion(asked, draft.sets),
    sets: draft.sets,
    ...(draft.pain && { pain: draft.pain }),
    timestamp: at,
    seen: { id: draft.item, sets, reps_min, reps_max, duration_s, distance_m, load_kg },
  };
}

/** What a session's ratings add up to. Each: {volume_kg, rpe, completion_rate}; `asked`: how many exercises it has. */
export function totals(ratings, asked, sessionRpe) {
  const efforts = ratings.filter((each) => each.rpe != null).map((each) => each.rpe);
  const done = ratings.reduce((sum, each) => sum + each.completion_rate, 0) / Math.max(asked, ratings.length);
  return {
    total_volume: rounded(ratings.reduce((sum, each) => sum + each.volume_kg, 0), 2),
    average_rpe: rounded(efforts.length ? mean(efforts) : Math.max(1, sessionRpe), 1),
    completion_rate: Math.min(100, rounded(done, 2)),
  };
}

/** A rating in the form of `totals`. */
export function toldBy({ sets, rpe, completion_rate }) {
  const volume_kg = sets.reduce((sum, set) => sum + Math.max(0, set.load_kg ?? 0) * (set.reps ?? 0), 0);
  return { volume_kg, rpe, completion_rate };
}

/** How an exercise stands on this device: {state, row?}. `rated`: the page shows what the server knows; `saved`: a row of
 * ours tells of it; `open`: to be done. `rows`: of this athlete and session, oldest first. What the server has answered
 * is in every page that it made after that; a row that it refused is open again. */
export function standing(item, rows, renderedAt) {
  const about = rows.filter((row) => ["rpe", "removal"].includes(row.kind) && row.exercise_id === item.exercise);
  const last = about.at(-1);
  const isKnown = last && last.state !== "waiting" && last.answered_at <= renderedAt;
  if (!last || isKnown || last.state === "refused") return { state: item.rating ? "rated" : "open" };
  return last.kind === "removal" ? { state: "open" } : { state: "saved", row: last };
}

/** The exercise whose next set is on: the one that a set was told of last, else the first that is open. */
export function currentOf(items) {
  const open = items.filter(({ state }) => state === "open");
  const begun = open.filter(({ draft }) => draft?.sets.length);
  return begun.sort((one, other) => other.draft.last_at - one.draft.last_at)[0] ?? open[0] ?? null;
}

function mean(numbers) {
  return numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}

function rounded(number, places) {
  return Number(number.toFixed(places));
}
