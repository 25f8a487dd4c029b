"""One athlete's decision points at one moment: what was due, whether anything may be said, and what was drawn.

A slot has one decision. Its candidate is chosen by priority before anything is drawn; caps, pauses, a safety hold or a
conversation make the point unavailable, with the reasons and without a draw. Causes that were not drawn on wait for the
next slot, for as long as they are still true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from coaching.core import draw, frequency, timing
from coaching.core.choosing import KEPT_BACK, LESS, MUTED, RARELY, Candidate, choose, newest, rank, stands_back
from coaching.core.frequency import Limits, Pauses, Spent
from coaching.core.moments.rules import RULES
from coaching.core.outages import Outage
from coaching.core.slots import Slot, next_start, slot_of

NOT_ENABLED, HELD, TALKING, OUTAGE, SERVICE_ERROR = (
    "not_enabled",
    "safety_hold",
    "in_conversation",
    "outage",
    "service_error",
)
# Waiting for the next slot would not help this occurrence.
FOR_GOOD = frozenset({NOT_ENABLED, MUTED, LESS, KEPT_BACK, RARELY, timing.NEVER})

# What became of a cause.
DECIDED, EXPIRED, MISSED, OUTRANKED, SLOT_TAKEN = "decided", "expired", "outage", "outranked", "slot_taken"

# Probability of sending and the version of the policy, from the context and the athlete's day in the programme.
Chance = Callable[[dict[str, Any], int], tuple[float, int | None]]


@dataclass(frozen=True, slots=True)
class Standing:
    """How an athlete stands at a tick. `subject`: their pseudonym in the trial. `taken`: slots that have a decision."""

    athlete_id: UUID
    subject: UUID
    zone: ZoneInfo
    windows: tuple[time, ...]
    limits: Limits
    spent: Spent
    pauses: Pauses
    muted: dict[str, datetime | None]
    halved: frozenset[str]
    taken: frozenset[Slot]
    is_enabled: bool
    takes_part: bool  # in randomised timing and wording
    is_held: bool = False
    is_talking: bool = False
    dose: float = 0.0  # how much was sent at the athlete's last decision points, 0 to 1


@dataclass(frozen=True, slots=True)
class Point:
    """One decision point. Without a `draw` it was not available, and `reasons` say why. `at`: when a prompt may go."""

    slot: Slot
    best: Candidate
    rivals: tuple[Candidate, ...]
    reasons: tuple[str, ...]
    at: datetime
    programme_day: int
    context: dict[str, Any]
    is_exempt: bool = False
    is_experiment: bool = True
    draw: draw.Draw | None = None
    policy_version: int | None = None
    style: str = ""
    style_probability: float | None = None

    @property
    def is_treated(self) -> bool:
        return self.draw is not None and self.draw.is_treated


@dataclass(frozen=True, slots=True)
class Decided:
    """`ends`: causes that are over, and how; `put_off`: causes to look at again then (None: when they are due)."""

    points: tuple[Point, ...] = ()
    ends: tuple[tuple[Candidate, str], ...] = ()
    put_off: tuple[tuple[Candidate, datetime | None], ...] = ()


def decide(
    standing: Standing,
    candidates: Iterable[Candidate],
    now: datetime,
    *,
    chance: Chance,
    new_seed: Callable[[], str],
    outage: Outage | None = None,
    arms: draw.Arms = draw.EVENLY,
) -> Decided:
    """Everything that follows from an athlete's due causes at `now`. `new_seed` is asked once for each draw."""
    early, on_time, late, gone = _sorted(candidates, now, outage)
    at = outage.place_of(standing.athlete_id, now) if outage else now
    kept, missed = _after_outage(late, at)
    live = [*on_time, *kept]
    slot = slot_of(now, standing.windows, standing.zone)
    ends = [*((each, EXPIRED) for each in gone), *((each, MISSED) for each in missed)]
    put_off: list[tuple[Candidate, datetime | None]] = [(each, None) for each in early]
    points: list[Point] = []
    waiting: list[tuple[Candidate, str]] = []
    if live and slot in standing.taken:
        waiting = [(each, SLOT_TAKEN) for each in live]
    elif live:
        point = _point(standing, live, now, at if kept else now, slot, chance, new_seed, arms)
        unseen = tuple(each for each in missed if _slot(standing, each) == slot)
        points.append(replace(point, rivals=(*point.rivals, *unseen)) if unseen else point)
        waiting = [(each, OUTRANKED) for each in point.rivals]
        if point.reasons and not FOR_GOOD.intersection(point.reasons):
            waiting.append((point.best, DECIDED))
        else:
            ends.append((point.best, DECIDED))
    points += _missed_points(standing, missed, now, {slot} if live else set())
    _wait(waiting, standing, now, ends, put_off)
    return Decided(tuple(points), tuple(ends), tuple(put_off))


def refused(point: Point, reason: str) -> Point:
    """The same point, not available after all; what was drawn for it is forgotten."""
    return replace(
        point, reasons=(*point.reasons, reason), draw=None, policy_version=None, style="", style_probability=None
    )


def faulty(standing: Standing | None, candidates: Sequence[Candidate], now: datetime, slot: Slot) -> Decided:
    """What is written down where our own fault kept us from deciding: not available, and no draw."""
    best, *rivals = sorted(candidates, key=rank)
    at = now + timedelta(hours=1)
    if standing is not None and slot in standing.taken:
        return Decided(put_off=tuple((each, at) for each in candidates if each.expires_at > at))
    point = Point(slot, best, tuple(rivals), (SERVICE_ERROR,), now, 0, {})
    ends = tuple((each, DECIDED) for each in candidates if each.expires_at <= at)
    return Decided((point,), ends, tuple((each, at) for each in candidates if each.expires_at > at))


def unavailable(standing: Standing, best: Candidate, blocked: tuple[str, ...], at: datetime) -> tuple[str, ...]:
    """Why nothing may be said to this athlete at `at`; empty where it may."""
    if not standing.is_enabled:
        return (NOT_ENABLED,)
    claims = ((HELD, standing.is_held), (TALKING, standing.is_talking))
    return (
        *(code for code, holds in claims if holds),
        *blocked,
        *timing.against(best.verdict, at),
        *frequency.paused(standing.pauses, at, standing.zone),
        *frequency.reasons(standing.limits, standing.spent, at, standing.zone, rule=best.rule),
    )


def _sorted(
    candidates: Iterable[Candidate], now: datetime, outage: Outage | None
) -> tuple[list[Candidate], list[Candidate], list[Candidate], list[Candidate]]:
    """Not due after all, due, due while nobody looked, and over."""
    early: list[Candidate] = []
    on_time: list[Candidate] = []
    late: list[Candidate] = []
    gone: list[Candidate] = []
    for each in candidates:
        if each.looked_at > now:
            early.append(each)
        elif outage is not None and outage.missed(each.looked_at):
            late.append(each)
        elif each.expires_at <= now:
            gone.append(each)
        else:
            on_time.append(each)
    return early, on_time, late, gone


def _after_outage(late: Sequence[Candidate], at: datetime) -> tuple[list[Candidate], list[Candidate]]:
    """The one that may still speak, and those that were missed."""
    alive = [each for each in late if each.expires_at > at]
    kept = [newest(alive)] if alive else []
    return kept, [each for each in late if each not in kept]


def _point(
    standing: Standing,
    live: Sequence[Candidate],
    now: datetime,
    at: datetime,
    slot: Slot,
    chance: Chance,
    new_seed: Callable[[], str],
    arms: draw.Arms,
) -> Point:
    """The decision of this slot. The context is complete before anything is drawn."""
    choice = choose(live, subject=standing.subject, muted=standing.muted, halved=standing.halved, now=now)
    best = choice.best
    rule = RULES.get(best.rule)
    is_exempt = rule is not None and rule.is_exempt
    reasons = unavailable(standing, best, choice.blocked, at) or _stands_back(standing, best, slot, now)
    day = programme_day(standing, now)
    context = context_of(standing, best, slot, now) | _told_of_arms(standing, best, arms)
    if reasons:
        return Point(
            slot, best, choice.rivals, reasons, at, day, context, is_exempt=is_exempt,
            is_experiment=standing.takes_part,
        )  # fmt: skip
    probability, version = chance(context, day) if standing.takes_part and not is_exempt else (1.0, None)
    drawn = draw.draw(probability, new_seed())
    style, style_probability = _style(standing, drawn, arms.chances(best.rule))
    return Point(
        slot, best, choice.rivals, (), at, day, context, is_exempt=is_exempt,
        is_experiment=standing.takes_part and (is_exempt or probability < 1), draw=drawn, policy_version=version,
        style=style, style_probability=style_probability,
    )  # fmt: skip


def _stands_back(standing: Standing, best: Candidate, slot: Slot, now: datetime) -> tuple[str, ...]:
    _today, sent_this_week = frequency.counted(standing.spent, now, standing.zone)
    return stands_back(
        best, subject=standing.subject, on=slot.on, sent_this_week=sent_this_week,
        max_per_week=standing.limits.max_per_week, unanswered=standing.spent.unanswered,
    )  # fmt: skip


def _style(standing: Standing, drawn: draw.Draw, chances: tuple[float, ...]) -> tuple[str, float | None]:
    """Who takes no part in experiments gets the plain wording, for certain."""
    if not drawn.is_treated:
        return "", None
    return draw.pick_style(drawn.seed, chances) if standing.takes_part else (draw.STYLES[0], 1.0)


def _told_of_arms(standing: Standing, best: Candidate, arms: draw.Arms) -> dict[str, Any]:
    """What the wording is drawn with, so that the row alone gives it again; nothing where every style is as likely."""
    if not (arms.version and standing.takes_part):
        return {}
    return {"arms_version": arms.version, "arm_chances": list(arms.chances(best.rule))}


def programme_day(standing: Standing, now: datetime) -> int:
    """Full days since the athlete agreed."""
    agreed_at = standing.limits.agreed_at
    return max(0, (now - agreed_at).days) if agreed_at is not None else 0


def context_of(standing: Standing, best: Candidate, slot: Slot, now: datetime) -> dict[str, Any]:
    """What the probability may depend on. Nothing about health or training: these rows outlive the account."""
    local = now.astimezone(standing.zone)
    spent, limits = standing.spent, standing.limits
    day_count, week_count = frequency.counted(spent, now, standing.zone)
    since = spent.last_sent_at
    rule = RULES.get(best.rule)
    return {
        "rule": best.rule,
        "rule_version": rule.version if rule else None,
        "slot": slot.index,
        "slots": len(standing.windows),
        "weekday": local.weekday(),
        "hour": local.hour,
        "day_count": day_count,
        "week_count": week_count,
        "unanswered": spent.unanswered,
        "dose": round(standing.dose, 4),
        "since_last_h": None if since is None else round((now - since).total_seconds() / 3600, 2),
        "max_per_day": limits.max_per_day,
        "max_per_week": limits.max_per_week,
        "min_gap_min": limits.min_gap_min,
    }


def _missed_points(
    standing: Standing, missed: Sequence[Candidate], now: datetime, present: set[Slot]
) -> Iterable[Point]:
    """One point for each slot that went by unseen."""
    by_slot: dict[Slot, list[Candidate]] = {}
    for each in missed:
        by_slot.setdefault(_slot(standing, each), []).append(each)
    for slot, lost in sorted(by_slot.items()):
        if slot not in standing.taken and slot not in present:
            best, *rivals = sorted(lost, key=rank)
            context = context_of(standing, best, slot, now)
            day = programme_day(standing, best.looked_at)
            yield Point(slot, best, tuple(rivals), (OUTAGE,), now, day, context, is_experiment=standing.takes_part)


def _slot(standing: Standing, each: Candidate) -> Slot:
    """The slot in which a cause came due."""
    return slot_of(each.looked_at, standing.windows, standing.zone)


def _wait(
    waiting: Iterable[tuple[Candidate, str]],
    standing: Standing,
    now: datetime,
    ends: list[tuple[Candidate, str]],
    put_off: list[tuple[Candidate, datetime | None]],
) -> None:
    """Put off to the next slot whatever is still true then; the others end as they are told."""
    waiting = list(waiting)
    if not waiting:
        return
    again_at = next_start(now, standing.windows, standing.zone)
    for each, outcome in waiting:
        if each.expires_at > again_at:
            put_off.append((each, again_at))
        else:
            ends.append((each, outcome))
