import assert from "node:assert/strict";
import { test } from "node:test";
import { ReadMarks } from "spotter/chat-reads";
import { TypingDots } from "spotter/chat-typing";
import { h } from "./dom.js";

const NOW = Date.parse("2026-03-01T10:00:00Z");

function dots(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const words = h("span", { "data-typing-words": "", "data-words": "Spotter is writing" });
  const place = h("p", { hidden: "" }, words);
  return { place, words, made: new TypingDots(place), pass: (ms) => t.mock.timers.tick(ms) };
}

test("it shows that somebody writes, until the hint runs out", (t) => {
  const { place, words, made, pass } = dots(t);
  made.show({ author: "coach", until: "2026-03-01T10:00:06Z" }, NOW);
  assert.deepEqual([place.hidden, words.textContent], [false, "Spotter is writing"]);
  pass(5000);
  made.show({ author: "coach", until: "2026-03-01T10:00:11Z" }, NOW + 5000);
  pass(5000);
  assert.equal(place.hidden, false);
  pass(1000);
  assert.deepEqual([place.hidden, words.textContent], [true, ""]);
});

test("it shows neither one's own typing, nor a hint that is over or makes no sense", (t) => {
  const { place, made } = dots(t);
  made.show({ author: "athlete", until: "2026-03-01T10:00:06Z" }, NOW);
  made.show({ author: "coach", until: "2026-03-01T09:59:59Z" }, NOW);
  made.show({ author: "coach", until: "soon" }, NOW);
  assert.equal(place.hidden, true);
});

test("it never shows dots for long, whatever the clock of this device says", (t) => {
  const { place, made, pass } = dots(t);
  made.show({ author: "coach", until: "2027-03-01T10:00:06Z" }, NOW);
  pass(15_000);
  assert.equal(place.hidden, true);
});

test("it tells how far was read once a pause has passed, and only the newest", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const told = [];
  const marks = new ReadMarks(async (id) => told.push(id));
  for (const id of ["a", "b", undefined, "b"]) marks.note(id);
  t.mock.timers.tick(1000);
  marks.note("b");
  t.mock.timers.tick(1000);
  assert.deepEqual(told, ["b"]);
});

test("it tells again what did not arrive", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const told = [];
  const marks = new ReadMarks(async (id) => {
    told.push(id);
    if (told.length === 1) throw new TypeError("no network");
  });
  for (let n = 0; n < 3; n += 1) {
    marks.note("a");
    t.mock.timers.tick(1000);
    await new Promise(setImmediate);
  }
  assert.deepEqual(told, ["a", "a"]);
});
