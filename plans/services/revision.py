"""Changing a plan. Whoever asks for a change, it goes through here: applied to the value, judged, stored for good."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from events import services as events
from plans import kinds, registry
from plans.core import patch, patch_data
from plans.core.closed import Standing, closed_sessions
from plans.core.edits import Edit
from plans.core.intent import Intent
from plans.core.movements import Catalogue
from plans.core.refusals import PlanNotActive, SessionClosed, StaleRevision
from plans.core.rules.base import Case
from plans.core.spec import PlanSpec, Reason, from_json, spec_hash, to_json
from plans.models import Plan, PlannedSession, PlanRevision
from plans.services import rows
from plans.services.catalogue import catalogue_for
from plans.services.checks import refuse_unless_sound
from plans.services.intents import intent_of, profile_by_id

RESTORED = "revision_restored"


@dataclass(frozen=True, slots=True)
class Desk:
    """A plan laid out to be worked on: its newest state, and what is known of the athlete today."""

    plan: Plan
    newest: PlanRevision
    spec: PlanSpec
    standings: Mapping[str, Standing]
    intent: Intent
    catalogue: Catalogue

    @property
    def today(self) -> date:
        return self.intent.today

    @property
    def done(self) -> frozenset[str]:
        return frozenset(key for key, standing in self.standings.items() if standing.status == "done")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who changes a plan and why: what a revision tells besides the change itself."""

    author: str
    reason: Reason
    actor_id: UUID | None = None
    evidence: Mapping[str, Any] | None = None
    restored_from: int | None = None


@transaction.atomic
def revise(
    plan_id: UUID,
    edits: Sequence[Edit],
    *,
    author: str,
    reason: Reason,
    now: datetime,
    evidence: Mapping[str, Any] | None = None,
    actor_id: UUID | None = None,
    base_revision: int | None = None,
) -> PlanRevision:
    """Apply a patch to an active plan and store the result as its newest revision, which is returned.

    `base_revision` is the state that the author has seen; without it the newest one is meant. A patch that changes
    nothing stores nothing and returns the newest revision as it is.

    Raises Plan.DoesNotExist, PlanNotActive, StaleRevision, SessionClosed (done, or its day is over), whatever the
    patch language refuses, and PlanRefused (names the rules); then nothing is stored. A deload goes into a week that
    has no closed session.
    """
    desk = locked_desk(plan_id, now, base_revision)
    return apply(desk, edits, Signature(author, reason, actor_id, evidence))


@transaction.atomic
def restore(
    plan_id: UUID,
    number: int,
    *,
    author: str,
    now: datetime,
    actor_id: UUID | None = None,
    base_revision: int | None = None,
) -> PlanRevision:
    """Make an earlier state the newest one: a new revision whose text equals the old one byte for byte.

    Restoring is judged like any other change, because what is known of the athlete may have changed. What has
    happened stays: every session keeps its status, and a session that is done keeps its day and its items in the rows,
    also where the restored text says otherwise. Restoring the state that stands already stores nothing.

    Raises PlanRevision.DoesNotExist for a number that the plan never had, else like `revise`.
    """
    desk = locked_desk(plan_id, now, base_revision)
    wanted = PlanRevision.objects.get(plan=desk.plan, number=number)
    signature = Signature(author, Reason(RESTORED, {"number": number}), actor_id, restored_from=number)
    return _store(desk, from_json(wanted.spec), wanted.spec, (), signature)


def revisions(plan: Plan) -> QuerySet[PlanRevision]:
    """The plan's states, newest first, without their texts."""
    return plan.revisions.defer("spec")


def spec_of(plan: Plan) -> PlanSpec:
    """The plan as its newest revision states it. One query."""
    return from_json(PlanRevision.objects.values_list("spec", flat=True).get(plan=plan, number=plan.revision))


def locked_desk(plan_id: UUID, now: datetime, base_revision: int | None = None) -> Desk:
    """Lock an active plan and its sessions inside the caller's transaction: changes to one plan follow one another,
    each on top of the one before, and no rating closes a session that is being changed."""
    plan = Plan.objects.select_for_update(no_key=True).get(pk=plan_id)
    if plan.status != Plan.Status.ACTIVE:
        raise PlanNotActive(plan.status)
    if base_revision is not None and base_revision != plan.revision:
        raise StaleRevision(base_revision, plan.revision)
    return held_desk(plan, now)


def held_desk(plan: Plan, now: datetime) -> Desk:
    """The desk of a plan that the caller has locked."""
    return _laid_out(plan, now, held_sessions([plan.pk]))


def held_sessions(plan_ids: Collection[UUID]) -> QuerySet[PlannedSession]:
    """The sessions of plans that the caller has locked, locked as they are read: plan, sessions, head of the journal is
    the order in which everybody takes these locks."""
    return PlannedSession.objects.filter(plan__in=plan_ids).select_for_update(no_key=True).order_by("pk")


def desk_of(plan: Plan, now: datetime) -> Desk:
    """The same without the locks, to look and not to write."""
    return _laid_out(plan, now, PlannedSession.objects.filter(plan=plan))


def _laid_out(plan: Plan, now: datetime, sessions: QuerySet[PlannedSession]) -> Desk:
    newest = PlanRevision.objects.get(plan=plan, number=plan.revision)
    profile = profile_by_id(plan.athlete_id)
    today = profile.local_date(now)
    return Desk(
        plan=plan,
        newest=newest,
        spec=from_json(newest.spec),
        standings={str(pk): Standing(on, status) for pk, on, status in sessions.values_list("pk", "on", "status")},
        intent=intent_of(plan.intent, profile, registry.known_of(plan.athlete_id, today), today),
        catalogue=catalogue_for(plan.athlete_id),
    )


def apply(desk: Desk, edits: Sequence[Edit], signature: Signature) -> PlanRevision:
    """Apply a patch on a locked desk. See `revise`."""
    closed = closed_sessions(desk.spec, edits, desk.standings, desk.today)
    if closed:
        raise SessionClosed(closed)
    spec = patch.apply(desk.spec, edits, desk.catalogue)
    return _store(desk, spec, to_json(spec), edits, signature)


def _store(desk: Desk, spec: PlanSpec, text: str, edits: Sequence[Edit], signature: Signature) -> PlanRevision:
    if text == desk.newest.spec:
        return desk.newest
    plan = desk.plan
    refuse_unless_sound(Case(spec, desk.intent, desk.catalogue, before=desk.spec, author=signature.author))
    plan.revision += 1
    revision = PlanRevision.objects.create(
        plan=plan,
        number=plan.revision,
        author=signature.author,
        author_id_hint=signature.actor_id,
        reason={"code": signature.reason.code, "facts": dict(signature.reason.facts)},
        edits=patch_data.to_data(edits),
        diff=patch_data.diff(desk.spec, spec),
        evidence=dict(signature.evidence or {}),
        restored_from=signature.restored_from,
        is_ai_generated=_is_ai_generated(desk, signature),
        spec=text,
        spec_hash=spec_hash(text),
    )
    plan.ends_on = spec.ends_on()
    plan.is_ai_generated = revision.is_ai_generated
    plan.save(update_fields=["revision", "ends_on", "is_ai_generated"])
    rows.sync(plan, desk.spec, spec, frozen=desk.done)
    payload = {"plan": str(plan.pk), "revision": revision.number, "author": revision.author}
    events.append(plan.athlete_id, kinds.PLAN_REVISED, {**payload, "reason": revision.reason, "diff": revision.diff})
    return revision


def _is_ai_generated(desk: Desk, signature: Signature) -> bool:
    """Whether a language model had a hand in the new state: going back before its change takes the label off again."""
    if signature.restored_from is not None:
        return desk.plan.revisions.values_list("is_ai_generated", flat=True).get(number=signature.restored_from)
    return signature.author == PlanRevision.Author.MODEL or desk.newest.is_ai_generated
