import assert from "node:assert/strict";
import { test } from "node:test";
import { delay, kept, perMinute } from "spotter/live-rates";

function sample(at, opened, counts = [0, 0, 0, 0]) {
  const bounds = [0.001, 0.01, 0.1, null];
  return { at, now: {}, sums: { opened, reset: 0 }, delays: bounds.map((bound, place) => [bound, counts[place]]) };
}

test("it keeps the samples of a minute", () => {
  const samples = [0, 20, 40, 61].reduce((before, at) => kept(before, sample(at, at)), []);
  assert.deepEqual(samples.map((each) => each.at), [20, 40, 61]);
});

test("it begins anew when the server counts from nothing again", () => {
  const samples = kept([sample(0, 500), sample(2, 510)], sample(4, 3));
  assert.deepEqual(samples.map((each) => each.at), [4]);
});

test("it tells a rate per minute from the window", () => {
  assert.equal(perMinute([sample(0, 100), sample(10, 103), sample(30, 110)], "opened"), 20);
});

test("it tells no rate from one sample", () => {
  assert.equal(perMinute([sample(0, 100)], "opened"), null);
});

test("it finds a delay inside its bucket, of the window's pushes only", () => {
  const before = sample(0, 0, [1000, 1000, 1000, 1000]);
  const after = sample(10, 0, [1050, 1100, 1100, 1100]);
  assert.equal(delay([before, after], 0.5), 0.001);
  assert.ok(Math.abs(delay([before, after], 0.75) - 0.0055) < 1e-12);
});

test("it tells that a delay lies beyond the last bound", () => {
  assert.equal(delay([sample(0, 0), sample(10, 0, [0, 0, 0, 4])], 0.99), Infinity);
});

test("it tells no delay where nothing was pushed", () => {
  assert.equal(delay([sample(0, 0), sample(10, 0)], 0.99), null);
});
