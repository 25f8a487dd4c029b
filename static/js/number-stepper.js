// <number-stepper less="…" more="…" step="2.5"><input type="number"></number-stepper>: two large buttons beside a number.
import { stepped } from "spotter/steps";

export class NumberStepper extends HTMLElement {
  #buttons = [];

  connectedCallback() {
    const input = this.querySelector("input");
    if (!input || this.#buttons.length) return;
    const less = this.#button("−", this.getAttribute("less"), input, -1);
    const more = this.#button("+", this.getAttribute("more"), input, 1);
    input.before(less);
    input.after(more);
    this.#buttons = [less, more];
  }

  disconnectedCallback() {
    for (const button of this.#buttons) button.remove();
    this.#buttons = [];
  }

  #button(sign, name, input, direction) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button is-quiet";
    button.textContent = sign;
    button.setAttribute("aria-label", `${name}: ${input.labels?.[0]?.textContent.trim() ?? ""}`);
    button.addEventListener("click", () => {
      const bound = (text, otherwise) => (text === "" ? otherwise : Number(text));
      input.value = stepped(input.value, direction, {
        step: Number(this.getAttribute("step") ?? 1),
        low: bound(input.min, -Infinity),
        high: bound(input.max, Infinity),
      });
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    return button;
  }
}
