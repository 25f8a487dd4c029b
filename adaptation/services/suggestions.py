"""Suggestions: storing what the rules propose, and carrying it out through plans.revise when whoever must agrees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import CoachAssignment
from adaptation import kinds
from adaptation.core import policy
from adaptation.core.proposals import Proposal
from adaptation.core.refusals import StaleSuggestion, SuggestionNeeds
from adaptation.models import AdaptationSuggestion
from adaptation.services.bench import Bench
from events import services as events
from plans import services as plans
from plans.core import patch
from plans.core.edits import Edit
from plans.core.refusals import PlanNotActive, PlanRefused, SessionClosed
from plans.core.spec import PlanSpec, Reason
from plans.models import Plan, PlannedSession, PlanRevision

Status = AdaptationSuggestion.Status
OPEN_DAYS = 14
REASON_PREFIX = "adaptation."
KINDS_BY_STATUS = {
    Status.PROPOSED: kinds.SUGGESTION_PROPOSED,
    Status.APPLIED: kinds.SUGGESTION_APPLIED,
    Status.DISMISSED: kinds.SUGGESTION_DISMISSED,
    Status.EXPIRED: kinds.SUGGESTION_EXPIRED,
}


def propose(bench: Bench, proposals: Iterable[Proposal]) -> list[AdaptationSuggestion]:
    """Store proposals that are new, and carry out at once those that need nobody. Inside the caller's transaction."""
    stored = []
    for proposal in proposals:
        suggestion = _store(bench, proposal)
        if suggestion is not None:
            stored.append(suggestion)
    return stored


def _store(bench: Bench, proposal: Proposal) -> AdaptationSuggestion | None:
    if AdaptationSuggestion.objects.filter(plan=bench.plan, occurrence=proposal.cause).exists():
        return None
    requires = policy.requires(proposal, bench.profile.autonomy, bench.has_coach)
    base = bench.plan.revision
    revision, edits = _settled(bench, proposal, requires)
    if edits is None and not proposal.is_safety:
        return None
    if edits is None:  # the plan's own rules stand in the way of caution: a person has to look
        edits, requires = (), policy.ATHLETE
    _close(bench.plan, _open(bench.plan).filter(topic=proposal.topic), Status.EXPIRED, bench.now)
    applied = requires == policy.NOBODY
    if applied:
        _leave_out(bench, proposal.leaves_out)
    suggestion = AdaptationSuggestion.objects.create(
        plan=bench.plan,
        kind=proposal.kind,
        status=Status.APPLIED if applied else Status.PROPOSED,
        rule=proposal.rule,
        topic=proposal.topic,
        occurrence=proposal.cause,
        target=dict(proposal.target),
        before=dict(proposal.before),
        after=_after(proposal, edits),
        edits=patch.to_data(edits),
        expects=[list(expectation) for expectation in proposal.expects],
        evidence=_evidence(proposal, edits),
        confidence=proposal.confidence,
        requires=requires,
        base_revision=base,
        applied_revision=revision.number if revision else None,
        expires_at=bench.now + timedelta(days=OPEN_DAYS),
        decided_at=bench.now if applied else None,
    )
    _journal(bench.plan, [suggestion])
    return suggestion


def _leave_out(bench: Bench, sessions: Sequence[str]) -> None:
    for session in PlannedSession.objects.filter(plan=bench.plan, pk__in=sessions):
        plans.skip_session(session, reason="", now=bench.now)
    if sessions:
        bench.look_again()


Settled = tuple[PlanRevision | None, Sequence[Edit] | None]


def _settled(bench: Bench, proposal: Proposal, requires: str) -> Settled:
    """The first patch that the plan takes, carried out at once where that needs nobody; () where nothing is to change,
    None where every patch is refused. Nothing is proposed that would be refused when somebody says yes."""
    if not proposal.edits:
        return None, ()
    patches = (proposal.edits, *proposal.alternatives)
    if requires != policy.NOBODY:
        return None, next((edits for edits in patches if bench.stands(edits)), None)
    for edits in patches:
        revision = _carried_out(bench, proposal, edits)
        if revision is not None:
            return revision, edits
    return None, None


def _carried_out(bench: Bench, proposal: Proposal, edits: Sequence[Edit]) -> PlanRevision | None:
    evidence = _evidence(proposal, edits)
    try:
        with transaction.atomic():
            revision = plans.revise(
                bench.plan.pk,
                edits,
                author=PlanRevision.Author.RULE,
                reason=Reason(REASON_PREFIX + proposal.rule, evidence),
                evidence=evidence,
                now=bench.now,
            )
    except (patch.EditRefused, PlanRefused, SessionClosed):
        return None
    bench.turn_page(revision)
    return revision


def _after(proposal: Proposal, edits: Sequence[Edit]) -> dict[str, Any]:
    """What the suggestion leads to; where an alternative is taken, what that one leads to."""
    after = dict(proposal.after)
    if "exercise" in after:
        after["exercise"] = getattr(edits[0], "exercise", None) if edits else None
    return after


def _evidence(proposal: Proposal, edits: Sequence[Edit]) -> dict[str, Any]:
    evidence = dict(proposal.evidence)
    if "to_exercise" in evidence:
        evidence["to_exercise"] = getattr(edits[0], "exercise", None) if edits else None
        evidence["is_taken_out"] = bool(edits) and evidence["to_exercise"] is None
    return evidence


# --- What people decide -----------------------------------------------------------------------------------------------
@transaction.atomic
def apply(*, plan_id: UUID, ids: Sequence[UUID], actor_id: UUID, as_coach: bool, now: datetime) -> Plan:
    """Carry out suggestions of one plan, all or none; each makes its own revision. Those applied before change nothing.

    Raises AdaptationSuggestion.DoesNotExist for an id that is not this plan's, SuggestionNeeds where the coach has to
    confirm, StaleSuggestion where the plan has moved on, and whatever plans.revise refuses.
    """
    plan = Plan.objects.select_for_update(no_key=True).get(pk=plan_id)
    pending = [row for row in _chosen(plan, ids) if row.status != Status.APPLIED]
    if not pending:
        return plan
    if plan.status != Plan.Status.ACTIVE:
        raise PlanNotActive(plan.status)
    _refuse_unless_theirs(plan, pending, as_coach, now)
    for row in pending:
        _refuse_unless_fresh(row, plans.spec_of(plan), now)
        revision = _revise(plan, row, actor_id, now)
        plan.revision = revision.number
        row.status, row.applied_revision, row.decided_at = Status.APPLIED, revision.number, now
        row.save(update_fields=["status", "applied_revision", "decided_at"])
    _journal(plan, pending)
    return plan


def _revise(plan: Plan, row: AdaptationSuggestion, actor_id: UUID, now: datetime) -> PlanRevision:
    try:
        return plans.revise(
            plan.pk,
            patch.parse_edits(row.edits),
            author=PlanRevision.Author.RULE,
            reason=Reason(REASON_PREFIX + row.rule, row.evidence),
            evidence={**row.evidence, "suggestion": str(row.pk)},
            actor_id=actor_id,
            now=now,
        )
    except patch.EditRefused as problem:  # the week is an easier one already, say: what it was made for has changed
        raise StaleSuggestion([str(row.pk)]) from problem


@transaction.atomic
def dismiss(
    *,
    plan_id: UUID,
    ids: Sequence[UUID],
    reason: str,
    now: datetime,
    as_coach: bool = False,
) -> Plan:
    """Say no to suggestions. Those that are no longer open stay as they are. Raises what `apply` raises, staleness
    apart."""
    plan = Plan.objects.select_for_update(no_key=True).get(pk=plan_id)
    chosen = [row for row in _chosen(plan, ids) if row.status == Status.PROPOSED]
    _refuse_unless_theirs(plan, chosen, as_coach, now)
    _close(plan, _open(plan).filter(pk__in=[row.pk for row in chosen]), Status.DISMISSED, now, reason)
    return plan


def _chosen(plan: Plan, ids: Sequence[UUID]) -> list[AdaptationSuggestion]:
    rows = list(AdaptationSuggestion.objects.filter(plan=plan, pk__in=ids).order_by("created_at", "pk"))
    if len(rows) != len(set(ids)):
        raise AdaptationSuggestion.DoesNotExist
    return rows


def _refuse_unless_theirs(plan: Plan, rows: Sequence[AdaptationSuggestion], as_coach: bool, now: datetime) -> None:
    """What waits for the coach is not the athlete's to decide, as long as there is a coach."""
    if as_coach or not any(row.requires == policy.COACH for row in rows):
        return
    if CoachAssignment.objects.in_force(now).filter(athlete_id=plan.athlete_id).exists():
        raise SuggestionNeeds(policy.COACH)


def _refuse_unless_fresh(row: AdaptationSuggestion, spec: PlanSpec, now: datetime) -> None:
    if row.status != Status.PROPOSED or row.expires_at <= now or not _still_fits(row, spec):
        raise StaleSuggestion([str(row.pk)])


def _still_fits(row: AdaptationSuggestion, spec: PlanSpec) -> bool:
    """Whether everything that the patch was made against is as it was."""
    for item_id, field, value in row.expects:
        found = spec.find_item(item_id)
        if found is None or getattr(found[1], field) != value:
            return False
    return True


# --- What time decides ------------------------------------------------------------------------------------------------
@transaction.atomic
def expire_plan(plan_id: UUID, now: datetime) -> int:
    """Close what nobody answered in time; how many."""
    plan = Plan.objects.select_for_update(no_key=True).get(pk=plan_id)
    return _close(plan, AdaptationSuggestion.objects.filter(plan=plan).overdue(now), Status.EXPIRED, now)


def expire_overdue(now: datetime) -> int:
    """Close every suggestion whose time is over; how many."""
    plan_ids = AdaptationSuggestion.objects.overdue(now).order_by().values_list("plan_id", flat=True).distinct()
    return sum(expire_plan(plan_id, now) for plan_id in list(plan_ids))


def expire_outdated(bench: Bench) -> None:
    """Close open suggestions that were made against a plan that has changed since: nobody could apply them."""
    outdated = [row.pk for row in _open(bench.plan) if not _still_fits(row, bench.desk.spec)]
    _close(bench.plan, _open(bench.plan).filter(pk__in=outdated), Status.EXPIRED, bench.now)


def _open(plan: Plan) -> QuerySet[AdaptationSuggestion]:
    return AdaptationSuggestion.objects.filter(plan=plan).open()


def _close(plan: Plan, found: QuerySet[AdaptationSuggestion], status: str, now: datetime, reason: str = "") -> int:
    rows = list(found)
    if rows:
        AdaptationSuggestion.objects.filter(pk__in=[row.pk for row in rows]).update(
            status=status, decided_at=now, dismiss_reason=reason
        )
        for row in rows:
            row.status = status
        _journal(plan, rows)
    return len(rows)


def _journal(plan: Plan, rows: Sequence[AdaptationSuggestion]) -> None:
    """One entry for suggestions of the same status."""
    payload = {
        "plan": str(plan.pk),
        "suggestions": [
            {"id": str(row.pk), "kind": row.kind, "rule": row.rule, "target": row.target, "status": str(row.status)}
            for row in rows
        ],
    }
    events.append(plan.athlete_id, KINDS_BY_STATUS[Status(rows[0].status)], payload)
