// <side-page src="/today" kinds="plans.plan_revised">: beside the page, what another page of ours shows, fetched once it
// is in sight (at once on a wide screen, with the first swipe on a phone), and again when the journal has told of such a
// change. Until then, and without scripts, it holds what the server put into it.
import { isEdited, isInHand } from "spotter/edited";
import { Gathered } from "spotter/gathered";

const TOLD = ["entry", "reset"];
// The service worker answers such a question with its copy where there is no network.
const HEADERS = { Accept: "text/html", "Spotter-Part": "side" };

export class SidePage extends HTMLElement {
  #sight = null;
  #isInSight = false;
  #isOld = true;
  #line = null;
  #asking = null;
  #news = new Gathered(() => this.#bring());

  connectedCallback() {
    this.#sight = new IntersectionObserver((seen) => this.#turn(seen.at(-1).isIntersecting));
    this.#sight.observe(this);
    this.#line = this.closest("journal-line");
    for (const type of TOLD) this.#line?.addEventListener(type, this);
  }

  disconnectedCallback() {
    this.#sight.disconnect();
    for (const type of TOLD) this.#line?.removeEventListener(type, this);
    this.#news.stop();
  }

  handleEvent({ type, detail }) {
    if (type !== "reset" && !this.getAttribute("kinds").split(" ").includes(detail.kind)) return;
    this.#isOld = true;
    this.#news.call();
  }

  #turn(isInSight) {
    this.#isInSight = isInSight;
    this.#bring();
  }

  // What a person is about to tell is not taken away.
  get #isInUse() {
    const focused = this.contains(document.activeElement) ? document.activeElement : null;
    return isInHand(focused) || [...this.querySelectorAll("input, textarea, select")].some(isEdited);
  }

  async #bring() {
    if (!this.#isInSight || !this.#isOld || this.#isInUse) return;
    this.#isOld = false;
    this.#asking?.abort(); // what was asked before the news is older, also where it is answered later
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      const answer = await fetch(this.getAttribute("src"), { headers: HEADERS, cache: "no-store", signal });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (signal.aborted) return;
      if (this.#isInUse) this.#isOld = true;
      else this.#show(page.querySelector("#main"));
    } catch {
      if (!signal.aborted) this.#isOld = true; // what is there stays, and the next change or look brings it
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
