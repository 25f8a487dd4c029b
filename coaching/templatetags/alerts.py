"""What waits for a person, on every page of those who may look."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from accounts.models import User
from coaching.services import alerts

register = template.Library()


@register.inclusion_tag("coaching/alerts.html", takes_context=True)
def safety_alerts(context: dict[str, Any]) -> dict[str, Any]:
    """How many signs nobody has taken on, and for how many minutes the oldest has waited."""
    request = context.get("request")
    person = getattr(request, "user", None)
    count, waited_s = alerts.waiting_for(person, timezone.now()) if isinstance(person, User) else (0, 0.0)
    return {"count": count, "minutes": int(waited_s // 60)}
