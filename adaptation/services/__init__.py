"""What changes: learning from ratings, proposing changes, carrying them out, showing how it went."""

from adaptation.services.advice import next_set
from adaptation.services.estimates import differences, rebuild
from adaptation.services.knowledge import known_of
from adaptation.services.progress import LiftProgress, LoadProgress, lifts, series, training_load
from adaptation.services.reaction import KINDS, NAME, react
from adaptation.services.review import plans_to_review, review
from adaptation.services.suggestions import apply, dismiss, expire_overdue

__all__ = [
    "KINDS",
    "NAME",
    "LiftProgress",
    "LoadProgress",
    "apply",
    "differences",
    "dismiss",
    "expire_overdue",
    "known_of",
    "lifts",
    "next_set",
    "plans_to_review",
    "react",
    "rebuild",
    "review",
    "series",
    "training_load",
]
