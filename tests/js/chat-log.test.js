import assert from "node:assert/strict";
import { test } from "node:test";
import { ChatLog } from "spotter/chat-log";

test("it knows what the server put into the page", () => {
  const log = new ChatLog(["m1"]);
  assert.deepEqual([log.take({ id: "m1" }), log.take({ id: "m2" }), log.take({ id: "m2" })], ["known", "new", "known"]);
});

test("it takes what was typed here for its own once, by whichever way it comes first", () => {
  const log = new ChatLog();
  log.typed("c1");
  assert.deepEqual(log.waiting, ["c1"]);
  assert.equal(log.take({ id: "m1", client_id: "c1" }), "own");
  assert.equal(log.take({ id: "m1", client_id: "c1" }), "known");
  assert.deepEqual(log.waiting, []);
});

test("it shows what was typed on another device as new", () => {
  assert.equal(new ChatLog().take({ id: "m1", client_id: "c9" }), "new");
});

test("it joins parts in their order and never shows a hole", () => {
  const log = new ChatLog();
  assert.equal(log.part({ id: "a", index: 0, text: "One " }), "One ");
  assert.equal(log.part({ id: "a", index: 2, text: "three" }), "One ");
  assert.equal(log.part({ id: "a", index: 1, text: "two " }), "One two three");
  assert.equal(log.part({ id: "a", index: 1, text: "two " }), "One two three");
});

test("it lets the whole take the place of its parts, whatever it says", () => {
  const log = new ChatLog();
  log.part({ id: "a", index: 0, text: "One" });
  assert.equal(log.part({ id: "b", index: 1, text: "late" }), "", "the beginning was missed: nothing is shown before the whole");
  assert.deepEqual([log.take({ id: "a" }), log.take({ id: "b" }), log.take({ id: "a" })], ["new", "new", "known"]);
});

test("it lets parts go that come after the whole", () => {
  const log = new ChatLog();
  log.part({ id: "a", index: 0, text: "One" });
  assert.equal(log.take({ id: "a" }), "new");
  assert.equal(log.part({ id: "a", index: 1, text: " two" }), null);
});
