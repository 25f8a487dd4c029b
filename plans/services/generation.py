"""Writing a new plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.core.ids import uuid7
from accounts.models import User
from events import services as events
from plans import kinds, registry
from plans.core.generate.plan import generate as write_spec
from plans.core.intent import Intent
from plans.core.spec import PlanSpec, Reason, spec_hash, to_json
from plans.models import Plan, PlanRevision
from plans.services import refinement_jobs, rows
from plans.services.catalogue import catalogue_for
from plans.services.intents import as_asked, intent_of, profile_of

GENERATED = Reason("plan_generated")


def generate(*, athlete: User, wishes: Mapping[str, Any], now: datetime) -> Plan:
    """Write and store a plan for these wishes (the checked body of a request); it becomes the active plan.

    The generator gives nothing away that breaks a hard rule. Raises IntentInfeasible or NeedsClearance; then nothing is
    stored and the former plan stays active.
    """
    profile = profile_of(athlete)
    today = profile.local_date(now)
    catalogue = catalogue_for(athlete.pk)
    asked = as_asked(wishes, today)
    intent = intent_of(asked, profile, registry.known_of(athlete.pk, today), today)
    spec = write_spec(intent, catalogue, lambda: str(uuid7()))
    return _store(athlete, asked, intent, spec)


@transaction.atomic
def _store(athlete: User, asked: dict[str, Any], intent: Intent, spec: PlanSpec) -> Plan:
    # One active plan per athlete: whoever comes second waits here, and then archives what the first has stored.
    User.objects.select_for_update(no_key=True).get(pk=athlete.pk)
    archived = _archive_active(athlete, intent)
    plan = Plan.objects.create(
        athlete=athlete, goal=spec.goal, intent=asked, start_on=spec.start_on, ends_on=spec.ends_on()
    )
    text = to_json(spec)
    PlanRevision.objects.create(
        plan=plan,
        number=1,
        author=PlanRevision.Author.RULE,
        reason={"code": GENERATED.code, "facts": {}},
        spec=text,
        spec_hash=spec_hash(text),
    )
    rows.create(plan, spec)
    refinement_jobs.queue(plan, profile_of(athlete), today=intent.today)
    for former in archived:
        events.append(athlete.pk, kinds.PLAN_ARCHIVED, {"plan": str(former.pk), "status": former.status})
    events.append(athlete.pk, kinds.PLAN_GENERATED, {"plan": str(plan.pk), "revision": 1, "goal": plan.goal})
    return plan


def _archive_active(athlete: User, intent: Intent) -> list[Plan]:
    """A plan whose last day is over was completed; one that is replaced before is archived."""
    former = list(Plan.objects.for_athlete(athlete.pk).active())
    for plan in former:
        plan.status = Plan.Status.COMPLETED if plan.ends_on < intent.today else Plan.Status.ARCHIVED
        plan.save(update_fields=["status"])
    return former
