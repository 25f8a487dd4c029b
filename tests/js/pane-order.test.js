import assert from "node:assert/strict";
import { test } from "node:test";
import { paneAt, tabAfter } from "spotter/pane-order";

test("it tells which pane fills most of the screen", () => {
  assert.deepEqual([0, 170, 196, 390, 500].map((left) => paneAt(left, 390, 2)), [0, 0, 1, 1, 1]);
  assert.equal(paneAt(-390, 390, 2), 1);
  assert.equal(paneAt(0, 0, 2), 0);
});

test("its keys go around the corner, and leave all others alone", () => {
  assert.deepEqual(["ArrowRight", "ArrowLeft", "Home", "End"].map((key) => tabAfter(key, 1, 2)), [0, 0, 0, 1]);
  assert.equal(tabAfter("ArrowLeft", 0, 3), 2);
  for (const key of ["Enter", "a", "toString"]) assert.equal(tabAfter(key, 0, 2), null);
  assert.equal(tabAfter("Home", -1, 2), null);
});
