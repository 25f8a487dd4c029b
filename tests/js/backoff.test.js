import assert from "node:assert/strict";
import { test } from "node:test";

import { retryDelayMs } from "spotter/backoff";

test("it waits anything up to a bound that doubles, but no longer than a minute", () => {
  assert.deepEqual([0, 1, 2, 5, 6, 40].map((attempt) => retryDelayMs(attempt, () => 1)), [1e3, 2e3, 4e3, 32e3, 6e4, 6e4]);
  assert.equal(retryDelayMs(6, () => 0.25), 15_000);
});

test("it waits at least as long as the server has asked for, within reason", () => {
  assert.equal(retryDelayMs(0, () => 1, 8_000), 8_000);
  assert.equal(retryDelayMs(6, () => 1, 8_000), 60_000);
  assert.equal(retryDelayMs(0, () => 0, null), 0);
  assert.equal(retryDelayMs(0, () => 0, 1e12), 600_000);
});
