"""Is sent what was drawn for? The counts of the last weeks against the logged probabilities, as lights.

A service beside the estimates, because a monitor asks every few minutes: a handful of grouped queries, no arrays.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, FloatField, Q, QuerySet, Sum, Value
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce, Floor, TruncDate

from coaching.core.draw import EVEN_CHANCES, STYLES
from coaching.core.effects.fidelity import Light, Tally, light, missing_z, worst
from coaching.core.policy import HIGH, LOW
from coaching.models import Decision
from coaching.services import pulses

logger = logging.getLogger(__name__)

WINDOW = timedelta(days=28)
WATCH, WATCH_EVERY = "fidelity", timedelta(minutes=50)  # the name of its pulse
CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Lamp:
    """One slice: by `rule`, `arm`, `day` or `decile` of the probability, and which."""

    by: str
    which: str
    tally: Tally

    @property
    def light(self) -> Light:
        return self.tally.light


@dataclass(frozen=True, slots=True)
class Lights:
    """What a monitor needs: one light, and the slices behind it. Shares are 0 to 1, None without points."""

    light: Light
    lamps: tuple[Lamp, ...]
    points: int
    at_clip: float | None
    missing_sent: float | None
    missing_held: float | None
    missing_light: Light

    @property
    def alarms(self) -> tuple[Lamp, ...]:
        """What is not green, the worst first."""
        return tuple(
            sorted((lamp for lamp in self.lamps if lamp.light != Light.GREEN), key=lambda lamp: -abs(lamp.tally.z))
        )


def fidelity(now: datetime) -> Lights:
    """The lights over the decisions of the last 28 days."""
    drawn = Decision.objects.estimable().filter(is_experiment=True, decided_at__range=(now - WINDOW, now))
    lamps = (*_sent_by(drawn), *_arms(drawn))
    counted = drawn.aggregate(
        points=Count("pk"),
        clipped=Count("pk", filter=Q(probability__lte=LOW + CLOSE) | Q(probability__gte=HIGH - CLOSE)),
    )
    sent, held = (_missing(drawn.filter(is_treated=treated)) for treated in (True, False))
    missing_light = light(missing_z(*sent, *held))
    points = counted["points"]
    return Lights(
        worst([*(lamp.light for lamp in lamps), missing_light]),
        lamps,
        points,
        counted["clipped"] / points if points else None,
        _share(*sent),
        _share(*held),
        missing_light,
    )


def watch(now: datetime) -> Lights | None:
    """Look, keep the light for whoever asks how the coach is, and log what is not green. None: it was just done."""
    turn = pulses.begin(WATCH, now, WATCH_EVERY)
    if turn is None:
        return None
    lights = fidelity(now)
    pulses.finish(turn, now, {"light": str(lights.light), "points": lights.points})
    if lights.light != Light.GREEN:
        told = ", ".join(f"{lamp.by} {lamp.which} z = {lamp.tally.z:+.1f}" for lamp in lights.alarms)
        log = logger.error if lights.light == Light.RED else logger.warning
        log("Prompts are not sent as they were drawn (%s): %s", lights.light, told or "outcomes are missing unevenly")
    return lights


def _sent_by(drawn: QuerySet[Decision]) -> Iterable[Lamp]:
    slices = {
        "rule": F("rule"),
        "day": TruncDate("decided_at"),
        "decile": Cast(Floor(F("probability") * Value(10.0)), FloatField()),
    }
    for by, key in slices.items():
        grouped: Any = (
            drawn.annotate(slice=key)
            .values("slice")
            .annotate(
                count=Count("pk"),
                taken=Count("pk", filter=Q(is_treated=True)),
                expected=Sum("probability"),
                variance=Sum(F("probability") * (Value(1.0) - F("probability"))),
            )
            .order_by("slice")
        )
        for row in grouped:
            which = f"{row['slice'] / 10:.1f}" if by == "decile" else str(row["slice"])
            yield Lamp(by, which, Tally(row["count"], row["taken"], row["expected"], row["variance"]))


def _arms(drawn: QuerySet[Decision]) -> Iterable[Lamp]:
    """Each wording style among what was sent, against the chances that it was drawn with: those of its row, or even."""
    sent = drawn.filter(is_treated=True, arm_probability__lt=1).exclude(arm="")
    for place, arm in enumerate(STYLES):
        logged = KeyTextTransform(str(place), KeyTransform("arm_chances", "context"))
        chance = Coalesce(Cast(logged, FloatField()), Value(EVEN_CHANCES[place]))
        found: Any = sent.annotate(chance=chance).aggregate(
            count=Count("pk"),
            taken=Count("pk", filter=Q(arm=arm)),
            expected=Sum("chance"),
            variance=Sum(F("chance") * (Value(1.0) - F("chance"))),
        )
        if found["count"]:
            yield Lamp("arm", arm, Tally(found["count"], found["taken"], found["expected"], found["variance"]))


def _missing(some: QuerySet[Decision]) -> tuple[int, int]:
    """How many have a closed outcome, and how many of these are missing."""
    found = some.filter(outcome__closed_at__isnull=False).aggregate(
        closed=Count("pk"), missing=Coalesce(Count("pk", filter=Q(outcome__is_missing=True)), 0)
    )
    return found["closed"], found["missing"]


def _share(closed: int, missing: int) -> float | None:
    return missing / closed if closed else None
