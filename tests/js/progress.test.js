import assert from "node:assert/strict";
import { test } from "node:test";
import { told } from "spotter/progress";

const LABEL = "{read} of {total} rows read.";

test("it fills the sentence while a job runs", () => {
  const state = told({ status: "running", rows_read: 40, rows_total: 120 }, LABEL);
  assert.deepEqual(state, { isOver: false, read: 40, total: 120, text: "40 of 120 rows read." });
});

test("it knows when a job is over", () => {
  for (const status of ["done", "failed"]) assert.equal(told({ status }, LABEL).isOver, true);
  for (const status of ["queued", "running"]) assert.equal(told({ status }, LABEL).isOver, false);
});

test("it counts from nothing before the first row", () => {
  assert.equal(told({ status: "queued" }, LABEL).text, "0 of 0 rows read.");
});
