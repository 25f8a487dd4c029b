import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  completion, currentOf, isOver, newDraft, overallRpe, ratingOf, standing, toldBy, totals, withoutLast, withSet,
} from "spotter/gym-session";

// The same cases are held against the server's own arithmetic in tests/adaptation/test_local.py.
const cases = JSON.parse(readFileSync(new URL("../fixtures/gym_session.json", import.meta.url)));
const PLACE = { athlete: "ana", session: "s", item: "i", exercise: "back-squat" };

test("it adds up as the server does", () => {
  for (const { name, asked, sets, completion_rate, rpe } of cases.exercises) {
    assert.equal(completion(asked, sets), completion_rate, name);
    assert.equal(overallRpe(sets), rpe, name);
  }
  for (const { name, ratings, asked, session_rpe, totals: wanted } of cases.sessions) {
    assert.deepEqual(totals(ratings.map(toldBy), asked, session_rpe), wanted, name);
  }
});

test("sets come and go at the end", () => {
  const one = withSet(newDraft(PLACE, "id"), { reps: 5, rpe: 8 }, null, 1000);
  const two = withSet(one, { reps: 4, rpe: 9 }, { region: "knee", severity: 2 }, 2000);
  assert.deepEqual([two.sets.length, two.last_at, two.pain.region], [2, 2000, "knee"]);
  assert.deepEqual(withoutLast(two).sets, one.sets);
  assert.equal(withSet(two, { reps: 4 }, null, 3000).pain.severity, 2); // pain that was told stays told
});

test("an exercise is over with its last set, or when it hurts", () => {
  const draft = withSet(newDraft(PLACE, "id"), { reps: 5, rpe: 8 }, null, 1);
  assert.deepEqual([isOver(draft, { sets: 2 }, 4), isOver(draft, { sets: 1 }, 4)], [false, true]);
  for (const [severity, over] of [[3, false], [4, true], [9, true]]) {
    assert.equal(isOver({ ...draft, pain: { region: "knee", severity } }, { sets: 3 }, 4), over);
  }
});

test("a rating tells what was done, when, and what the page had asked for", () => {
  const draft = withSet(newDraft(PLACE, "id"), { reps: 5, load_kg: 100, rpe: 8 }, null, 1);
  const asked = { sets: 2, reps_min: 5, reps_max: 5, duration_s: null, distance_m: null, load_kg: 100 };
  const row = ratingOf(draft, asked, "2026-03-02T18:00:00Z");
  assert.deepEqual([row.client_id, row.rpe, row.completion_rate, row.timestamp], ["id", 8, 50, "2026-03-02T18:00:00Z"]);
  assert.deepEqual([row.seen.id, row.seen.sets, "pain" in row], ["i", 2, false]);
});

test("where an exercise stands: what is newer counts, the page or this device", () => {
  const item = { exercise: "back-squat", rating: null };
  const row = (state, more) => ({ kind: "rpe", exercise_id: "back-squat", state, ...more });
  const table = [
    ["nothing told", item, [], "open"],
    ["told by the server", { ...item, rating: {} }, [], "rated"],
    ["waiting here", item, [row("waiting")], "saved"],
    ["sent after the page was made", item, [row("sent", { answered_at: 200 })], "saved"],
    ["sent before, and taken back on the server since", item, [row("sent", { answered_at: 50 })], "open"],
    ["sent before", { ...item, rating: {} }, [row("sent", { answered_at: 50 })], "rated"],
    ["refused", item, [row("refused", { answered_at: 200 })], "open"],
    ["taken back here", { ...item, rating: {} }, [row("waiting", { kind: "removal" })], "open"],
    ["taken back and logged again", item, [row("sent", { kind: "removal", answered_at: 200 }), row("waiting")], "saved"],
    ["another exercise", item, [row("waiting", { exercise_id: "row" })], "open"],
  ];
  for (const [name, about, rows, state] of table) assert.equal(standing(about, rows, 100).state, state, name);
});

test("the set that is on belongs to the exercise that was trained last", () => {
  const item = (name, state, last_at) => ({ name, state, draft: { sets: last_at ? [1] : [], last_at } });
  const all = [item("a", "saved"), item("b", "open"), item("c", "open", 10), item("d", "open", 20)];
  assert.equal(currentOf(all).name, "d");
  assert.equal(currentOf(all.slice(0, 2)).name, "b");
  assert.equal(currentOf(all.slice(0, 1)), null);
});
