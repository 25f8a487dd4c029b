import assert from "node:assert/strict";
import { test } from "node:test";

import { SseFrames } from "spotter/sse-frames";

const STREAM =
  "\uFEFF: hello\nretry: 2500\nevent: ready\ndata: {\"cursor\":\"a-1\"}\n\n" +
  "id: a-2\nevent: plans.plan_revised\ndata: one\ndata: two: 二\n\n: hb\n\ndata\n\nevent: lost\nid: x\0y\nfoo: bar\n\n";
const READ = [
  { event: "comment", data: " hello", id: null },
  { event: "ready", data: '{"cursor":"a-1"}', id: null },
  { event: "plans.plan_revised", data: "one\ntwo: 二", id: "a-2" },
  { event: "comment", data: " hb", id: null },
  { event: "message", data: "", id: "a-2" },
];

function read(pieces) {
  const frames = new SseFrames();
  return pieces.flatMap((piece) => frames.take(piece));
}

test("it reads comments, fields and lines of data, with every kind of line end", () => {
  for (const end of ["\n", "\r\n", "\r"]) assert.deepEqual(read([STREAM.replaceAll("\n", end)]), READ);
});

test("it reads the same wherever the stream is cut", () => {
  for (const end of ["\n", "\r\n", "\r"]) {
    const text = STREAM.replaceAll("\n", end);
    for (let cut = 0; cut <= text.length; cut += 1) {
      assert.deepEqual(read([text.slice(0, cut), text.slice(cut)]), READ, `${JSON.stringify(end)} cut at ${cut}`);
    }
    assert.deepEqual(read([...text]), READ);
  }
});

test("it keeps the last sensible time to wait", () => {
  const frames = new SseFrames();
  frames.take("retry: 3000\nretry: soon\nretry:\n");
  assert.equal(frames.retryMs, 3000);
});

test("it gives nothing for an event that was cut off", () => {
  assert.deepEqual(read(["event: x\ndata: half"]), []);
});

test("it gives up on what has no end", () => {
  assert.throws(() => read(["data: ", "x".repeat(1_100_000)]), RangeError);
  assert.throws(() => read(Array(12).fill(`data: ${"x".repeat(100_000)}\n`)), RangeError);
});
