import assert from "node:assert/strict";
import { test } from "node:test";
import { ChatPrompts, promptBlocks } from "spotter/chat-prompts";
import { h } from "./dom.js";

const [ONE, TWO] = ["0199b9c0-0000-7000-8000-000000000001", "0199b9c0-0000-7000-8000-000000000002"];

function card(prompt, state = "open") {
  return h("form", { "data-card": "", "data-prompt": prompt, "data-state": state });
}

function page(...messages) {
  const root = h("div", {}, ...messages.map(([id, ...parts]) => h("li", { "data-id": id }, ...parts)));
  const posted = [];
  return { posted, root, prompts: new ChatPrompts({ root, post: async (...ask) => posted.push(ask) }) };
}

test("C4: it turns the first message of a prompt that another screen has answered, and no other", () => {
  const [first, later, other] = [card(ONE), card(ONE), card(TWO)];
  const { prompts } = page(["m1", first], ["m2", later], ["m3", other]);
  prompts.turn({ id: ONE, status: "seen" });
  assert.equal(first.dataset.state, "open");
  prompts.turn({ id: ONE, status: "answered" });
  assert.deepEqual([first, later, other].map((each) => each.dataset.state), ["answered", "open", "open"]);
});

test("it leaves only the newest message of a dialogue open", () => {
  const [first, later, other] = [card(ONE), card(ONE), card(TWO)];
  const { prompts } = page(["m1", first], ["m2", later], ["m3", other]);
  prompts.goOn({ id: "m2", content: { prompt: { id: ONE } } });
  prompts.goOn({ id: "m4", content: null });
  assert.deepEqual([first, later, other].map((each) => each.dataset.state), ["answered", "open", "open"]);
});

test("it tells once that a prompt was seen", async () => {
  const why = h("prompt-why", { "data-prompt": ONE, "data-unseen": "1" });
  const { prompts, posted } = page(["m1", why], ["m2", h("prompt-why", { "data-prompt": TWO, "data-unseen": "" })]);
  prompts.tellSeen();
  prompts.tellSeen();
  assert.deepEqual(posted, [["POST", `/api/v2/coaching/prompts/${ONE}/seen`, {}]]);
});

test("it turns quick replies into answers and offers the reason", () => {
  const blocks = promptBlocks([{ type: "text", text: "Hm?" }, { type: "quick_replies", options: [{ id: "stop", label: "Stop" }] }], ONE);
  assert.deepEqual(blocks.map((each) => each.type), ["text", "prompt_replies", "prompt_why"]);
  assert.deepEqual([blocks[1].state, blocks[1].href, blocks[2].prompt], ["open", `/coach/prompts/${ONE}`, ONE]);
});
