// What Spotter says unasked, in the chat: quick replies that answer it, a reason to open, and a state that all screens
// share. A dialogue goes on in further messages of the same prompt; only the newest of them can be answered.
export class ChatPrompts {
  #root;
  #post;

  // post(method, path, body) → a promise.
  constructor({ root, post }) {
    [this.#root, this.#post] = [root, post];
  }

  // Another screen, or the clock, has moved a prompt on: the first message of it is what that is about.
  turn({ id, status }) {
    if (status !== "answered" && status !== "expired") return;
    const [first] = this.#cards(id);
    if (first?.dataset.state === "open") first.dataset.state = status;
  }

  // A message has come; where it continues a dialogue, what stood open before is answered.
  goOn({ id: messageId, content }) {
    if (!content?.prompt?.id) return;
    for (const card of this.#cards(content.prompt.id)) {
      if (card.closest("[data-id]").dataset.id !== messageId && card.dataset.state === "open") card.dataset.state = "answered";
    }
  }

  // Told once for each prompt that is on the screen for the first time; the server counts the first of all screens.
  tellSeen() {
    for (const each of this.#root.querySelectorAll('[data-unseen="1"]')) {
      each.dataset.unseen = "";
      this.#post("POST", `/api/v2/coaching/prompts/${each.dataset.prompt}/seen`, {}).catch(() => {}); // the next visit tells
    }
  }

  #cards(id) {
    return [...this.#root.querySelectorAll("[data-card][data-prompt]")].filter((each) => each.dataset.prompt === id);
  }
}

// The blocks of a prompt's message as the server's page shows them.
export function promptBlocks(blocks, prompt) {
  const about = { prompt, href: `/coach/prompts/${prompt}` };
  const turned = blocks.map((each) =>
    each.type === "quick_replies" ? { ...each, ...about, type: "prompt_replies", state: "open" } : each,
  );
  return [...turned, { type: "prompt_why", ...about, unseen: "1" }];
}
