"""Form fields as our pages show them: label, control, help and errors, tied together for screen readers."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect

register = template.Library()


@register.inclusion_tag("parts/field.html")
def field(bound: BoundField, **options: Any) -> dict[str, Any]:
    """One field. Options: `few` (choices stretch over the row), `one` (one choice a line), `days` (short ones, a week
    in a row), `questions` (long choices), `fold` (so many choices are in sight, the others under a line to open),
    `hidden_label`."""
    widget = bound.field.widget
    is_group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    choices = list(bound) if is_group else []
    shown = options.pop("fold", len(choices))
    return {
        "field": bound,
        "group": is_group,
        "choices": choices[:shown],
        "folded": choices[shown:],
        "is_open": any(each.data["selected"] for each in choices[shown:]),
        "is_check": isinstance(widget, CheckboxInput),
        "error_id": f"{bound.auto_id}_error",
        **options,
    }
