"""What a plan amounts to: sets, minutes, ratios, shares of 1RM. The rules, the generator and the diagnosis count alike.

A movement that the catalogue does not know counts for nothing here; rule S02 refuses it by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from plans.core import thresholds
from plans.core.intent import Intent
from plans.core.movements import MAJOR_MUSCLES, Catalogue, Movement
from plans.core.spec import Item, PlanSpec, Session, Week
from plans.core.thresholds import THRESHOLDS
from science.effort import rir_from_rpe
from science.endurance import zone
from science.strength import curve_k, e1rm_kg, share_of_1rm
from science.volume import SECONDARY_CREDIT, balance_ratio

goal_family = thresholds.goal_family

EASY_KINDS = frozenset({"mobility", "walk"})
EASY_FAMILIES = frozenset({"mobility", "core"})
EASY_PACES = frozenset({"brisk-walk"})
UNCOUNTED_PATTERNS = frozenset({"plyometric"})  # done for speed: sets of the session, not of a muscle

# Comfortable paces in seconds per kilometre (own choice): they only turn a distance into minutes.
PACE_S_PER_KM = {
    "outdoor-run": 390.0,
    "treadmill-run": 390.0,
    "brisk-walk": 660.0,
    "cycling": 180.0,
    "rowing-ergometer": 300.0,
    "swimming": 1500.0,
}
CARRY_S_PER_KM = 1000.0  # carries and sleds: a metre a second

PUSH = {"push": 1.0, "push_isolation": SECONDARY_CREDIT}
PULL = {"pull": 1.0, "pull_isolation": SECONDARY_CREDIT}
QUAD = {"squat": 1.0, "lunge": 1.0, "knee_extension": SECONDARY_CREDIT}
HINGE = {"hinge": 1.0, "knee_flexion": SECONDARY_CREDIT}


# --- Sets -------------------------------------------------------------------------------------------------------------


def working_sets(item: Item, catalogue: Catalogue) -> int:
    """Sets of resistance work; 0 for endurance, conditioning and mobility. Ramp sets never count."""
    movement = catalogue.get(item.exercise)
    return item.sets if movement is not None and movement.purpose == "resistance" else 0


def total_sets(items: Iterable[Item], catalogue: Catalogue) -> int:
    """Working sets of several items together."""
    return sum(item.sets for item, _ in lifted(items, catalogue))


def counted(items: Iterable[Item], catalogue: Catalogue) -> Iterable[tuple[Item, Movement]]:
    """The items that count as sets of a muscle, with their movements."""
    return (
        (item, movement) for item, movement in lifted(items, catalogue) if movement.pattern not in UNCOUNTED_PATTERNS
    )


def lifted(items: Iterable[Item], catalogue: Catalogue) -> Iterable[tuple[Item, Movement]]:
    """Resistance work with its movements, jumps included."""
    for item in items:
        movement = catalogue.get(item.exercise)
        if movement is not None and movement.purpose == "resistance":
            yield item, movement


def fractional_sets(items: Iterable[Item], catalogue: Catalogue) -> dict[str, float]:
    """Sets per muscle: 1 for each set as primary, 0.5 as secondary (Pelland 2025)."""
    totals: dict[str, float] = {}
    for item, movement in counted(items, catalogue):
        for muscle, credit in movement.set_credit().items():
            totals[muscle] = totals.get(muscle, 0.0) + credit * item.sets
    return totals


def major_sets(items: Iterable[Item], catalogue: Catalogue) -> dict[str, float]:
    """Fractional sets per major group, every group named. A set counts once for a group, with its largest share."""
    totals = dict.fromkeys(MAJOR_MUSCLES, 0.0)
    for item, movement in counted(items, catalogue):
        for group, credit in _group_credit(movement).items():
            totals[group] += credit * item.sets
    return totals


@lru_cache(maxsize=1024)
def _group_credit(movement: Movement) -> Mapping[str, float]:
    return movement.group_credit()


def week_items(week: Week) -> tuple[Item, ...]:
    return tuple(item for session in week.sessions for item in session.items)


def has_strength_work(week: Week, catalogue: Catalogue) -> bool:
    """Whether any session of the week is strength work: at least one compound lift, not only trunk exercises."""
    return any(movement.is_compound for _, movement in counted(week_items(week), catalogue))


# --- Balance ----------------------------------------------------------------------------------------------------------


def pattern_sets(items: Iterable[Item], catalogue: Catalogue, credits: dict[str, float]) -> float:
    """Sets weighted by the credit of their pattern or, failing that, of its family: see PUSH, PULL, QUAD, HINGE."""
    return sum(
        item.sets * credits.get(movement.pattern, credits.get(movement.family, 0.0))
        for item, movement in counted(items, catalogue)
    )


def region_sets(items: Iterable[Item], catalogue: Catalogue) -> tuple[int, int]:
    """Upper-body sets and lower-body sets."""
    sets = {"upper": 0, "lower": 0}
    for item, movement in counted(items, catalogue):
        if movement.region in sets:
            sets[movement.region] += item.sets
    return sets["upper"], sets["lower"]


def upper_lower(items: Iterable[Item], catalogue: Catalogue) -> float | None:
    """Upper-body sets over lower-body sets; None without lower-body work."""
    return balance_ratio(*region_sets(items, catalogue))


def compound_share(items: Iterable[Item], catalogue: Catalogue) -> float | None:
    """Share of the counted sets that are compound, trunk work left out; None without any."""
    all_sets = compound_sets = 0
    for item, movement in counted(items, catalogue):
        if movement.family != "core":
            all_sets += item.sets
            compound_sets += item.sets * movement.is_compound
    return compound_sets / all_sets if all_sets else None


# --- Time -------------------------------------------------------------------------------------------------------------


def session_minutes(session: Session, catalogue: Catalogue) -> float:
    """Minutes that a session takes: warm-up, ramps, Σ sets × (reps × 3.5 s + rest), 60 s per exercise, cool-down.

    The upper end of the reps counts; one-sided movements take both sides. A distance is walked at an easy pace.
    """
    seconds = sum(item_seconds(item, catalogue) for item in session.items)
    return session.warm_up_min + session.cool_down_min + seconds / 60


def with_estimate(session: Session, catalogue: Catalogue) -> Session:
    """The session with its minutes estimated anew."""
    return replace(session, estimated_min=round(session_minutes(session, catalogue)))


def item_seconds(item: Item, catalogue: Catalogue) -> float:
    """Seconds of one item with its ramp, its rests and the walk to it."""
    movement = catalogue.get(item.exercise)
    sides = 2 if movement is not None and movement.unilateral else 1
    rep_s = THRESHOLDS.time.rep_s
    ramp_s = sum(ramp_set.reps * rep_s * sides + THRESHOLDS.time.ramp_rest_s for ramp_set in item.ramp)
    return ramp_s + item.sets * (_set_seconds(item, rep_s, sides) + item.rest_s) + THRESHOLDS.time.change_over_s


def _set_seconds(item: Item, rep_s: float, sides: int) -> float:
    if item.duration_s is not None:
        return item.duration_s * sides
    if item.distance_m is not None:
        return item.distance_m / 1000 * PACE_S_PER_KM.get(item.exercise, CARRY_S_PER_KM)
    return (item.reps_max or 0) * rep_s * sides


def minutes_allowed(intent: Intent, session: Session, week: Week) -> float:
    """The most minutes this session may take. Without a limit of their own, the sessions share the week's hours evenly;
    a long session may take more than its share, because the others are shorter for it."""
    week_min = intent.time_availability_h * 60
    if intent.session_minutes_max is not None:
        return min(intent.session_minutes_max, week_min)
    return week_min if session.kind == "long" else week_min / max(1, len(week.sessions))


# --- Days -------------------------------------------------------------------------------------------------------------


def open_dates(intent: Intent, first: date) -> tuple[date, ...]:
    """The dates of the seven days from `first` that the athlete is free on; the day of an event is not."""
    dates = (first + timedelta(days=day) for day in range(7))
    return tuple(
        on
        for on in dates
        if on != intent.event_on
        and (intent.available_days is None or on.weekday() in intent.available_days)
        and intent.blocked_days.isdisjoint((on, on.weekday()))
    )


def is_hard(session: Session, catalogue: Catalogue) -> bool:
    """Whether a day with this session is a hard day: anything but mobility, trunk work and easy walking.

    What is in the session decides, not only what it is called.
    """
    return session.kind not in EASY_KINDS or not all(_is_easy(item, catalogue) for item in session.items)


def _is_easy(item: Item, catalogue: Catalogue) -> bool:
    movement = catalogue.get(item.exercise)
    if movement is None:
        return False
    return movement.family in EASY_FAMILIES or (movement.slug in EASY_PACES and zone_of(item) == 1)


def hard_days(sessions: Iterable[Session], catalogue: Catalogue) -> tuple[date, ...]:
    """The dates with a hard session, in order, each once."""
    return tuple(sorted({session.on for session in sessions if is_hard(session, catalogue)}))


def is_normal(week: Week) -> bool:
    """Whether the week is meant to carry full volume: no deload, no taper, no return from a break."""
    return not week.is_deload and week.phase not in thresholds.NO_GROWTH_PHASES


def normal_weeks(spec: PlanSpec) -> tuple[Week, ...]:
    return tuple(week for week in spec.weeks if is_normal(week))


# --- Intensity --------------------------------------------------------------------------------------------------------


def rir(item: Item) -> float | None:
    """Reps in reserve that the item asks for; None where it names no effort."""
    return None if item.target_rpe is None else rir_from_rpe(item.target_rpe)


def curve_of(exercise: str, intent: Intent) -> float:
    """Slope of the reps curve: the athlete's own where it is estimated, else the movement's."""
    known = intent.lifts.get(exercise)
    return known.k if known is not None else curve_k(exercise)


def estimated_1rm_kg(exercise: str, intent: Intent) -> float | None:
    """1RM in kg from the athlete's ratings, else from the best set that they told of; None where neither is known.

    A told set without a rating is taken as done to the last rep: the cautious reading.
    """
    known = intent.lifts.get(exercise)
    if known is not None:
        return known.e1rm_kg
    told = [
        e1rm_kg(lift.load_kg, lift.reps, 0.0 if lift.rpe is None else rir_from_rpe(lift.rpe), curve_k(exercise))
        for lift in intent.known_lifts
        if lift.exercise == exercise and lift.load_kg > 0 and lift.reps >= 1
    ]
    return max(told, default=None)


def percent_of_1rm(item: Item, intent: Intent, catalogue: Catalogue) -> float | None:
    """% of 1RM at the lower end of the reps: load over estimated 1RM, else what reps and reps in reserve imply.

    None for work without reps, for movements that a share of 1RM says nothing about (jumps, trunk holds, stretches),
    and where neither load nor effort is named.
    """
    movement = catalogue.get(item.exercise)
    if movement is None or item.reps_min is None or item.reps_min < 1 or not _has_1rm(movement):
        return None
    known = known_percent_of_1rm(item, intent)
    if known is not None:
        return known
    left = rir(item)
    if left is None:
        return None
    return 100 * share_of_1rm(item.reps_min, max(0.0, left), curve_of(item.exercise, intent))


def known_percent_of_1rm(item: Item, intent: Intent) -> float | None:
    """Load over estimated 1RM in %; None unless both are known."""
    e1rm = estimated_1rm_kg(item.exercise, intent)
    return 100 * item.load_kg / e1rm if item.load_kg and e1rm else None


def _has_1rm(movement: Movement) -> bool:
    return movement.purpose == "resistance" and movement.rpe_use == "rir" and movement.family != "core"


# --- Endurance --------------------------------------------------------------------------------------------------------


def is_run(item: Item, catalogue: Catalogue) -> bool:
    movement = catalogue.get(item.exercise)
    return movement is not None and movement.pattern == "endurance" and "impact" in movement.flags


def is_endurance(item: Item, catalogue: Catalogue) -> bool:
    movement = catalogue.get(item.exercise)
    return movement is not None and movement.purpose == "endurance"


def zone_of(item: Item) -> int:
    """Intensity zone 1-3: as written, else from the target effort; easy where neither is named."""
    if item.zone is not None:
        return item.zone
    return 1 if item.target_rpe is None else zone(item.target_rpe)


def distance_m(item: Item) -> float:
    """Metres of all sets; a duration is covered at the movement's easy pace."""
    if item.distance_m is not None:
        return float(item.sets * item.distance_m)
    pace_s = PACE_S_PER_KM.get(item.exercise, CARRY_S_PER_KM)
    return item.sets * (item.duration_s or 0) / pace_s * 1000


def minutes_of(item: Item) -> float:
    """Minutes of movement of all sets, without rests."""
    return item.sets * _set_seconds(item, THRESHOLDS.time.rep_s, 1) / 60


def run_distance_m(sessions: Iterable[Session], catalogue: Catalogue) -> float:
    return sum(distance_m(item) for session in sessions for item in session.items if is_run(item, catalogue))


def run_minutes(sessions: Iterable[Session], catalogue: Catalogue) -> float:
    return sum(minutes_of(item) for session in sessions for item in session.items if is_run(item, catalogue))


def is_quality(session: Session, catalogue: Catalogue) -> bool:
    """Whether the session holds endurance work above the first threshold."""
    return any(is_endurance(item, catalogue) and zone_of(item) > 1 for item in session.items)
