import assert from "node:assert/strict";
import { test } from "node:test";

import { CoachingClient } from "spotter/coaching-sse-client";
import { journalReader } from "spotter/journal-reader";
import { sseLine } from "spotter/sse-line";
import { TabLeader } from "spotter/tab-leader";

import { Air, Locks } from "./browser.js";
import { Clock, seeded } from "./clock.js";
import { FaultyServer } from "./faulty-server.js";

const MINUTE_MS = 60_000;

/** A browser with any number of tabs on one server. */
class Browser {
  clock = new Clock();
  locks = new Locks();
  air = new Air();
  acked = [];

  constructor(random = () => 0.5) {
    this.random = random;
    this.server = new FaultyServer(this.clock, random);
    this.server.append();
  }

  tab({ cursor = this.server.head, locks = this.locks } = {}) {
    const { clock, server, random } = this;
    const ask = { fetch: server.fetch };
    const tab = { heard: [], isVisible: true, shown: server.entries.slice(0, Number(cursor.split("-")[1])).map(mark) };
    tab.leader = new TabLeader({
      name: "journal", cursor, locks, timers: clock, isVisible: () => tab.isVisible,
      read: journalReader({ url: "/events", ...ask }),
      connect: (place) => new CoachingClient({
        place, lines: [sseLine({ url: "/sse", ...ask })], timers: clock, random, now: clock.now,
      }),
      openChannel: () => (tab.channel = this.air.open()),
      acks: { shown: (shown) => this.acked.push(shown) },
    });
    tab.leader.addEventListener("entry", ({ detail }) => {
      assert.equal(detail.seq, tab.shown.length + 1);
      tab.shown.push(mark(detail));
      tab.heard.push(detail.cursor);
    });
    tab.leader.addEventListener("reset", ({ detail }) => {
      const known = Number(detail.cursor.split("-")[1]);
      tab.shown.splice(0, Infinity, ...server.entries.slice(0, known).map(mark));
      tab.heard.push("reset");
    });
    tab.leader.start();
    return tab;
  }
}

const mark = (entry) => entry.payload.mark;

test("it holds one connection for all tabs, and each hears every entry once", async () => {
  const browser = new Browser();
  const tabs = [browser.tab(), browser.tab(), browser.tab()];
  await browser.clock.pass();
  for (let entry = 0; entry < 3; entry += 1) browser.server.append();
  await browser.clock.pass();
  assert.equal(browser.server.readers, 1);
  for (const tab of tabs) assert.deepEqual(tab.heard, ["e0-2", "e0-3", "e0-4"]);
  assert.deepEqual(tabs.map(({ leader }) => [leader.leads, leader.state, leader.transport]), [
    [true, "live", "sse"], [false, "live", "sse"], [false, "live", "sse"],
  ]);
});

test("it goes on in another tab when the one that leads is closed", async () => {
  const browser = new Browser();
  const [first, second] = [browser.tab(), browser.tab()];
  await browser.clock.pass();
  browser.server.append();
  await browser.clock.pass();
  first.leader.stop();
  browser.server.append();
  await browser.clock.pass();
  browser.server.append();
  await browser.clock.pass();
  assert.deepEqual(second.heard, ["e0-2", "e0-3", "e0-4"]);
  assert.equal(browser.server.readers, 1);
});

test("it goes on where it was when its page comes back out of the browser's history", async () => {
  const browser = new Browser();
  const tab = browser.tab();
  await browser.clock.pass(MINUTE_MS);
  for (let visit = 0; visit < 3; visit += 1) {
    tab.leader.stop();
    browser.server.append();
    browser.server.append();
    await browser.clock.pass(10 * MINUTE_MS);
    tab.leader.start();
    tab.leader.start(); // pageshow and visibilitychange both say so
    await browser.clock.pass(MINUTE_MS);
    assert.deepEqual(tab.shown, browser.server.entries.map(mark));
  }
});

test("it reads what it has missed when its page is older than the others", async () => {
  const browser = new Browser();
  for (let entry = 0; entry < 450; entry += 1) browser.server.append();
  browser.tab();
  await browser.clock.pass();
  const late = browser.tab({ cursor: "e0-1" });
  browser.server.append();
  await browser.clock.pass();
  assert.equal(late.heard.length, 451);
  assert.deepEqual(browser.server.asked, ["sse", "polling", "polling", "polling"]);
});

test("it reads at once what a message has failed to bring", async () => {
  const browser = new Browser();
  const [, following] = [browser.tab(), browser.tab()];
  await browser.clock.pass();
  following.channel.receive = () => delete following.channel.receive;
  browser.server.append();
  browser.server.append();
  await browser.clock.pass();
  assert.deepEqual(following.heard, ["e0-2", "e0-3"]);
});

test("it does not go back when an answer comes after it has moved on", async () => {
  const browser = new Browser();
  for (let entry = 0; entry < 9; entry += 1) browser.server.append();
  browser.server.oldest = 5;
  const first = browser.tab();
  await browser.clock.pass();
  const { fetch } = browser.server;
  let answer = null;
  browser.server.fetch = (...asked) => new Promise((resolve) => (answer = async () => resolve(await fetch(...asked))));
  const late = browser.tab({ cursor: "e0-1" });
  await browser.clock.pass();
  browser.server.fetch = fetch;
  const read = answer;
  answer = null;
  late.leader.addEventListener("reset", () => browser.server.append(), { once: true });
  first.leader.stop();
  await browser.clock.pass();
  answer?.();
  await browser.clock.pass();
  const known = late.leader.cursor;
  await read();
  await browser.clock.pass();
  assert.deepEqual([late.heard, known], [["reset", "e0-11"], "e0-11"]);
});

test("it does not start over only because another tab has to", async () => {
  const browser = new Browser();
  for (let entry = 0; entry < 9; entry += 1) browser.server.append();
  browser.server.oldest = 5;
  const [stale, fresh] = [browser.tab({ cursor: "e0-1" }), browser.tab()];
  await browser.clock.pass();
  browser.server.append();
  await browser.clock.pass();
  assert.deepEqual([stale.heard, fresh.heard], [["reset", "e0-11"], ["e0-11"]]);
});

test("it starts every tab over after the numbering has changed", async () => {
  const browser = new Browser();
  for (let entry = 0; entry < 9; entry += 1) browser.server.append();
  const tabs = [browser.tab(), browser.tab()];
  await browser.clock.pass();
  browser.server.restore(2, "e1");
  await browser.clock.pass(10_000);
  browser.server.append();
  await browser.clock.pass();
  for (const tab of tabs) assert.deepEqual(tab.heard, ["reset", "e1-3"]);
});

test("it replaces a leader that has fallen silent, if somebody looks", async () => {
  const browser = new Browser();
  const [frozen, watched] = [browser.tab(), browser.tab()];
  await browser.clock.pass(20_000);
  frozen.channel.postMessage = () => {};
  watched.isVisible = false;
  await browser.clock.pass(2 * MINUTE_MS);
  assert.equal(watched.leader.leads, false);
  watched.isVisible = true;
  watched.leader.nudge();
  frozen.channel.freeze();
  await browser.clock.pass(5_000);
  assert.deepEqual([watched.leader.leads, frozen.leader.leads], [true, false]);
  browser.server.append();
  await browser.clock.pass();
  assert.deepEqual(watched.heard, ["e0-2"]);
});

test("it leaves a leader alone that answers", async () => {
  const browser = new Browser();
  const [first, second] = [browser.tab(), browser.tab()];
  await browser.clock.pass();
  second.leader.nudge();
  await browser.clock.pass(10 * MINUTE_MS);
  assert.deepEqual([first.leader.leads, second.leader.leads], [true, false]);
});

test("it leaves a leader alone that waits for the server", async () => {
  const browser = new Browser(() => 1);
  browser.server.fault = () => "refused";
  const [first] = [browser.tab(), browser.tab()];
  await browser.clock.pass(10 * MINUTE_MS);
  assert.deepEqual([first.leader.leads, first.leader.state], [true, "retrying"]);
});

test("it takes no lead after it was stopped by what it heard", async () => {
  const browser = new Browser();
  const [leading, stopped] = [browser.tab(), browser.tab()];
  stopped.leader.addEventListener("entry", () => stopped.leader.stop());
  await browser.clock.pass();
  browser.server.append();
  await browser.clock.pass();
  leading.leader.stop();
  await browser.clock.pass(10 * MINUTE_MS);
  assert.deepEqual([stopped.leader.leads, browser.server.readers], [false, 0]);
});

test("it goes to every tab by itself where there are no locks", async () => {
  const browser = new Browser();
  const tabs = [browser.tab({ locks: null }), browser.tab({ locks: null })];
  await browser.clock.pass();
  browser.server.append();
  await browser.clock.pass();
  assert.equal(browser.server.readers, 2);
  tabs[0].leader.rest();
  browser.server.append();
  await browser.clock.pass();
  assert.equal(browser.server.readers, 1);
  tabs[0].leader.start();
  await browser.clock.pass();
  for (const tab of tabs) assert.deepEqual(tab.heard, ["e0-2", "e0-3"]);
});

test("it notes what was shown on any screen, and nothing that nobody sees", async () => {
  const browser = new Browser();
  const [leading, following] = [browser.tab(), browser.tab()];
  leading.isVisible = following.isVisible = false;
  await browser.clock.pass();
  browser.server.append();
  await browser.clock.pass();
  assert.deepEqual(browser.acked, []);
  following.isVisible = true;
  following.leader.nudge();
  await browser.clock.pass();
  assert.deepEqual(browser.acked, ["e0-2"]);
});

test("it passes on to all tabs how the line is and who is typing", async () => {
  const browser = new Browser();
  const [, following] = [browser.tab(), browser.tab()];
  const states = [];
  following.leader.addEventListener("state", ({ detail }) => states.push(detail.state));
  following.leader.addEventListener("typing", ({ detail }) => states.push(detail.author));
  await browser.clock.pass();
  browser.server.tell("typing", { author: "coach" });
  await browser.clock.pass();
  browser.server.isSignedIn = false;
  browser.server.end("reauth", 0);
  await browser.clock.pass(1_000);
  assert.deepEqual(states, ["live", "coach", "retrying", "signed_out"]);
});

async function happen(browser, tabs, random) {
  const chance = random();
  const some = tabs[Math.floor(random() * tabs.length)];
  if (chance < 0.5) for (let entry = 0; entry < 1 + random() * 4; entry += 1) browser.server.append();
  else if (chance < 0.6 && tabs.length < 6) tabs.push(browser.tab());
  else if (chance < 0.7 && tabs.length > 1) tabs.splice(tabs.indexOf(some), 1)[0].leader.stop();
  else if (chance < 0.75) some.channel.freeze();
  else if (chance < 0.8) some.channel.thaw();
  else if (chance < 0.85) some.leader.nudge();
  else if (chance < 0.9) some.leader[random() < 0.5 ? "stop" : "start"]();
  else if (chance < 0.95) browser.server.end("bye", random() * 5_000);
  else if (chance < 0.97) browser.server.restore(Math.floor(random() * browser.server.entries.length), `e${browser.clock.at | 0}`);
  await browser.clock.pass(random() < 0.4 ? 0 : random() * 30_000);
}

test("it keeps every tab in step, whatever happens to the others", async () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const random = seeded(seed);
    const browser = new Browser(random);
    browser.server.fault = () => [null, null, "cut", "refused", 503, "repeats"][Math.floor(random() * 6)];
    const tabs = [browser.tab(), browser.tab()];
    for (let step = 0; step < 50; step += 1) await happen(browser, tabs, random);
    browser.server.fault = () => null;
    browser.server.end("bye");
    for (const tab of tabs) {
      tab.channel.thaw();
      tab.leader.start();
      tab.leader.nudge();
    }
    await browser.clock.pass(2 * MINUTE_MS);
    browser.server.append();
    await browser.clock.pass(MINUTE_MS);
    for (const tab of tabs) assert.deepEqual(tab.shown, browser.server.entries.map(mark), `seed ${seed}`);
    assert.equal(tabs.filter(({ leader }) => leader.leads).length, 1, `seed ${seed}`);
    assert.equal(browser.server.readers, 1, `seed ${seed}`);
  }
});
