import assert from "node:assert/strict";
import { test } from "node:test";
import { Outbox } from "spotter/outbox";
import { MemoryStore } from "./memory-store.js";

const DAY_MS = 24 * 3600 * 1000;

function box({ athlete = "ana", now = 1000 } = {}) {
  const store = new MemoryStore();
  const clock = { now, athlete };
  const outbox = new Outbox({ store, athlete: () => clock.athlete, now: () => clock.now, openChannel: () => null });
  return { store, clock, outbox };
}

test("it keeps rows in the order in which they came, under whoever was signed in", async () => {
  const { outbox, clock } = box();
  await outbox.put({ kind: "rpe", client_id: "a", label: "Squat", rpe: 8 });
  clock.athlete = "ben";
  await outbox.put({ kind: "message", client_id: "b", text: "hello" });
  clock.athlete = "ana";
  await outbox.put({ kind: "performance", client_id: "c" });
  assert.deepEqual((await outbox.rows()).map((row) => row.client_id), ["a", "c"]);
  assert.deepEqual((await outbox.all()).map((row) => row.athlete), ["ana", "ben", "ana"]);
});

test("it says what the server will be told: the client's id as `id`, a message as it is", async () => {
  const { outbox } = box();
  await outbox.put({ kind: "rpe", client_id: "a", label: "Squat", rpe: 8 });
  await outbox.put({ kind: "message", client_id: "b", text: "hello" });
  const [rating, message] = await outbox.rows();
  assert.deepEqual(rating.body, { kind: "rpe", id: "a", rpe: 8 });
  assert.deepEqual(message.body, { client_id: "b", text: "hello" });
  assert.equal(message.text, "hello");
});

test("it stores a row with what goes along, or neither", async () => {
  const { outbox, store } = box();
  await store.write([["put", "drafts", { key: "k", sets: [1] }]]);
  store.isFull = true;
  await assert.rejects(outbox.put({ kind: "rpe", client_id: "a" }, [["delete", "drafts", "k"]]), { name: "QuotaExceededError" });
  assert.equal((await store.all("drafts")).length, 1);
  store.isFull = false;
  await outbox.put({ kind: "rpe", client_id: "a" }, [["delete", "drafts", "k"]]);
  assert.equal((await store.all("drafts")).length, 0);
});

test("it lets go of what was answered long ago, and of nothing that waits", async () => {
  const { outbox, clock } = box();
  for (const client_id of ["sent", "refused", "waiting"]) await outbox.put({ kind: "rpe", client_id });
  const [sent, refused] = await outbox.all();
  await outbox.update([{ ...sent, state: "sent" }, { ...refused, state: "refused" }]);
  clock.now += 3 * DAY_MS;
  await outbox.tidy();
  assert.deepEqual((await outbox.all()).map((row) => row.client_id), ["refused", "waiting"]);
});

test("signing out leaves only what waits", async () => {
  const { outbox } = box();
  for (const client_id of ["sent", "waiting"]) await outbox.put({ kind: "rpe", client_id });
  const [sent] = await outbox.all();
  await outbox.update([{ ...sent, state: "sent" }]);
  await outbox.forgetSent();
  assert.deepEqual((await outbox.all()).map((row) => row.client_id), ["waiting"]);
});

test("it tells of each change", async () => {
  const { outbox } = box();
  let changes = 0;
  outbox.addEventListener("change", () => (changes += 1));
  await outbox.put({ kind: "rpe", client_id: "a" });
  await outbox.discard((await outbox.all())[0]);
  assert.equal(changes, 2);
});
