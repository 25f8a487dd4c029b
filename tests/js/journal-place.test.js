import assert from "node:assert/strict";
import { test } from "node:test";

import { JournalPlace } from "spotter/journal-place";

const entry = (cursor) => ({ cursor });

test("it takes each entry once and in order", () => {
  const place = new JournalPlace("a-4");
  const found = ["a-4", "a-5", "a-5", "a-7", "a-6", "a-7"].map((cursor) => place.take(entry(cursor)));
  assert.deepEqual(found, ["seen", "next", "seen", "gap", "next", "next"]);
  assert.equal(place.cursor, "a-7");
});

test("it takes nothing of another numbering before it was told to go there", () => {
  const place = new JournalPlace("a-4");
  assert.equal(place.take(entry("b-5")), "gap");
  place.moveTo("b-4");
  assert.equal(place.take(entry("b-5")), "next");
});

test("it begins with the first entry when nobody said where to begin", () => {
  const place = new JournalPlace();
  assert.equal(place.cursor, "");
  assert.equal(place.take(entry("a-9")), "next");
  assert.equal(place.cursor, "a-9");
});

test("it knows what it has been told, in its own numbering", () => {
  const place = new JournalPlace("a-4");
  assert.deepEqual(["a-3", "a-4", "a-5", "b-1"].map((cursor) => place.knows(cursor)), [true, true, false, false]);
});

test("it refuses what is no cursor", () => {
  for (const cursor of ["5", "a-", "-5", "a-b", "a-5 ", null]) assert.throws(() => new JournalPlace("a-1").moveTo(cursor));
});
