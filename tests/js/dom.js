// As much of the DOM as the modules of the chat touch: elements with attributes, children, simple selectors and focus.
const PARTS = /([a-z][\w-]*)?((?:\.[\w-]+|\[[^\]]+\])*)/iy;
const CONDITION = /\.([\w-]+)|\[([\w-]+)(?:(~?=)["']?([^"'\]]*)["']?)?\]/g;

function matchesOne(element, selector) {
  PARTS.lastIndex = 0;
  const [, tag, conditions] = PARTS.exec(selector);
  if (tag && element.tagName !== tag) return false;
  for (const [, name, attribute, sign, value] of conditions.matchAll(CONDITION)) {
    const told = element.getAttribute(name ? "class" : attribute);
    if (told === null) return false;
    if (name && !told.split(" ").includes(name)) return false;
    if (sign === "=" && told !== value) return false;
    if (sign === "~=" && !told.split(" ").includes(value)) return false;
  }
  return true;
}

const dashed = (name) => `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

export class Element extends EventTarget {
  #attributes = new Map();
  #text = "";
  children = [];
  parentNode = null;
  scrollTop = 0;
  focused = 0;

  constructor(tagName) {
    super();
    this.tagName = tagName;
    this.dataset = new Proxy({}, {
      get: (_, name) => (typeof name === "string" ? this.getAttribute(dashed(name)) ?? undefined : undefined),
      set: (_, name, value) => (this.setAttribute(dashed(name), String(value)), true),
      deleteProperty: (_, name) => (this.removeAttribute(dashed(name)), true),
      ownKeys: () => [...this.#attributes.keys()].filter((each) => each.startsWith("data-")).map(undashed),
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    });
  }

  get textContent() { return this.children.length ? this.children.map((each) => each.textContent).join("") : this.#text; }
  set textContent(text) { [this.#text, this.children] = [String(text), []]; }
  get value() { return this.getAttribute("value"); }
  set value(value) { this.setAttribute("value", value); }
  get hidden() { return this.hasAttribute("hidden"); }
  set hidden(is) { if (is) this.setAttribute("hidden", ""); else this.removeAttribute("hidden"); }
  get ownerDocument() {
    const createTextNode = (text) => Object.assign(new Element("#text"), { textContent: text });
    return { activeElement: null, createElement: (name) => new Element(name), createTextNode };
  }
  getAttribute(name) { return this.#attributes.get(name) ?? null; }
  setAttribute(name, value) { this.#attributes.set(name, String(value)); }
  hasAttribute(name) { return this.#attributes.has(name); }
  removeAttribute(name) { this.#attributes.delete(name); }
  get attributes() { return Object.fromEntries(this.#attributes); }
  get classList() {
    const names = () => (this.getAttribute("class") ?? "").split(" ").filter(Boolean);
    return { contains: (name) => names().includes(name), add: (name) => this.setAttribute("class", [...names(), name].join(" ")) };
  }
  get lastElementChild() { return this.children.at(-1) ?? null; }
  focus() { this.focused += 1; }

  append(...nodes) { for (const each of nodes) this.#insert(each, this.children.length); }
  prepend(...nodes) { nodes.forEach((each, place) => this.#insert(each, place)); }
  replaceChildren(...nodes) { this.children = []; this.append(...nodes); }
  before(node) { this.parentNode.#insert(node, this.parentNode.children.indexOf(this)); }
  replaceWith(node) { this.before(node); this.remove(); }
  remove() {
    if (this.parentNode) this.parentNode.children = this.parentNode.children.filter((each) => each !== this);
    this.parentNode = null;
  }
  #insert(node, place) {
    node.remove();
    node.parentNode = this;
    this.children.splice(place, 0, node);
  }

  contains(node) { return node === this || this.children.some((each) => each.contains(node)); }
  matches(selector) { return selector.split(",").some((each) => matchesOne(this, each.trim())); }
  closest(selector) { return this.matches(selector) ? this : this.parentNode?.closest(selector) ?? null; }
  querySelector(selector) { return this.querySelectorAll(selector)[0] ?? null; }
  querySelectorAll(selector) {
    return this.children.flatMap((each) => [...(each.matches(selector) ? [each] : []), ...each.querySelectorAll(selector)]);
  }
  cloneNode() {
    const copy = new Element(this.tagName);
    for (const [name, value] of this.#attributes) copy.setAttribute(name, value);
    copy.#text = this.#text;
    copy.append(...this.children.map((each) => each.cloneNode(true)));
    return copy;
  }
}

function undashed(name) {
  return name.slice(5).replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
}

// h("p", {class: "said"}, "words" or children)
export function h(tagName, attributes = {}, ...inside) {
  const element = new Element(tagName);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  for (const each of inside) {
    if (typeof each === "string") element.textContent = each;
    else element.append(each);
  }
  return element;
}
