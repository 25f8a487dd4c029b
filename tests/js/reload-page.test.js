import assert from "node:assert/strict";
import { test } from "node:test";
import { Reloader } from "spotter/reload-page";

function page() {
  const seen = { now: 0, reloads: 0, waits: [] };
  const reloader = new Reloader({
    reload: () => (seen.reloads += 1),
    now: () => seen.now,
    wait: (call, ms) => seen.waits.push([call, ms]),
  });
  return { seen, reloader };
}

test("it loads the page again at once where nobody is leaving", () => {
  const { seen, reloader } = page();
  reloader.reload();
  assert.equal(seen.reloads, 1);
});

test("it does not call off a tapped link, and reloads where that led nowhere", () => {
  const { seen, reloader } = page();
  reloader.leaves();
  seen.now = 4000;
  reloader.reload();
  assert.equal(seen.reloads, 0);
  const [[goOn, ms]] = seen.waits;
  seen.now += ms;
  goOn();
  assert.equal(seen.reloads, 1);
});
