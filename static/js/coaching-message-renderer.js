// A message as an element of the page: the moulds that the server put into it, filled with the message's values.
// Knows the types of content, not where messages come from.
import { fill } from "spotter/block-binding";
import { link } from "spotter/chat-links";
import { promptBlocks } from "spotter/chat-prompts";

export class MessageRenderer {
  #mould;
  #time;
  #origin;

  // mould: the name of a mould → a fresh copy of its element, or null. time: an instant → the words of a clock.
  constructor({ mould, time, origin = globalThis.location?.origin }) {
    [this.#mould, this.#time, this.#origin] = [mould, time, origin];
  }

  message(message) {
    const element = this.#mould("message");
    element.setAttribute("data-id", message.id ?? "");
    element.setAttribute("data-client-id", message.client_id ?? "");
    element.setAttribute("data-voice", voiceOf(message));
    element.setAttribute("data-origin", message.origin ?? ""); // what a language model worded says so
    element.setAttribute("data-at", message.created_at);
    element.setAttribute("data-seq", message.seq ?? "");
    if (message.id) element.setAttribute("id", `message-${message.id}`);
    const time = element.querySelector("time");
    time.setAttribute("datetime", message.created_at);
    time.textContent = this.#time(message.created_at);
    const shown = blocksOf(message).map((block) => this.block(block)).filter(Boolean);
    if (!shown.length && message.text) shown.push(this.block({ type: "text", text: message.text }));
    element.querySelector(".bubble").replaceChildren(...shown);
    for (const said of element.querySelectorAll(".said")) link(said);
    return element;
  }

  // One block, or null where there is nothing to show of it.
  block(block) {
    const element = this.#mould(`block-${block.type}`);
    if (element !== null) return fill(element, block, this.#origin);
    const words = block.text || block.title;
    return words ? fill(this.#mould("block-text"), { text: words }, this.#origin) : null;
  }
}

// Whose voice it is: the athlete's, Spotter's own, or that of a person who coaches.
export function voiceOf({ author, origin }) {
  if (author === "coach") return origin === "person" ? "coach" : "spotter";
  return author;
}

// The typed content of a message. Its text says the same plainly, for where there is none.
function blocksOf({ content }) {
  const blocks = Array.isArray(content?.blocks) ? content.blocks.filter((each) => each && typeof each === "object") : [];
  return content?.prompt?.id ? promptBlocks(blocks, content.prompt.id) : blocks;
}
