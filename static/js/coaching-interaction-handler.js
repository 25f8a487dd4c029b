// Taps on what the coach offers. The card changes at once; where the server refuses, it goes back and says why. A second
// tap while the first is under way does nothing, and a tap that no answer came to may be repeated under the same key.
import { askFor } from "spotter/chat-actions";
import { newId } from "spotter/ids";

export class InteractionHandler {
  #root;
  #say;
  #post;
  #words;
  #newKey;
  #keys = new WeakMap(); // card → [what was asked, its key]: while nobody knows whether it arrived

  // say(text): sends a message; without it, its form does. post(method, path, body, key) → {ok, status, data, error}; throws without a network.
  constructor({ root, say, post, words, newKey = newId }) {
    [this.#root, this.#say, this.#post, this.#words, this.#newKey] = [root, say, post, words, newKey];
  }

  start() {
    this.#root.addEventListener("click", this);
  }

  stop() {
    this.#root.removeEventListener("click", this);
  }

  handleEvent(event) {
    const button = event.target.closest("[data-act]");
    if (!button || (button.dataset.act === "say" && !this.#say)) return undefined;
    event.preventDefault();
    if (button.dataset.act === "say") return this.#say(button.value);
    return this.tap(button);
  }

  async tap(button) {
    const card = button.closest("[data-card]");
    const ask = card && askFor(button.dataset.act, { ...card.dataset, ...button.dataset });
    if (!ask || card.hasAttribute("data-busy") || !isOffered(button, card)) return;
    const before = card.dataset.state;
    this.#turn(card, ask.state, button);
    if (!ask.path) return;
    card.setAttribute("data-busy", "");
    const problem = await this.#carryOut(card, ask);
    card.removeAttribute("data-busy");
    if (!problem) return;
    card.dataset.state = before;
    card.querySelector("[data-problem]").textContent = problem;
    button.focus();
  }

  // The sentence of what went wrong; empty when it is done.
  async #carryOut(card, ask) {
    const asked = JSON.stringify([ask.path, ask.body]);
    const [formerly, formerKey] = this.#keys.get(card) ?? [];
    const key = formerly === asked ? formerKey : this.#newKey();
    this.#keys.set(card, [asked, key]);
    let answer;
    try {
      const body = ask.isKeyed ? { ...ask.body, client_id: key } : ask.body;
      answer = await this.#post(ask.method, ask.path, body, key);
    } catch {
      return this.#words.offline;
    }
    this.#keys.delete(card);
    if (!answer.ok) return answer.error || this.#words.failed;
    if (answer.data?.revision) card.dataset.revision = String(answer.data.revision);
    return "";
  }

  #turn(card, state, button) {
    card.dataset.state = state;
    card.querySelector("[data-problem]").textContent = "";
    const name = button.querySelector(".option-name") ?? (button.dataset.choice ? button : null);
    const chosen = card.querySelector("[data-chosen]");
    if (name && chosen) chosen.textContent = name.textContent;
    const place = [...card.querySelectorAll("[data-when]")].find((each) => each.dataset.when.split(" ").includes(state));
    const target = place?.matches("[tabindex]") ? place : place?.querySelector("[tabindex], button");
    target?.focus(); // the button that was tapped is gone
  }
}

// What a card shows in another state only cannot be tapped, by whatever way the tap came.
function isOffered(button, card) {
  const place = button.closest("[data-when]");
  return !place || place.dataset.when.split(" ").includes(card.dataset.state);
}
