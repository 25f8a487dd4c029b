import assert from "node:assert/strict";
import { test } from "node:test";

import { StateTeller } from "spotter/state-teller";

function telling(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const [shown, said] = [[], []];
  const teller = new StateTeller({ show: (state) => shown.push(state), say: (state) => said.push(state) });
  return { teller, shown, said };
}

test("it keeps a short break to itself", (t) => {
  const { teller, shown, said } = telling(t);
  for (const state of ["connecting", "live", "retrying", "connecting"]) teller.is(state);
  t.mock.timers.tick(2_999);
  teller.is("live");
  t.mock.timers.tick(60_000);
  assert.deepEqual([shown, said], [["live", "live"], []]);
});

test("it says a break that lasts, and its end", (t) => {
  const { teller, shown, said } = telling(t);
  for (const state of ["live", "retrying"]) teller.is(state);
  t.mock.timers.tick(3_000);
  for (const state of ["connecting", "retrying", "offline", "live", "live"]) teller.is(state);
  assert.deepEqual(said, ["retrying", "offline", "live"]);
  assert.deepEqual(shown, ["live", "retrying", "offline", "live", "live"]);
});

test("it says nothing after it was stopped", (t) => {
  const { teller, said } = telling(t);
  teller.is("offline");
  teller.stop();
  t.mock.timers.tick(60_000);
  assert.deepEqual(said, []);
});
