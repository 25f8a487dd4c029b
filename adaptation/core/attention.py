"""Which athlete a coach should look at first, and why: what stands out in the last two weeks of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from science.health import PAIN_STOP

LOOK_BACK_DAYS = 14  # pain and missed sessions of this long ago count
ENDS_SOON_DAYS = 7
SILENT_DAYS = 10  # from here on a break makes the plan step back (`science.recovery`): time to ask
# The gravest first: what hurts, then what waits for the coach, then what will not mend itself.
PAIN, ILL, WAITING, MISSED, SILENT, OVER, NO_PLAN, ENDS, TWINGE = (
    "pain", "ill", "waiting", "missed", "silent", "plan_over", "no_plan", "plan_ends", "twinge",
)  # fmt: skip
GRAVITY = {code: place for place, code in enumerate((PAIN, ILL, WAITING, MISSED, SILENT, OVER, NO_PLAN, ENDS, TWINGE))}


@dataclass(frozen=True, slots=True)
class Lately:
    """What is known of one athlete on the morning of `today`, their own calendar day.

    `pain_severity` 0-10 is the worst of the last LOOK_BACK_DAYS; `waiting` counts suggestions that only a coach
    decides; `missed` holds the days of sessions whose day is over and that nobody did or skipped.
    """

    today: date
    pain_severity: int = 0
    pain_region: str = ""
    ill_since: date | None = None
    waiting: int = 0
    missed: Sequence[date] = ()
    last_on: date | None = None
    starts_on: date | None = None  # of the plan that runs; None: there is none
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """A reason to look. `count`: how many, how bad, or how many days; `on`: since or until when; `region`: where."""

    code: str
    count: int = 0
    on: date | None = None
    region: str = ""


def needs(lately: Lately) -> tuple[Need, ...]:
    """The reasons to look at this athlete, the gravest first; none for whoever is on their way."""
    return tuple(sorted(_found(lately), key=lambda need: GRAVITY[need.code]))


def urgency(found: Sequence[Need]) -> tuple[int, int]:
    """Sorts athletes: by their gravest need, and within it by how much of it there is. Smaller is more urgent."""
    if not found:
        return len(GRAVITY), 0
    return GRAVITY[found[0].code], -found[0].count


def _found(lately: Lately) -> Iterator[Need]:
    if lately.pain_severity:
        code = PAIN if lately.pain_severity >= PAIN_STOP else TWINGE
        yield Need(code, lately.pain_severity, region=lately.pain_region)
    if lately.waiting:
        yield Need(WAITING, lately.waiting)
    if lately.ill_since is not None:  # whoever is ill should miss sessions and be quiet
        yield Need(ILL, (lately.today - lately.ill_since).days, on=lately.ill_since)
    else:
        yield from _quiet(lately)
    yield from _plan(lately)


def _quiet(lately: Lately) -> Iterator[Need]:
    missed = [day for day in lately.missed if 0 < (lately.today - day).days <= LOOK_BACK_DAYS]
    if missed:
        yield Need(MISSED, len(missed), on=max(missed))
    heard_on = max((day for day in (lately.last_on, lately.starts_on) if day is not None), default=None)
    if lately.starts_on is not None and heard_on is not None and (lately.today - heard_on).days >= SILENT_DAYS:
        yield Need(SILENT, (lately.today - heard_on).days, on=lately.last_on)


def _plan(lately: Lately) -> Iterator[Need]:
    if lately.ends_on is None:
        yield Need(NO_PLAN)
    elif lately.ends_on < lately.today:
        yield Need(OVER, (lately.today - lately.ends_on).days, on=lately.ends_on)
    elif (lately.ends_on - lately.today).days < ENDS_SOON_DAYS:
        yield Need(ENDS, ENDS_SOON_DAYS - (lately.ends_on - lately.today).days, on=lately.ends_on)
