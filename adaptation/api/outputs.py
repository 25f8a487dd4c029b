"""What answers say. `schemas` declares the same shapes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from accounts.core.instants import instant
from adaptation import services as adaptation
from adaptation import wording
from adaptation.core.forecasts import Score
from adaptation.core.next_set import NextSet
from adaptation.core.outcomes import Outcome, Side
from adaptation.models import AdaptationSuggestion, EstimatePoint
from adaptation.services import LiftProgress, LoadProgress, NextTime, Scored, Trial
from adaptation.wording import forecasts as forecast_words
from adaptation.wording import outcomes as outcome_words
from adaptation.wording import trials as trial_words
from plans.models import Exercise, Plan, PlanRevision
from plans.wording import revision_reason
from science.forecast import Interval

Json = dict[str, Any]
KG_DIGITS, RATIO_DIGITS = 1, 2
PERCENT = 100
FORECAST_WORDS = (forecast_words.claim, forecast_words.calibration, forecast_words.loads)


def suggestions_json(athlete_id: UUID, rows: Sequence[AdaptationSuggestion], now: datetime) -> list[Json]:
    """Suggestions of one athlete with their sentences. One query, for the names of the exercises; where a change was
    applied, two more for what came of it."""
    names = _names(slug for row in rows for slug in wording.exercises_in(row.evidence))
    outcomes = adaptation.outcomes_of(athlete_id, rows)
    return [_suggestion(row, names, now) | {"outcome": _outcome(outcomes.get(row.pk))} for row in rows]


def _outcome(outcome: Outcome | None) -> Json | None:
    if outcome is None:
        return None
    reported = outcome.reported
    return {
        "on": outcome.on.isoformat(),
        "moved": outcome.moved,
        "old": _side(outcome.old),
        "new": _side(outcome.new),
        "reported": {
            "load_kg": reported.load_kg,
            "reps": reported.reps,
            "rpe": reported.rpe,
            "failed": reported.failed,
        },
        "text": " ".join(outcome_words.sentences(outcome, wording.METRIC)),
    }


def _side(side: Side) -> Json:
    return {
        "load_kg": side.load_kg,
        "reps": side.reps,
        "set": side.number,
        "rpe": _interval(side.rpe, 1, RATIO_DIGITS),
        "chance_percent": outcome_words.chance_percent(side),
    }


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
    """The newest revision of a plan, and the suggestions that were asked for. At most four queries."""
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
        "suggestions": suggestions_json(plan.athlete_id, rows, now),
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


def series_json(
    progress: LiftProgress,
    points: Iterable[EstimatePoint],
    scored: Scored | None,
    coming: NextTime | None,
    tried: Iterable[tuple[date, Trial]],
) -> Json:
    return {
        **lift_json(progress),
        "series": [_point(point) for point in points],
        "next": coming and _next_json(coming),
        "forecasts": scored and _forecasts_json(scored),
        "trials": [_trial_json(started_on, trial) for started_on, trial in tried],
    }


def _trial_json(started_on: date, trial: Trial) -> Json:
    followed, row = trial.followed, trial.suggestion
    return {
        "suggestion": str(row.pk),
        "rule": row.rule,
        "started_on": started_on.isoformat(),
        "before": row.before,
        "after": row.after,
        "trend_before_percent": _interval(followed.before, PERCENT, RATIO_DIGITS),
        "trend_after_percent": followed.after and _interval(followed.after, PERCENT, RATIO_DIGITS),
        "sessions": followed.sessions,
        "is_over": followed.is_over,
        "is_undone": trial.is_undone,
        "text": trial_words.told(followed, started_on, trial.is_undone),
    }


def _next_json(coming: NextTime) -> Json:
    ahead = coming.ahead
    return {
        "on": coming.on.isoformat(),
        "reps": coming.reps,
        "target_rpe": coming.target_rpe,
        "load_kg": coming.load_kg,
        "rpe": ahead.rpe and _interval(ahead.rpe, 1, RATIO_DIGITS),
        "fitting_load_kg": _interval(ahead.planned_kg, 1, KG_DIGITS),
    }


def _forecasts_json(scored: Scored) -> Json:
    return {
        "score": _score_json(scored.score),
        "text": " ".join(filter(None, (told(scored.score) for told in FORECAST_WORDS))),
        "series": [
            {
                "at": instant(at),
                "load_kg": each.load_kg,
                "reps": each.reps,
                "rpe": _interval(each.rpe, 1, RATIO_DIGITS),
                "told_rpe": each.told_rpe,
                "same_as_last_rpe": round(each.same_rpe, RATIO_DIGITS),
                "is_inside": each.is_inside,
                "fitting_load_kg": each.planned_kg and _interval(each.planned_kg, 1, KG_DIGITS),
                "shown_load_kg": _rounded(each.shown_kg),
            }
            for at, each in scored.expected
        ],
    }


def _score_json(score: Score) -> Json:
    inside = score.inside
    return {
        "n": score.n,
        "rpe_error": round(score.rpe_error, RATIO_DIGITS),
        "same_as_last_rpe_error": round(score.same_rpe_error, RATIO_DIGITS),
        "claim": score.claim,
        "inside_percent": {name: round(PERCENT * getattr(inside, name), 1) for name in ("value", "low", "high")},
        "loads": score.loads,
        "load_error_percent": _rounded(score.load_error_percent),
        "same_as_last_load_error_percent": _rounded(score.same_load_error_percent),
    }


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
