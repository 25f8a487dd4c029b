import assert from "node:assert/strict";
import { test } from "node:test";

import { stepped } from "spotter/steps";

const PLATES = { step: 2.5, low: 0, high: 500 };

test("it goes up by one step on the grid", () => assert.equal(stepped("80", 1, PLATES), 82.5));
test("it goes down by one step on the grid", () => assert.equal(stepped("80", -1, PLATES), 77.5));
test("it goes to the next place of the grid from between two", () => {
  assert.equal(stepped("81", 1, PLATES), 82.5);
  assert.equal(stepped("81", -1, PLATES), 80);
});
test("it stays within its bounds", () => {
  assert.equal(stepped("1", -1, PLATES), 0);
  assert.equal(stepped("500", 1, PLATES), 500);
});
test("it starts at the lower bound when there is no number", () => {
  assert.equal(stepped("", 1, PLATES), 0);
  assert.equal(stepped("abc", -1, { low: 1 }), 1);
});
test("it does not collect rounding errors", () => assert.equal(stepped("0.2", 1, { step: 0.1 }), 0.3));
