// The chat's way to the server: JSON in and out, with the token of the page's own forms.
export class ChatLine {
  #fetch;
  #token;

  constructor({ token, fetch = globalThis.fetch.bind(globalThis) }) {
    [this.#token, this.#fetch] = [token, fetch];
  }

  // {ok, status, data, error}. Throws a TypeError without a network.
  async post(method, path, body, key) {
    const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.#token() };
    if (key) headers["Idempotency-Key"] = key;
    const answer = await this.#fetch(path, { method, headers, body: JSON.stringify(body), credentials: "same-origin" });
    const told = await answer.json().catch(() => ({}));
    return { ok: answer.ok, status: answer.status, data: told.data, error: told.error };
  }

  async read(path) {
    const answer = await this.#fetch(path, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    return answer.ok ? answer.json() : null;
  }

  async page(path) {
    const answer = await this.#fetch(path, { headers: { Accept: "text/html" }, credentials: "same-origin" });
    return answer.ok && !answer.redirected ? answer.text() : null;
  }
}

// Whether trying again may help: the server was busy, away, or asked us to wait.
export function mayPass(status) {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}
