"""What changed in a plan, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from accounts.models import User
from adaptation import wording as adaptation_wording
from adaptation.core import policy
from adaptation.models import AdaptationSuggestion
from coaching.core.facts import RevisionFacts, SuggestionFacts, WhyFacts
from coaching.core.naming import named_in
from coaching.services.facts import days
from coaching.services.facts.swaps import named
from plans import services as plans
from plans.models import Plan, PlannedItem, PlanRevision
from plans.wording import differences, exercises_in

LOOKED_THROUGH = 30  # revisions, for the last one that touched an exercise
SUGGESTIONS_SHOWN = 3
NOTHING = WhyFacts(None, None, None, None, (), (), 0, {})


def why_facts(athlete: User, text: str, now: datetime, today: date) -> WhyFacts:
    """The last change, of the exercise that is named or of the whole plan. About eight queries."""
    plan = Plan.objects.for_athlete(athlete.pk).active().first()
    if plan is None:
        return NOTHING
    slug = _named_exercise(plan, text)
    changed = _last_change(plan, slug)
    item = _next_item(plan, slug, today) if slug and changed is None else None
    waiting = _suggestions(plan, slug, now)
    open_now = waiting[:SUGGESTIONS_SHOWN]
    names = plans.names_of(_slugs(changed, open_now) | ({slug} if slug else set()))
    spec = plans.spec_of(plan) if changed is None and item is None else None
    return WhyFacts(
        plan_id=str(plan.pk),
        exercise=slug,
        revision=None if changed is None else revision_facts(changed, athlete),
        item=None if item is None else days.item_facts(item, names),
        rationale=tuple((reason.code, dict(reason.facts)) for reason in spec.rationale) if spec is not None else (),
        suggestions=tuple(map(suggestion_facts, open_now)),
        waiting=len(waiting),
        names=names,
    )


def _named_exercise(plan: Plan, text: str) -> str | None:
    """The exercise of the plan that the text names; of several that it fits, the one that comes first."""
    found = named_in(text, named(days.active_exercises(plan.athlete_id)))
    return found[0] if found else None


def _last_change(plan: Plan, slug: str | None) -> PlanRevision | None:
    """The newest revision but the first; with a slug, the newest that changed this exercise."""
    revisions = plans.revisions(plan).filter(number__gt=1)
    if slug is None:
        return revisions.first()
    recent = revisions[:LOOKED_THROUGH]
    return next((each for each in recent if slug in differences.exercises_in(each.diff)), None)


def _next_item(plan: Plan, slug: str, today: date) -> PlannedItem | None:
    coming = PlannedItem.objects.filter(session__in=days.active_sessions(plan.athlete_id).filter(on__gte=today))
    return coming.filter(exercise=slug).order_by("session__on", "position").first()


def _suggestions(plan: Plan, slug: str | None, now: datetime) -> list[AdaptationSuggestion]:
    """Open ones that are the athlete's to decide and change something, of one exercise where one is named."""
    rows = AdaptationSuggestion.objects.filter(plan=plan).standing_as(AdaptationSuggestion.Status.PROPOSED, now)
    mine = [each for each in rows.exclude(requires=policy.COACH).order_by("-created_at", "-pk") if each.edits]
    return [each for each in mine if slug is None or each.target.get("exercise") == slug]


def _slugs(changed: PlanRevision | None, suggestions: Sequence[AdaptationSuggestion]) -> set[str]:
    slugs: set[str] = set()
    if changed is not None:
        slugs |= {*differences.exercises_in(changed.diff), *exercises_in(changed.reason["facts"])}
        slugs |= set(adaptation_wording.exercises_in(changed.reason["facts"]))
    for each in suggestions:
        for facts in (each.target, each.before, each.after, each.evidence):
            slugs |= slugs_in(facts)
    return slugs


def slugs_in(facts: Mapping[str, Any]) -> set[str]:
    """The exercises that facts of a suggestion name."""
    return {str(slug) for slug in adaptation_wording.exercises_in(facts)}


def revision_facts(revision: PlanRevision, athlete: User) -> RevisionFacts:
    reason = revision.reason
    on = athlete.profile.local_date(revision.created_at)
    return RevisionFacts(revision.number, revision.author, reason["code"], reason["facts"], tuple(revision.diff), on)


def suggestion_facts(row: AdaptationSuggestion) -> SuggestionFacts:
    return SuggestionFacts(str(row.pk), row.rule, row.target, row.before, row.after, row.evidence)
