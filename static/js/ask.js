// One request to our own server, with what the outbox wants to know of the answer.
import { csrfToken } from "spotter/csrf";
import { serverClock } from "spotter/server-clock";

/** {status, code, error, details, data, at, retryAfterMs}; `at`: ms by the server's clock. Throws where no answer came within `patienceMs`. */
export async function ask(method, url, body, patienceMs) {
  const headers = { Accept: "application/json", "Accept-Language": document.documentElement.lang };
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
  if (body) headers["Content-Type"] = "application/json";
  const sentAt = Date.now();
  const signal = AbortSignal.timeout(patienceMs);
  const answer = await fetch(url, { method, headers, body: body && JSON.stringify(body), signal });
  const receivedAt = Date.now();
  const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
  serverClock.learn(told.data?.at ?? told.timestamp ?? answer.headers.get("Date"), sentAt, receivedAt);
  return {
    status: answer.status,
    code: told.code ?? "",
    error: told.error ?? "",
    details: told.details ?? null,
    data: told.data ?? null,
    at: receivedAt + serverClock.aheadMs,
    retryAfterMs: 1000 * Number(answer.headers.get("Retry-After") ?? 0),
  };
}
