// What waits to be sent, on this device, in the order in which it was done. A row stays until the server has answered it,
// and a little longer, so that the page can say what became of it.
import { LocalStore } from "spotter/local-store";

const CHANNEL = "spotter-outbox";
const REMEMBERED_MS = 2 * 24 * 3600 * 1000;
const OPEN = ["waiting", "refused", "conflict"];

/** Rows: {n, athlete, kind, client_id, label, made_at, state, tries, left, body, reason?, note?, answered_at?}. `tries`:
 * how many sendings failed; `left`: one has begun, so the server may have it. State: `waiting`; `sent`; `refused`, with
 * the server's sentence; `conflict`, which the changes page settles.
 *
 * Event `change` after each change, also one that another tab made. */
export class Outbox extends EventTarget {
  #store;
  #athlete;
  #now;
  #channel;

  // athlete(): the id of whoever is signed in, "" for nobody.
  constructor({ store, athlete, now = () => Date.now(), openChannel = () => new BroadcastChannel(CHANNEL) }) {
    super();
    [this.#store, this.#athlete, this.#now] = [store, athlete, now];
    this.#channel = globalThis.BroadcastChannel && openChannel();
    this.#channel?.unref?.(); // Node would wait for it
    if (this.#channel) this.#channel.onmessage = () => this.dispatchEvent(new Event("change"));
  }

  get athlete() {
    return this.#athlete();
  }

  /** Keep {kind, client_id, label?, …}, and in the same transaction `also` (changes of LocalStore). The row is safe once
   * this resolves. It rejects with QuotaExceededError where the device is full; then nothing was changed. */
  async put({ kind, client_id, label = "", ...rest }, also = []) {
    const row = {
      athlete: this.athlete,
      kind,
      client_id,
      label,
      made_at: this.#now(),
      state: "waiting",
      tries: 0,
      left: false,
      body: kind === "message" ? { client_id, ...rest } : { kind, id: client_id, ...rest },
    };
    await this.write([["put", "outbox", row], ...also]);
    return row;
  }

  /** What the signed-in athlete has waiting, oldest first, with what each row says beside it. */
  async rows() {
    const rows = await this.all();
    return rows.filter((row) => row.athlete === this.athlete && row.state === "waiting").map((row) => ({ ...row.body, ...row }));
  }

  /** Every row of every athlete on this device, oldest first. */
  all() {
    return this.#store.all("outbox");
  }

  /** Store rows as they are now. */
  update(rows) {
    return this.write(rows.map((row) => ["put", "outbox", row]));
  }

  /** Forget a row for good. */
  discard({ n }) {
    return this.write([["delete", "outbox", n]]);
  }

  /** Let go of what was answered long ago. */
  async tidy() {
    const old = (await this.all()).filter((row) => !OPEN.includes(row.state) && row.made_at < this.#now() - REMEMBERED_MS);
    if (old.length) await this.write(old.map((row) => ["delete", "outbox", row.n]));
  }

  /** Forget what has been sent: somebody signs out. What waits stays, for whoever it belongs to. */
  async forgetSent() {
    const sent = (await this.all()).filter((row) => row.state === "sent");
    if (sent.length) await this.write(sent.map((row) => ["delete", "outbox", row.n]));
  }

  async write(changes) {
    await this.#store.write(changes);
    this.dispatchEvent(new Event("change"));
    this.#channel?.postMessage("change");
  }
}

export const store = new LocalStore();
export const outbox = new Outbox({ store, athlete: () => document.body.dataset.athlete ?? "" });
