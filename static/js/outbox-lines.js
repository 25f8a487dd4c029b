// What the panel says of the rows on this device: whose they are, and which of them are worth a line.

const TOLD_MS = 120_000; // how long a row that had to wait is told of as sent, also after the page was loaded again

/** {waiting, others, hint, isUrgent, lines: [{row, state}]}.
 *
 * `state` of the sender; `touched`: the numbers of rows that have waited in this page, which grows here. A row that goes
 * out at once is no news. `others`: how many rows of other people wait on this device. */
export function linesOf(rows, { athlete, state, isOnline, touched, now }) {
  const [own, foreign] = [rows.filter((row) => athlete && row.athlete === athlete), rows.filter((row) => row.athlete !== athlete)];
  const isStuck = !isOnline || ["waiting", "signed_out", "another"].includes(state);
  for (const row of own) if (row.state === "waiting" && (isStuck || row.tries > 0)) touched.add(row.n);
  const lines = own.filter((row) => isNews(row, touched, now)).map((row) => ({ row, state: stateOf(row) }));
  const waiting = lines.filter((line) => line.state === "waiting").length;
  return {
    lines,
    waiting,
    others: foreign.filter((row) => row.state !== "sent").length,
    isUrgent: lines.some((line) => ["refused", "conflict"].includes(line.state)),
    hint: waiting ? hintOf(state, isOnline) : "",
  };
}

function isNews(row, touched, now) {
  if (row.state === "waiting") return touched.has(row.n);
  if (row.state !== "sent" || row.note) return true; // until somebody has seen it
  return touched.has(row.n) || (row.tries > 0 && now - row.answered_at < TOLD_MS);
}

function stateOf(row) {
  if (row.state !== "sent") return row.state;
  return row.known ? "known" : "sent";
}

function hintOf(state, isOnline) {
  if (!isOnline) return "offline";
  return ["signed_out", "another", "sending"].includes(state) ? state : "later";
}
