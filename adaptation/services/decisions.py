"""What a coach decides about suggestions that wait for them, and the word that they say about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction
from django.utils import translation

from accounts import services as accounts
from accounts.models import User
from adaptation import registry, wording
from adaptation.core import policy
from adaptation.core.refusals import StaleSuggestion, SuggestionNeeds
from adaptation.models import AdaptationSuggestion
from adaptation.services.suggestions import REASON_PREFIX, apply, dismiss
from plans import services as plans
from plans.core import patch
from plans.core.spec import Reason
from plans.models import Plan, PlanRevision
from plans.wording import listed

COACH_LOAD = "coach_load"
WORD_MAX = 400  # characters
NAMED_MAX = 3  # exercises that a word is said to be about


@transaction.atomic
def decide_as_coach(
    *,
    coach: User,
    plan_id: UUID,
    ids: Sequence[UUID],
    accepts: bool,
    now: datetime,
    word: str = "",
    reason: str = "",
    load_kg: float | None = None,
) -> Plan:
    """Carry out (`accepts`) or decline what waits for a coach, all or none, under the athlete's consent. `word` goes
    into the athlete's chat as the coach's, with the decision or not at all; deciding again says nothing again.
    `load_kg`: the load that the coach sets instead of the suggested one, where a single suggestion asks for one load.

    Raises ConsentOver, SuggestionNeeds for what the athlete decides, StaleSuggestion where another load is asked for
    what is no longer open or suggests no load, and what `apply` and `dismiss` raise.
    """
    plan = Plan.objects.select_related("athlete__profile").get(pk=plan_id)
    accounts.hold_consent(coach=coach, athlete_id=plan.athlete_id, now=now)
    rows = AdaptationSuggestion.objects.filter(plan=plan, pk__in=ids).open().order_by("created_at", "pk")
    pending = list(rows)
    if any(each.requires != policy.COACH for each in pending):
        raise SuggestionNeeds(policy.ATHLETE)
    if accepts and load_kg is None:
        decided = apply(plan_id=plan_id, ids=ids, actor_id=coach.pk, as_coach=True, now=now)
    else:
        if load_kg is not None:
            _set_load(coach, plan, pending, load_kg, now)
        decided = dismiss(plan_id=plan_id, ids=ids, reason=reason, as_coach=True, now=now)
    if pending:
        say_as_coach(coach=coach, athlete=plan.athlete, about=pending, word=word, now=now)
    return decided


def _set_load(coach: User, plan: Plan, rows: Sequence[AdaptationSuggestion], load_kg: float, now: datetime) -> None:
    """The coach's own change in place of a suggested one: same items, another load, judged by the same rules."""
    if len(rows) != 1 or suggested_load_kg(rows[0]) is None:
        raise StaleSuggestion(str(each.pk) for each in rows)
    edits = patch.parse_edits([{**each, "load_kg": load_kg} for each in rows[0].edits])
    facts = {"exercise": rows[0].target.get("exercise", ""), "to_kg": load_kg}
    plans.revise(
        plan.pk,
        edits,
        author=PlanRevision.Author.COACH,
        reason=Reason(REASON_PREFIX + COACH_LOAD, facts),
        evidence={"suggestion": str(rows[0].pk)},
        actor_id=coach.pk,
        now=now,
    )


def suggested_load_kg(row: AdaptationSuggestion) -> float | None:
    """The one load that a suggestion asks for; None where it asks for none, for several, or for anything else."""
    loads = {each.get("load_kg") if each["op"] == "set_load" else None for each in row.edits}
    only = loads.pop() if len(loads) == 1 else None
    return None if only is None else float(only)


def say_as_coach(
    *, coach: User, athlete: User, about: Sequence[AdaptationSuggestion], word: str, now: datetime
) -> None:
    """`Back squat: Wait until the knee is calm.` into the athlete's chat; nothing where there is no word. The name
    stands in the athlete's language, the word as it was written. For callers that hold the athlete's consent."""
    if not word.strip():
        return
    with translation.override(athlete.profile.locale):
        names = plans.names_of({each.target.get("exercise", "") for each in about})
        called = [names.get(each.target.get("exercise", "")) or wording.about(each.target) for each in about]
        named = listed(dict.fromkeys(called)) if len(set(called)) <= NAMED_MAX else ""
    text = f"{named}: {word.strip()}" if named else word.strip()
    client_id = uuid5(NAMESPACE_OID, f"decision {about[0].pk}")
    registry.tell(coach=coach, athlete_id=athlete.pk, text=text, client_id=client_id, now=now)
