"""Who should hear a professional's word before any plan. To be reviewed by a professional before release.

After the ACSM preparticipation algorithm and the PAR-Q+: known heart, metabolic or kidney disease, symptoms, pregnancy
and recent surgery ask for clearance. Spotter never diagnoses; it only holds the plan back.
"""

from __future__ import annotations

from collections.abc import Iterator

from plans.core.intent import Intent, NeedsClearance
from plans.core.thresholds import THRESHOLDS

CLEARABLE_CONDITIONS = ("heart_condition", "kidney_disease", "diabetes", "recent_surgery")
NEVER_CONDITIONS = ("hypertension_uncontrolled",)  # no plan while it lasts, cleared or not


def screen(intent: Intent) -> None:
    """Raise NeedsClearance, with every reason, where no plan may be written yet."""
    because = reasons(intent)
    if because:
        raise NeedsClearance(because)


def reasons(intent: Intent) -> tuple[str, ...]:
    """Codes of what asks for a professional first; empty where a plan may be written."""
    conditions = intent.health.conditions
    never = tuple(condition for condition in NEVER_CONDITIONS if condition in conditions)
    return never if intent.health.cleared_by_professional else never + tuple(_clearable(intent))


def _clearable(intent: Intent) -> Iterator[str]:
    health, care = intent.health, THRESHOLDS.care
    yield from (condition for condition in CLEARABLE_CONDITIONS if condition in health.conditions)
    yield from (f"screening_{question}" for question in health.screening_yes)
    if health.pregnancy_week is not None:
        yield "pregnancy"
    if "eating_disorder" in health.conditions and intent.primary_goal == "weight_loss":
        yield "eating_disorder"
    if intent.age_years_low is not None and intent.age_years_low < care.youngest_years:
        yield "age_below_range"
    if intent.age_years_high is not None and intent.age_years_high > care.oldest_years:
        yield "age_above_range"
