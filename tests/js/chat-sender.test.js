import assert from "node:assert/strict";
import { test } from "node:test";
import { MessageSender } from "spotter/chat-sender";

function sender(answers, keep = async () => {}) {
  const [told, sent] = [[], []];
  const line = {
    post: async (_method, _url, body) => {
      sent.push(body.client_id);
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const made = new MessageSender({ url: "/messages", line, keep });
  for (const type of ["sent", "waiting", "refused"]) made.addEventListener(type, ({ detail }) => told.push([type, detail]));
  return { made, told, sent };
}

test("it sends one after the other, however fast they are typed", async () => {
  const { made, told, sent } = sender([{ ok: true, data: { id: "m1" } }, { ok: true, data: { id: "m2" } }]);
  await Promise.all([made.send({ client_id: "c1", text: "a" }), made.send({ client_id: "c2", text: "b" })]);
  assert.deepEqual(sent, ["c1", "c2"]);
  assert.deepEqual(told.map(([type, detail]) => [type, detail.message.id]), [["sent", "m1"], ["sent", "m2"]]);
});

test("it keeps what finds no network or a busy server, and goes on", async () => {
  const kept = [];
  const { made, told } = sender(
    [new TypeError("no network"), { ok: false, status: 503 }, { ok: false, status: 429 }, { ok: true, data: { id: "m4" } }],
    async (row) => kept.push(row),
  );
  for (const n of [1, 2, 3, 4]) await made.send({ client_id: `c${n}`, text: `${n}` });
  assert.deepEqual(kept.map((row) => [row.kind, row.client_id, row.text]), [1, 2, 3].map((n) => ["message", `c${n}`, `${n}`]));
  assert.deepEqual(told.map(([type]) => type), ["waiting", "waiting", "waiting", "sent"]);
});

test("it tells with the server's sentence what is refused", async () => {
  const { made, told } = sender([{ ok: false, status: 400, error: "Too long." }]);
  await made.send({ client_id: "c1", text: "a" });
  assert.deepEqual(told, [["refused", { client_id: "c1", sentence: "Too long." }]]);
});

test("it does not call kept what no storage took", async () => {
  const { made, told } = sender([new TypeError("no network")], async () => { throw new Error("full"); });
  await made.send({ client_id: "c1", text: "a" });
  assert.deepEqual(told[0][0], "refused");
});
