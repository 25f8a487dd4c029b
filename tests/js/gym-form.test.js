import assert from "node:assert/strict";
import { test } from "node:test";
import { nextNumbers, setOf } from "spotter/gym-form";
import { doneSet } from "spotter/set-words";

const LIFT = { mode: "load", asked: { reps_min: 5 }, unit_s: 1 };
const read = (fields) => (name) => fields[name] ?? "";

test("it reads a set as the server stores one", () => {
  const table = [
    [LIFT, { reps: "5", load: "100", rpe: "8.5" }, { reps: 5, load_kg: 100, rpe: 8.5 }],
    [LIFT, { reps: "3", load: "100", failed: "on" }, { reps: 3, load_kg: 100, rpe: 10, failed: true }],
    [{ ...LIFT, mode: "assist" }, { reps: "5", load: "20", rpe: "8" }, { reps: 5, load_kg: -20, rpe: 8 }],
    [{ ...LIFT, mode: "bw+" }, { reps: "5", load: "", rpe: "8" }, { reps: 5, rpe: 8 }],
    [{ mode: "time", asked: { duration_s: 600 }, unit_s: 60 }, { time: "12", rpe: "5" }, { duration_s: 720, rpe: 5 }],
    [{ mode: "dist", asked: { distance_m: 400 }, unit_s: 1 }, { distance_m: "350", rpe: "6" }, { distance_m: 350, rpe: 6 }],
  ];
  for (const [item, fields, done] of table) assert.deepEqual(setOf(read(fields), item, false), { done, pain: null });
});

test("it says what is missing", () => {
  const table = [
    [{ reps: "5", load: "100" }, "tap_rpe"],
    [{ reps: "5", rpe: "8", pain_region: "knee" }, "say_how_much"],
    [{ reps: "5", rpe: "8", pain_severity: "3" }, "say_where"],
  ];
  for (const [fields, wrong] of table) assert.equal(setOf(read(fields), LIFT, false).wrong, wrong);
});

test("pounds go to the server as kg and come back as they were", () => {
  const { done } = setOf(read({ reps: "5", load: "225", rpe: "8" }), LIFT, true);
  assert.equal(done.load_kg, 102.06);
  assert.deepEqual(nextNumbers(null, done, true), { load: "225" });
});

test("the next form follows the advice, else the set before", () => {
  assert.deepEqual(nextNumbers({ load_kg: 97.5, reps: 6 }, { load_kg: 100 }, false), { load: "97.5", reps: "6" });
  assert.deepEqual(nextNumbers({ load_kg: null, reps: null }, { load_kg: -20 }, false), { load: "20" });
  assert.deepEqual(nextNumbers(null, { reps: 5 }, false), {});
});

test("it words a set as the page does", () => {
  const words = {
    load: "{load} kg", rpe: "RPE {value}", failed: "failed", one_rep: "{reps} rep", reps: "{reps} reps", seconds: "{seconds} s",
    minutes: "{minutes} min", minutes_seconds: "{minutes} min {seconds} s", metres: "{metres} m", km: "{kilometres} km",
  };
  const table = [
    [{ reps: 8, load_kg: 80, rpe: 8 }, "80 kg × 8 · RPE 8"],
    [{ reps: 1 }, "1 rep"],
    [{ reps: 12, rpe: 7.5, failed: true }, "12 reps · RPE 7.5 · failed"],
    [{ duration_s: 45 }, "45 s"],
    [{ duration_s: 90, rpe: 6 }, "1 min 30 s · RPE 6"],
    [{ duration_s: 1210 }, "20 min"],
    [{ distance_m: 400 }, "400 m"],
    [{ distance_m: 1500 }, "1.5 km"],
  ];
  for (const [set, text] of table) assert.equal(doneSet(set, words, false), text);
});
