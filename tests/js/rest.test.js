import assert from "node:assert/strict";
import { test } from "node:test";

import { clock, secondsLeft } from "spotter/rest";

const START = Date.parse("2026-03-01T10:00:00Z");

test("it counts down from the whole rest", () => assert.equal(secondsLeft(START, 150, START), 150));
test("it rounds the running second up", () => assert.equal(secondsLeft(START, 150, START + 1), 150));
test("it is over at the last instant, and stays over", () => {
  assert.equal(secondsLeft(START, 150, START + 150_000), 0);
  assert.equal(secondsLeft(START, 150, START + 999_000), 0);
});
test("it writes minutes and two digits of seconds", () => {
  assert.equal(clock(150), "2:30");
  assert.equal(clock(65), "1:05");
  assert.equal(clock(9), "0:09");
});
