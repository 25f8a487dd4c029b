// The journal over a WebSocket, for networks whose proxies hold a text/event-stream back.
import { ended } from "spotter/line-end";

const SIGNED_OUT = 4401;
const REASONS = new Map([[4408, "slow"], [4409, "superseded"], [4012, "bye"]]);

/** `open`: makes the socket of an address. */
export function socketLine({ url, open }) {
  return {
    name: "websocket",
    listen({ after, signal, heard }) {
      return new Promise((resolve) => {
        const socket = open(url);
        let [isReady, retryMs] = [false, null];
        const leave = (end) => {
          resolve(end);
          socket.close();
        };
        signal.addEventListener("abort", () => leave(ended("stopped")), { once: true });
        socket.addEventListener("open", () => socket.send(JSON.stringify(subscription(after))));
        socket.addEventListener("message", ({ data }) => {
          const told = parsed(data);
          if (!told) return leave(ended("lost"));
          if (told.type === "bye") retryMs = told.retry_ms;
          if (told.type === "ready") isReady = true;
          pass(told, heard);
        });
        socket.addEventListener("close", ({ code }) => {
          if (code === SIGNED_OUT) resolve(ended(isReady ? "reauth" : "signed_out", retryMs));
          else resolve(ended(REASONS.get(code) ?? "lost", retryMs));
        });
      });
    },
  };
}

function subscription(after) {
  return after ? { type: "subscribe", after } : { type: "subscribe" };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function pass(told, heard) {
  if (told.type === "heartbeat") heard({ type: "beat" });
  else if (told.type === "ready" || told.type === "reset" || told.type === "typing") heard(told);
  else if (told.type === "entry") {
    const { type, ...entry } = told;
    heard({ type, entry });
  }
}
