import assert from "node:assert/strict";
import { test } from "node:test";
import { ServerClock } from "spotter/server-clock";

const AT = Date.parse("2026-03-02T18:00:00Z");
const DATE = "Mon, 02 Mar 2026 18:00:00 GMT";
const HOUR_MS = 3600_000;

function storage() {
  const kept = new Map();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
}

test("a clock that is right within what a Date can say counts as right", () => {
  const clock = new ServerClock(storage);
  clock.learn(DATE, AT - 300, AT + 900);
  assert.equal(clock.aheadMs, 0);
});

test("a clock that is wrong is put right, also after the page was left", () => {
  const kept = storage();
  new ServerClock(() => kept).learn(DATE, AT - HOUR_MS, AT - HOUR_MS);
  const later = new ServerClock(() => kept);
  assert.equal(Math.round(later.aheadMs / HOUR_MS), 1);
  assert.equal(later.instant(AT - HOUR_MS).slice(0, 16), "2026-03-02T18:00");
});

test("an answer without a Date teaches nothing", () => {
  const clock = new ServerClock(storage);
  clock.learn(DATE, AT - HOUR_MS, AT - HOUR_MS);
  clock.learn(null, AT, AT);
  assert.equal(Math.round(clock.aheadMs / HOUR_MS), 1);
});

test("it does with a browser that keeps nothing", () => {
  const clock = new ServerClock(() => {
    throw new Error("no storage");
  });
  clock.learn(DATE, AT - HOUR_MS, AT - HOUR_MS);
  assert.equal(Math.round(clock.aheadMs / HOUR_MS), 1);
});
