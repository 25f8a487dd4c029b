// <push-switch key="…" address="/api/v2/coaching/push">: notifications of this browser, on and off. Shown only where the
// browser can have them; it is asked for them on a tap and never before.
export class PushSwitch extends HTMLElement {
  #registration = null;
  #subscription = null;
  #isBusy = false; // the browser asks its question, or the server is told: a second tap would do both twice

  async connectedCallback() {
    if (!navigator.serviceWorker || !("PushManager" in globalThis) || !("Notification" in globalThis)) return;
    this.addEventListener("click", this);
    this.#registration = await navigator.serviceWorker.ready;
    this.#subscription = await this.#registration.pushManager.getSubscription();
    this.querySelector("[data-part=push]").hidden = false;
    this.#show();
  }

  disconnectedCallback() {
    this.removeEventListener("click", this);
  }

  async handleEvent(event) {
    const act = event.target.closest("[data-do]")?.dataset.do;
    if (!act || this.#isBusy) return;
    this.#isBusy = true;
    const problem = this.querySelector("[data-problem]");
    problem.textContent = "";
    try {
      await (act === "on" ? this.#turnOn() : this.#turnOff());
    } catch {
      problem.textContent = this.getAttribute("failed");
    }
    this.#isBusy = false;
    this.#show();
  }

  async #turnOn() {
    if ((await Notification.requestPermission()) !== "granted") return;
    const key = bytesOf(this.getAttribute("key"));
    const asked = { userVisibleOnly: true, applicationServerKey: key };
    const subscription = await this.#registration.pushManager.subscribe(asked);
    const { endpoint, keys } = subscription.toJSON();
    try {
      await this.#send("POST", { endpoint, keys });
    } catch (problem) {
      await subscription.unsubscribe(); // nobody would ever use it
      throw problem;
    }
    this.#subscription = subscription;
  }

  async #turnOff() {
    const { endpoint } = this.#subscription;
    await this.#subscription.unsubscribe();
    this.#subscription = null;
    await this.#send("DELETE", { endpoint });
  }

  async #send(method, body) {
    const token = this.querySelector("[name=csrfmiddlewaretoken]").value;
    const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token };
    const answer = await fetch(this.getAttribute("address"), { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`not taken: ${answer.status}`);
  }

  #show() {
    const isBlocked = Notification.permission === "denied";
    this.querySelector("[data-part=blocked]").hidden = !isBlocked;
    this.querySelector("[data-do=on]").hidden = isBlocked || Boolean(this.#subscription);
    this.querySelector("[data-do=off]").hidden = !this.#subscription;
  }
}

// base64url, as servers write keys, into bytes, as browsers take them.
export function bytesOf(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (each) => each.charCodeAt(0));
}
