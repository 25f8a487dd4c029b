"""What templates say about training. Loads follow the unit of the person who looks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.translation import get_language

from accounts.models import AthleteProfile
from plans import services as plans
from plans import wording
from plans.models import Exercise, Plan, PlannedItem
from plans.wording import conflicts, quantities, words

register = template.Library()
Context = Mapping[str, Any]

register.filter("signed_percent", quantities.percent)
register.filter("duration", quantities.duration)
register.filter("distance", quantities.distance)
register.filter("short_number", quantities.number)
register.filter("day", quantities.day)
register.filter("short_day", quantities.short_day)
register.filter("phase", wording.phase)


@register.filter
def region(code: str) -> str:
    """A part of the body."""
    return str(words.REGIONS.get(code, code))


def units_of(context: Context) -> str:
    user = context["request"].user
    units: str = user.profile.units if user.is_authenticated else AthleteProfile.Units.METRIC
    return units


@register.simple_tag(takes_context=True)
def place_url(context: Context, place: str, *arguments: Any) -> str:
    """Where a page about training is: one's own, or that of the athlete whom a coach looks at (`visited`)."""
    visited = context.get("visited")
    if visited is None:
        return reverse(f"page-{place}", args=arguments)
    return reverse(f"page-athlete-{place}", args=[visited.pk, *arguments])


@register.simple_tag(takes_context=True)
def weight(context: Context, load_kg: float | None) -> str:
    """A load: `80 kg`, or `176.5 lb`."""
    return quantities.weight(load_kg, units_of(context))


@register.simple_tag(takes_context=True)
def estimate(context: Context, load_kg: float) -> str:
    """An estimated load, to the whole kg or lb."""
    return quantities.estimate(load_kg, units_of(context))


@register.simple_tag(takes_context=True)
def prescription(context: Context, item: PlannedItem) -> str:
    return quantities.prescription(item, units_of(context))


@register.simple_tag(takes_context=True)
def done_set(context: Context, done: dict[str, Any]) -> str:
    return quantities.done_set(done, units_of(context))


@register.simple_tag
def model_items(plan: Plan) -> frozenset[UUID]:
    """The items of this plan that stand as a language model left them."""
    return plans.items_by_model(plan)


@register.filter
def amount(item: PlannedItem) -> str:
    return quantities.amount(item)


@register.filter
def exercise_name(exercise: Exercise) -> str:
    return exercise.name(get_language() or "en")


@register.filter
def cue(exercise: Exercise) -> str:
    return exercise.cue(get_language() or "en")


@register.filter
def session_title(code: str) -> str:
    """A session's title; some are called after their kind."""
    return str(words.SESSION_KINDS[code]) if code in words.SESSION_KINDS else wording.title(code)


@register.simple_tag
def item_reason(item: PlannedItem, names: Mapping[str, str] | None = None) -> str:
    return wording.item_reason(item.why, item.load_basis, names)


@register.inclusion_tag("plans/conflict.html", takes_context=True)
def session_conflicts(context: Context) -> dict[str, Any]:
    """Sessions that the phone and the plan changed apart and that wait for an answer. One query where none do."""
    visited = context.get("visited")
    athlete = visited or context["request"].user
    views = [
        {
            "change": change,
            "who": conflicts.who(waiting[0]),
            "at": waiting[0].standing_at,
            "lines": [
                {
                    "field": conflicts.field(each),
                    "standing": conflicts.value(each.field, each.standing),
                    "wanted": conflicts.value(each.field, each.wanted),
                }
                for each in waiting
            ],
        }
        for change in plans.open_conflicts(athlete.pk)
        if (waiting := [each for each in change.conflicts.all() if each.settled_at is None])
    ]
    zone = context["request"].user.profile.timezone
    return {"conflicts": views, "visited": visited, "zone": zone, "csrf_token": context.get("csrf_token")}
