import assert from "node:assert/strict";
import { test } from "node:test";
import { askFor } from "spotter/chat-actions";
import { InteractionHandler } from "spotter/coaching-interaction-handler";
import { h } from "./dom.js";

const [PLAN, ONE, TWO] = [1, 2, 3].map((n) => `0199b9c0-0000-7000-8000-00000000000${n}`);
const WORDS = { offline: "No network.", failed: "Failed." };

function card(facts = {}) {
  const button = (act) => h("button", { "data-act": act });
  return h(
    "article",
    { "data-card": "", "data-state": "open", "data-plan": PLAN, "data-suggestions": `${ONE} ${TWO}`, ...facts },
    button("apply"), button("dismiss"), button("undo"),
    h("p", { "data-when": "applied", tabindex: "-1" }),
    h("p", { "data-problem": "" }),
  );
}

function handler(answers, said = []) {
  const asked = [];
  const post = async (...ask) => {
    asked.push(ask);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  let keys = 0;
  const root = h("div");
  return { asked, root, handler: new InteractionHandler({ root, say: (text) => said.push(text), post, words: WORDS, newKey: () => `key-${(keys += 1)}` }) };
}

const tapped = (element, act) => element.querySelector(`[data-act="${act}"]`);
const OK = { ok: true, status: 200, data: { revision: 4 } };

test("it turns the card at once, asks once, and remembers the revision that came of it", async () => {
  const one = card();
  const { handler: taps, asked } = handler([OK]);
  const under_way = taps.tap(tapped(one, "apply"));
  assert.equal(one.dataset.state, "applied");
  await Promise.all([under_way, taps.tap(tapped(one, "apply")), taps.tap(tapped(one, "dismiss"))]);
  assert.deepEqual(asked, [["POST", `/api/v1/plans/${PLAN}/adaptations/apply`, { ids: [ONE, TWO] }, "key-1"]]);
  assert.deepEqual([one.dataset.state, one.dataset.revision, one.hasAttribute("data-busy")], ["applied", "4", false]);
  assert.equal(one.querySelector("[data-when]").focused, 1);
});

test("it goes back and says why when the server refuses", async () => {
  const one = card();
  const { handler: taps } = handler([{ ok: false, status: 409, error: "The plan has moved on." }]);
  await taps.tap(tapped(one, "apply"));
  assert.equal(one.dataset.state, "open");
  assert.equal(one.querySelector("[data-problem]").textContent, "The plan has moved on.");
  assert.equal(tapped(one, "apply").focused, 1);
});

test("it repeats what nobody answered under the same key, and what was refused under another", async () => {
  const one = card();
  const { handler: taps, asked } = handler([new TypeError("gone"), { ok: false, status: 409, error: "no" }, OK]);
  await taps.tap(tapped(one, "apply"));
  assert.equal(one.querySelector("[data-problem]").textContent, WORDS.offline);
  await taps.tap(tapped(one, "apply"));
  await taps.tap(tapped(one, "apply"));
  assert.deepEqual(asked.map((each) => each[3]), ["key-1", "key-1", "key-2"]);
  assert.equal(one.querySelector("[data-problem]").textContent, "");
});

test("it undoes what it applied, from the revision that this made", async () => {
  const one = card({ "data-state": "applied", "data-revision": "4" });
  const { handler: taps, asked } = handler([OK]);
  await taps.tap(tapped(one, "undo"));
  assert.deepEqual(asked[0].slice(0, 3), ["POST", `/api/v1/plans/${PLAN}/revisions/3/restore`, { base_revision: 4 }]);
  assert.equal(one.dataset.state, "undone");
});

test("it sends what a quick reply says and leaves the page where it is", () => {
  const said = [];
  const { handler: taps } = handler([], said);
  const event = { target: h("button", { "data-act": "say", value: "Why?" }), preventDefault: () => said.push("stays") };
  taps.handleEvent(event);
  assert.deepEqual(said, ["stays", "Why?"]);
});

test("it asks before it leaves a session out", () => {
  const facts = { session: ONE };
  assert.deepEqual(askFor("skip_session", facts), { state: "confirm" });
  assert.deepEqual(askFor("keep", facts), { state: "open" });
  assert.deepEqual(askFor("skip", facts), {
    method: "PATCH", path: `/api/v1/plans/sessions/${ONE}`, body: { status: "skipped" }, state: "skipped",
  });
});

test("it asks nothing of the server without proper ids", () => {
  const cases = [
    ["apply", { plan: PLAN, suggestions: "" }], ["apply", { plan: "../../me", suggestions: ONE }], ["swap", { session: ONE, exercise: "squat" }],
    ["undo", { plan: PLAN, revision: "" }], ["undo", { plan: PLAN, revision: "4/../1" }], ["toString", {}], ["launch", {}],
  ];
  for (const [act, facts] of cases) assert.equal(askFor(act, facts), null, act);
});

test("it sets another tone with one tap, and nothing that is no word", () => {
  assert.deepEqual(askFor("set_tone", { value: "direct" }), {
    method: "PATCH", path: "/api/v1/me", body: { tone: "direct" }, state: "set",
  });
  for (const value of [undefined, "", "<b>", "a b"]) assert.equal(askFor("set_tone", { value }), null);
});

test("C5: two taps on a quick reply of a prompt are one answer, under the key of the tap", async () => {
  const button = h("button", { "data-act": "respond", "data-choice": "not_now" });
  button.textContent = "Not now";
  const one = h("form", { "data-card": "", "data-state": "open", "data-prompt": PLAN }, button, h("p", { "data-chosen": "" }), h("p", { "data-problem": "" }));
  const { handler: taps, asked } = handler([{ ok: true, status: 200, data: {} }]);
  await Promise.all([taps.tap(button), taps.tap(button)]);
  assert.deepEqual(asked, [["POST", `/api/v2/coaching/prompts/${PLAN}/respond`, { choice: "not_now", client_id: "key-1" }, "key-1"]]);
  assert.deepEqual([one.dataset.state, one.querySelector("[data-chosen]").textContent], ["answered", "Not now"]);
});
