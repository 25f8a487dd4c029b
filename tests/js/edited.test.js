import assert from "node:assert/strict";
import { test } from "node:test";

import { isEdited, isInHand } from "spotter/edited";

const option = (selected, defaultSelected) => ({ selected, defaultSelected });

test("it sees what a person has changed", () => {
  const changed = [
    { type: "text", value: "82", defaultValue: "80" },
    { type: "textarea", value: "sore", defaultValue: "" },
    { type: "radio", checked: true, defaultChecked: false },
    { type: "checkbox", checked: false, defaultChecked: true },
    { type: "select-one", options: [option(false, false), option(true, false)] },
    { type: "select-one", options: [option(true, false), option(false, true)] },
    { type: "select-multiple", multiple: true, options: [option(true, false)] },
  ];
  for (const field of changed) assert.equal(isEdited(field), true, JSON.stringify(field));
});

test("it sees that a field is as it was given", () => {
  const untouched = [
    { type: "text", value: "80", defaultValue: "80" },
    { type: "hidden", value: "new", defaultValue: "old" },
    { type: "submit", value: "a", defaultValue: "b" },
    { type: "radio", checked: false, defaultChecked: false },
    { type: "select-one", options: [option(true, false), option(false, false)] },
    { type: "select-one", options: [option(false, false), option(true, true)] },
    { type: "select-multiple", multiple: true, options: [option(false, false)] },
  ];
  for (const field of untouched) assert.equal(isEdited(field), false, JSON.stringify(field));
});

test("it sees what is being typed, and that a button is not", () => {
  const element = (type, isField) => ({ type, matches: () => isField });
  assert.deepEqual(
    [element("text", true), element("submit", true), element("", false), null].map(isInHand),
    [true, false, false, false],
  );
});
