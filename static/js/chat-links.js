// Addresses in what somebody has written, made to be tapped. The same rule as coaching.templatetags.links.
const ADDRESS = /https?:\/\/[^\s<>"'，。；：！？、（）《》「」]+/g;
const TRAILING = /[.,;:!?)\]]+$/; // ends the sentence, not the address

/** The text in parts, [{text, isLink}]: put together they are the text again. */
export function partsOf(text) {
  const parts = [];
  let done = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = found.replace(TRAILING, "");
    parts.push({ text: text.slice(done, index), isLink: false }, { text: address, isLink: true });
    done = index + address.length;
  }
  parts.push({ text: text.slice(done), isLink: false });
  return parts.filter((each) => each.text);
}

/** Where an element holds text with addresses, they become links that open beside the page. */
export function link(element) {
  const parts = partsOf(element.textContent);
  if (!parts.some((each) => each.isLink)) return;
  const { ownerDocument: document } = element;
  element.replaceChildren(...parts.map(({ text, isLink }) => (isLink ? anchor(document, text) : document.createTextNode(text))));
}

function anchor(document, address) {
  const made = document.createElement("a");
  for (const [name, value] of [["href", address], ["target", "_blank"], ["rel", "noopener noreferrer nofollow"]]) {
    made.setAttribute(name, value);
  }
  made.textContent = address;
  return made;
}
