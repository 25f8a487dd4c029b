import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.window = new EventTarget();
globalThis.navigator ??= {}; // older Nodes have none
globalThis.FormData = class {};
const { ReachedForm } = await import("spotter/reached-form");

class Form {
  sent = [];

  constructor(element) {
    this.element = element;
  }

  // As a browser does it: told to whoever listens, and sent where nobody minds.
  requestSubmit(submitter) {
    const event = new Event("submit", { cancelable: true });
    Object.defineProperty(event, "target", { value: this });
    event.submitter = submitter;
    this.element.dispatchEvent(event);
    if (!event.defaultPrevented) this.sent.push(submitter.value);
  }
}

function begun(answer, takes) {
  const element = new EventTarget();
  element.getAttribute = () => "/health/live";
  const kept = [];
  const way = new ReachedForm(element, { takes, post: answer, keep: async (_fields, { value }) => void kept.push(value) });
  way.start();
  return { form: new Form(element), kept, way };
}

const [MOVE, SKIP] = [{ value: "move" }, { value: "skip" }];
const settled = () => new Promise((resolve) => setTimeout(resolve));

test("it sends the form once, however often it is tapped while it looks for the server", async () => {
  const { form, kept } = begun(async () => ({ status: 200 }));
  for (const each of [MOVE, MOVE, SKIP]) form.requestSubmit(each);
  await settled();
  form.requestSubmit(MOVE); // the answer is still on its way
  await settled();
  assert.deepEqual([form.sent, kept], [["move"], []]);
});

test("it keeps once what finds no server, and the next tap too", async () => {
  const { form, kept } = begun(async () => { throw new TypeError("no network"); });
  for (const each of [MOVE, MOVE]) form.requestSubmit(each);
  await settled();
  assert.deepEqual([form.sent, kept], [[], ["move"]]);
  form.requestSubmit(SKIP);
  await settled();
  assert.deepEqual(kept, ["move", "skip"]);
});

test("it keeps what a server that is breaking down would lose", async () => {
  const { form, kept } = begun(async () => ({ status: 503 }));
  form.requestSubmit(MOVE);
  await settled();
  assert.deepEqual([form.sent, kept], [[], ["move"]]);
});

test("it may be sent again after coming back from the history, and not after the first showing of the page", async () => {
  const { form } = begun(async () => ({ status: 200 }));
  for (const persisted of [false, true]) {
    form.requestSubmit(MOVE);
    await settled();
    window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted }));
  }
  assert.deepEqual(form.sent, ["move"]);
  form.requestSubmit(MOVE);
  await settled();
  assert.deepEqual(form.sent, ["move", "move"]);
});

test("it leaves other forms alone, and all of them once it has stopped", async () => {
  const { form, way } = begun(async () => ({ status: 200 }), ({ value }) => value === "move");
  form.requestSubmit(SKIP);
  assert.deepEqual(form.sent, ["skip"]);
  way.stop();
  form.requestSubmit(MOVE);
  assert.deepEqual(form.sent, ["skip", "move"]);
});
