"""What answers say. `schemas` declares the same shapes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.translation import get_language

from adaptation import wording
from adaptation.core.next_set import NextSet
from adaptation.models import AdaptationSuggestion, EstimatePoint
from adaptation.services import LiftProgress, LoadProgress
from plans.models import Exercise, Plan, PlanRevision
from plans.wording import revision_reason
from science.forecast import Interval

Json = dict[str, Any]
KG_DIGITS, RATIO_DIGITS = 1, 2
PERCENT = 100


def instant(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def suggestions_json(rows: Sequence[AdaptationSuggestion], now: datetime) -> list[Json]:
    """Suggestions with their sentences. One query, for the names of the exercises."""
    names = _names(slug for row in rows for slug in wording.exercises_in(row.evidence))
    return [_suggestion(row, names, now) for row in rows]


def _names(slugs: Iterable[str]) -> Mapping[str, str]:
    wanted = set(slugs)
    language = get_language() or "en"
    return {each.slug: each.name(language) for each in Exercise.objects.filter(slug__in=wanted)} if wanted else {}


def _suggestion(row: AdaptationSuggestion, names: Mapping[str, str], now: datetime) -> Json:
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "status": row.status_at(now),
        "target": row.target,
        "before": row.before,
        "after": row.after,
        "rule": row.rule,
        "why": wording.why(row.rule, row.evidence, names),
        "evidence": row.evidence,
        "confidence": row.confidence,
        "requires": row.requires,
        "base_revision": row.base_revision,
        "applied_revision": row.applied_revision,
        "dismiss_reason": row.dismiss_reason,
        "created_at": instant(row.created_at),
        "expires_at": instant(row.expires_at),
        "decided_at": instant(row.decided_at) if row.decided_at else None,
    }


def applied_json(plan: Plan, rows: Sequence[AdaptationSuggestion], now: datetime) -> Json:
    """The newest revision of a plan, and the suggestions that were asked for. Two queries."""
    revision = PlanRevision.objects.defer("spec").get(plan=plan, number=plan.revision)
    facts = revision.reason["facts"]
    names = _names(wording.exercises_in(facts))
    return {
        "plan_id": str(plan.pk),
        "revision": revision.number,
        "number": revision.number,
        "author": revision.author,
        "reason": revision_reason(revision.reason["code"], facts, names),
        "diff": revision.diff,
        "created_at": instant(revision.created_at),
        "suggestions": suggestions_json(rows, now),
    }


def next_set_json(advice: NextSet) -> Json:
    return {
        "load_kg": advice.load_kg,
        "reps": advice.reps,
        "target_rpe": advice.target_rpe,
        "stop": advice.stop,
        "why": wording.advice_sentence(advice),
        "code": advice.code,
        "facts": dict(advice.facts),
    }


def lift_json(progress: LiftProgress) -> Json:
    lift = progress.lift
    return {
        "exercise": {"slug": lift.exercise_id, "name": lift.exercise.name(get_language() or "en")},
        "e1rm_kg": _interval(progress.e1rm, 1, KG_DIGITS),
        "trend_percent_per_week": _interval(progress.weekly_trend, PERCENT, RATIO_DIGITS),
        "plateau": {
            "probability": round(progress.plateau, RATIO_DIGITS),
            "claim": progress.claim,
            "text": wording.plateau(progress.claim),
        },
        "sessions": lift.sessions,
        "last": {
            "on": instant(lift.as_of),
            "load_kg": lift.last_load_kg,
            "reps": lift.last_reps,
            "rpe": lift.last_rpe,
        },
        "interval_note": wording.interval_note(progress.may_be_narrow),
    }


def series_json(progress: LiftProgress, points: Iterable[EstimatePoint]) -> Json:
    return {**lift_json(progress), "series": [_point(point) for point in points]}


def _point(point: EstimatePoint) -> Json:
    return {
        "at": instant(point.performed_at),
        "e1rm_kg": round(point.e1rm_kg, KG_DIGITS),
        "low_kg": round(point.low_kg, KG_DIGITS),
        "high_kg": round(point.high_kg, KG_DIGITS),
    }


def _interval(interval: Interval, factor: float, digits: int) -> Json:
    return {name: round(factor * getattr(interval, name), digits) for name in ("value", "low", "high")}


def load_json(progress: LoadProgress) -> Json:
    return {
        "daily": [
            {"on": (progress.first_on + timedelta(days=day)).isoformat(), "load_au": round(load_au, 1)}
            for day, load_au in enumerate(progress.daily_au)
        ],
        "weekly_load_au": round(progress.weekly_au, 1),
        "monotony": _rounded(progress.monotony),
        "strain_au": _rounded(progress.strain_au),
        "acwr": {
            "coupled": _rounded(progress.acwr_coupled),
            "uncoupled": _rounded(progress.acwr_uncoupled),
            "ewma": _rounded(progress.acwr_ewma),
        },
        "notes": wording.load_notes(progress.monotony, progress.acwr_coupled, progress.has_variation),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, RATIO_DIGITS)
