// Sends what was typed, in order, each under its own client id: sent again it is there once. What finds no network is
// kept by `keep` and goes out later; what the server refuses is told with its sentence.
import { mayPass } from "spotter/chat-line";

export class MessageSender extends EventTarget {
  #url;
  #line;
  #keep;
  #last = Promise.resolve();

  // keep(row): stores {kind, client_id, text} until a network is there.
  constructor({ url, line, keep }) {
    super();
    [this.#url, this.#line, this.#keep] = [url, line, keep];
  }

  send(row) {
    this.#last = this.#last.then(() => this.#deliver(row));
    return this.#last;
  }

  async #deliver({ client_id, text }) {
    let answer;
    try {
      answer = await this.#line.post("POST", this.#url, { client_id, text });
    } catch {
      answer = { ok: false, status: 503 };
    }
    if (answer.ok) this.#tell("sent", { client_id, message: answer.data });
    else if (mayPass(answer.status) || answer.status === 401) await this.#hold({ client_id, text });
    else this.#tell("refused", { client_id, sentence: answer.error ?? "" });
  }

  async #hold(row) {
    try {
      await this.#keep({ kind: "message", ...row });
      this.#tell("waiting", row);
    } catch {
      this.#tell("refused", { ...row, sentence: "" }); // nowhere to keep it: the text stays in the page
    }
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
