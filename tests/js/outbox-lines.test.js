import assert from "node:assert/strict";
import { test } from "node:test";
import { meaning } from "spotter/outbox-answers";
import { linesOf } from "spotter/outbox-lines";

const row = (n, state, more = {}) => ({ n, athlete: "ana", state, tries: 0, answered_at: 0, ...more });
const told = (rows, more = {}) =>
  linesOf(rows, { athlete: "ana", state: "sending", isOnline: true, touched: new Set(), now: 1_000_000, ...more });

test("a row that goes out at once is no news, one that waits is", () => {
  assert.equal(told([row(1, "waiting")]).lines.length, 0);
  for (const more of [{ isOnline: false }, { state: "waiting" }, { state: "signed_out" }, { state: "another" }]) {
    assert.equal(told([row(1, "waiting")], more).waiting, 1);
  }
});

test("what had to wait is told of once it is sent, for a while", () => {
  const touched = new Set();
  told([row(1, "waiting")], { touched, isOnline: false });
  assert.equal(told([row(1, "sent")], { touched }).lines[0].state, "sent");
  assert.equal(told([row(1, "sent", { tries: 1, answered_at: 990_000 })]).lines.length, 1); // the page was loaded again
  assert.equal(told([row(1, "sent", { tries: 1, answered_at: 100 })]).lines.length, 0);
});

test("what needs somebody stays", () => {
  assert.equal(told([row(1, "refused"), row(2, "conflict")]).isUrgent, true);
  assert.equal(told([row(1, "sent", { note: "The plan has changed." })]).lines.length, 1);
});

test("of other people's rows it says how many wait, and nothing else", () => {
  const rows = [row(1, "waiting", { athlete: "ben" }), row(2, "sent", { athlete: "ben" })];
  assert.deepEqual([told(rows).others, told(rows).lines], [1, []]);
  assert.deepEqual([told(rows, { athlete: "" }).others, told(rows, { athlete: "" }).lines], [1, []]);
});

test("it says why nothing moves", () => {
  const rows = [row(1, "waiting", { tries: 1 })];
  assert.equal(told(rows, { isOnline: false }).hint, "offline");
  assert.equal(told(rows, { state: "signed_out" }).hint, "signed_out");
  assert.equal(told(rows, { state: "waiting" }).hint, "later");
});

test("what a status means", () => {
  const table = [
    [200, "", "taken"], [201, "", "taken"], [401, "", "signed_out"], [403, "csrf_failed", "signed_out"],
    [403, "permission_denied", "refused"], [409, "another_athlete", "another"], [409, "idempotency_conflict", "refused"],
    [413, "", "too_large"], [422, "", "refused"], [429, "", "later"], [500, "", "later"], [507, "", "later"],
  ];
  for (const [status, code, wanted] of table) assert.equal(meaning(status, code), wanted, `${status} ${code}`);
});
