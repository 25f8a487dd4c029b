import assert from "node:assert/strict";
import { test } from "node:test";

import { Gathered } from "spotter/gathered";

const SETUP = { apis: ["setTimeout", "Date"], now: 0 };

test("it makes one of many calls that come together", (t) => {
  t.mock.timers.enable(SETUP);
  const run = t.mock.fn();
  const news = new Gathered(run);
  for (let call = 0; call < 5; call += 1) news.call();
  t.mock.timers.tick(59);
  assert.equal(run.mock.callCount(), 0);
  t.mock.timers.tick(1);
  assert.equal(run.mock.callCount(), 1);
});

test("it does not wait for ever while calls keep coming", (t) => {
  t.mock.timers.enable(SETUP);
  const run = t.mock.fn();
  const news = new Gathered(run);
  for (let call = 0; call < 40; call += 1) {
    news.call();
    t.mock.timers.tick(50);
  }
  assert.ok(run.mock.callCount() >= 1);
});

test("it runs no more after it was stopped", (t) => {
  t.mock.timers.enable(SETUP);
  const run = t.mock.fn();
  const news = new Gathered(run);
  news.call();
  news.stop();
  t.mock.timers.tick(5_000);
  assert.equal(run.mock.callCount(), 0);
});
