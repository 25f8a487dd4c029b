// <side-page src="/today" media="(min-width: 68.75rem)" kinds="plans.plan_revised">: beside the page, what another page of
// ours shows, fetched when the screen is wide enough, and again when the journal tells of such a change. Until then, and
// without scripts, it holds what the server put into it.
import { isEdited, isInHand } from "spotter/edited";
import { Gathered } from "spotter/gathered";

export class SidePage extends HTMLElement {
  #wide = null;
  #line = null;
  #news = new Gathered(() => this.#bring());

  connectedCallback() {
    this.#wide = matchMedia(this.getAttribute("media"));
    this.#wide.addEventListener("change", this);
    this.#line = this.closest("journal-line");
    this.#line?.addEventListener("entry", this);
    if (this.#wide.matches) this.#bring();
  }

  disconnectedCallback() {
    this.#wide.removeEventListener("change", this);
    this.#line?.removeEventListener("entry", this);
    this.#news.stop();
  }

  handleEvent({ type, detail }) {
    if (type === "change") this.#wide.matches && this.#bring();
    else if (this.getAttribute("kinds").split(" ").includes(detail.kind)) this.#news.call();
  }

  // What a person is about to tell is not taken away.
  get #isInUse() {
    const focused = this.contains(document.activeElement) ? document.activeElement : null;
    return isInHand(focused) || [...this.querySelectorAll("input, textarea, select")].some(isEdited);
  }

  async #bring() {
    if (!this.#wide.matches || this.#isInUse) return;
    try {
      const answer = await fetch(this.getAttribute("src"), { headers: { Accept: "text/html" }, cache: "no-store" });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!this.#isInUse) this.#show(page.querySelector("#main"));
    } catch {
      // no network: what is there stays, and the next change brings it
    }
  }

  #show(main) {
    const parts = [...main.children].map((each) => document.importNode(each, true));
    for (const title of parts.flatMap((each) => [...each.querySelectorAll("h1")])) title.replaceWith(asSecond(title));
    this.replaceChildren(...parts);
  }
}

// A page has one first heading, and it is not this one.
function asSecond(title) {
  const second = document.createElement("h2");
  second.className = "side-title";
  second.append(...title.childNodes);
  return second;
}
