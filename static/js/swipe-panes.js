// <swipe-panes wide="(min-width: 68.75rem)">: panes of which a phone shows one, a finger swipes to the next and the links in
// [data-tabs] lead there too. CSS does the swiping (scroll snap), so it works without scripts; here the links become tabs,
// and the pane out of sight becomes inert: neither the tab key nor a screen reader strays into what nobody sees. Where
// there is room for both they stand side by side. Tells `turn` ({pane}) when another one is in sight.
import { paneAt, tabAfter } from "spotter/pane-order";

export class SwipePanes extends HTMLElement {
  #wide = null;
  #now = 0;

  connectedCallback() {
    this.#wide = matchMedia(this.getAttribute("wide"));
    this.#wide.addEventListener("change", this);
    this.#track.addEventListener("scroll", this, { passive: true });
    this.#list.addEventListener("click", this);
    this.#list.addEventListener("keydown", this);
    this.#arrange();
    const left = this.#panes.findIndex((pane) => pane.id === history.state?.pane);
    if (left > 0 && !this.#wide.matches) this.#goTo(left, "instant"); // a reload, or the way back to this page
  }

  disconnectedCallback() {
    this.#wide.removeEventListener("change", this);
    this.#track.removeEventListener("scroll", this);
    this.#list.removeEventListener("click", this);
    this.#list.removeEventListener("keydown", this);
  }

  handleEvent(event) {
    if (event.type === "change") this.#arrange();
    else if (event.type === "scroll") this.#onScroll();
    else if (event.type === "click") this.#onClick(event);
    else this.#onKey(event);
  }

  get #list() {
    return this.querySelector("[data-tabs]");
  }

  get #track() {
    return this.querySelector("[data-track]");
  }

  get #tabs() {
    return [...this.#list.querySelectorAll("a")];
  }

  get #panes() {
    return this.#tabs.map((tab) => document.getElementById(tab.hash.slice(1)));
  }

  get #isOne() {
    return !this.#wide.matches;
  }

  #arrange() {
    put(this.#list, { role: this.#isOne && "tablist" });
    for (const [place, tab] of this.#tabs.entries()) {
      const pane = this.#panes[place];
      put(tab, { role: this.#isOne && "tab", "aria-controls": this.#isOne && pane.id });
      put(pane, { role: this.#isOne && "tabpanel", "aria-labelledby": this.#isOne && tab.id });
    }
    this.#mark();
    if (this.#isOne) this.#goTo(this.#now, "instant");
  }

  #mark() {
    for (const [place, tab] of this.#tabs.entries()) {
      const isNow = place === this.#now;
      put(tab, { "aria-selected": this.#isOne && String(isNow), tabindex: this.#isOne && (isNow ? "0" : "-1") });
      this.#panes[place].inert = this.#isOne && !isNow;
    }
  }

  #onScroll() {
    const { scrollLeft, clientWidth } = this.#track;
    const place = paneAt(scrollLeft, clientWidth, this.#panes.length);
    if (!this.#isOne || place === this.#now) return;
    this.#now = place;
    this.#mark();
    const pane = this.#panes[place].id;
    history.replaceState({ ...history.state, pane }, "");
    this.dispatchEvent(new CustomEvent("turn", { detail: { pane } }));
  }

  #onClick(event) {
    const place = this.#tabs.indexOf(event.target.closest("a"));
    if (place < 0 || !this.#isOne) return;
    event.preventDefault();
    this.#goTo(place);
  }

  #onKey(event) {
    const place = tabAfter(event.key, this.#tabs.indexOf(event.target), this.#tabs.length);
    if (place === null) return;
    event.preventDefault();
    this.#tabs[place].focus({ preventScroll: true });
    this.#goTo(place);
  }

  // Without a behaviour of its own it glides, unless the person wants no motion: the style sheet knows.
  #goTo(place, behavior = "auto") {
    this.#track.scrollTo({ left: this.#panes[place].offsetLeft - this.#panes[0].offsetLeft, behavior });
  }
}

// Attributes; false takes one away.
function put(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
}
