"""What would have happened without a change, in words: a model's answer, said to be one."""

from __future__ import annotations

from django.utils.translation import gettext as _

from adaptation.core.outcomes import Outcome, Side
from adaptation.wording.forecasts import PERCENT, rpe_range
from plans.wording import quantities


def sentences(outcome: Outcome, units: str) -> tuple[str, str, str]:
    """What was expected of the new and the old prescription, what was reported, and what this is worth."""
    expected = _(
        "Before the session of %(day)s the estimate expected %(new_rpe)s of %(new)s, with a chance of %(new_chance)s %%"
        " for all reps; of %(old)s, as it was before, %(old_rpe)s and %(old_chance)s %%."
    ) % {
        "day": quantities.day(outcome.on),
        "new": _set(outcome.new, outcome.moved, units),
        "new_rpe": rpe_range(outcome.new.rpe),
        "new_chance": chance_percent(outcome.new),
        "old": _set(outcome.old, outcome.moved, units),
        "old_rpe": rpe_range(outcome.old.rpe),
        "old_chance": chance_percent(outcome.old),
    }
    reported = outcome.reported
    facts = {
        "rpe": quantities.number(reported.rpe),
        "load": quantities.weight(reported.load_kg, units),
        "reps": reported.reps,
    }
    told = (
        _("Reported: %(load)s × %(reps)s, and the next rep failed.")
        if reported.failed
        else _("Reported: %(load)s × %(reps)s at RPE %(rpe)s.")
    )
    limits = _(
        "This is a model's estimate: nobody can know what was not done. Nine ratings out of ten should fall"
        " inside this range."
    )
    return expected, told % facts, limits


def _set(side: Side, moved: str, units: str) -> str:
    facts = {"load": quantities.weight(side.load_kg, units), "reps": side.reps, "number": side.number}
    if moved == "sets":
        return _("%(load)s × %(reps)s as set %(number)s") % facts
    return _("%(load)s × %(reps)s") % facts


def chance_percent(side: Side) -> int:
    """Never 0 or 100: an estimate is not certain."""
    return min(99, max(1, round(PERCENT * side.chance)))
