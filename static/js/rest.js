// The rest between two sets, without a clock of its own: time is a parameter.

/** Whole seconds left of a rest of `restSeconds` that began at `startedAt` (ms), at `now` (ms); never below 0. */
export function secondsLeft(startedAt, restSeconds, now) {
  return Math.max(0, Math.ceil((startedAt + restSeconds * 1000 - now) / 1000));
}

/** Minutes and seconds as 2:05. */
export function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
