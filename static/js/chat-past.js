// Messages that the page does not have yet, taken from our own pages as the server renders them: earlier ones, and those of
// a gap that the journal no longer covers.
export class ChatPast {
  #root;
  #flow;
  #log;
  #line;

  constructor({ root, flow, log, line }) {
    [this.#root, this.#flow, this.#log, this.#line] = [root, flow, log, line];
  }

  // The page that the link leads to, before what is there; what is being read stays in its place.
  async readOlder(link) {
    if (link.hasAttribute("aria-busy")) return;
    link.setAttribute("aria-busy", "true");
    const page = await this.#page(link.getAttribute("href"));
    link.removeAttribute("aria-busy");
    if (!page) return;
    const found = [...page.querySelectorAll("[data-flow] > li")].map((each) => document.importNode(each, true));
    for (const each of found) if (each.dataset.id) this.#log.take({ id: each.dataset.id });
    const log = this.#root.querySelector("[data-log]");
    log.setAttribute("aria-live", "off"); // the past is not read out as if it came in
    this.#flow.prepend(found);
    requestAnimationFrame(() => log.removeAttribute("aria-live"));
    const next = page.querySelector("a[data-older]");
    if (next) {
      link.setAttribute("href", next.getAttribute("href"));
      return;
    }
    link.closest(".older").remove();
    this.#root.querySelector(".chat-scroll").focus();
  }

  // What the page would show now, and is not there.
  async catchUp(path) {
    const page = await this.#page(path);
    for (const each of page?.querySelectorAll("[data-flow] > .message") ?? []) {
      const { id, clientId, seq } = each.dataset;
      const standing = this.#log.take({ id, client_id: clientId });
      const former = standing === "own" ? this.#flow.find("client-id", clientId) : seq && this.#flow.find("seq", seq);
      const fresh = document.importNode(each, true);
      if (former) former.replaceWith(fresh);
      else if (standing === "new") this.#flow.adopt(fresh);
    }
  }

  async #page(path) {
    const text = await this.#line.page(path).catch(() => null);
    return text === null ? null : new DOMParser().parseFromString(text, "text/html");
  }
}
