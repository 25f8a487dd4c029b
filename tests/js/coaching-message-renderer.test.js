import assert from "node:assert/strict";
import { test } from "node:test";
import { MessageRenderer, voiceOf } from "spotter/coaching-message-renderer";
import { h } from "./dom.js";

const MOULDS = {
  message: () => h("li", { class: "message" }, h("div", { class: "bubble" }), h("time")),
  "block-text": () => h("p", { class: "said", "data-bind": "text:text" }),
  "block-milestone": () => h("article", {}, h("h3", { "data-bind": "text:title" })),
  "block-quick_replies": () => h("ul", {}, h("li", { "data-each": "options" }, h("button", { "data-bind": "text:label value:text" }))),
};
const AT = "2026-03-02T09:00:00.000000Z";

function shown(message) {
  const renderer = new MessageRenderer({ mould: (name) => MOULDS[name]?.() ?? null, time: () => "10:00", origin: "https://gym.example" });
  return renderer.message({ id: "m1", client_id: null, author: "coach", origin: "rule", text: "", content: null, created_at: AT, ...message });
}

test("it shows a text with its time and its ids", () => {
  const element = shown({ text: "Hello", client_id: "c1" });
  assert.equal(element.querySelector(".said").textContent, "Hello");
  assert.deepEqual([element.dataset.id, element.dataset.clientId, element.getAttribute("id")], ["m1", "c1", "message-m1"]);
  assert.deepEqual([element.querySelector("time").textContent, element.querySelector("time").getAttribute("datetime")], ["10:00", AT]);
});

test("it shows typed content in its order", () => {
  const blocks = [{ type: "milestone", title: "Best squat" }, { type: "quick_replies", options: [{ label: "Why?", text: "Why this?" }] }];
  const bubble = shown({ content: { blocks } }).querySelector(".bubble");
  assert.deepEqual(bubble.children.map((each) => each.textContent), ["Best squat", "Why?"]);
  assert.equal(bubble.querySelector("button").value, "Why this?");
});

test("it shows a type from the future by its words, or leaves it out", () => {
  const blocks = [{ type: "hologram", title: "A lift" }, { type: "hologram" }, null, "x", { type: "constructor" }];
  const bubble = shown({ content: { blocks } }).querySelector(".bubble");
  assert.deepEqual(bubble.children.map((each) => each.textContent), ["A lift"]);
});

test("it shows the plain text only where no block can be shown", () => {
  const texts = (message) => shown(message).querySelector(".bubble").children.map((each) => each.textContent);
  assert.deepEqual(texts({ text: "Best squat", content: { blocks: [{ type: "milestone", title: "Best squat" }] } }), ["Best squat"]);
  assert.deepEqual(texts({ text: "In words", content: { blocks: [{ type: "hologram" }] } }), ["In words"]);
  assert.deepEqual(texts({ text: "In words", content: { blocks: "nonsense" } }), ["In words"]);
  assert.deepEqual(texts({}), []);
});

test("it tells what a language model has worded", () => {
  assert.deepEqual(["model", "rule", undefined].map((origin) => shown({ origin }).dataset.origin), ["model", "rule", ""]);
});

test("it tells Spotter's own voice from that of a person", () => {
  assert.equal(voiceOf({ author: "coach", origin: "rule" }), "spotter");
  assert.equal(voiceOf({ author: "coach", origin: "model" }), "spotter");
  assert.equal(voiceOf({ author: "coach", origin: "person" }), "coach");
  assert.equal(voiceOf({ author: "athlete", origin: "person" }), "athlete");
  assert.equal(voiceOf({ author: "staff", origin: "person" }), "staff");
});
