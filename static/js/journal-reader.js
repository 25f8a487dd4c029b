// One look at the journal over plain HTTP.
import { refusal } from "spotter/line-end";

const PAGE = 200;

/** Gives `read(after, {wait, signal})`, which answers `{entries, next, isLast}`, or `{end}` when it was refused. Entries
 * are those after the cursor, oldest first; one of the kind `reset` stands alone. `wait`: seconds that the server may
 * hold its answer until there is something. */
export function journalReader({ url, fetch }) {
  return async function read(after, { wait = 0, signal } = {}) {
    const query = new URLSearchParams({ after, limit: PAGE, ...(wait ? { wait } : {}) });
    const answer = await fetch(`${url}?${query}`, {
      headers: { Accept: "application/json" },
      cache: "no-store",
      signal,
    });
    const end = refusal(answer);
    if (end) return { end };
    const { data, next } = await answer.json();
    return { entries: data, next, isLast: data.length < PAGE };
  };
}
