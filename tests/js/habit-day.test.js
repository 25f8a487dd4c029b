import assert from "node:assert/strict";
import { test } from "node:test";
import { dayIn, keptOf } from "spotter/habit-day";
import { Outbox } from "spotter/outbox";
import { MemoryStore } from "./memory-store.js";

test("a tick counts for the day of the athlete's own zone", () => {
  const late = Date.parse("2026-03-04T23:30:00Z");
  assert.deepEqual(["UTC", "Europe/Berlin", "America/New_York"].map((zone) => dayIn(zone, late)), [
    "2026-03-04", "2026-03-05", "2026-03-04",
  ]);
});

test("one habit waits once a day, beside others and other days", async () => {
  const outbox = new Outbox({ store: new MemoryStore(), athlete: () => "ana", openChannel: () => null });
  await outbox.put({ kind: "habit", client_id: "a", habit: "stretching", on: "2026-03-04" });
  const rows = await outbox.rows();
  assert.equal(keptOf(rows, "stretching", "2026-03-04").client_id, "a");
  assert.equal(keptOf(rows, "stretching", "2026-03-05"), undefined);
  assert.equal(keptOf(rows, "reading", "2026-03-04"), undefined);
});
