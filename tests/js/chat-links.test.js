import assert from "node:assert/strict";
import { test } from "node:test";
import { link, partsOf } from "spotter/chat-links";
import { h } from "./dom.js";

test("it finds addresses and leaves the punctuation to the sentence", () => {
  for (const [said, ...addresses] of [
    ["Watch https://clips.example/squat?t=3, then try.", "https://clips.example/squat?t=3"],
    ["(http://a.example/b) and https://c.example.", "http://a.example/b", "https://c.example"],
    ["看 https://a.example/深蹲。再做", "https://a.example/深蹲"],
    ["javascript:alert(1) or clips.example"],
  ]) {
    assert.deepEqual(partsOf(said).filter((each) => each.isLink).map((each) => each.text), addresses);
    assert.equal(partsOf(said).map((each) => each.text).join(""), said);
  }
});

test("it makes links that open beside the page and tell nobody where they stood", () => {
  const said = h("p", { class: "said" }, "see https://a.example/b.");
  link(said);
  const [made] = said.querySelectorAll("a");
  assert.deepEqual(made.attributes, { href: "https://a.example/b", target: "_blank", rel: "noopener noreferrer nofollow" });
  assert.equal(said.textContent, "see https://a.example/b.");
});
