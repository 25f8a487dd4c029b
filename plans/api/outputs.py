"""What answers say. Built from rows in bulk, because a plan has hundreds of items; `schemas` declares their shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from accounts.core.instants import instant
from plans import services as plans
from plans import wording
from plans.core.spec import Reason
from plans.core.swap import Option
from plans.models import Exercise, FieldConflict, Plan, PlannedItem, PlannedSession, PlanRevision
from plans.wording import conflicts

Json = dict[str, Any]
ITEM_COLUMNS = (
    "id", "session_id", "exercise_id", "exercise__name_en", "exercise__name_zh_hans", "role", "sets", "reps_min",
    "reps_max", "duration_s", "distance_m", "target_rpe", "load_kg", "load_basis", "zone", "rest_s", "ramp", "notes",
    "why",
)  # fmt: skip
COPIED = (
    "role", "sets", "reps_min", "reps_max", "duration_s", "distance_m", "target_rpe", "load_kg", "load_basis", "zone",
    "rest_s", "ramp", "notes",
)  # fmt: skip


def plan_head(plan: Plan) -> Json:
    """A plan without its weeks, for lists. No query."""
    return {
        "id": str(plan.pk),
        "title": wording.title_of(plan.goal, plan.start_on, plan.ends_on),
        "goal": plan.goal,
        "status": plan.status,
        "revision": plan.revision,
        "start_on": plan.start_on.isoformat(),
        "ends_on": plan.ends_on.isoformat(),
        "refinement": {"status": plan.refinement},
        "is_ai_generated": plan.is_ai_generated,
        "created_at": instant(plan.created_at),
    }


def plan_whole(plan: Plan) -> Json:
    """A plan with all its weeks, sessions and items. Three queries."""
    spec = plans.spec_of(plan)
    by_week: dict[int, list[Json]] = {week.number: [] for week in spec.weeks}
    rows = list(PlannedSession.objects.filter(plan=plan).in_plan())
    for row, session in zip(rows, sessions_json(rows), strict=True):
        by_week.setdefault(row.week, []).append(session)
    return {
        **plan_head(plan),
        "level": spec.level,
        "days_per_week": spec.days_per_week,
        "weeks": [
            {
                "number": week.number,
                "phase": week.phase,
                "phase_text": wording.phase(week.phase),
                "is_deload": week.is_deload,
                "starts_on": spec.week_starts_on(week.number).isoformat(),
                "sessions": by_week[week.number],
            }
            for week in spec.weeks
        ],
        "rationale": [wording.reason(reason.code, reason.facts) for reason in spec.rationale],
    }


def sessions_json(rows: Sequence[PlannedSession]) -> list[Json]:
    """Sessions with their items, in the given order. One query."""
    items = items_by_session(row.pk for row in rows)
    return [session_json(row, items.get(row.pk, [])) for row in rows]


def items_by_session(session_ids: Iterable[UUID]) -> dict[UUID, list[Json]]:
    rows = PlannedItem.objects.filter(session_id__in=list(session_ids)).order_by("position")
    language = get_language() or "en"
    items = list(rows.values(*ITEM_COLUMNS))
    # The one reason that speaks of another exercise: what stood here before a swap.
    names = plans.names_of(row["why"]["facts"]["before"] for row in items if "before" in row["why"].get("facts", {}))
    grouped: dict[UUID, list[Json]] = {}
    for row in items:
        grouped.setdefault(row["session_id"], []).append(item_json(row, language, names))
    return grouped


def session_json(row: PlannedSession, items: list[Json]) -> Json:
    return {
        "id": str(row.pk),
        "plan_id": str(row.plan_id),
        "week": row.week,
        "on": row.on.isoformat(),
        "at": row.at or None,
        "title": wording.title(row.title),
        "kind": row.kind,
        "status": row.status,
        "skip_reason": row.skip_reason,
        "estimated_min": row.estimated_min,
        "items": items,
    }


def item_json(row: Mapping[str, Any], language: str, names: Mapping[str, str]) -> Json:
    zh = row["exercise__name_zh_hans"] if language.startswith("zh") else ""
    return {
        "id": str(row["id"]),
        "exercise": {"slug": row["exercise_id"], "name": zh or row["exercise__name_en"]},
        **{name: row[name] for name in COPIED},
        "why": wording.item_reason(row["why"], row["load_basis"], names),
    }


def rest_day_json(on: date, following: Json | None) -> Json:
    """A day without a session, in the shape of one, so that a screen needs no second kind of answer."""
    return {
        "id": None,
        "plan_id": following["plan_id"] if following else None,
        "week": following["week"] if following else None,
        "on": on.isoformat(),
        "at": None,
        "title": wording.title("rest_day"),
        "kind": "rest",
        "status": None,
        "skip_reason": "",
        "estimated_min": 0,
        "items": [],
    }


def revisions_json(revisions: Sequence[PlanRevision]) -> list[Json]:
    """Revisions with their changes in words. One query for the names of exercises."""
    slugs = {slug for revision in revisions for slug in wording.exercises_in(revision.reason["facts"], revision.diff)}
    language = get_language() or "en"
    names = {each.slug: each.name(language) for each in Exercise.objects.filter(slug__in=slugs)} if slugs else {}
    return [revision_json(revision, names) for revision in revisions]


def revision_json(revision: PlanRevision, names: Mapping[str, str]) -> Json:
    reason = Reason(**revision.reason)
    return {
        "number": revision.number,
        "author": revision.author,
        "reason": wording.revision_reason(reason.code, reason.facts, names),
        "reason_code": reason.code,
        "diff": [{**each, "text": wording.changed(each, names)} for each in revision.diff],
        "evidence": revision.evidence,
        "restored_from": revision.restored_from,
        "is_ai_generated": revision.is_ai_generated,
        "created_at": instant(revision.created_at),
    }


def option_json(option: Option) -> Json:
    movement = option.movement
    zh = movement.name_zh_hans if (get_language() or "en").startswith("zh") else ""
    return {
        "exercise": {"slug": movement.slug, "name": zh or movement.name_en},
        "load_kg": option.load_kg,
        "load_basis": option.load_basis,
    }


def exercise_json(exercise: Exercise) -> Json:
    language = get_language() or "en"
    return {
        "slug": exercise.slug,
        "name": exercise.name(language),
        "cue": exercise.cue(language),
        "pattern": exercise.pattern,
        "primary": exercise.primary,
        "secondary": exercise.secondary,
        "equipment": exercise.equipment,
        "unilateral": exercise.unilateral,
        "level": exercise.level,
        "mode": exercise.mode,
        "is_private": exercise.owner_id is not None,
    }


def conflict_json(conflict: FieldConflict) -> Json:
    facts = {name: getattr(conflict, name) for name in ("field", "base", "standing", "wanted")}
    return {**facts, "text": conflicts.sentence(conflict)}
