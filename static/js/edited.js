// Whether a person has something in hand that must not be taken away by new content.

const BUTTONS = new Set(["button", "hidden", "image", "reset", "submit"]);

/** Whether a field differs from how the server gave it. */
export function isEdited(field) {
  if (BUTTONS.has(field.type)) return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.options) return [...field.options].some((option, place) => option.selected !== isGiven(field, option, place));
  return field.value !== field.defaultValue;
}

/** Whether a choice was made by the server; where it made none, a list shows its first one. */
function isGiven(field, option, place) {
  if ([...field.options].some((each) => each.defaultSelected)) return option.defaultSelected;
  return !field.multiple && place === 0;
}

/** Whether the focus rests on something that is being typed or chosen. */
export function isInHand(element) {
  return Boolean(element?.matches("input, textarea, select")) && !BUTTONS.has(element.type);
}
