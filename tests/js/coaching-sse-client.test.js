import assert from "node:assert/strict";
import { test } from "node:test";

import { CoachingClient } from "spotter/coaching-sse-client";
import { JournalPlace } from "spotter/journal-place";
import { journalReader } from "spotter/journal-reader";
import { pollingLine } from "spotter/polling-line";
import { socketLine } from "spotter/socket-line";
import { sseLine } from "spotter/sse-line";

import { Clock, seeded } from "./clock.js";
import { FaultyServer } from "./faulty-server.js";

const BEAT_MS = 15_000;
const MINUTE_MS = 60_000;

/** A client of a server, with everything that it said. */
function following({ random = () => 0.5, cursor, fault = () => null, athlete = "ana" } = {}) {
  const clock = new Clock();
  const server = new FaultyServer(clock, random);
  server.fault = fault;
  for (let entry = 0; entry < 3; entry += 1) server.append();
  const ask = { fetch: server.fetch };
  const read = journalReader({ url: "/events", ...ask });
  const whoami = async (signal) => ({ athlete: (await (await server.fetch("/me", { signal })).json()).data.id });
  const lines = [
    sseLine({ url: "http://localhost/sse", ...ask }),
    socketLine({ url: "/ws", open: server.open }),
    pollingLine({ read: (after, options) => read(after, options), whoami, timers: clock, now: clock.now }),
  ];
  const world = { clock, server, isOnline: true, heard: [], states: [] };
  world.place = new JournalPlace(cursor ?? server.head);
  world.client = new CoachingClient({
    place: world.place, lines, athlete, timers: clock, random, now: clock.now, isOnline: () => world.isOnline,
  });
  for (const type of ["entry", "reset", "typing"]) {
    world.client.addEventListener(type, ({ detail }) => world.heard.push([type, detail]));
  }
  world.client.addEventListener("state", ({ detail }) => world.states.push(detail.transport ?? detail.state));
  return world;
}

const cursors = (world) => world.heard.map(([, detail]) => detail.cursor);

test("it goes on after the page's cursor and hears what is new", async () => {
  const world = following({ cursor: "e0-1" });
  world.client.start();
  await world.clock.pass();
  world.server.append();
  await world.clock.pass();
  assert.deepEqual(cursors(world), ["e0-2", "e0-3", "e0-4"]);
  assert.deepEqual(world.states, ["sse"]);
});

test("it begins at the head when the page has no cursor", async () => {
  const world = following();
  world.place = new JournalPlace();
  const client = new CoachingClient({
    place: world.place, lines: [sseLine({ url: "/sse", fetch: world.server.fetch })], timers: world.clock, now: world.clock.now,
  });
  client.start();
  await world.clock.pass();
  assert.equal(world.place.cursor, "e0-3");
  client.stop();
});

test("it passes on what is not in the journal", async () => {
  const world = following();
  world.client.start();
  await world.clock.pass();
  world.server.tell("typing", { author: "coach", until: "2026-03-01T10:00:00Z" });
  await world.clock.pass();
  assert.equal(world.heard[0][0], "typing");
  assert.equal(world.heard[0][1].author, "coach");
});

test("it comes back when the server asks for it, and not sooner", async () => {
  const world = following({ random: () => 0 });
  world.client.start();
  await world.clock.pass();
  world.server.end("rotated", 4_000);
  world.server.append();
  await world.clock.pass(3_999);
  assert.equal(world.server.readers, 0);
  await world.clock.pass(1);
  assert.deepEqual(cursors(world), ["e0-4"]);
  assert.deepEqual(world.states, ["sse", "connecting", "sse"]);
});

test("it notices a line that has fallen silent", async () => {
  let isSilent = true;
  const world = following({ fault: () => (isSilent ? "falls silent" : null) });
  world.client.start();
  await world.clock.pass(37_000);
  assert.equal(world.client.state, "live");
  isSilent = false;
  await world.clock.pass(4_000);
  assert.deepEqual(world.states, ["sse", "retrying", "sse"]);
  assert.equal(world.server.asked.length, 2);
});

test("it takes another transport when a proxy holds the stream back, and the better one again later", async () => {
  let isHeldBack = true;
  const world = following({ fault: (transport) => (transport === "sse" && isHeldBack ? "is held back" : null) });
  world.client.start();
  await world.clock.pass(MINUTE_MS);
  assert.equal(world.client.transport, "websocket");
  world.server.append();
  isHeldBack = false;
  await world.clock.pass(5 * MINUTE_MS);
  world.server.append();
  await world.clock.pass(BEAT_MS);
  assert.equal(world.client.transport, "sse");
  assert.deepEqual(cursors(world), ["e0-4", "e0-5"]);
});

test("it polls when neither stream nor socket are to be had", async () => {
  const world = following({ fault: (transport) => ({ sse: 406, websocket: "refused" })[transport] ?? null });
  world.client.start();
  await world.clock.pass(MINUTE_MS);
  assert.equal(world.client.transport, "polling");
  world.server.append();
  await world.clock.pass();
  assert.deepEqual(cursors(world), ["e0-4"]);
  assert.ok(world.server.asked.length < 12, String(world.server.asked));
});

test("it does not hurry a server that holds no answer", async () => {
  const faults = { sse: 404, websocket: "refused", polling: "not held" };
  const world = following({ fault: (transport) => faults[transport] ?? null });
  world.client.start();
  await world.clock.pass(MINUTE_MS);
  world.server.asked.length = 0;
  await world.clock.pass(MINUTE_MS);
  assert.ok(world.server.asked.length <= 6, String(world.server.asked));
});

test("it waits longer and longer for a server that is away, and no transport is asked more than the others", async () => {
  const world = following({ random: () => 1, fault: () => "refused" });
  world.client.start();
  await world.clock.pass(10 * MINUTE_MS);
  assert.equal(world.client.state, "retrying");
  assert.ok(world.server.asked.length < 20, String(world.server.asked.length));
});

test("it does not take an open line for a working one", async () => {
  const world = following({ random: () => 1 });
  world.client.start();
  for (let time = 0; time < 7; time += 1) {
    await world.clock.pass(40_000);
    world.server.end("bye", 0);
  }
  await world.clock.pass(1_000);
  assert.equal(world.server.readers, 1); // each had its heartbeats: back within a second
  world.server.asked.length = 0;
  world.server.fault = () => "cut";
  for (let entry = 0; entry < 9; entry += 1) world.server.append();
  await world.clock.pass(4 * MINUTE_MS);
  assert.ok(world.server.asked.length < 15, String(world.server.asked.length));
});

test("it waits as long as a full server says", async () => {
  const world = following({ random: () => 0, fault: () => "busy" });
  world.client.start();
  await world.clock.pass(8_999);
  assert.equal(world.server.asked.length, 1);
  await world.clock.pass(2);
  assert.deepEqual(world.server.asked, ["sse", "sse"]);
});

test("it stops when nobody is signed in, until it is asked", async () => {
  const world = following();
  world.server.isSignedIn = false;
  world.client.start();
  await world.clock.pass(10 * MINUTE_MS);
  assert.deepEqual([world.client.state, world.server.asked], ["signed_out", ["sse"]]);
  world.server.isSignedIn = true;
  world.client.nudge();
  await world.clock.pass();
  assert.equal(world.client.state, "live");
});

test("it does not follow the journal of somebody else who has signed in since", async () => {
  for (const fault of [() => null, (transport) => ({ sse: 406, websocket: "refused" })[transport] ?? null]) {
    const world = following({ fault });
    world.server.athlete = "ben";
    world.client.start();
    await world.clock.pass(MINUTE_MS);
    world.server.append();
    await world.clock.pass(MINUTE_MS);
    assert.deepEqual([world.client.state, world.heard], ["signed_out", []]);
  }
});

test("it stays away after newer lines took its place, until it is asked", async () => {
  for (const transport of ["sse", "websocket"]) {
    const world = following({ fault: (asked) => (asked === "sse" && transport !== "sse" ? 406 : null) });
    world.client.start();
    await world.clock.pass(BEAT_MS);
    world.server.end("superseded");
    await world.clock.pass(MINUTE_MS);
    assert.deepEqual([world.client.state, world.server.readers], ["paused", 0], transport);
    world.client.nudge();
    await world.clock.pass();
    assert.equal(world.client.state, "live");
  }
});

test("it says once that its place is gone and goes on from the head", async () => {
  const world = following();
  world.client.start();
  await world.clock.pass();
  world.server.restore(1, "e1");
  world.server.append();
  await world.clock.pass(10_000);
  world.server.append();
  await world.clock.pass();
  assert.deepEqual(world.heard.map(([type]) => type), ["reset", "entry"]);
  assert.deepEqual(cursors(world), ["e1-2", "e1-3"]);
});

test("it asks anew when an entry is missing, and hears it in its place", async () => {
  const chances = [0.9, 0.1, 0.9];
  const world = following({ random: () => 0 });
  world.server.fault = () => "drops";
  world.client.start();
  await world.clock.pass();
  world.server.fault = () => null;
  world.server.random = () => chances.pop() ?? 0.9;
  for (let entry = 0; entry < 3; entry += 1) world.server.append();
  await world.clock.pass(2_000);
  assert.deepEqual(cursors(world), ["e0-4", "e0-5", "e0-6"]);
  assert.deepEqual(world.server.asked, ["sse", "sse"]);
});

test("it does not hurry a server that never has the next entry", async () => {
  const world = following({ random: () => 1, cursor: "e0-0", fault: (transport) => (transport === "sse" ? null : 404) });
  world.server.slice = () => world.server.entries.slice(1);
  world.client.start();
  await world.clock.pass(10 * MINUTE_MS);
  assert.ok(world.server.asked.length < 20, String(world.server.asked.length));
  assert.deepEqual(world.heard, []);
});

test("it says nothing when it is told to go where it is", async () => {
  const world = following();
  world.client.start();
  await world.clock.pass();
  world.server.tell("reset", { kind: "reset", cursor: world.server.head });
  await world.clock.pass();
  assert.deepEqual(world.heard, []);
});

test("it is silent from the moment when it is stopped", async () => {
  const world = following({ cursor: "e0-0", random: () => 0.99 });
  world.client.addEventListener("entry", () => world.client.stop());
  world.client.start();
  await world.clock.pass();
  assert.deepEqual(cursors(world), ["e0-1"]);
});

test("it waits without a network, and comes back with it at once", async () => {
  const world = following();
  world.client.start();
  await world.clock.pass();
  world.isOnline = false;
  world.client.wentOffline();
  await world.clock.pass(20_000);
  assert.deepEqual([world.client.state, world.server.asked.length], ["offline", 1]);
  world.server.append();
  world.isOnline = true;
  world.client.nudge();
  await world.clock.pass();
  assert.deepEqual([world.client.state, cursors(world)], ["live", ["e0-4"]]);
});

test("it tries all the same when a browser is wrong about the network", async () => {
  const world = following();
  world.isOnline = false;
  world.client.start();
  await world.clock.pass(29_999);
  assert.equal(world.client.state, "offline");
  await world.clock.pass(1);
  assert.equal(world.client.state, "live");
});

test("it looks at its line after a sleep, and leaves one alone that has just spoken", async () => {
  const world = following({ fault: () => "falls silent" });
  world.client.start();
  await world.clock.pass(5_000);
  world.client.nudge();
  await world.clock.pass();
  assert.equal(world.server.asked.length, 1);
  world.clock.at += 21_000; // the timers slept too
  world.client.nudge();
  await world.clock.pass();
  assert.equal(world.server.asked.length, 2);
});

test("it lets go of everything when it is stopped, and can be started again", async () => {
  const world = following();
  world.client.start();
  await world.clock.pass();
  world.client.stop();
  await world.clock.pass(MINUTE_MS);
  assert.equal(world.server.readers, 0);
  world.server.append();
  world.client.start();
  await world.clock.pass();
  assert.deepEqual(cursors(world), ["e0-4"]);
});

const FAULTS = [
  null, null, null, "refused", "hangs", "cut", "cut", "drops", "repeats", "falls silent", "is held back", "busy", "a page",
  500, 503, 429, 404,
];

/** What a page would show: every entry in its place; after a reset what the server has by then. */
function replica(world) {
  const shown = world.server.entries.slice(0, world.place.seq).map((entry) => entry.payload.mark);
  world.client.addEventListener("entry", ({ detail }) => {
    assert.equal(detail.seq, shown.length + 1);
    shown.push(detail.payload.mark);
  });
  world.client.addEventListener("reset", ({ detail }) => {
    const known = Number(detail.cursor.split("-")[1]);
    shown.splice(0, Infinity, ...world.server.entries.slice(0, known).map((entry) => entry.payload.mark));
  });
  return shown;
}

async function misfortune(world, random, step) {
  const chance = random();
  if (chance < 0.5) for (let entry = 0; entry < 1 + random() * 6; entry += 1) world.server.append();
  else if (chance < 0.6) world.server.end(["bye", "rotated", "slow", "reauth"][Math.floor(random() * 4)], random() * 8_000);
  else if (chance < 0.65) world.server.restore(Math.floor(random() * (world.server.entries.length + 1)), `e${step}`);
  else if (chance < 0.7) world.server.oldest = 1 + Math.floor(random() * world.server.entries.length);
  else if (chance < 0.75) world.client.nudge();
  else if (chance < 0.8) world.server.end("superseded");
  else if (chance < 0.85) {
    world.isOnline = !world.isOnline;
    if (world.isOnline) world.client.nudge();
    else world.client.wentOffline();
  }
  await world.clock.pass(random() < 0.3 ? 0 : random() * 50_000);
}

test("it shows the journal as it is, whatever happens on the way", async () => {
  for (let seed = 1; seed <= 100; seed += 1) {
    const random = seeded(seed);
    const world = following({ random, fault: () => FAULTS[Math.floor(random() * FAULTS.length)] });
    const shown = replica(world);
    world.client.start();
    for (let step = 1; step <= 40; step += 1) await misfortune(world, random, step);
    world.server.fault = () => null;
    world.server.end("bye");
    world.isOnline = true;
    world.client.nudge();
    await world.clock.pass(2 * MINUTE_MS);
    world.server.append();
    await world.clock.pass(MINUTE_MS);
    assert.deepEqual(shown, world.server.entries.map((entry) => entry.payload.mark), `seed ${seed}`);
    assert.equal(world.client.state, "live", `seed ${seed}`);
    await world.clock.pass(6 * MINUTE_MS);
    assert.equal(world.client.transport, "sse", `seed ${seed}`);
    world.client.stop();
    await world.clock.pass();
    assert.equal(world.server.readers, 0, `seed ${seed}`);
  }
});
