import assert from "node:assert/strict";
import { test } from "node:test";
import { GymState } from "spotter/gym-state";
import { Outbox } from "spotter/outbox";
import { MemoryStore } from "./memory-store.js";

const ITEM = { mode: "load", unit_s: 1, rest_s: 120, rating: null, draft: null };
const SQUAT = { ...ITEM, item: "i1", exercise: "back-squat", name: "Squat", asked: { sets: 2, reps_min: 5, load_kg: 100 } };
const ROW = { ...ITEM, item: "i2", exercise: "row", name: "Row", asked: { sets: 2, reps_min: 8, load_kg: 50 } };
const FACTS = {
  athlete: "ana", session: "s", items: [SQUAT, ROW], rendered_at: "2026-03-02T18:00:00Z", pain_stops: 4, is_finished: false,
};
const SET = { done: { reps: 5, load_kg: 100, rpe: 8 }, pain: null };
const DAY = { client_id: "day", session_rpe: "7", sleep_quality: "8", stress_level: "3", duration_min: "60", sleep_hours: "", recovery_time: "48" };

/** A tab: all tabs of a test share the store. */
async function tab(store = new MemoryStore(), facts = FACTS) {
  let [ids, now] = [0, 1000];
  const outbox = new Outbox({ store, athlete: () => "ana", now: () => now, openChannel: () => null });
  const labels = { rating: ({ name }, sets) => `${name} ${sets}`, removal: ({ name }) => `-${name}`, performance: () => "day" };
  const state = new GymState(facts, {
    store, outbox, labels, newId: () => `id${(ids += 1)}`, now: () => (now += 1000), instant: (ms) => new Date(ms).toISOString(),
  });
  await state.read();
  return { store, outbox, state };
}

const kinds = async (outbox) => (await outbox.all()).map((row) => row.kind);

test("sets are there again in another tab, and the exercise that was trained last is on", async () => {
  const { store, state } = await tab();
  await state.log(ROW, SET);
  const other = await tab(store);
  assert.equal(other.state.current.item, ROW);
  assert.equal(other.state.of(ROW).draft.sets.length, 1);
});

test("the last set saves the exercise: out of the drafts, into the outbox, under the draft's id", async () => {
  const { store, outbox, state } = await tab();
  await state.log(SQUAT, SET);
  const { client_id } = state.of(SQUAT).draft;
  await state.log(SQUAT, SET);
  assert.equal(state.of(SQUAT).state, "saved");
  assert.equal((await store.all("drafts")).length, 0);
  const [row] = await outbox.all();
  assert.deepEqual([row.client_id, row.label, row.body.sets.length, row.body.completion_rate], [client_id, "Squat 2", 2, 100]);
});

test("pain ends an exercise", async () => {
  const { state } = await tab();
  await state.log(SQUAT, { ...SET, pain: { region: "knee", severity: 5 } });
  assert.deepEqual([state.of(SQUAT).state, state.of(SQUAT).row.pain.severity], ["saved", 5]);
});

test("a second tab overwrites nothing", async () => {
  const { store, state } = await tab();
  const other = await tab(store);
  other.state.of(SQUAT);
  await state.log(SQUAT, SET);
  assert.equal(await other.state.log(SQUAT, SET), null);
  assert.equal(other.state.of(SQUAT).draft.sets.length, 1);
  assert.ok(await other.state.log(SQUAT, SET)); // now it has seen it
});

test("what was read before a change was kept does not stand in its place", async () => {
  const { store, state } = await tab();
  await state.log(SQUAT, SET);
  const all = store.all.bind(store);
  let isLate = true;
  store.all = async (name) => {
    if (name === "outbox" && isLate) {
      isLate = false;
      await state.takeBack(SQUAT); // the drafts are read by now, with the set
    }
    return all(name);
  };
  await state.read();
  assert.equal(state.of(SQUAT).draft.sets.length, 0);
});

test("a full device loses nothing and claims nothing", async () => {
  const { store, outbox, state } = await tab();
  await state.log(SQUAT, SET);
  store.isFull = true;
  await assert.rejects(state.log(SQUAT, SET), { name: "QuotaExceededError" });
  assert.deepEqual([state.of(SQUAT).draft.sets.length, state.of(SQUAT).state, await kinds(outbox)], [1, "open", []]);
  store.isFull = false;
  await state.log(SQUAT, SET);
  assert.deepEqual(await kinds(outbox), ["rpe"]);
});

test("what has not left the device is simply taken out; what may have is taken back on the server", async () => {
  const { outbox, state } = await tab();
  await state.log(SQUAT, SET);
  await state.save(SQUAT);
  await state.reopen(SQUAT);
  assert.deepEqual([await kinds(outbox), state.of(SQUAT).state, state.of(SQUAT).draft.sets.length], [[], "open", 1]);
  await state.save(SQUAT);
  const [row] = await outbox.all();
  await outbox.update([{ ...row, left: true }]); // no answer has come yet: it may be there
  await state.reopen(SQUAT);
  await state.reopen(SQUAT); // a second tap
  assert.deepEqual((await outbox.all()).map(({ kind, client_id }) => [kind, client_id]), [["removal", row.client_id]]);
  assert.notEqual(state.of(SQUAT).draft.client_id, row.client_id);
});

test("the end of a session comes after what is still open, and adds up all of it", async () => {
  const rated = { ...ROW, rating: { volume_kg: 800, rpe: 7, completion_rate: 100 } };
  const { outbox, state } = await tab(new MemoryStore(), { ...FACTS, items: [SQUAT, rated] });
  await state.log(SQUAT, SET);
  assert.equal(await state.finish(DAY), true);
  assert.deepEqual(await kinds(outbox), ["rpe", "performance"]);
  const { body } = (await outbox.all())[1];
  assert.deepEqual(
    [body.id, body.total_volume, body.average_rpe, body.completion_rate, body.session_rpe, "sleep_hours" in body],
    ["day", 1300, 7.5, 75, 7, false],
  );
  assert.equal(state.isFinished, true);
});

test("a session without a set has no end", async () => {
  const { outbox, state } = await tab();
  assert.deepEqual([await state.finish(DAY), await kinds(outbox), state.isFinished], [false, [], false]);
});

test("sets that the server keeps from a form without scripts go on here, under an id of their own", async () => {
  const draft = { client_id: "server", sets: [SET.done], pain: null, last_at: 500 };
  const { state } = await tab(new MemoryStore(), { ...FACTS, items: [{ ...SQUAT, draft }, ROW] });
  const [{ draft: begun }] = state.all;
  assert.equal(begun.sets.length, 1);
  assert.notEqual(begun.client_id, "server");
});

test("a swapped exercise does not inherit the sets of the one before", async () => {
  const { store, state } = await tab();
  await state.log(SQUAT, SET);
  const swapped = await tab(store, { ...FACTS, items: [{ ...SQUAT, exercise: "front-squat" }, ROW] });
  assert.equal(swapped.state.all[0].draft.sets.length, 0);
});
