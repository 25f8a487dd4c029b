import assert from "node:assert/strict";
import { test } from "node:test";
import { Outbox } from "spotter/outbox";
import { OutboxSender } from "spotter/outbox-sender";
import { MemoryStore } from "./memory-store.js";

const URLS = { sync: "/sync", messages: "/messages", ratings: "/rpe", habits: "/habits" };
const AT = "2026-03-02T18:00:00Z";

/** A server that answers with what `answers` has next, or takes everything. */
function stage({ answers = [], me = "ana", locks = null } = {}) {
  const store = new MemoryStore();
  const outbox = new Outbox({ store, athlete: () => "ana", now: () => Date.parse(AT), openChannel: () => null });
  const asked = [];
  const post = async (method, url, body) => {
    asked.push({ method, url, body });
    const next = await answers.shift();
    if (next instanceof Error) throw next;
    const all = { answers: body?.items?.map(({ id }) => ({ id, status: "created" })), at: AT };
    return { status: 200, code: "", data: all, at: Date.parse(AT), ...next };
  };
  const timers = { planned: [], setTimeout: (call, ms) => timers.planned.push({ call, ms }), clearTimeout: () => {} };
  const sender = new OutboxSender({ outbox, urls: URLS, post, me: async () => me, locks, timers, random: () => 1 });
  return { store, outbox, asked, sender, timers };
}

const states = async (outbox) => (await outbox.all()).map((row) => row.state);
const put = (outbox, kind, client_id) => outbox.put({ kind, client_id });

test("it sends what was trained together and in order, messages one by one", async () => {
  const { outbox, asked, sender } = stage();
  for (const [kind, id] of [["rpe", "a"], ["performance", "b"], ["message", "c"], ["rpe", "d"]]) await put(outbox, kind, id);
  await sender.send();
  assert.deepEqual(asked.map(({ url, body }) => [url, body.items?.map((item) => item.id) ?? body.client_id]), [
    ["/sync", ["a", "b"]], ["/messages", "c"], ["/sync", ["d"]],
  ]);
  assert.equal(asked[0].body.athlete, "ana");
  assert.deepEqual(await states(outbox), ["sent", "sent", "sent", "sent"]);
  assert.equal(sender.state, "idle");
});

test("it sends a habit to its own address, with the day on which it was done", async () => {
  const { outbox, asked, sender } = stage({ answers: [new TypeError("offline"), { status: 200, data: { status: "duplicate" } }] });
  await outbox.put({ kind: "habit", client_id: "a", habit: "h1", on: "2026-03-02" });
  await sender.send();
  assert.equal(sender.state, "waiting");
  await sender.wake();
  const told = { method: "POST", url: "/habits/h1/done", body: { on: "2026-03-02", client_id: "a" } };
  assert.deepEqual(asked, [told, told]); // the same id each time
  assert.deepEqual(await states(outbox), ["sent"]);
});

test("it tells of a habit that was given up meanwhile", async () => {
  const { outbox, sender } = stage({ answers: [{ status: 404, error: "Not found." }] });
  await outbox.put({ kind: "habit", client_id: "a", habit: "h1", on: "2026-03-02" });
  await sender.send();
  assert.deepEqual((await outbox.all()).map((row) => [row.state, row.reason]), [["refused", "Not found."]]);
});

test("it sends at most 200 rows at once, and smaller batches where they are too large", async () => {
  const { outbox, asked, sender } = stage({ answers: [{ status: 413 }] });
  for (let n = 0; n < 250; n += 1) await put(outbox, "rpe", `${n}`);
  await sender.send();
  assert.deepEqual(asked.map(({ body }) => body.items.length), [200, 50, 50, 50, 50, 50]);
  assert.equal((await outbox.rows()).length, 0);
});

test("it keeps each row's answer", async () => {
  const answers = [
    { id: "a", status: "duplicate" },
    { id: "b", status: "rejected", reason: "No.", details: { rpe: ["RPE goes from 1 to 10."] } },
    { id: "c", status: "conflict", reason: "Changed on both sides." },
    { id: "d", status: "created", note: "The plan has changed." },
  ];
  const { outbox, sender } = stage({ answers: [{ data: { answers, at: AT } }] });
  for (const id of "abcd") await put(outbox, "rpe", id);
  await sender.send();
  const rows = await outbox.all();
  assert.deepEqual(rows.map((row) => row.state), ["sent", "refused", "conflict", "sent"]);
  assert.deepEqual([rows[0].known, rows[1].reason, rows[3].note], [true, "No. RPE goes from 1 to 10.", "The plan has changed."]);
  assert.equal(rows[0].answered_at, Date.parse(AT));
});

test("without a network it keeps everything and tries again, later each time", async () => {
  const { outbox, asked, sender, timers } = stage({ answers: [new TypeError("offline"), new TypeError("offline")] });
  await put(outbox, "rpe", "a");
  await sender.send();
  assert.deepEqual([await states(outbox), sender.state], [["waiting"], "waiting"]);
  await timers.planned[0].call();
  await timers.planned[1].call();
  assert.deepEqual(await states(outbox), ["sent"]);
  assert.ok(timers.planned[1].ms > timers.planned[0].ms);
  assert.deepEqual(asked.map(({ body }) => body.items[0].id), ["a", "a", "a"]); // the same id each time
});

test("it waits as long as the server asks for, and keeps the row on a fault of the server", async () => {
  for (const status of [429, 500, 503]) {
    const { outbox, sender, timers } = stage({ answers: [{ status, retryAfterMs: 30_000 }] });
    await put(outbox, "rpe", "a");
    await sender.send();
    assert.deepEqual([await states(outbox), timers.planned[0].ms], [["waiting"], 30_000]);
  }
});

test("signed out, it keeps everything, says so and does not knock again by itself", async () => {
  for (const answer of [{ status: 401 }, { status: 403, code: "csrf_failed" }]) {
    const { outbox, sender, timers } = stage({ answers: [answer] });
    await put(outbox, "rpe", "a");
    await sender.send();
    assert.deepEqual([await states(outbox), sender.state, timers.planned.length], [["waiting"], "signed_out", 0]);
  }
});

test("it sends nothing under another account", async () => {
  const refused = stage({ answers: [{ status: 409, code: "another_athlete" }] });
  await put(refused.outbox, "rpe", "a");
  await refused.sender.send();
  assert.deepEqual([await states(refused.outbox), refused.sender.state], [["waiting"], "another"]);
  const messages = stage({ me: "ben" });
  await put(messages.outbox, "message", "a");
  await messages.sender.send();
  assert.deepEqual([messages.asked.length, messages.sender.state], [0, "another"]);
});

test("a request that is refused as a whole marks its rows, with the server's words", async () => {
  const { outbox, sender } = stage({ answers: [{ status: 400, error: "Some values cannot be accepted.", details: { text: ["Too long."] } }] });
  await put(outbox, "message", "a");
  await sender.send();
  const [row] = await outbox.all();
  assert.deepEqual([row.state, row.reason], ["refused", "Some values cannot be accepted. Too long."]);
});

test("taking back is a DELETE, and fine where there is nothing", async () => {
  for (const status of [204, 404]) {
    const { outbox, asked, sender } = stage({ answers: [{ status, data: null }] });
    await outbox.put({ kind: "removal", client_id: "a" });
    await sender.send();
    assert.deepEqual([asked[0].method, asked[0].url, await states(outbox)], ["DELETE", "/rpe/a", ["sent"]]);
  }
});

test("an answer that it does not know decides nothing, and is not asked for without end", async () => {
  const { outbox, asked, sender } = stage({ answers: [{ data: { answers: [{ status: "perhaps" }], at: AT } }] });
  await put(outbox, "rpe", "a");
  await sender.send();
  assert.deepEqual([await states(outbox), asked.length, sender.state], [["waiting"], 1, "waiting"]);
});

test("two calls at once send once, and what came meanwhile goes out after", async () => {
  const { outbox, asked, sender } = stage();
  await put(outbox, "rpe", "a");
  const [first] = [sender.send(), sender.send()];
  await first;
  await sender.send();
  assert.equal(asked.length, 1);
});

test("being told of its own changes does not make it knock without end", async () => {
  const { outbox, asked, sender } = stage({ answers: Array.from({ length: 20 }, () => new TypeError("offline")) });
  outbox.addEventListener("change", () => sender.send());
  await put(outbox, "rpe", "a");
  for (let turn = 0; turn < 200; turn += 1) await null;
  await sender.send();
  assert.ok(asked.length <= 3, `${asked.length}`);
});

test("only the tab with the lock sends", async () => {
  const locks = { request: async (_name, _options, call) => call(null) };
  const { outbox, asked, sender, timers } = stage({ locks });
  await put(outbox, "rpe", "a");
  await sender.send();
  assert.deepEqual([asked.length, timers.planned.length], [0, 1]);
});

test("what has left says so before the answer, and a thing taken back meanwhile is taken back on the server too", async () => {
  let answer;
  const late = { then: (resolve) => { answer = resolve; } };
  const { outbox, asked, sender } = stage({ answers: [late] });
  await put(outbox, "rpe", "a");
  const sending = sender.send();
  while (!asked.length) await null;
  const [row] = await outbox.all();
  assert.deepEqual([row.state, row.left, row.tries], ["waiting", true, 0]);
  await outbox.put({ kind: "removal", client_id: "a" }, [["delete", "outbox", row.n]]);
  answer({});
  await sending;
  await sender.send();
  assert.deepEqual(asked.map(({ method }) => method), ["POST", "DELETE"]);
});
