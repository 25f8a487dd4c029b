"""From a finding to a suggestion: one tap puts its patch where all changes of the plan are decided on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from adaptation.core.proposals import Proposal
from adaptation.models import AdaptationSuggestion
from adaptation.services.bench import Bench, hold_athlete
from adaptation.services.suggestions import propose
from diagnosis.core.refusals import OfferGone
from diagnosis.models import Execution
from diagnosis.services.reading import report_of
from plans.core.patch_data import parse_edits

RULE = "diagnosis"
KINDS = {
    "set_load": "load",
    "set_sets": "volume",
    "drop_item": "volume",
    "add_item": "volume",
    "set_reps": "intensity",
    "set_target_rpe": "intensity",
    "swap_exercise": "swap",
    "move_session": "reschedule",
    "insert_deload": "deload",
}


@transaction.atomic
def offer(execution: Execution, key: str, now: datetime) -> AdaptationSuggestion:
    """Offer the change of one finding; the athlete, or their coach, still has to say yes. Offered twice, it is there
    once.

    Raises ReportNotReady, OfferGone.
    """
    data = report_of(execution)
    finding = next((each for each in data["findings"] if each["key"] == key and each["edits"]), None)
    cause = f"{execution.pk}:{key}"[:120]
    if finding is None:
        raise OfferGone
    standing = AdaptationSuggestion.objects.filter(plan__athlete_id=execution.athlete_id, rule=RULE, occurrence=cause)
    if there := standing.first():
        return there
    hold_athlete(execution.athlete_id)
    bench = Bench.of_athlete(execution.athlete_id, now)
    if bench is None or data["plan"] is None or bench.plan.pk != UUID(data["plan"]["id"]):
        raise OfferGone
    numbers = {name: value for name, value in finding["evidence"]["numbers"].items() if value is not None}
    made = propose(
        bench,
        [
            Proposal(
                rule=RULE,
                kind=KINDS.get(finding["edits"][0]["op"], "volume"),
                topic=f"{RULE}:{key}"[:120],
                cause=cause,
                target={},
                before={},
                after={},
                evidence={**numbers, "made_on": data["window"]["last_on"], "finding": finding["code"]},
                confidence=finding["confidence"],
                edits=parse_edits(finding["edits"]),
                always_asks=True,
            )
        ],
    )
    if not made:
        raise OfferGone
    return made[0]
