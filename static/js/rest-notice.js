// <rest-notice icon="…" url="…">: says that a rest is over while nobody looks: a notification through the service worker
// where the person has allowed it, else a short vibration. A button keeps the screen on. The system may be late with it.

const BUZZ = [200, 100, 200];

export class RestNotice extends HTMLElement {
  #rest = null;
  #timer = null;
  #lock = null;

  connectedCallback() {
    this.addEventListener("click", this);
    document.addEventListener("visibilitychange", this);
    this.#show();
  }

  disconnectedCallback() {
    this.removeEventListener("click", this);
    document.removeEventListener("visibilitychange", this);
    queueMicrotask(() => this.isConnected || this.stop()); // it is moved from one exercise to the next
  }

  /** A rest has begun. `until`: ms of the clock. */
  start({ until, title, body }) {
    this.#rest = { until, title, body };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#over(), Math.max(0, until - Date.now()));
    this.#tellWorker();
    this.#show();
  }

  /** There is no rest any more. */
  stop() {
    this.#rest = null;
    clearTimeout(this.#timer);
    this.#tellWorker();
    this.#lock?.release();
  }

  handleEvent({ type, target }) {
    if (type === "visibilitychange") this.#cameBack();
    else if (target.closest("[data-do=notify]")) this.#askLeave();
    else if (target.closest("[data-do=awake]")) this.#toggleScreen();
  }

  #over() {
    if (document.visibilityState === "visible") navigator.vibrate?.(BUZZ);
  }

  async #askLeave() {
    const answer = await Notification.requestPermission();
    this.querySelector("[data-blocked]").hidden = answer !== "denied";
    this.#show();
    this.#tellWorker();
  }

  async #tellWorker() {
    if (globalThis.Notification?.permission !== "granted") return;
    const registration = await navigator.serviceWorker?.getRegistration();
    const [icon, url] = [this.getAttribute("icon"), this.getAttribute("url")];
    registration?.active?.postMessage({ type: "rest", until: 0, icon, url, ...this.#rest });
  }

  async #toggleScreen() {
    if (this.#lock) await this.#lock.release();
    else await this.#keepOn();
    this.#show();
  }

  async #keepOn() {
    try {
      this.#lock = await navigator.wakeLock.request("screen");
      this.#lock.addEventListener("release", () => {
        this.#lock = null;
        this.#show();
      });
    } catch {
      this.#lock = null; // the battery is low, or the system does not want to
    }
  }

  /** The system lets go of the screen whenever the page is out of sight. */
  #cameBack() {
    const wanted = this.querySelector("[data-do=awake]").getAttribute("aria-pressed") === "true";
    if (document.visibilityState === "visible" && wanted && !this.#lock) this.#keepOn().then(() => this.#show());
  }

  #show() {
    const permission = navigator.serviceWorker ? globalThis.Notification?.permission : undefined;
    this.querySelector("[data-do=notify]").hidden = permission !== "default";
    const awake = this.querySelector("[data-do=awake]");
    awake.hidden = !navigator.wakeLock;
    if (document.visibilityState === "visible") awake.setAttribute("aria-pressed", String(Boolean(this.#lock)));
    this.hidden = !this.#rest;
  }
}
