// Why a line ended, said alike for every transport.
//
// lost: no answer, or cut off · busy: the server takes nobody in · bye, rotated, slow: the server ended it ·
// reauth: the login ends · signed_out: there is none · superseded: too many lines of this athlete ·
// unsupported: this server or a proxy does not do that · climb, gap, stopped: we ended it ourselves

const UNSUPPORTED = new Set([404, 405, 406, 426, 501]);

/** `retryMs`: how long the server asked to wait, or null. */
export function ended(reason, retryMs = null) {
  return { reason, retryMs };
}

/** The end that a refusal means; null for an answer that is none. */
export function refusal(answer) {
  if (answer.ok) return null;
  if (answer.status === 401) return ended("signed_out");
  if (UNSUPPORTED.has(answer.status)) return ended("unsupported");
  const seconds = Number(answer.headers.get("retry-after"));
  return ended("lost", seconds > 0 ? seconds * 1000 : null);
}
