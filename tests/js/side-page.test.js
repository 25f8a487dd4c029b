import assert from "node:assert/strict";
import { mock, test } from "node:test";

const sights = [];
const asked = [];
globalThis.HTMLElement = class extends EventTarget {
  shown = [];
  getAttribute(name) { return { src: "/today", kinds: "plans.plan_revised" }[name]; }
  closest() { return null; }
  contains() { return false; }
  querySelectorAll() { return []; }
  replaceChildren(...parts) { this.shown.push(parts.map((each) => each.text).join()); }
};
globalThis.IntersectionObserver = class {
  constructor(told) { sights.push(told); }
  observe() {}
  disconnect() {}
};
globalThis.DOMParser = class {
  parseFromString(text) { return { querySelector: () => ({ children: [{ text, querySelectorAll: () => [] }] }) }; }
};
globalThis.document = { activeElement: null, importNode: (node) => node };
globalThis.fetch = (_url, { signal }) =>
  new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
    asked.push((text) => resolve({ ok: true, redirected: false, text: async () => text }));
  });
mock.timers.enable({ apis: ["setTimeout"] });
const { SidePage } = await import("spotter/side-page");

function inSight() {
  sights.length = asked.length = 0;
  const page = new SidePage();
  page.connectedCallback();
  sights[0]([{ isIntersecting: true }]);
  return page;
}

const QUIET_MS = 80; // news are gathered for a moment
const news = (page) => {
  page.handleEvent({ type: "entry", detail: { kind: "plans.plan_revised" } });
  mock.timers.tick(QUIET_MS);
};
const settled = () => new Promise(setImmediate);

test("it fetches the page once it is in sight, and again after news of it", async () => {
  const page = inSight();
  asked[0]("as it was");
  await settled();
  news(page);
  asked[1]("as it is");
  await settled();
  assert.deepEqual([page.shown, asked.length], [["as it was", "as it is"], 2]);
});

test("an answer from before the news does not take the place of the one after it", async () => {
  const page = inSight();
  await settled();
  news(page);
  asked[1]("as it is");
  asked[0]("as it was");
  await settled();
  assert.deepEqual(page.shown, ["as it is"]);
});

test("it leaves alone what has nothing to do with it", async () => {
  const page = inSight();
  asked[0]("as it was");
  page.handleEvent({ type: "entry", detail: { kind: "coaching.message" } });
  mock.timers.tick(QUIET_MS);
  assert.equal(asked.length, 1);
});
