"""What changes: learning from ratings, proposing changes, carrying them out, showing how it went."""

from adaptation.services.advice import next_set
from adaptation.services.decisions import WORD_MAX, decide_as_coach, say_as_coach, suggested_load_kg
from adaptation.services.estimates import differences, rebuild
from adaptation.services.forecasts import athlete_score, lift_scores, population_score
from adaptation.services.knowledge import known_of
from adaptation.services.outcomes import outcomes_of
from adaptation.services.progress import (
    LiftProgress,
    LoadProgress,
    NextTime,
    Scored,
    lifts,
    next_time,
    scored,
    series,
    training_load,
)
from adaptation.services.reaction import KINDS, NAME, react
from adaptation.services.review import plans_to_review, review
from adaptation.services.suggestions import REASON_PREFIX, apply, dismiss, expire_overdue
from adaptation.services.trials import Trial, trials_of

__all__ = [
    "KINDS",
    "NAME",
    "REASON_PREFIX",
    "WORD_MAX",
    "LiftProgress",
    "LoadProgress",
    "NextTime",
    "Scored",
    "Trial",
    "apply",
    "athlete_score",
    "decide_as_coach",
    "differences",
    "dismiss",
    "expire_overdue",
    "known_of",
    "lift_scores",
    "lifts",
    "next_set",
    "next_time",
    "outcomes_of",
    "plans_to_review",
    "population_score",
    "react",
    "rebuild",
    "review",
    "say_as_coach",
    "scored",
    "series",
    "suggested_load_kg",
    "training_load",
    "trials_of",
]
