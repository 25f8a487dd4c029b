// <zone-ask zone="Europe/Berlin">: where the browser is in another zone than the profile says, it asks; it never switches
// by itself. Whoever leaves it is not asked again about the same zone on this device.
const KEPT = "spotter-zone-kept";

export class ZoneAsk extends HTMLElement {
  connectedCallback() {
    const here = zoneOf();
    const isKept = stored() === `${this.getAttribute("zone")} ${here}`;
    if (!here || isKept || here === this.getAttribute("zone")) return;
    this.querySelector("[name=timezone]").value = here;
    this.querySelector("[data-zone]").textContent = here;
    this.querySelector("[data-ask]").hidden = false;
    this.addEventListener("click", this);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this);
  }

  handleEvent(event) {
    if (!event.target.closest("[data-keep]")) return;
    this.querySelector("[data-ask]").hidden = true;
    try {
      localStorage.setItem(KEPT, `${this.getAttribute("zone")} ${zoneOf()}`);
    } catch {
      // a browser that keeps nothing asks again
    }
  }
}

function zoneOf() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function stored() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}
