"""What an athlete's answer about one exercise says: its bounds, when it was done, and the sets behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from feedback.core.refusals import TimestampImplausible
from science.effort import HIGHEST_RPE, RatedSet

RATINGS_MAX = 200  # in one batch
SETS_MAX = 50
NOTES_MAX = 2000
REPS = (0, 500)
LOAD_KG = (-300.0, 1500.0)  # negative: help by an assistance machine
DURATION_S = (1, 86_400)
DISTANCE_M = (1, 500_000)
CLOCK_AHEAD = timedelta(hours=1)  # a phone's clock may be off by so much
LONGEST_AGO = timedelta(days=365)
UNLOADED_BASES = frozenset({"bodyweight"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What the plan asked for when the exercise was rated. Kept with the rating, because the plan may change later."""

    sets: int
    reps_min: int | None = None
    reps_max: int | None = None
    duration_s: int | None = None
    distance_m: int | None = None
    target_rpe: float | None = None
    load_kg: float | None = None
    load_basis: str = "none"

    @property
    def reps(self) -> int | None:
        """The middle of the range, rounded down; None for an exercise that is not counted in reps."""
        if self.reps_min is None:
            return None
        return (self.reps_min + (self.reps_max or self.reps_min)) // 2


@dataclass(frozen=True, slots=True)
class RatedWork:
    """The sets behind one rating. `is_assumed`: nobody wrote them down; the prescription and the share that was
    completed stand in, so an estimate should trust them less."""

    sets: tuple[RatedSet, ...]
    is_assumed: bool


def performed_at(told: datetime | None, now: datetime) -> datetime:
    """When it was done: as the client's clock told, else now. A clock that is up to an hour ahead is taken as now.

    Raises TimestampImplausible for later instants and for those more than a year ago.
    """
    if told is None:
        return now
    earliest, latest = now - LONGEST_AGO, now + CLOCK_AHEAD
    if not earliest <= told <= latest:
        raise TimestampImplausible(
            timestamp=told.isoformat(),
            earliest=earliest.isoformat(timespec="seconds"),
            latest=latest.isoformat(timespec="seconds"),
        )
    return min(told, now)


def in_halves(rpe: float) -> Decimal:
    """The nearest point of the scale; a quarter goes up."""
    halves = (Decimal(str(rpe)) * 2).quantize(Decimal(1), ROUND_HALF_UP)
    return min(Decimal(10), max(Decimal(1), halves / 2))


def overall_rpe(sets: Iterable[Mapping[str, Any]]) -> Decimal | None:
    """One rating for work whose sets were rated one by one: the mean over its rated working sets, in halves.

    A failed set counts as 10 whatever was typed. None when no working set says how hard it was. The mean rather than
    the hardest set, because logs often end an exercise at failure and would all read 10.
    """
    ratings = [
        HIGHEST_RPE if each.get("failed") else float(each["rpe"])
        for each in sets
        if not each.get("warm_up") and (each.get("failed") or each.get("rpe") is not None)
    ]
    return in_halves(sum(ratings) / len(ratings)) if ratings else None


def rated_sets(
    sets: Sequence[Mapping[str, Any]], rpe: float | None, completion_rate: float, asked: Asked | None
) -> RatedWork:
    """The sets that a rating speaks of, as science reads them.

    sets: as sent, [{reps, load_kg, rpe?, failed?, warm_up?, duration_s?, distance_m?}]; those without reps (timed work)
    carry no strength information and are left out. rpe: of the exercise as a whole; it is the rating of the last
    working set where no set has its own, since that is the set that an athlete remembers. completion_rate in percent.
    Without sets, the prescription × completion_rate stands in; nothing does where its load is not known.
    """
    if sets:
        done = [_rated_set(each) for each in sets if each.get("reps") is not None]
        return RatedWork(_with_overall(done, rpe), is_assumed=False)
    return RatedWork(_with_overall(_assumed(asked, completion_rate), rpe), is_assumed=True)


def _rated_set(raw: Mapping[str, Any]) -> RatedSet:
    return RatedSet(
        load_kg=float(raw.get("load_kg") or 0.0),
        reps=int(raw["reps"]),
        rpe=None if raw.get("rpe") is None else float(raw["rpe"]),
        failed=bool(raw.get("failed")),
        warm_up=bool(raw.get("warm_up")),
    )


def _assumed(asked: Asked | None, completion_rate: float) -> list[RatedSet]:
    """Whole sets as prescribed, then what is left of the reps in one shorter set."""
    if asked is None or not asked.reps:
        return []
    if asked.load_kg is None and asked.load_basis not in UNLOADED_BASES:
        return []
    whole, rest = divmod(round(asked.sets * asked.reps * completion_rate / 100), asked.reps)
    return [RatedSet(asked.load_kg or 0.0, reps) for reps in [asked.reps] * whole + [rest] if reps]


def _with_overall(done: list[RatedSet], rpe: float | None) -> tuple[RatedSet, ...]:
    working = [place for place, each in enumerate(done) if not each.warm_up]
    if rpe is None or not working or any(done[place].reported_rir is not None for place in working):
        return tuple(done)
    last = done[working[-1]]
    done[working[-1]] = RatedSet(last.load_kg, last.reps, rpe)
    return tuple(done)
