// <chat-enhanced>: the chat as it is served, made live. It listens to the <journal-line> around it, shows what comes once
// and in order, sends without leaving the page, and keeps what finds no network. Without scripts its forms do the same.
import { ChatComposer, draftOf } from "spotter/chat-composer";
import { ChatFlow } from "spotter/chat-flow";
import { ChatLine } from "spotter/chat-line";
import { ChatLog } from "spotter/chat-log";
import { ChatNews } from "spotter/chat-news";
import { ChatPast } from "spotter/chat-past";
import { ChatPrompts } from "spotter/chat-prompts";
import { ReadMarks } from "spotter/chat-reads";
import { MessageSender } from "spotter/chat-sender";
import { clockOf, dayOf } from "spotter/chat-time";
import { TypingDots } from "spotter/chat-typing";
import { InteractionHandler } from "spotter/coaching-interaction-handler";
import { MessageRenderer } from "spotter/coaching-message-renderer";
import { newId } from "spotter/ids";
import { outbox } from "spotter/outbox";

const MESSAGES = "/api/v2/coaching/messages";
const SENDING_EVENTS = ["sent", "waiting", "refused"];
const LOOKS = new Set(["scroll", "visibilitychange", "turn"]);
const LINE_EVENTS = ["entry", "reset", "typing"];

export class ChatEnhanced extends HTMLElement {
  #log;
  #flow;
  #line;
  #news;
  #sender;
  #composer;
  #taps;
  #past;
  #prompts;
  #dots;
  #reads;
  #journal = null;
  #unseen = 0;

  connectedCallback() {
    this.#build();
    this.#taps.start();
    this.addEventListener("click", this);
    this.#scroller.addEventListener("scroll", this, { passive: true });
    document.addEventListener("visibilitychange", this);
    if (this.#isOlder) return; // a page of the past: what comes, and what is said, belongs to the newest
    this.#composer.start();
    for (const type of SENDING_EVENTS) this.#sender.addEventListener(type, this);
    this.#journal = this.closest("journal-line");
    for (const type of LINE_EVENTS) this.#journal?.addEventListener(type, this);
    outbox.addEventListener("change", this);
    this.closest("swipe-panes")?.addEventListener("turn", this);
    this.#showUnsent();
    this.#markRead();
  }

  disconnectedCallback() {
    this.#composer.stop();
    this.#taps.stop();
    this.removeEventListener("click", this);
    this.#scroller.removeEventListener("scroll", this);
    for (const type of SENDING_EVENTS) this.#sender.removeEventListener(type, this);
    document.removeEventListener("visibilitychange", this);
    for (const type of LINE_EVENTS) this.#journal?.removeEventListener(type, this);
    outbox.removeEventListener("change", this);
    this.closest("swipe-panes")?.removeEventListener("turn", this);
    this.#dots.hide();
    this.#reads.stop();
    this.#news.stop();
  }

  handleEvent(event) {
    if (event.type === "click") this.#onClick(event);
    else if (event.type === "entry") this.#onEntry(event.detail);
    else if (event.type === "reset") this.#past.catchUp(location.pathname);
    else if (event.type === "typing") this.#showTyping(event.detail);
    else if (event.type === "change") this.#showRefused();
    else if (LOOKS.has(event.type)) this.#markRead();
    else this.#onSending(event);
  }

  #build() {
    const [language, zone] = [document.documentElement.lang, this.getAttribute("zone")];
    const mould = (name) => this.#mould(name);
    this.#line = new ChatLine({ token: () => this.querySelector("[name=csrfmiddlewaretoken]").value });
    this.#flow = new ChatFlow({
      list: this.querySelector("[data-flow]"),
      scroller: this.#scroller,
      renderer: new MessageRenderer({ mould, time: clockOf(language, zone) }),
      dayOf: dayOf(zone),
      newDay: () => mould("day"),
    });
    this.#log = new ChatLog(this.#flow.ids);
    this.#news = new ChatNews({
      read: (seqs) => this.#line.read(`${this.getAttribute("cards")}?${seqs.map((seq) => `seq=${seq}`).join("&")}`),
      told: this.getAttribute("kinds").split(" "),
      turned: this.getAttribute("turned").split(" "),
      open: () => this.#flow.openCards.map((each) => each.dataset.seq),
      show: (card) => this.#showCard(card),
    });
    this.#sender = new MessageSender({ url: MESSAGES, line: this.#line, keep: (row) => outbox.put(row) });
    this.#past = new ChatPast({ root: this, flow: this.#flow, log: this.#log, line: this.#line });
    this.#prompts = new ChatPrompts({ root: this, post: (...ask) => this.#line.post(...ask) });
    this.#dots = new TypingDots(this.querySelector("[data-typing]"));
    this.#reads = new ReadMarks((id) => this.#line.post("POST", `${MESSAGES}/read`, { up_to: id }));
    this.#composer = new ChatComposer({
      form: this.querySelector("[data-composer]"),
      say: (text) => this.#say(text),
      draft: draftOf(document.body.dataset.athlete),
      typing: () => this.#line.post("POST", `${MESSAGES}/typing`, {}).catch(() => {}), // a hint: nobody misses it
    });
    this.#taps = new InteractionHandler({
      root: this,
      say: this.#isOlder ? null : (text) => this.#say(text),
      post: (...ask) => this.#line.post(...ask),
      words: { offline: this.getAttribute("offline"), failed: this.getAttribute("failed") },
    });
  }

  get #scroller() {
    return this.querySelector(".chat-scroll");
  }

  get #isOlder() {
    return this.hasAttribute("older");
  }

  // Neither in another tab of the browser, nor a swipe away.
  get #isLookedAt() {
    return !document.hidden && !this.inert;
  }

  #mould(name) {
    const found = this.querySelector(`template[data-mould="${name}"]`);
    return found && document.importNode(found.content.firstElementChild, true);
  }

  // --- Writing --------------------------------------------------------------------------------------------------------
  #say(text) {
    const row = { client_id: newId(), text };
    this.#flow.markNew(null);
    this.querySelector("[data-asked]").hidden = true; // what we would ask waits for another visit: the answer comes first
    this.#showOwn(row, "sending");
    this.#sender.send(row);
  }

  #showOwn(row, state) {
    this.#log.typed(row.client_id);
    const at = new Date(row.made_at ?? Date.now()).toISOString();
    this.#flow.append({ id: null, ...row, author: "athlete", origin: "person", created_at: at }, state);
    this.querySelector("[data-greeting]")?.remove();
    this.#flow.toFoot();
  }

  async #showUnsent() {
    const rows = await outbox.rows().catch(() => []);
    for (const row of rows) {
      if (row.kind === "message" && !this.#flow.find("client-id", row.client_id)) this.#showOwn(row, "waiting");
    }
  }

  // What waited was sent, and the server did not take it.
  async #showRefused() {
    const rows = await outbox.all().catch(() => []);
    for (const row of rows) {
      if (row.kind === "message" && row.state === "refused") this.#mark(row.client_id, "refused", row.reason);
    }
  }

  #onSending({ type, detail }) {
    if (type === "sent") {
      this.#take(detail.message);
      return;
    }
    this.#mark(detail.client_id, type, detail.sentence);
  }

  #mark(clientId, state, sentence) {
    const own = this.#flow.find("client-id", clientId);
    if (!own || own.dataset.id) return; // the journal has told that it arrived, whatever became of the answer
    own.dataset.state = state;
    if (sentence) own.querySelector(".when-refused").textContent = sentence;
  }

  // --- Reading --------------------------------------------------------------------------------------------------------
  #onEntry({ seq, kind, payload, created_at: at }) {
    if (kind === "coaching.message") this.#take(payload);
    else if (kind === "coaching.message_delta") this.#stream(payload, at);
    else if (kind === "coaching.messages_read") this.#seen();
    else if (kind === "coaching.prompt_updated") this.#prompts.turn(payload);
    else this.#news.note(seq, kind);
  }

  #take(message) {
    const wasAtFoot = this.#flow.isAtFoot;
    const standing = this.#log.take(message);
    if (standing === "known") return;
    const own = standing === "own" && this.#flow.find("client-id", message.client_id);
    const streamed = this.#flow.find("id", message.id);
    const shown = own || streamed ? this.#flow.replace(own || streamed, message) : this.#flow.append(message);
    this.querySelector("[data-greeting]")?.remove();
    this.#prompts.goOn(message);
    if (message.author !== "athlete") this.#dots.hide();
    this.#arrived(shown, wasAtFoot || Boolean(own), message.author !== "athlete");
  }

  #stream(part, at) {
    const wasAtFoot = this.#flow.isAtFoot;
    const text = this.#log.part(part);
    if (text) this.#flow.stream(part.id, text, at);
    this.#dots.hide();
    if (wasAtFoot) this.#flow.toFoot();
  }

  #showCard(card) {
    const standing = this.#flow.find("seq", String(card.seq));
    if (standing) {
      if (!this.#flow.isInHand(standing)) this.#flow.replace(standing, card);
      return;
    }
    const wasAtFoot = this.#flow.isAtFoot;
    const shown = this.#flow.append(card);
    this.querySelector("[data-greeting]")?.remove();
    this.#arrived(shown, wasAtFoot, true);
  }

  // The place in the text is kept unless the foot was in sight; then a button leads there.
  #arrived(shown, wasAtFoot, isNews) {
    if (wasAtFoot) this.#flow.reveal(shown);
    else this.querySelector("[data-pill]").hidden = false;
    if (isNews && !this.#isLookedAt && !this.#unseen++) this.#flow.markNew(shown, this.#mould("new"));
    this.toggleAttribute("data-unseen", this.#unseen > 0);
    if (this.#unseen) document.title = `(${this.#unseen}) ${document.title.replace(/^\(\d+\) /, "")}`;
    this.#markRead();
  }

  #seen() {
    this.#unseen = 0;
    this.removeAttribute("data-unseen");
    document.title = document.title.replace(/^\(\d+\) /, "");
  }

  #markRead() {
    if (this.#flow.isAtFoot) this.querySelector("[data-pill]").hidden = true;
    if (this.#isOlder || !this.#isLookedAt || !this.#flow.isAtFoot) return;
    this.#seen();
    const newest = [...this.querySelectorAll(".message[data-seq='']")]
      .filter((each) => each.dataset.id && each.dataset.voice !== "athlete")
      .at(-1)?.dataset.id;
    this.#reads.note(newest);
    this.#prompts.tellSeen();
  }

  #showTyping(hint) {
    const wasAtFoot = this.#flow.isAtFoot;
    this.#dots.show(hint);
    if (wasAtFoot) this.#flow.toFoot();
  }

  #onClick(event) {
    const older = event.target.closest("a[data-older]");
    if (older && !event.metaKey && !event.ctrlKey) {
      event.preventDefault();
      this.#past.readOlder(older);
    } else if (event.target.closest("[data-pill]")) {
      this.#flow.toFoot();
      this.querySelector("textarea").focus();
    }
  }
}
