"""How many sets a week aims at for each muscle group."""

from __future__ import annotations

from plans.core.generate.situation import Situation
from plans.core.movements import MAJOR_MUSCLES
from plans.core.thresholds import THRESHOLDS

VOLUME = THRESHOLDS.volume
TARGETS = {  # fractional sets of a major muscle and week to aim at (science.goals, science.volume)
    "strength": {"beginner": 6, "intermediate": 8, "advanced": 10},
    "muscle_gain": {"beginner": 8, "intermediate": 12, "advanced": 15},
    "weight_loss": {"beginner": 6, "intermediate": 7, "advanced": 8},
    "endurance": {"beginner": 4, "intermediate": 5, "advanced": 6},
    "flexibility": {"beginner": 4, "intermediate": 5, "advanced": 6},
    "sports_specific": {"beginner": 6, "intermediate": 7, "advanced": 8},
}
SMALL_GROUPS = frozenset(MAJOR_MUSCLES) - frozenset(VOLUME.minimum_groups)
SMALL_SHARE = 0.5  # of the target, for calves and trunk
FOCUS_SHARE = 1.4
AMPLE_GOALS = frozenset({"strength", "muscle_gain", "sports_specific"})  # more time is used for more sets
USUAL_HOURS, AMPLE_SHARE_MAX = 4.0, 1.25


def usual_target(situation: Situation) -> float:
    """Fractional sets of a major muscle group and week; more where the athlete has more time to lift."""
    intent = situation.intent
    usual = float(TARGETS[intent.primary_goal][intent.experience_level])
    if intent.primary_goal not in AMPLE_GOALS:
        return usual
    return usual * min(AMPLE_SHARE_MAX, max(1.0, intent.time_availability_h / USUAL_HOURS))


def targets(situation: Situation) -> dict[str, float]:
    """Sets to aim at for each major muscle group; more for what the athlete asked to focus on."""
    intent, usual = situation.intent, usual_target(situation)
    focus = {
        group for group, muscles in MAJOR_MUSCLES.items() if group in intent.focus or set(muscles) & set(intent.focus)
    }
    return {
        group: min(
            situation.weekly_max - 1,
            usual * (SMALL_SHARE if group in SMALL_GROUPS else 1.0) * (FOCUS_SHARE if group in focus else 1.0),
        )
        for group in MAJOR_MUSCLES
    }
