"""Taps that say what the athlete wants of Spotter: another hour, less, quiet, an end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from coaching.core.local_time import fire
from coaching.services import habits, preferences
from coaching.services.taps.notes import habit_of
from coaching.services.taps.tap import Done, Tap

LATER_H, LATEST = 2, time(23, 30)
QUIET = timedelta(weeks=4)


def habit_later(tap: Tap) -> Done:
    habit = habit_of(tap)
    at = time(min(habit.at.hour + LATER_H, LATEST.hour), habit.at.minute)
    habits.edit(habit, {"at": min(at, LATEST)}, tap.now)
    return Done("habit_later", {"time": f"{habit.at:%H:%M}"}, {"preference": {"habit": tap.facts["habit"]}})


def habit_ended(tap: Tap) -> Done:
    habits.end(habit_of(tap), tap.now)
    return Done("habit_ended", stored={"preference": {"habit": tap.facts["habit"]}})


def check_in(at: time) -> Callable[[Tap], Done]:
    def choose(tap: Tap) -> Done:
        _change(tap, check_in_at=f"{at:%H:%M}")
        return Done("check_in_at", {"time": f"{at:%H:%M}"}, {"preference": {"check_in_at": f"{at:%H:%M}"}})

    return choose


def go_on(_tap: Tap) -> Done:
    """The answer itself ends the row of prompts that nobody answered."""
    return Done("going_on", stored={"preference": {"go_on": True}})


def keep_quiet(tap: Tap) -> Done:
    until = tap.now + QUIET
    _change(tap, quiet_until=until)
    return Done("keeping_quiet", stored={"preference": {"quiet_until": until.isoformat()}})


def not_today(tap: Tap) -> Done:
    """Nothing of this rule until the athlete's day is over. What comes once cannot come again today anyway."""
    if tap.prompt.rule in preferences.MUTABLE:
        until = _midnight(tap)
        preferences.mute(athlete=tap.athlete, rule=tap.prompt.rule, until=until, now=tap.now)
    return Done("not_today", stored={"preference": {"muted": tap.prompt.rule}})


def _midnight(tap: Tap) -> datetime:
    zone = tap.athlete.profile.zone
    days = (fire(tap.today + timedelta(days=n), time.min, zone) for n in (1, 2))
    return next(at for at in days if at is not None)


def less_of_this(tap: Tap) -> Done:
    if tap.prompt.rule in preferences.MUTABLE:
        preferences.less_of(athlete=tap.athlete, rule=tap.prompt.rule, now=tap.now)
    return Done("less", stored={"preference": {"halved": tap.prompt.rule}})


def stop_all(tap: Tap) -> Done:
    _change(tap, enabled=False)
    return Done("stopped", stored={"preference": {"enabled": False}})


def _change(tap: Tap, **changes: Any) -> None:
    preferences.change(athlete=tap.athlete, changes=changes, now=tap.now)
