// Fills a copy of markup that the server made with values. `data-bind="text:title href:link"` on an element says which
// value goes where, `data-each="options"` repeats an element for each of a list, `if:kind=plan` keeps it for one value
// only. Values become text and attributes that are listed here, never markup; an address that leaves this site is not set.
const ATTRIBUTES = new Set(["alt", "aria-label", "width", "height", "value", "datetime", "id"]);
const ADDRESSES = new Set(["href", "src", "action"]);

export function fill(root, values, origin = globalThis.location?.origin) {
  for (const mould of [...root.querySelectorAll("[data-each]")]) {
    if (!root.contains(mould)) continue; // inside one that was repeated
    const field = mould.getAttribute("data-each");
    const rows = valueAt(values, field);
    for (const row of Array.isArray(rows) ? rows : []) {
      const copy = mould.cloneNode(true);
      copy.removeAttribute("data-each");
      mould.before(copy);
      fill(copy, row, origin);
    }
    mould.remove();
  }
  const bound = [...root.querySelectorAll("[data-bind]")];
  if (root.hasAttribute?.("data-bind")) bound.unshift(root);
  for (const element of bound) bind(element, values, origin);
  return root;
}

function bind(element, values, origin) {
  for (const rule of element.getAttribute("data-bind").split(" ")) {
    const [target, field, only] = rule.split(/[:=]/);
    const value = valueAt(values, field);
    put(element, target, only === undefined ? value : value === only, origin);
  }
  element.removeAttribute("data-bind");
}

function put(element, target, value, origin) {
  if (target === "text") element.textContent = worded(value);
  else if (target === "if") value || element.remove();
  else if (target === "unless") value && element.remove();
  else if (ADDRESSES.has(target)) putAddress(element, target, localAddress(value, origin));
  else if (value === undefined) return; // an attribute keeps what the mould has: a card without a state is open
  else if (target.startsWith("data-") || ATTRIBUTES.has(target)) element.setAttribute(target, worded(value));
}

function putAddress(element, target, address) {
  if (address === null) element.remove(); // a link or a picture of nowhere
  else element.setAttribute(target, address);
}

function worded(value) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value.join(" ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function valueAt(values, field) {
  return field.split(".").reduce((value, name) => value?.[name], values);
}

// A path of this site or a number to dial, or null.
export function localAddress(value, origin) {
  if (/^tel:\d{2,15}$/.test(value)) return value;
  if (typeof value !== "string" || !/^\/(?![/\\])/.test(value)) return null;
  try {
    const address = new URL(value, origin);
    return address.origin === origin ? address.pathname + address.search + address.hash : null;
  } catch {
    return null;
  }
}
