// <live-part id="changes" kinds="plans.plan_revised …" offer="There is something new. Show it">…</live-part>: a part of
// a page that follows the journal. After an entry of one of these kinds it takes its content from the page as it is now.
// What a person is about to type or choose is not taken away: then a button offers the new content.
import { isEdited, isInHand } from "spotter/edited";
import { Gathered } from "spotter/gathered";
import { keepOpen, placeOfFocus, placeOnScreen } from "spotter/page-place";

export class LivePart extends HTMLElement {
  #line = null;
  #asking = null;
  #news = new Gathered(() => this.#refresh());

  connectedCallback() {
    this.#line = this.closest("journal-line");
    this.#line?.addEventListener("entry", this);
    this.#line?.addEventListener("reset", this);
  }

  disconnectedCallback() {
    this.#line?.removeEventListener("entry", this);
    this.#line?.removeEventListener("reset", this);
    this.#news.stop();
    this.#asking?.abort();
  }

  handleEvent({ type, detail }) {
    const isOurs = type === "reset" || this.getAttribute("kinds").split(/\s+/).includes(detail.kind);
    if (isOurs) this.#news.call();
  }

  get #isInUse() {
    const focused = this.contains(document.activeElement) ? document.activeElement : null;
    return isInHand(focused) || [...this.querySelectorAll("input, textarea, select")].some(isEdited);
  }

  async #refresh() {
    if (this.#isInUse) {
      this.#offer();
      return;
    }
    this.#asking?.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store", signal });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!signal.aborted) this.#show(page);
    } catch {
      if (!signal.aborted) this.#offer(); // the person can ask again; what is shown stays readable
    }
  }

  #show(page) {
    const fresh = page.getElementById(this.id);
    if (!fresh || this.#isInUse) {
      this.#offer();
      return;
    }
    const [goBack, refocus] = [placeOnScreen(this), placeOfFocus(this)];
    keepOpen(this, fresh);
    this.replaceChildren(...fresh.childNodes);
    document.title = page.title;
    refocus();
    goBack();
  }

  #offer() {
    if (this.querySelector(":scope > .live-offer")) return;
    const [place, button] = [document.createElement("p"), document.createElement("button")];
    place.className = "live-offer";
    place.setAttribute("role", "status");
    button.type = "button";
    button.className = "button is-quiet";
    button.textContent = this.getAttribute("offer");
    button.addEventListener("click", () => location.reload());
    this.prepend(place);
    place.append(button);
  }
}
