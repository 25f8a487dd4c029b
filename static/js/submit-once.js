// <submit-once><form>…</form></submit-once>: a second tap on a slow line sends nothing. The server would store it once
// all the same; this spares the wait.
export class SubmitOnce extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", this);
    window.addEventListener("pageshow", this);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this);
    window.removeEventListener("pageshow", this);
  }

  handleEvent(event) {
    // Back from the history it may be sent again. Pages tell of their first showing too, on a slow line after the tap.
    if (event.type === "pageshow") this.toggleAttribute("data-sent", !event.persisted && this.hasAttribute("data-sent"));
    else if (this.hasAttribute("data-sent")) event.preventDefault();
    else this.setAttribute("data-sent", "");
  }
}
