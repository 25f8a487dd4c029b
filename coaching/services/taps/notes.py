"""Taps that tell how the athlete is: noted for the day, the newest word about each thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from accounts.core.ids import uuid7
from coaching.models import CheckIn, Habit
from coaching.services import habits
from coaching.services.taps.tap import Done, Tap


def feeling(value: int) -> Callable[[Tap], Done]:
    return lambda tap: _noted(tap, "feeling", {"feeling": value})


def slept(is_short: bool) -> Callable[[Tap], Done]:
    return lambda tap: _noted(tap, "sleep" if is_short else "feeling", {"slept_short": is_short})


def pain(is_there: bool) -> Callable[[Tap], Done]:
    def note(tap: Tap) -> Done:
        region = str(tap.facts["region"])
        row = CheckIn.objects.filter(athlete=tap.athlete, on=tap.today).first()
        told = {**(row.pain if row else {}), region: is_there}
        return _noted(tap, "feeling" if is_there else "pain_gone", {"pain": told})

    return note


def _noted(tap: Tap, code: str, values: Mapping[str, Any]) -> Done:
    """The newest word of the day about each thing counts."""
    CheckIn.objects.update_or_create(athlete=tap.athlete, on=tap.today, defaults={**values, "told_at": tap.now})
    return Done(code, stored={"metric": {"on": tap.today.isoformat(), **values}})


def habit_done(tap: Tap) -> Done:
    on = date.fromisoformat(tap.facts["on"])
    habits.tick(athlete=tap.athlete, habit=habit_of(tap), on=on, client_id=uuid7(), now=tap.now)
    return Done("habit_done", stored={"metric": {"habit": tap.facts["habit"], "on": on.isoformat()}})


def habit_of(tap: Tap) -> Habit:
    """The habit of the prompt. Raises Habit.DoesNotExist where it has ended."""
    return Habit.objects.get(pk=tap.facts["habit"], athlete=tap.athlete, ended_at__isnull=True)
