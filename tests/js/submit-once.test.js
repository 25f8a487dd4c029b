import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.window = new EventTarget();
globalThis.HTMLElement = class extends EventTarget {
  #attributes = new Map();
  setAttribute(name, value) { this.#attributes.set(name, value); }
  hasAttribute(name) { return this.#attributes.has(name); }
  toggleAttribute(name, is) { is ? this.#attributes.set(name, "") : this.#attributes.delete(name); }
};
const { SubmitOnce } = await import("spotter/submit-once");

function send(element) {
  const event = new Event("submit", { cancelable: true });
  element.dispatchEvent(event);
  return !event.defaultPrevented;
}

function connected() {
  const element = new SubmitOnce();
  element.connectedCallback();
  return element;
}

test("it lets the first tap through and no second", () => {
  const element = connected();
  assert.deepEqual([send(element), send(element)], [true, false]);
});
test("it may be sent again after coming back from the history, and not once the page has only been shown", () => {
  const element = connected();
  send(element);
  const [shown, back] = [false, true].map((persisted) => Object.assign(new Event("pageshow"), { persisted }));
  window.dispatchEvent(shown);
  assert.equal(send(element), false);
  window.dispatchEvent(back);
  assert.equal(send(element), true);
});
test("it lets go of its listeners", () => {
  const element = connected();
  element.disconnectedCallback();
  assert.deepEqual([send(element), send(element)], [true, true]);
});
