import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.HTMLElement ??= class {};
const { ZoneFill } = await import("spotter/zone-fill");

test("the zone of the device goes along with the form", (t) => {
  const field = { value: "" };
  t.mock.method(Intl, "DateTimeFormat", () => ({ resolvedOptions: () => ({ timeZone: "Asia/Shanghai" }) }));
  const element = new ZoneFill();
  element.querySelector = () => field;
  element.connectedCallback();
  assert.equal(field.value, "Asia/Shanghai");
});
