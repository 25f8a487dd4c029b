// The journal by asking again and again, when nothing can be kept open. Each answer is held until there is something.
import { ended } from "spotter/line-end";

const WAIT_S = 25;
const HASTE_MS = 1_000; // an empty answer sooner than this was not held
const PAUSE_MS = 10_000; // then we wait ourselves

/** `whoami`: the id of whoever is signed in, or `{end}`: unlike a stream, an answer does not say whose journal it is. */
export function pollingLine({ read, whoami, timers = globalThis, now = Date.now }) {
  return {
    name: "polling",
    async listen({ after, signal, heard }) {
      if (!after) return ended("unsupported"); // without a cursor it would begin with the first entry ever
      const { end, athlete } = await whoami(signal);
      if (end) return end;
      let cursor = after;
      for (let looks = 0; ; looks += 1) {
        const asked = now();
        const found = await read(cursor, { wait: looks ? WAIT_S : 0, signal });
        if (found.end) return found.end;
        if (looks === 0) heard({ type: "ready", cursor: found.next, athlete });
        else heard({ type: "beat" });
        for (const entry of found.entries) pass(entry, heard);
        cursor = found.next;
        const wasHeld = looks === 0 || found.entries.length > 0 || now() - asked >= HASTE_MS;
        if (!wasHeld) await new Promise((resolve) => timers.setTimeout(resolve, PAUSE_MS));
        if (signal.aborted) return ended("stopped");
      }
    },
  };
}

function pass(entry, heard) {
  heard(entry.kind === "reset" ? { type: "reset", cursor: entry.cursor } : { type: "entry", entry });
}
