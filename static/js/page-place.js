// Where a person is on a part of the page, so that new content leaves them there.

/** Gives a function that puts what was at the top of the screen there again, at the same height. */
export function placeOnScreen(part) {
  if (scrollY === 0) return () => {};
  const mark = [...part.querySelectorAll("[id]")].find((each) => each.getBoundingClientRect().bottom > 0);
  if (!mark) return () => {};
  const [id, top] = [mark.id, mark.getBoundingClientRect().top];
  return () => {
    const moved = (document.getElementById(id)?.getBoundingClientRect().top ?? top) - top;
    if (moved) scrollBy({ top: moved, behavior: "instant" });
  };
}

/** Gives a function that focuses what is now where the focus was, or else the whole page's content. */
export function placeOfFocus(part) {
  const focused = document.activeElement;
  if (!part.contains(focused)) return () => {};
  const likeIt = () => [...part.querySelectorAll(focused.localName)].filter((each) => marks(each) === marks(focused));
  const place = likeIt().indexOf(focused);
  return () => (likeIt()[place] ?? document.getElementById("main"))?.focus({ preventScroll: true });
}

/** Open in the new content what the person has opened in the old. */
export function keepOpen(part, fresh) {
  const open = new Set([...part.querySelectorAll("details[open]")].map(nameOf));
  for (const details of fresh.querySelectorAll("details")) if (open.has(nameOf(details))) details.open = true;
}

function marks(element) {
  const said = ["id", "name", "value", "href"].map((name) => element.getAttribute(name));
  return JSON.stringify([...said, element.closest("form")?.getAttribute("action"), element.textContent.trim()]);
}

function nameOf(details) {
  const around = details.closest("[id]")?.id ?? "";
  return `${around} ${details.querySelector("summary")?.textContent.trim()}`;
}
