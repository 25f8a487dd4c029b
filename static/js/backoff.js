// How long to wait before trying again, so that many who lost their line at once do not come back at once.

const FIRST_MS = 1_000;
const CEILING_MS = 60_000;
const BELIEVED_MS = 600_000; // the server may ask for more patience than we would have, but not for ever

/** Milliseconds: anything up to a bound that doubles with each attempt (0, 1, …), but at least what the server said. */
export function retryDelayMs(attempt, random, saidMs = 0) {
  const bound = Math.min(CEILING_MS, FIRST_MS * 2 ** attempt);
  return Math.max(Math.min(saidMs ?? 0, BELIEVED_MS), random() * bound);
}
