"""What the athlete may do at all: movements, effort, days. Everything that is later chosen is chosen inside this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from plans.core.intent import Intent
from plans.core.movements import Catalogue, Level, Movement
from plans.core.rules.care import highest_percent, is_contraindicated, is_old, is_young, lowest_reps, lowest_rir
from plans.core.thresholds import THRESHOLDS, goal_family
from science.effort import rpe_from_rir
from science.goals import BEGINNER_RIR

FULL, QUICK, BRIEF = "full", "quick", "brief"
HIGHEST_RPE = 9.0
OLD_BEGINNER_REPS, PREGNANCY_REPS = 8, 8
GENTLE_RPE = rpe_from_rir(BEGINNER_RIR[0])
LONGEST_HOLD_S = 60
BRIEF_PERCENT = THRESHOLDS.time.ramp_from_percent - 2
LEG_FAMILIES = frozenset({"squat", "lunge"})


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that level, health and age set. `percent_max`: of the 1RM; `hold_s_max`: longest hold under tension."""

    reps_min: int
    percent_max: float
    rpe_max: float
    hold_s_max: int
    hard_days_max: int
    max_run: int
    first_sets_max: int


@dataclass(frozen=True, slots=True)
class Situation:
    intent: Intent
    catalogue: Catalogue
    level: Level
    usable: tuple[Movement, ...]
    limits: Limits
    weekly_min: float  # fractional sets of a major muscle
    weekly_max: float
    known: frozenset[str]  # exercises that a load can be worked out for
    pace: str = FULL

    @property
    def goal(self) -> str:
        return self.intent.primary_goal

    @property
    def is_old(self) -> bool:
        return is_old(self.intent)

    @property
    def is_delicate(self) -> bool:
        """Whether a bar on the back, or a chance to fall, is better left out though no rule forbids it."""
        return self.is_old or self.intent.health.pregnancy_week is not None

    def at_pace(self, pace: str) -> Situation:
        """The same athlete with less time: QUICK shortens rests, BRIEF keeps sets so light that they need no ramp."""
        if pace != BRIEF:
            return replace(self, pace=pace)
        limits = replace(self.limits, percent_max=min(self.limits.percent_max, BRIEF_PERCENT))
        return replace(self, limits=limits, pace=pace)

    def has_family(self, *families: str) -> bool:
        return any(movement.family in families for movement in self.usable)

    def of_pattern(self, *patterns: str) -> tuple[Movement, ...]:
        return tuple(movement for movement in self.usable if movement.pattern in patterns)


def situation(intent: Intent, catalogue: Catalogue, weeks: int) -> Situation:
    """Everything about this athlete that bounds the choices of a plan of so many weeks."""
    level = Level.named(intent.experience_level)
    care = _at_the_end(intent, weeks)
    open_now = catalogue.usable(intent.equipment, level, intent.excluded_exercises)
    open_now = tuple(movement for movement in open_now if is_contraindicated(movement, intent) is None)
    usable = tuple(movement for movement in open_now if is_contraindicated(movement, care) is None)
    lost = _owed(open_now) - {movement.family for movement in usable if movement.is_compound}
    owed = tuple(movement for movement in open_now if movement.is_compound and movement.family in lost)
    family, volume = goal_family(intent.primary_goal), THRESHOLDS.volume
    return Situation(
        intent=intent,
        catalogue=catalogue,
        level=level,
        usable=(*usable, *owed),
        limits=_limits(care),
        weekly_min=volume.weekly_min.of(family, intent.experience_level),
        weekly_max=volume.weekly_max.of(family, intent.experience_level),
        known=frozenset(intent.lifts) | {lift.exercise for lift in intent.known_lifts},
    )


def _owed(open_now: Sequence[Movement]) -> frozenset[str]:
    """Families of which each week owes one while any can be done now; hinges only stand in for squats and lunges."""
    families = frozenset(movement.family for movement in open_now if movement.is_compound)
    return families & {"push", "pull"} | (families & LEG_FAMILIES or families & {"hinge"})


def _at_the_end(intent: Intent, weeks: int) -> Intent:
    """The athlete as the last week finds them: a pregnancy goes on while the plan runs."""
    pregnancy_week = intent.health.pregnancy_week
    if pregnancy_week is None:
        return intent
    return replace(intent, health=replace(intent.health, pregnancy_week=pregnancy_week + weeks))


def _limits(intent: Intent) -> Limits:
    recovery, care, level = THRESHOLDS.recovery, THRESHOLDS.care, intent.experience_level
    percent_max = highest_percent(intent)
    gentle = level == "beginner" or percent_max is not None
    hard_days = [recovery.hard_days_max.of(level)]
    hard_days += [care.young_days_max] * is_young(intent) + [care.old_days[1]] * is_old(intent)
    reps_min = [lowest_reps(intent)]
    reps_min += [OLD_BEGINNER_REPS] * (is_old(intent) and level == "beginner")
    reps_min += [PREGNANCY_REPS] * (intent.health.pregnancy_week is not None)
    return Limits(
        reps_min=max(reps_min),
        percent_max=percent_max or THRESHOLDS.shape.percent_1rm[1],
        rpe_max=GENTLE_RPE if gentle else HIGHEST_RPE,
        hold_s_max=care.hypertension_hold_s_max if lowest_rir(intent) else LONGEST_HOLD_S,
        hard_days_max=min(hard_days),
        max_run=1 if is_young(intent) else recovery.hard_days_in_row_max.of(level),
        first_sets_max=care.old_first_sets_max if is_old(intent) else THRESHOLDS.shape.sets[1],
    )
