import assert from "node:assert/strict";
import { test } from "node:test";

import { DiagnosisFeed } from "spotter/diagnosis-feed";

import { Clock } from "./clock.js";

const ID = "0195565e-5f0a-7c3e-9a40-0d9b3a1c2f40";

class Socket extends EventTarget {
  isClosed = false;

  close() {
    this.isClosed = true;
  }

  say(told) {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(told) }));
  }

  end(code = 1006) {
    this.dispatchEvent(Object.assign(new Event("close"), { code }));
  }
}

function progress(percent, execution = ID) {
  return { type: "diagnosis_update", execution_id: execution, event: "progress", data: { progress: percent } };
}

function entry(payload) {
  return new CustomEvent("entry", { detail: { kind: "diagnosis.execution_updated", payload } });
}

function followed() {
  const [sockets, told, by, over] = [[], [], [], []];
  const [clock, line] = [new Clock(), new EventTarget()];
  const open = () => {
    sockets.push(new Socket());
    return sockets.at(-1);
  };
  const feed = new DiagnosisFeed({ execution: ID, open, line, timers: clock, random: () => 0.5 });
  feed.addEventListener("told", ({ detail }) => told.push(detail.data.progress));
  feed.addEventListener("by", ({ detail }) => by.push(detail.transport));
  feed.addEventListener("over", ({ detail }) => over.push(detail.event));
  feed.start();
  return { feed, sockets, told, by, over, clock, line };
}

test("it never lets progress go back, and passes over what is about another one", () => {
  const { sockets, told, line } = followed();
  for (const percent of [10, 25, 20, 50]) sockets[0].say(progress(percent));
  line.dispatchEvent(entry(progress(40)));
  line.dispatchEvent(entry(progress(60, "another")));
  line.dispatchEvent(entry(progress(80)));
  assert.deepEqual(told, [10, 25, 50, 80]);
});

test("it opens a socket that broke once more, then relies on the page's line and says so", async () => {
  const { sockets, told, by, clock, line } = followed();
  line.dispatchEvent(new CustomEvent("state", { detail: { state: "live", transport: "sse" } }));
  sockets[0].say(progress(10));
  sockets[0].end();
  await clock.pass(60_000);
  sockets[1].end();
  await clock.pass(600_000);
  line.dispatchEvent(entry(progress(50)));
  line.dispatchEvent(new CustomEvent("state", { detail: { state: "live", transport: "polling" } }));
  assert.equal(sockets.length, 2);
  assert.deepEqual(told, [10, 50]);
  assert.deepEqual(by, ["websocket", "sse", "polling"]);
});

test("it does not ask again where it is told that there is nothing for it", async () => {
  for (const code of [4401, 4404]) {
    const { sockets, clock } = followed();
    sockets[0].end(code);
    await clock.pass(600_000);
    assert.equal(sockets.length, 1);
  }
});

test("it tells the end once, whoever brings it, and lets go of everything", () => {
  const { sockets, over, told, line } = followed();
  const end = { type: "diagnosis_update", execution_id: ID, event: "complete", data: { report: {} } };
  sockets[0].say(end);
  line.dispatchEvent(entry(end));
  line.dispatchEvent(entry(progress(90)));
  assert.deepEqual([over, told, sockets[0].isClosed], [["complete"], [], true]);
});
