"""What pages say about an illness that the athlete has reported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from feedback import services as feedback

register = template.Library()


@register.inclusion_tag("feedback/illness_note.html", takes_context=True)
def illness_note(context: Mapping[str, Any]) -> dict[str, Any]:
    """A note while an illness of the person who looks lasts, else the way to report one. One query."""
    return {"row": feedback.running_illness(context["request"].user.pk)}
