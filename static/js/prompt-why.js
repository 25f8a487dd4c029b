// <prompt-why data-prompt="id">: why a message came unasked, asked of the server when somebody opens it. Without scripts
// the link in it leads to a page that says the same.
export class PromptWhy extends HTMLElement {
  #isTold = false;

  connectedCallback() {
    this.addEventListener("toggle", this, true); // it does not bubble
  }

  disconnectedCallback() {
    this.removeEventListener("toggle", this, true);
  }

  handleEvent(event) {
    if (event.target.open && !this.#isTold) this.#ask();
  }

  async #ask() {
    const answer = await fetch(`/api/v2/coaching/prompts/${this.dataset.prompt}/why`, {
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    }).catch(() => null);
    this.#isTold = Boolean(answer?.ok);
    const sentences = this.#isTold ? this.#sentences((await answer.json()).data) : [this.getAttribute("failed")];
    this.querySelector("[data-told]").replaceChildren(...sentences.map(paragraph));
  }

  #sentences({ reason, data, chance, in_the_way: inTheWay, next_allowed_at: at }) {
    const next = at && this.getAttribute("next").replace("%(at)s", this.#clock(at));
    return [reason, ...data, chance, next, ...inTheWay].filter(Boolean);
  }

  #clock(at) {
    const zone = this.closest("[zone]")?.getAttribute("zone") || undefined;
    const options = { dateStyle: "medium", timeStyle: "short", timeZone: zone };
    return new Intl.DateTimeFormat(document.documentElement.lang, options).format(new Date(at));
  }
}

function paragraph(sentence) {
  const element = document.createElement("p");
  element.textContent = sentence;
  return element;
}
