import assert from "node:assert/strict";
import { test } from "node:test";

import { JournalAcks } from "spotter/journal-acks";

function acking(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const sent = [];
  return { sent, acks: new JournalAcks({ cursor: "a-10", post: async (seq) => sent.push(seq) }) };
}

test("it says nothing of what the page showed from the start", (t) => {
  const { sent, acks } = acking(t);
  for (const cursor of ["a-10", "a-9"]) acks.shown(cursor);
  t.mock.timers.tick(60_000);
  assert.deepEqual(sent, []);
});

test("it says the first at once and then only the last every five seconds", (t) => {
  const { sent, acks } = acking(t);
  for (const cursor of ["a-11", "a-12", "a-14", "a-13"]) acks.shown(cursor);
  assert.deepEqual(sent, [11]);
  t.mock.timers.tick(5_000);
  assert.deepEqual(sent, [11, 14]);
  t.mock.timers.tick(60_000);
  assert.deepEqual(sent, [11, 14]);
});

test("it begins anew with another numbering", (t) => {
  const { sent, acks } = acking(t);
  acks.shown("b-2");
  assert.deepEqual(sent, [2]);
});

test("it says a later one although an earlier one did not get through", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const sent = [];
  const acks = new JournalAcks({
    cursor: "a-1",
    post: async (seq) => {
      sent.push(seq);
      throw new TypeError("no network");
    },
  });
  acks.shown("a-2");
  acks.shown("a-3");
  await Promise.resolve();
  t.mock.timers.tick(5_000);
  assert.deepEqual(sent, [2, 3]);
});
