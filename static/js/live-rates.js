// What the live page reckons from the figures of the last minute.
// A sample is what the server tells: {at, now: {key: number|null}, sums: {key: number}, delays: [[bound_s|null, count]…]}.

export const WINDOW_S = 60;

/** The samples to reckon with from now on. After a restart of the server they begin anew: its sums do. */
export function kept(samples, sample) {
  const before = samples.at(-1);
  const isRestarted = before && Object.keys(before.sums).some((key) => sample.sums[key] < before.sums[key]);
  const usable = isRestarted ? [] : samples.filter((each) => sample.at - each.at <= WINDOW_S && each.at < sample.at);
  return [...usable, sample];
}

/** How often this was counted within the window, per minute; null while there is nothing to compare with. */
export function perMinute(samples, key) {
  const [first, last] = [samples[0], samples.at(-1)];
  if (samples.length < 2) return null;
  return Math.round(((last.sums[key] - first.sums[key]) * 60) / (last.at - first.at));
}

/** The delay that a share `q` of the window's pushes did not exceed, in seconds, between the bounds of its bucket.
 * null without a push; Infinity beyond the last bound. */
export function delay(samples, q) {
  if (samples.length < 2) return null;
  const [first, last] = [samples[0].delays, samples.at(-1).delays];
  const counts = last.map(([bound, count], place) => [bound, count - (first[place]?.[1] ?? 0)]);
  const all = counts.at(-1)?.[1] ?? 0;
  if (!all) return null;
  let [low, below] = [0, 0];
  for (const [bound, count] of counts) {
    if (count >= q * all) return bound === null ? Infinity : low + ((bound - low) * (q * all - below)) / (count - below);
    [low, below] = [bound, count];
  }
  return Infinity;
}
