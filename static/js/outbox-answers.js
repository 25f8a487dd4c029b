// What an answer of the server means for the rows that were sent.

export const SYNC_KINDS = ["rpe", "performance", "session_change"];
const STATES = { created: "sent", duplicate: "sent", conflict: "conflict", rejected: "refused" };
const AGAIN = [408, 425, 429]; // and everything from 500: nothing is wrong with the rows

/** The longest run of rows, from the first, that goes out in one request: what was trained together, else one by one. */
export function firstBatch(rows, most) {
  if (!rows.length || !SYNC_KINDS.includes(rows[0].kind)) return rows.slice(0, 1);
  const end = rows.findIndex((row) => !SYNC_KINDS.includes(row.kind));
  return rows.slice(0, Math.min(end < 0 ? rows.length : end, most));
}

/** What a status means for a whole request: `taken`; `refused`, by row; `signed_out`; `another` athlete; `too_large`;
 * `later`. */
export function meaning(status, code = "") {
  if (status < 300) return "taken";
  if (status === 401 || code === "csrf_failed" || code === "not_authenticated") return "signed_out";
  if (code === "another_athlete") return "another";
  if (status === 413) return "too_large";
  return status >= 500 || AGAIN.includes(status) ? "later" : "refused";
}

/** The rows of a batch as its answers (in order) leave them; `at` (ms) is the server's clock. */
export function answered(rows, answers, at) {
  return rows.map((row, place) => {
    const told = answers[place] ?? {};
    const state = STATES[told.status] ?? "waiting"; // an answer that we do not know decides nothing
    const { reason = "", note = "", details = null } = told;
    return { ...row, state, reason: sentences(reason, details), note, answered_at: at, known: told.status === "duplicate" };
  });
}

/** A refusal and what exactly is wrong, as one text. */
export function sentences(reason, details) {
  const parts = Object.values(details ?? {}).filter(Array.isArray).flat(); // other details are facts for machines
  return [reason, ...parts].filter(Boolean).join(" ");
}
