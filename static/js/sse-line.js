// The journal as a text/event-stream, read with fetch: EventSource hides why it was refused and gives up for good.
import { ended, refusal } from "spotter/line-end";
import { SseFrames } from "spotter/sse-frames";

const GOODBYES = new Set(["bye", "reauth", "superseded", "slow"]);

/** `url`: where the stream is. A line gives what it hears to `heard` and in the end says why it ended. */
export function sseLine({ url, fetch }) {
  return {
    name: "sse",
    async listen({ after, signal, heard }) {
      const answer = await fetch(after ? `${url}?after=${encodeURIComponent(after)}` : url, {
        headers: { Accept: "text/event-stream" },
        cache: "no-store",
        signal,
      });
      const refused = refusal(answer);
      if (refused) return refused;
      if (!answer.headers.get("content-type")?.startsWith("text/event-stream")) return ended("unsupported");
      return follow(answer.body.getReader(), heard);
    },
  };
}

async function follow(reader, heard) {
  const [frames, decoder] = [new SseFrames(), new TextDecoder()];
  let isSilent = true;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return ended(isSilent && frames.retryMs !== null ? "busy" : "lost", frames.retryMs);
      for (const frame of frames.take(decoder.decode(value, { stream: true }))) {
        isSilent = false;
        const goodbye = pass(frame, heard);
        if (goodbye) return ended(goodbye, frames.retryMs);
      }
    }
  } finally {
    reader.cancel().catch(() => {}); // it may be broken already
  }
}

/** Pass one event on; the reason when it is the last one. */
function pass({ event, data }, heard) {
  if (event === "comment") {
    heard({ type: "beat" });
    return null;
  }
  const told = JSON.parse(data);
  if (GOODBYES.has(event)) return told.reason === "rotated" ? "rotated" : event;
  if (event === "ready" || event === "reset" || event === "typing") heard({ ...told, type: event });
  else if (Number.isInteger(told.seq)) heard({ type: "entry", entry: told });
  return null;
}
