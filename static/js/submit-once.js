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
    if (event.type === "pageshow") this.removeAttribute("data-sent"); // back from the history: may be sent again
    else if (this.hasAttribute("data-sent")) event.preventDefault();
    else this.setAttribute("data-sent", "");
  }
}
