// The list of messages on the page: puts one in its place, with its day, and keeps the foot in sight if it was.
const NEAR = 48; // px from the foot that still count as being there

export class ChatFlow {
  #list;
  #scroller;
  #renderer;
  #dayOf;
  #newDay;

  // dayOf: an instant → its day in the athlete's zone. newDay: → a fresh separator for today.
  constructor({ list, scroller, renderer, dayOf, newDay }) {
    [this.#list, this.#scroller, this.#renderer, this.#dayOf, this.#newDay] = [list, scroller, renderer, dayOf, newDay];
  }

  // The scroller fills from its foot, so its foot is zero.
  get isAtFoot() {
    return this.#scroller.scrollTop > -NEAR;
  }

  toFoot() {
    this.#scroller.scrollTop = 0;
  }

  // What has just come, from its beginning: where it is longer than the screen, its end would be all one sees. Only the
  // flow is scrolled: `scrollIntoView` would also take whoever looks at another pane away from it.
  reveal(element) {
    const scroller = this.#scroller;
    if (element.offsetHeight <= scroller.clientHeight) this.toFoot();
    else scroller.scrollTop += element.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  }

  get ids() {
    return [...this.#list.querySelectorAll("[data-id]")].map((each) => each.dataset.id).filter(Boolean);
  }

  find(name, value) {
    return [...this.#list.children].find((each) => each.getAttribute(`data-${name}`) === value) ?? null;
  }

  // The cards that the server may see in another state by now.
  get openCards() {
    return [...this.#list.children].filter((each) => each.dataset.seq && each.querySelector("[data-card]:not([data-busy])"));
  }

  // Whether somebody has just tapped it: what was asked of the server before the tap would turn it back.
  isInHand(element) {
    return Boolean(element.querySelector('[data-busy], [data-card][data-state="confirm"]'));
  }

  append(message, state = "sent") {
    const element = this.#renderer.message(message);
    element.dataset.state = state;
    return this.adopt(element, message.created_at);
  }

  // One that is made already: at the foot, under its day. After a while without a network things come late: one of the
  // server's stands before those of the same day that happened after it.
  adopt(element, at = element.dataset.at) {
    this.#separate(at);
    const later = element.dataset.state === "sent" ? this.#after(at) : null;
    if (later) {
      later.before(element);
      return element;
    }
    this.#join(this.#list.lastElementChild, element);
    this.#list.append(element);
    return element;
  }

  // The first of those at the foot that the server has dated later; what is still here only has the clock of the device.
  #after(at) {
    let found = null;
    for (const each of [...this.#list.children].reverse()) {
      if (each.dataset.state !== "sent" || !(Date.parse(each.dataset.at) > Date.parse(at))) break;
      found = each;
    }
    return found;
  }

  // In place of one that is there; what was in hand stays in hand.
  replace(element, message) {
    const fresh = this.#renderer.message(message);
    fresh.dataset.state = "sent";
    const hadFocus = element.contains(element.ownerDocument.activeElement);
    element.replaceWith(fresh);
    if (hadFocus) fresh.querySelector("[tabindex], button, a")?.focus();
    return fresh;
  }

  // Text that is still being written. The whole message will take its place, and may say something else.
  stream(id, text, at) {
    const element = this.find("id", id) ?? this.append({ id, author: "coach", origin: "model", text: "…", created_at: at });
    element.setAttribute("aria-busy", "true");
    element.querySelector(".said").textContent = text;
  }

  prepend(elements) {
    const [first] = this.#list.children;
    const days = elements.filter((each) => each.dataset.day).map((each) => each.dataset.day);
    if (first?.dataset.day && days.includes(first.dataset.day)) first.remove(); // its separator came along
    this.#list.prepend(...elements);
  }

  // A line before the first of what came while nobody looked; `element` null: all is seen, somebody writes.
  markNew(element, line) {
    this.#list.querySelector(".chat-new")?.remove();
    element?.before(line);
  }

  // Where a voice goes on in the same minute, its time is said once, after the last.
  #join(former, element) {
    const told = (each) => each?.querySelector("time")?.textContent;
    if (former?.dataset.voice !== element.dataset.voice || told(former) !== told(element)) return;
    if (former.dataset.state === "sent") former.classList.add("is-joined");
  }

  #separate(at) {
    const day = this.#dayOf(at);
    const days = this.#list.querySelectorAll("[data-day]");
    if (days.length && days[days.length - 1].dataset.day >= day) return;
    const element = this.#newDay();
    element.dataset.day = day;
    this.#list.append(element);
  }
}
