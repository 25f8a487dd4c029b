import assert from "node:assert/strict";
import { test } from "node:test";
import { ChatFlow } from "spotter/chat-flow";
import { clockOf, dayOf } from "spotter/chat-time";
import { h } from "./dom.js";

const day = (on) => h("li", { class: "chat-day", "data-day": on });
const row = (id, on) => h("li", { class: "message", "data-id": id, "data-at": on });

function flow(...children) {
  const list = h("ol", {}, ...children);
  const renderer = {
    message: ({ id, author, created_at: at, client_id = "" }) =>
      h("li", { class: "message", "data-id": id, "data-voice": author, "data-client-id": client_id }, h("time", {}, at.slice(11, 16)), h("p", { class: "said" })),
  };
  const scroller = h("div");
  const made = new ChatFlow({ list, scroller, renderer, dayOf: (at) => at.slice(0, 10), newDay: () => day("") });
  return { list, scroller, made, told: () => list.children.map((each) => each.dataset.day ?? each.dataset.id) };
}

const said = (id, at, author = "coach") => ({ id, author, created_at: at });

test("it puts a message after the others, and a day before its first", () => {
  const { made, told } = flow(day("2026-03-01"), row("a"));
  made.append(said("b", "2026-03-01T23:00"));
  made.append(said("c", "2026-03-02T00:10"));
  made.append(said("d", "2026-03-02T00:11"));
  assert.deepEqual(told(), ["2026-03-01", "a", "b", "2026-03-02", "c", "d"]);
});

test("it puts what the server has made under its day as well", () => {
  const { made, told } = flow(day("2026-03-01"), row("a"));
  made.adopt(row("b", "2026-03-02T08:00"));
  assert.deepEqual(told(), ["2026-03-01", "a", "2026-03-02", "b"]);
});

test("it puts what comes late before what happened after it, but not before what is still being sent", () => {
  const { made, told, list } = flow(day("2026-03-01"));
  const dated = (id, at, state) => Object.assign(made.append(said(id, at), state), {}).setAttribute("data-at", at);
  dated("asked", "2026-03-01T10:05", "sent");
  dated("answer", "2026-03-01T10:06", "sent");
  made.append(said("card", "2026-03-01T09:50"));
  assert.deepEqual(told(), ["2026-03-01", "card", "asked", "answer"]);
  dated("typed", "2026-03-01T10:30", "sending");
  made.append(said("news", "2026-03-01T10:07"));
  assert.equal(told().at(-1), "news");
  assert.equal(list.children.length, 6);
});

test("it marks where what came unseen begins, once, until somebody writes", () => {
  const { made, list } = flow(day("2026-03-01"), row("a"), row("b"));
  const marks = () => list.children.map((each) => each.getAttribute("class")).filter((each) => each !== "chat-day");
  const line = () => h("li", { class: "chat-new" });
  made.markNew(made.find("id", "b"), line());
  assert.deepEqual(marks(), ["message", "chat-new", "message"]);
  made.markNew(made.find("id", "a"), line());
  assert.deepEqual(marks(), ["chat-new", "message", "message"]);
  made.markNew(null);
  assert.deepEqual(marks(), ["message", "message"]);
});

test("it says the time once while a voice goes on in a minute", () => {
  const { made } = flow();
  const shown = [
    said("a", "2026-03-01T10:00"), said("b", "2026-03-01T10:00"), said("c", "2026-03-01T10:01"), said("d", "2026-03-01T10:01", "athlete"),
  ].map((each) => made.append(each));
  assert.deepEqual(shown.map((each) => each.classList.contains("is-joined")), [true, false, false, false]);
});

test("it puts the past before, without saying a day twice", () => {
  const { made, told } = flow(day("2026-03-02"), row("c"));
  made.prepend([day("2026-03-01"), row("a"), day("2026-03-02"), row("b")]);
  assert.deepEqual(told(), ["2026-03-01", "a", "2026-03-02", "b", "c"]);
});

test("it replaces what was typed by what the server has", () => {
  const { made, told } = flow();
  const typed = made.append({ ...said("", "2026-03-01T10:00", "athlete"), client_id: "c1" }, "sending");
  assert.equal(made.find("client-id", "c1"), typed);
  made.replace(typed, said("m1", "2026-03-01T10:00", "athlete"));
  assert.deepEqual(told(), ["2026-03-01", "m1"]);
});

test("it shows a text as it is written, in one place", () => {
  const { made, list } = flow();
  made.stream("s", "One", "2026-03-01T10:00");
  made.stream("s", "One two", "2026-03-01T10:00");
  assert.deepEqual(list.querySelectorAll(".said").map((each) => each.textContent), ["One two"]);
  assert.equal(made.find("id", "s").getAttribute("aria-busy"), "true");
});

test("it knows whether the foot is in sight", () => {
  const { made, scroller } = flow();
  assert.equal(made.isAtFoot, true);
  scroller.scrollTop = -300;
  assert.equal(made.isAtFoot, false);
  made.toFoot();
  assert.equal(scroller.scrollTop, 0);
});

test("it shows what is longer than the screen from its beginning", () => {
  const { made, scroller } = flow();
  const at = (top, offsetHeight) => ({ offsetHeight, getBoundingClientRect: () => ({ top }) });
  Object.assign(scroller, { clientHeight: 500, getBoundingClientRect: () => ({ top: 100 }) });
  const places = [at(-300, 400), at(-300, 900)].map((element) => {
    scroller.scrollTop = -20;
    made.reveal(element);
    return scroller.scrollTop;
  });
  assert.deepEqual(places, [0, -420]);
});

test("it tells the time in the athlete's own zone", () => {
  const at = "2026-03-01T23:30:00Z";
  assert.equal(clockOf("en", "Europe/Berlin")(at), "00:30");
  assert.equal(clockOf("zh-hans", "America/New_York")(at), "18:30");
  assert.deepEqual([dayOf("Europe/Berlin")(at), dayOf("America/New_York")(at)], ["2026-03-02", "2026-03-01"]);
});

test("it knows a card that was just tapped from one that stands open", () => {
  const { made } = flow();
  const card = (facts) => h("li", { class: "message" }, h("article", { "data-card": "", ...facts }));
  const states = [{ "data-state": "open" }, { "data-state": "confirm" }, { "data-state": "applied", "data-busy": "" }, { "data-state": "applied" }];
  assert.deepEqual(states.map((facts) => made.isInHand(card(facts))), [false, true, true, false]);
});
