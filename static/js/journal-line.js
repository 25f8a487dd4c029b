// <journal-line after="…" athlete="…" …>…</journal-line>: the page's line to its athlete's journal.
//
// Whatever stands inside finds it with `closest("journal-line")` and listens for `entry` (each once per page, in order),
// `reset` (fetch your state anew), `typing` and `state`. It begins where the server was when it made the page.
import { CoachingClient } from "spotter/coaching-sse-client";
import { csrfToken } from "spotter/csrf";
import { JournalAcks } from "spotter/journal-acks";
import { journalReader } from "spotter/journal-reader";
import { refusal } from "spotter/line-end";
import { pollingLine } from "spotter/polling-line";
import { socketLine } from "spotter/socket-line";
import { sseLine } from "spotter/sse-line";
import { StateTeller } from "spotter/state-teller";
import { TabLeader } from "spotter/tab-leader";

const TOLD = ["entry", "reset", "typing", "state"];
const OF_WINDOW = ["online", "offline", "focus", "pagehide", "pageshow"];
const OF_DOCUMENT = ["visibilitychange", "freeze", "resume"];

export class JournalLine extends HTMLElement {
  #tabs = null;
  #teller = null;

  /** Up to where this page knows everything, and how its line is. */
  get cursor() {
    return this.#tabs?.cursor ?? this.getAttribute("after");
  }

  get state() {
    return this.#tabs?.state ?? "connecting";
  }

  connectedCallback() {
    this.#teller = new StateTeller({ show: (state) => this.#show(state), say: (state) => this.#say(state) });
    this.#tabs = tabsOf(this, this.cursor);
    for (const type of TOLD) this.#tabs.addEventListener(type, (event) => this.#pass(type, event.detail));
    for (const type of OF_WINDOW) window.addEventListener(type, this);
    for (const type of OF_DOCUMENT) document.addEventListener(type, this);
    this.addEventListener("click", this);
    this.#tabs.start();
  }

  disconnectedCallback() {
    for (const type of OF_WINDOW) window.removeEventListener(type, this);
    for (const type of OF_DOCUMENT) document.removeEventListener(type, this);
    this.removeEventListener("click", this);
    this.#tabs.stop();
    this.#teller.stop();
  }

  handleEvent(event) {
    switch (event.type) {
      case "pagehide":
      case "freeze":
        this.#tabs.stop(); // a page in the history or on ice must not hold the connection of the others
        break;
      case "pageshow":
      case "resume":
        this.#tabs.start();
        break;
      case "offline":
        this.#tabs.wentOffline();
        break;
      case "online":
        this.#tabs.nudge();
        break;
      case "click":
        this.#press(event.target);
        break;
      default:
        this.#look(document.hidden);
    }
  }

  #look(isHidden) {
    if (isHidden) {
      this.#tabs.rest();
      return;
    }
    this.#tabs.start();
    this.#tabs.nudge();
  }

  #press(target) {
    if (target.closest("[data-line-nudge]")) this.#tabs.nudge();
    else if (target.closest("[data-news-close]")) this.querySelector("[data-news-here]").replaceChildren();
  }

  #pass(type, detail) {
    if (type === "state") {
      this.dataset.state = detail.state;
      this.#teller.is(detail.state);
    }
    if (type === "entry") this.#tell(detail.kind);
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** The badge has words for each state, of which one is shown. */
  #show(state) {
    const badge = this.querySelector("[data-line]");
    if (!badge) return;
    for (const words of badge.querySelectorAll("[data-when]")) words.hidden = words.dataset.when !== state;
    badge.hidden = false;
  }

  #say(state) {
    const words = this.querySelector(`[data-line] [data-when="${state}"]`);
    const place = this.querySelector("[data-line-said]");
    if (words && place) place.textContent = words.textContent.trim().replace(/\s+/g, " ");
  }

  /** News that the page has words for; it knows of them only if they came from elsewhere or after it was made. */
  #tell(kind) {
    const news = this.querySelector(`template[data-news="${CSS.escape(kind)}"]`);
    if (news) this.querySelector("[data-news-here]").replaceChildren(news.content.cloneNode(true));
  }
}

/** The collaborators of a real page. */
function tabsOf(element, cursor) {
  const at = (name) => element.getAttribute(name);
  const ask = (...what) => fetch(...what);
  const read = journalReader({ url: at("events"), fetch: ask });
  const lines = [
    sseLine({ url: at("stream"), fetch: ask }),
    socketLine({ url: new URL(at("socket"), location.origin.replace(/^http/, "ws")), open: (url) => new WebSocket(url) }),
    pollingLine({ read, whoami: (signal) => whoami(at("me"), signal) }),
  ];
  return new TabLeader({
    name: `spotter-journal-${at("athlete")}`,
    cursor,
    read,
    connect: (place) => new CoachingClient({ place, lines, athlete: at("athlete"), isOnline: () => navigator.onLine }),
    acks: new JournalAcks({ cursor, post: (seq) => acknowledge(at("ack"), seq) }),
    locks: navigator.locks,
    openChannel: window.BroadcastChannel ? (name) => new BroadcastChannel(name) : null,
    isVisible: () => !document.hidden,
  });
}

async function whoami(url, signal) {
  const answer = await fetch(url, { headers: { Accept: "application/json" }, cache: "no-store", signal });
  const end = refusal(answer);
  return end ? { end } : { athlete: (await answer.json()).data.id };
}

function acknowledge(url, seq) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
  return fetch(url, { method: "POST", headers, body: JSON.stringify({ seq }) });
}
