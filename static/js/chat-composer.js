// The field to write in: Enter sends, Shift+Enter makes a line, and the Enter that ends a composition of an input method
// does neither.
export class ChatComposer {
  #form;
  #field;
  #say;
  #typing;
  #draft;
  #saidAt = -Infinity;
  #now;

  // say(text): sends it. typing(): tells that somebody writes; called every few seconds at most. draft: {read, write} of
  // what was written and not sent, which outlives a look at another page.
  constructor({ form, say, typing, draft, now = () => performance.now() }) {
    [this.#form, this.#say, this.#typing, this.#draft, this.#now] = [form, say, typing, draft, now];
    this.#field = form.querySelector("textarea");
  }

  start() {
    this.#field.value ||= this.#draft.read();
    this.#form.addEventListener("submit", this);
    this.#field.addEventListener("keydown", this);
    this.#field.addEventListener("input", this);
  }

  stop() {
    this.#form.removeEventListener("submit", this);
    this.#field.removeEventListener("keydown", this);
    this.#field.removeEventListener("input", this);
  }

  handleEvent(event) {
    if (event.type === "input") this.#written();
    else if (event.type === "submit") this.#send(event);
    else if (event.key === "Enter" && !event.shiftKey && !isComposing(event)) this.#send(event);
  }

  #send(event) {
    event.preventDefault();
    const text = this.#field.value.trim();
    if (!text) return;
    this.#field.value = "";
    this.#draft.write("");
    this.#saidAt = -Infinity;
    this.#say(text);
    this.#field.focus();
  }

  #written() {
    this.#draft.write(this.#field.value);
    if (!this.#field.value || this.#now() - this.#saidAt < TYPING_MS) return;
    this.#saidAt = this.#now();
    this.#typing();
  }
}

const TYPING_MS = 3000;

// A draft of this tab, of whoever is signed in.
export function draftOf(athlete, storage = globalThis.sessionStorage) {
  const name = `spotter-draft-${athlete}`;
  return { read: () => storage.getItem(name) ?? "", write: (text) => storage.setItem(name, text) };
}

// Safari ends the composition before the key that ended it: 229 is what it leaves.
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}
