// Which of several panes beside each other is in sight, and which one a key leads to. No DOM.

// The pane that fills most of the track. A page that reads from the right scrolls into negative numbers.
export function paneAt(scrollLeft, width, count) {
  if (!(width > 0)) return 0;
  return Math.min(count - 1, Math.round(Math.abs(scrollLeft) / width));
}

// As tabs do: around the corner, to the first and the last. Null for any other key.
export function tabAfter(key, place, count) {
  const places = { ArrowRight: (place + 1) % count, ArrowLeft: (place + count - 1) % count, Home: 0, End: count - 1 };
  return place >= 0 && Object.hasOwn(places, key) ? places[key] : null;
}
