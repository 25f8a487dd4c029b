// What a tap in the chat asks of the server, and how a card then stands. No DOM.
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const API = "/api/v1/plans";
const PROMPTS = "/api/v2/coaching/prompts";

const ASKS = {
  swap: ({ session, item, exercise }) => [
    "POST", `${API}/sessions/${id(session)}/swap`, { item: id(item), exercise }, "chosen",
  ],
  apply: ({ plan, suggestions }) => ["POST", `${API}/${id(plan)}/adaptations/apply`, { ids: ids(suggestions) }, "applied"],
  dismiss: ({ plan, suggestions }) => [
    "POST", `${API}/${id(plan)}/adaptations/dismiss`, { ids: ids(suggestions) }, "dismissed",
  ],
  undo: ({ plan, revision }) => [
    "POST", `${API}/${id(plan)}/revisions/${number(revision) - 1}/restore`, { base_revision: number(revision) }, "undone",
  ],
  skip: ({ session }) => ["PATCH", `${API}/sessions/${id(session)}`, { status: "skipped" }, "skipped"],
  set_tone: ({ value }) => ["PATCH", "/api/v1/me", { tone: word(value) }, "set"],
  respond: ({ prompt, choice }) => ["POST", `${PROMPTS}/${id(prompt)}/respond`, { choice }, "answered", true],
  unskip: ({ session }) => ["PATCH", `${API}/sessions/${id(session)}`, { status: "planned" }, "open"],
};
// Taps that only turn the card over.
const TURNS = { skip_session: "confirm", keep: "open" };

// {method, path, body, state} for a tap, {state} where nothing is sent, or null where the card lacks what it takes.
// `isKeyed`: the body carries the key of the tap as client_id.
export function askFor(act, facts) {
  if (Object.hasOwn(TURNS, act)) return { state: TURNS[act] };
  if (!Object.hasOwn(ASKS, act)) return null;
  try {
    const [method, path, body, state, isKeyed] = ASKS[act](facts);
    return { method, path, body, state, ...(isKeyed && { isKeyed }) };
  } catch (problem) {
    if (problem instanceof TypeError) return null;
    throw problem;
  }
}

function id(value) {
  if (!UUID.test(value ?? "")) throw new TypeError("no id");
  return value;
}

function ids(value) {
  return (value ?? "").split(" ").map(id);
}

function word(value) {
  if (!/^[a-z]{1,20}$/.test(value ?? "")) throw new TypeError("no word");
  return value;
}

function number(value) {
  if (!/^[1-9]\d*$/.test(value ?? "")) throw new TypeError("no number");
  return Number(value);
}
