// <zone-fill>: the zone of this device goes along with the form, so that the first day begins at the right midnight.
export class ZoneFill extends HTMLElement {
  connectedCallback() {
    this.querySelector("input").value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  }
}
