import assert from "node:assert/strict";
import { test } from "node:test";

import { journalReader } from "spotter/journal-reader";
import { pollingLine } from "spotter/polling-line";
import { socketLine } from "spotter/socket-line";
import { sseLine } from "spotter/sse-line";

const STREAM = { headers: { "content-type": "text/event-stream; charset=utf-8" } };
const READY = 'retry: 1500\nevent: ready\ndata: {"cursor":"a-1"}\n\n';
const said = (event, reason = event) => `${READY}retry: 4000\nevent: ${event}\ndata: {"reason":"${reason}"}\n\n`;

async function streamed(answer) {
  const heard = [];
  const line = sseLine({ url: "/sse", fetch: async () => answer });
  const { signal } = new AbortController();
  return { end: await line.listen({ after: "a-1", signal, heard: (frame) => heard.push(frame.type) }), heard };
}

test("it says why a stream ended, and how long to wait", async () => {
  const table = [
    [new Response("", { status: 401 }), "signed_out", null],
    [new Response("", { status: 406 }), "unsupported", null],
    [new Response("", { status: 502 }), "lost", null],
    [new Response("", { status: 429, headers: { "retry-after": "7" } }), "lost", 7_000],
    [new Response("<html>", { headers: { "content-type": "text/html" } }), "unsupported", null],
    [new Response("retry: 9000\n\n", STREAM), "busy", 9_000],
    [new Response(READY, STREAM), "lost", 1_500],
    [new Response(said("bye"), STREAM), "bye", 4_000],
    [new Response(said("bye", "rotated"), STREAM), "rotated", 4_000],
    [new Response(said("slow"), STREAM), "slow", 4_000],
    [new Response(said("reauth"), STREAM), "reauth", 4_000],
    [new Response(said("superseded"), STREAM), "superseded", 4_000],
  ];
  for (const [answer, reason, retryMs] of table) assert.deepEqual((await streamed(answer)).end, { reason, retryMs });
});

test("it passes on what a stream says, and not what it does not know", async () => {
  const text = `${READY}: hb\n\nevent: typing\ndata: {"author":"coach"}\n\nevent: new\ndata: {"x":1}\n\n`;
  assert.deepEqual((await streamed(new Response(text, STREAM))).heard, ["ready", "beat", "typing"]);
});

/** A socket that lives through these events. */
async function connected(...events) {
  const socket = Object.assign(new EventTarget(), { sent: [], isClosed: false });
  socket.send = (text) => socket.sent.push(JSON.parse(text));
  socket.close = () => (socket.isClosed = true);
  const [heard, { signal }] = [[], new AbortController()];
  const line = socketLine({ url: "/ws", open: () => socket });
  const end = line.listen({ after: "a-1", signal, heard: (frame) => heard.push(frame) });
  for (const [type, fields] of events) socket.dispatchEvent(Object.assign(new Event(type), fields));
  return { end: await end, heard, socket };
}

const says = (frame) => ["message", { data: JSON.stringify(frame) }];

test("it says why a socket closed, and how long to wait", async () => {
  const bye = says({ type: "bye", reason: "bye", retry_ms: 4_000 });
  const table = [
    [[["close", { code: 4401 }]], "signed_out", null],
    [[says({ type: "ready", cursor: "a-1" }), ["close", { code: 4401 }]], "reauth", null],
    [[bye, ["close", { code: 4012 }]], "bye", 4_000],
    [[bye, ["close", { code: 4409 }]], "superseded", 4_000],
    [[["close", { code: 4408 }]], "slow", null],
    [[["close", { code: 1006 }]], "lost", null],
    [[["message", { data: '{"type":"ent' }]], "lost", null],
  ];
  for (const [events, reason, retryMs] of table) assert.deepEqual((await connected(...events)).end, { reason, retryMs });
});

test("it asks a socket for what comes after the cursor and gives entries as every transport does", async () => {
  const entry = { seq: 2, cursor: "a-2", kind: "tests.told", payload: {}, created_at: "2026-03-01T10:00:00Z" };
  const frames = [says({ type: "entry", ...entry }), says({ type: "heartbeat" }), says({ type: "pong" })];
  const { heard, socket } = await connected(["open", {}], ...frames, ["close", { code: 1006 }]);
  assert.deepEqual(socket.sent, [{ type: "subscribe", after: "a-1" }]);
  assert.deepEqual(heard, [{ type: "entry", entry }, { type: "beat" }]);
});

test("it polls nothing without a cursor, nor when nobody is signed in", async () => {
  const asked = [];
  const fetch = async (url) => asked.push(url);
  const read = journalReader({ url: "/events", fetch });
  const { signal } = new AbortController();
  const refused = async () => ({ end: { reason: "signed_out", retryMs: null } });
  const listen = (after, whoami) => pollingLine({ read, whoami }).listen({ after, signal, heard: () => {} });
  assert.equal((await listen("", async () => ({ athlete: "ana" }))).reason, "unsupported");
  assert.equal((await listen("a-1", refused)).reason, "signed_out");
  assert.deepEqual(asked, []);
});

test("it polls no more once it was stopped", async () => {
  const [asked, stop] = [[], new AbortController()];
  const read = async (after) => {
    asked.push(after);
    stop.abort();
    return { entries: [], next: after };
  };
  const line = pollingLine({ read, whoami: async () => ({ athlete: "ana" }) });
  const end = await line.listen({ after: "a-1", signal: stop.signal, heard: () => {} });
  assert.deepEqual([end.reason, asked], ["stopped", ["a-1"]]);
});
