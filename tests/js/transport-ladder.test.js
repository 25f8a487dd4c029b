import assert from "node:assert/strict";
import { test } from "node:test";

import { TransportLadder } from "spotter/transport-ladder";

const fail = (ladder, times) => Array.from({ length: times }, () => ladder.failed());

test("it goes down after failures in a row, and round in the end", () => {
  const ladder = new TransportLadder(["sse", "websocket", "polling"]);
  assert.deepEqual(fail(ladder, 3), [false, false, true]);
  assert.equal(ladder.line, "websocket");
  fail(ladder, 3);
  assert.equal(ladder.line, "polling");
  assert.deepEqual(fail(ladder, 3), [false, false, false]);
  assert.equal(ladder.line, "sse");
});

test("it counts anew after the line has worked", () => {
  const ladder = new TransportLadder(["sse", "websocket"]);
  fail(ladder, 2);
  ladder.worked();
  fail(ladder, 2);
  assert.equal(ladder.line, "sse");
});

test("it does not try again what is hopeless", () => {
  const ladder = new TransportLadder(["sse", "websocket"]);
  assert.equal(ladder.failed({ isHopeless: true }), true);
  assert.equal(ladder.line, "websocket");
});

test("it tries the best line once more, and goes back to the one that works at the first failure", () => {
  const ladder = new TransportLadder(["sse", "websocket", "polling"]);
  fail(ladder, 6);
  ladder.climb();
  assert.equal(ladder.line, "sse");
  assert.equal(ladder.failed(), true);
  assert.equal(ladder.line, "polling");
  ladder.climb();
  ladder.worked();
  fail(ladder, 2);
  assert.equal(ladder.line, "sse");
});
