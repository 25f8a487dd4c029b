import assert from "node:assert/strict";
import { test } from "node:test";
import { wishOf } from "spotter/session-wish";

test("it says what a form asks for", () => {
  const table = [
    [{ action: "move", on: "2026-03-03", at: "" }, { on: "2026-03-03" }],
    [{ action: "move", on: "2026-03-03", at: "18:30" }, { on: "2026-03-03", at: "18:30" }],
    [{ action: "skip", reason: "travelling" }, { status: "skipped", reason: "travelling" }],
    [{ action: "resume" }, { status: "planned" }],
  ];
  for (const [fields, wish] of table) assert.deepEqual(wishOf((name) => fields[name] ?? ""), wish);
});
