// <installed-app worker="/sw.js">: registers the service worker, keeps copies of the pages that are needed in the gym, and
// offers a new version instead of changing under somebody's hands.
import { reloadPage } from "spotter/reload-page";

const KEPT_MOST = 8; // a week's sessions, not all of a long plan

export class InstalledApp extends HTMLElement {
  #registration = null;
  #isReloading = false;
  #offer = null;

  connectedCallback() {
    if (!navigator.serviceWorker) return; // an old browser, or a page that came without TLS
    window.addEventListener("beforeinstallprompt", this);
    this.addEventListener("click", this);
    this.#register().catch(() => {}); // without it everything works, but with a network only
  }

  disconnectedCallback() {
    window.removeEventListener("beforeinstallprompt", this);
    document.removeEventListener("visibilitychange", this);
    this.removeEventListener("click", this);
    navigator.serviceWorker?.removeEventListener("controllerchange", this);
    this.#registration?.removeEventListener("updatefound", this);
  }

  handleEvent(event) {
    if (event.type === "updatefound") this.#follow(this.#registration.installing);
    else if (event.type === "controllerchange") this.#changed();
    else if (event.type === "visibilitychange") this.#look();
    else if (event.type === "beforeinstallprompt") this.#offerInstall(event);
    else if (event.target.closest("[data-do=reload]")) this.#registration?.waiting?.postMessage({ type: "activate" });
    else if (event.target.closest("[data-do=install]")) this.#install();
  }

  async #register() {
    const hadOne = Boolean(navigator.serviceWorker.controller);
    this.#registration = await navigator.serviceWorker.register(this.getAttribute("worker"));
    this.#registration.addEventListener("updatefound", this);
    if (hadOne) navigator.serviceWorker.addEventListener("controllerchange", this);
    if (this.#registration.waiting) this.#show("reload");
    this.#follow(this.#registration.installing);
    document.addEventListener("visibilitychange", this);
    this.#look();
    const { active } = await navigator.serviceWorker.ready;
    if (document.body.dataset.athlete) active.postMessage({ type: "keep", urls: this.#wanted() });
  }

  /** An app on the home screen may stay open for days: ask for a new version whenever somebody looks at it. */
  #look() {
    if (document.visibilityState === "visible") this.#registration.update().catch(() => {}); // no network: next time
  }

  /** The pages that this one points out as needed without a network. */
  #wanted() {
    return [...document.querySelectorAll("a[data-keep]")].slice(0, KEPT_MOST).map((link) => new URL(link.href).pathname);
  }

  #follow(worker) {
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && navigator.serviceWorker.controller) this.#show("reload");
    });
  }

  #changed() {
    if (this.#isReloading) return;
    this.#isReloading = true;
    reloadPage();
  }

  #offerInstall(event) {
    event.preventDefault(); // the browser's own bar would come at a moment of its own choice
    this.#offer = event;
    this.#show("install");
  }

  async #install() {
    await this.#offer?.prompt();
    this.#offer = null;
    this.#part("install").hidden = true;
  }

  #show(name) {
    this.#part(name).hidden = false;
  }

  #part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }
}
