import assert from "node:assert/strict";
import { test } from "node:test";
import { fill, localAddress } from "spotter/block-binding";
import { h } from "./dom.js";

const HERE = "https://gym.example";

test("it puts values into text and attributes, and takes its marks away", () => {
  const card = h("article", { "data-bind": "data-plan:plan_id" }, h("h3", { "data-bind": "text:session.title" }));
  fill(card, { plan_id: "p1", session: { title: "Squat" } }, HERE);
  assert.equal(card.dataset.plan, "p1");
  assert.equal(card.querySelector("h3").textContent, "Squat");
  assert.equal(card.querySelectorAll("[data-bind]").length, 0);
});

test("it leaves an attribute as the mould has it where there is no value", () => {
  const card = () => h("article", { "data-state": "open", "data-bind": "data-state:state" });
  const told = (values) => fill(card(), values, HERE).dataset.state;
  assert.deepEqual([told({}), told({ state: "closed" }), told({ state: null })], ["open", "closed", ""]);
});

test("it repeats a mould for each row, each with its own values, also inside one another", () => {
  const list = h("ul", {}, h("li", { "data-each": "days" }, h("b", { "data-bind": "text:on" }), h("i", { "data-each": "sets", "data-bind": "text:kg" })));
  fill(list, { days: [{ on: "Mon", sets: [{ kg: 80 }, { kg: 85 }] }, { on: "Tue", sets: [] }] }, HERE);
  assert.deepEqual(list.children.map((each) => each.textContent), ["Mon8085", "Tue"]);
});

test("it leaves nothing where there are no rows, whatever stands in their place", () => {
  for (const rows of [undefined, null, "abc", {}, []]) {
    const list = h("ul", {}, h("li", { "data-each": "rows" }));
    fill(list, { rows }, HERE);
    assert.equal(list.children.length, 0);
  }
});

test("it takes markup for text", () => {
  const said = h("p", { "data-bind": "text:text" });
  fill(said, { text: "<img src=x onerror=alert(1)>" }, HERE);
  assert.equal(said.textContent, "<img src=x onerror=alert(1)>");
  assert.equal(said.children.length, 0);
});

test("it sets no attribute that is not meant to be filled", () => {
  const said = h("p", { "data-bind": "onclick:text style:text" });
  fill(said, { text: "alert(1)" }, HERE);
  assert.deepEqual(said.attributes, {});
});

test("it links to places of this site only", () => {
  const ours = ["/plan", "/lifts/back-squat?x=1#now", "tel:112"];
  const others = [
    "https://evil.example/", "//evil.example/", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)", "plan", "", null, 7,
    "data:text/html,x", "\\\\evil.example", "tel:1;evil", "tel:*21*1#", "sms:112",
  ];
  for (const each of ours) assert.equal(localAddress(each, HERE), each);
  for (const each of others) {
    const row = h("p", {}, h("a", { "data-bind": "href:href" }, "go"));
    fill(row, { href: each }, HERE);
    assert.equal(row.children.length, 0, String(each));
  }
});

test("it keeps one of two ways by a value", () => {
  const row = () => h("p", {}, h("a", { "data-bind": "if:href" }), h("button", { "data-bind": "unless:href" }));
  assert.deepEqual(fill(row(), { href: "/x" }, HERE).children.map((each) => each.tagName), ["a"]);
  assert.deepEqual(fill(row(), {}, HERE).children.map((each) => each.tagName), ["button"]);
});

test("it keeps an element for one value only", () => {
  const row = (id) => fill(h("p", {}, h("b", { "data-bind": "if:id=skip" })), { id }, HERE).children.length;
  assert.deepEqual([row("skip"), row("move"), row(undefined)], [1, 0, 0]);
});

test("it writes lists of words with spaces and other values as data", () => {
  const card = h("div", { "data-bind": "data-ids:ids data-series:series" });
  fill(card, { ids: ["a", "b"], series: [{ value: 1 }] }, HERE);
  assert.deepEqual([card.dataset.ids, card.dataset.series], ["a b", '[{"value":1}]']);
});
