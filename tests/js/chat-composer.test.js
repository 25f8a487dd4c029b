import assert from "node:assert/strict";
import { test } from "node:test";
import { ChatComposer, draftOf } from "spotter/chat-composer";
import { h } from "./dom.js";

function composer(kept = new Map()) {
  const said = [];
  const storage = { getItem: (name) => kept.get(name) ?? null, setItem: (name, text) => kept.set(name, text) };
  let now = 0;
  let typed = 0;
  const field = h("textarea", { value: "" });
  const form = h("form", {}, field);
  const made = new ChatComposer({ form, say: (text) => said.push(text), typing: () => (typed += 1), draft: draftOf("ana", storage), now: () => now });
  made.start();
  return { said, field, form, typed: () => typed, pass: (ms) => (now += ms), made };
}

function press(field, keys) {
  const event = Object.assign(new Event("keydown", { cancelable: true }), { key: "Enter", shiftKey: false, isComposing: false, ...keys });
  field.dispatchEvent(event);
  return event.defaultPrevented;
}

test("it sends on Enter, without the space around, and empties the field", () => {
  const { said, field } = composer();
  field.value = "  Why?\n";
  assert.equal(press(field), true);
  assert.deepEqual([said, field.value, field.focused], [["Why?"], "", 1]);
});

test("it makes a line on Shift+Enter and leaves an input method alone", () => {
  const { said, field } = composer();
  field.value = "ni";
  for (const keys of [{ shiftKey: true }, { isComposing: true }, { keyCode: 229 }, { key: "a" }]) {
    assert.equal(press(field, keys), false);
  }
  assert.deepEqual([said, field.value], [[], "ni"]);
});

test("it sends nothing that says nothing", () => {
  const { said, field, form } = composer();
  field.value = "   ";
  press(field);
  form.dispatchEvent(new Event("submit", { cancelable: true }));
  assert.deepEqual(said, []);
});

test("it tells that somebody writes at most every three seconds", () => {
  const { field, typed, pass } = composer();
  field.value = "a";
  for (const ms of [0, 1000, 1000, 1500]) {
    pass(ms);
    field.dispatchEvent(new Event("input"));
  }
  assert.equal(typed(), 2);
});

test("it lets go of its listeners", () => {
  const { field, said, made } = composer();
  made.stop();
  field.value = "Why?";
  press(field);
  assert.deepEqual(said, []);
});

test("it keeps what was written for the next look, and forgets it once it is sent", () => {
  const kept = new Map();
  const first = composer(kept);
  first.field.value = "Why does";
  first.field.dispatchEvent(new Event("input"));
  const second = composer(kept);
  assert.equal(second.field.value, "Why does");
  press(second.field);
  assert.equal(composer(kept).field.value, "");
});
