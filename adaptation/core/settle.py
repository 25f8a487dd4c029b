"""Whether the plan would take a patch. Nothing is proposed that would be refused when somebody says yes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from adaptation.core.proposals import Proposal
from plans.core import patch
from plans.core.closed import Standing, closed_sessions
from plans.core.edits import Edit, SetLoad, SetReps, SetSets, SetTargetRpe
from plans.core.intent import Intent
from plans.core.movements import Catalogue
from plans.core.rules.base import Case
from plans.core.rules.judge import refusals, refusals_of_numbers
from plans.core.spec import PlanSpec

NUMBERS = (SetLoad, SetSets, SetReps, SetTargetRpe)
Taken = TypeVar("Taken")


def outcome(
    spec: PlanSpec, edits: Sequence[Edit], standings: Mapping[str, Standing], intent: Intent, catalogue: Catalogue
) -> PlanSpec | None:
    """The plan with this patch; None where it touches what is done or over, does not fit, or breaks a hard rule."""
    if closed_sessions(spec, edits, standings, intent.today):
        return None
    try:
        changed = patch.apply(spec, edits, catalogue)
    except patch.EditRefused:
        return None
    judge = refusals_of_numbers if all(isinstance(edit, NUMBERS) for edit in edits) else refusals
    return changed if changed == spec or not judge(Case(changed, intent, catalogue, before=spec)) else None


def first_taken(
    proposal: Proposal, take: Callable[[Sequence[Edit]], Taken | None]
) -> tuple[Sequence[Edit], Taken] | None:
    """The first patch of a proposal that is taken, with what `take` made of it; None where every patch is refused."""
    for edits in (proposal.edits, *proposal.alternatives):
        taken = take(edits)
        if taken is not None:
            return edits, taken
    return None
