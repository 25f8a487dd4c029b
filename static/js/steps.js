// Where a number goes when it is stepped up or down: on the grid of its step, within its bounds.
const DECIMALS = 3;

/** The next value in `direction` (1 or -1). An empty or unreadable value starts at `low`, or at 0. */
export function stepped(value, direction, { step = 1, low = -Infinity, high = Infinity } = {}) {
  const now = Number.parseFloat(value);
  if (Number.isNaN(now)) return clamp(Math.max(low, 0), low, high);
  const places = now / step;
  const onGrid = Math.abs(places - Math.round(places)) < 1e-6;
  const next = onGrid ? Math.round(places) + direction : direction > 0 ? Math.ceil(places) : Math.floor(places);
  return clamp(Number((next * step).toFixed(DECIMALS)), low, high);
}

function clamp(number, low, high) {
  return Math.min(high, Math.max(low, number));
}
