"""Is the coach alive: the minute tick under its turn, and what a monitor looks at.

Red is: no tick for three minutes, a cause that has been due for five, more than one prompt in a thousand of which
nobody knows whether it arrived, and any cap that was exceeded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db.models import (
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Window,
)
from django.db.models.functions import Coalesce, Lag, RowNumber

from accounts.core.ids import first_uuid7
from coaching.core import states
from coaching.core.effects.fidelity import Light
from coaching.models import CoachingPrompt, DueMoment, Outcome, PromptPreferences, Pulse
from coaching.services import pulses
from coaching.services.clock import database_now
from coaching.services.fidelity import WATCH as FIDELITY
from coaching.services.ticking import BATCH, Ticked, tick

TICK, WATCH = "tick", "watch"
TICK_EVERY = timedelta(seconds=30)  # half a beat: two clocks make one tick, one late beat makes none fail
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)

TICK_AGE_MAX_S, DUE_LAG_MAX_S, UNKNOWN_MAX = 180.0, 300.0, 0.001
OVERDUE_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Vitals:
    """`tick_age_s`: since the last tick ended, None before the first. `due_lag_s`: how long the oldest cause has been
    due. The others are of the last day, as counted a few minutes ago."""

    tick_age_s: float | None
    due_lag_s: float
    unknown_ratio: float = 0.0
    cap_violations: int = 0
    outcomes_overdue: int = 0
    is_unfaithful: bool = False  # something else is sent than was drawn (services.fidelity)


def minute(now: datetime | None = None, *, call_help: Callable[[], object] | None = None) -> Ticked | None:
    """One beat: tick, if it is our turn. None where it is not. `call_help` is called where more than a batch is due."""
    turn = pulses.begin(TICK, now or database_now(), TICK_EVERY)
    if turn is None:
        return None
    if call_help is not None and DueMoment.objects.due(turn.started_at)[BATCH : BATCH + 1].exists():
        call_help()
    ticked = tick(turn.started_at, outage=turn.outage, after_batch=lambda: pulses.renew(turn, now or database_now()))
    facts = {key: value for key, value in asdict(ticked).items() if key != "prompts"}
    pulses.finish(turn, now or database_now(), facts)
    return ticked


def help_out(now: datetime | None = None) -> Ticked | None:
    """Tick beside whoever has the turn, with the outage that they see to. None where nobody is at it any more."""
    at = now or database_now()
    turn = pulses.current(TICK, at)
    return None if turn is None else tick(at, outage=turn.outage, is_helper=True)


def vitals(now: datetime | None = None) -> Vitals:
    """What a monitor looks at: three short queries."""
    at = now or database_now()
    rows = {pulse.name: pulse for pulse in Pulse.objects.filter(name__in=(TICK, WATCH, FIDELITY))}
    ticked = rows[TICK].finished_at if TICK in rows else None
    oldest = DueMoment.objects.due(at).aggregate(at=Min(Coalesce("put_off_to", "due_at")))["at"]
    counted: Mapping[str, float] = rows[WATCH].facts if WATCH in rows else {}
    return Vitals(
        tick_age_s=None if ticked is None else max(0.0, (at - ticked).total_seconds()),
        due_lag_s=0.0 if oldest is None else (at - oldest).total_seconds(),
        unknown_ratio=float(counted.get("unknown_ratio", 0.0)),
        cap_violations=int(counted.get("cap_violations", 0)),
        outcomes_overdue=int(counted.get("outcomes_overdue", 0)),
        is_unfaithful=FIDELITY in rows and rows[FIDELITY].facts.get("light") == Light.RED,
    )


def ailments(found: Vitals) -> tuple[str, ...]:
    """Codes of what is red: no_tick, due_lag, unknown, cap_violation, outcomes_overdue, fidelity."""
    red = {
        "no_tick": found.tick_age_s is not None and found.tick_age_s > TICK_AGE_MAX_S,
        "due_lag": found.due_lag_s > DUE_LAG_MAX_S,
        "unknown": found.unknown_ratio > UNKNOWN_MAX,
        "cap_violation": found.cap_violations > 0,
        "outcomes_overdue": found.outcomes_overdue > 0,
        "fidelity": found.is_unfaithful,
    }
    return tuple(code for code, is_red in red.items() if is_red)


def watch(now: datetime | None = None) -> Vitals | None:
    """Count what is too dear to count whenever a monitor asks. None where somebody else is at it."""
    at = now or database_now()
    turn = pulses.begin(WATCH, at, MINUTE)
    if turn is None:
        return None
    recent = CoachingPrompt.objects.filter(pk__gte=first_uuid7(at - DAY))
    handed = recent.filter(status__in=(*states.HANDED_OVER, states.ANSWERED)).aggregate(
        all=Count("pk"), unknown=Count("pk", filter=Q(status=states.UNKNOWN))
    )
    facts = {
        "unknown_ratio": handed["unknown"] / handed["all"] if handed["all"] else 0.0,
        "cap_violations": cap_violations(recent),
        "outcomes_overdue": Outcome.objects.filter(closed_at__isnull=True, closes_at__lte=at - OVERDUE_AFTER).count(),
    }
    pulses.finish(turn, now or database_now(), facts)
    return vitals(at)


def cap_violations(prompts: QuerySet[CoachingPrompt]) -> int:
    """How often more was sent, among these, than the athlete allows: by day, and by the time between two. Counted from
    the prompts themselves, not from the budget that ought to have prevented it; what was sent before the athlete last
    changed their mind is not held against them."""
    chosen = PromptPreferences.objects.filter(pk=OuterRef("athlete"), updated_at__lt=OuterRef("created_at"))
    mine, order = [F("athlete")], F("not_before").asc()
    counted = prompts.filter(budget_day__isnull=False).annotate(
        place=Window(RowNumber(), partition_by=[*mine, F("budget_day")], order_by=order),
        since=ExpressionWrapper(
            F("not_before") - Window(Lag("not_before"), partition_by=mine, order_by=order), DurationField()
        ),
        most=Subquery(chosen.values("max_per_day")[:1]),
        gap=ExpressionWrapper(
            Subquery(chosen.values("min_gap_min")[:1], output_field=IntegerField()) * MINUTE, DurationField()
        ),
    )
    return counted.filter(Q(place__gt=F("most")) | Q(since__lt=F("gap"))).count()
