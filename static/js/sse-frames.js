// Reads a text/event-stream that arrives in pieces, cut anywhere. https://html.spec.whatwg.org/#parsing-an-event-stream

const LONGEST = 1_000_000; // characters of one event; more is no stream of ours
const LINE_END = /\r\n|\n|\r/;

export class SseFrames {
  #rest = "";
  #isFirst = true;
  #endedInReturn = false; // the line end may have been cut between its two characters
  #event = "";
  #id = null;
  #data = [];
  #size = 0;

  /** The last `retry:` that was said, in milliseconds, or null. */
  retryMs = null;

  /** The next piece of text; gives the events that are whole: `{event, data, id}`, a comment as the event `comment`. */
  take(text) {
    const found = [];
    for (const line of this.#lines(text)) {
      const frame = line === "" ? this.#whole() : this.#field(line);
      if (frame) found.push(frame);
    }
    return found;
  }

  #lines(text) {
    if (text === "") return [];
    let fresh = this.#endedInReturn && text.startsWith("\n") ? text.slice(1) : text;
    if (this.#isFirst && fresh.startsWith("\uFEFF")) fresh = fresh.slice(1);
    this.#isFirst = false;
    this.#endedInReturn = text.endsWith("\r");
    const lines = (this.#rest + fresh).split(LINE_END);
    this.#rest = lines.pop();
    if (this.#rest.length > LONGEST) throw new RangeError("a line of the stream has no end");
    return lines;
  }

  #field(line) {
    const colon = line.indexOf(":");
    if (colon === 0) return { event: "comment", data: line.slice(1), id: null };
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (name === "event") this.#event = value;
    else if (name === "data") this.#keep(value);
    else if (name === "id" && !value.includes("\0")) this.#id = value;
    else if (name === "retry" && /^\d+$/.test(value)) this.retryMs = Number(value);
    return null;
  }

  #keep(value) {
    this.#size += value.length;
    if (this.#size > LONGEST) throw new RangeError("an event of the stream has no end");
    this.#data.push(value);
  }

  #whole() {
    const frame = { event: this.#event || "message", data: this.#data.join("\n"), id: this.#id };
    const isEmpty = this.#data.length === 0;
    [this.#event, this.#data, this.#size] = ["", [], 0];
    return isEmpty ? null : frame;
  }
}
