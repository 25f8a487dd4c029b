// What a form about a session asks for, as the server takes it.

/** `read(name)`: the text in a field, "" for none. */
export function wishOf(read) {
  const action = read("action");
  if (action === "resume") return { status: "planned" };
  if (action === "skip") return { status: "skipped", reason: read("reason") };
  const at = read("at");
  return at ? { on: read("on"), at } : { on: read("on") };
}
