"""What came of applied changes, as the estimate saw the old and the new prescription on the day. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from adaptation.core import estimate, outcomes
from adaptation.core.outcomes import Ask, Outcome
from adaptation.models import AdaptationSuggestion, EstimatePoint
from feedback.core.ratings import Asked
from plans.models import PlannedItem
from science import estimator

REACH = timedelta(days=60)  # before a change the lift must have been rated, and after it done, within so long
ASKED = (*outcomes.FIELDS, "reps_min", "target_rpe")  # what a rating keeps of what was asked for
Moves = Mapping[str, tuple[Any, Any]]  # field of an item -> old and new value


def outcomes_of(athlete_id: UUID, rows: Iterable[AdaptationSuggestion]) -> dict[UUID, Outcome]:
    """For each applied change of one lift that has been trained since, what would have happened without it.

    Two queries, however many changes; none where no change qualifies. The answer belongs to the first rated session
    in which the new prescription was asked for; where that never came, or no estimate was there before, there is none.
    """
    changes = {row: moves for row in rows if _may_have_outcome(row) and (moves := _moves(row))}
    if not changes:
        return {}
    series = _series(athlete_id, list(changes))
    items = _items(series)
    found = {}
    for row, moves in changes.items():
        outcome = _outcome(row, moves, series.get(row.target["exercise"], []), items)
        if outcome is not None:
            found[row.pk] = outcome
    return found


def _may_have_outcome(row: AdaptationSuggestion) -> bool:
    return row.status == AdaptationSuggestion.Status.APPLIED and "exercise" in row.target and row.decided_at is not None


def _moves(row: AdaptationSuggestion) -> dict[str, Moves]:
    """By item, what the patch moved: from what it was made against to what it set."""
    new: dict[str, dict[str, Any]] = {}
    for edit in row.edits:
        if "item" in edit:
            new.setdefault(edit["item"], {}).update(edit)
    moved: dict[str, dict[str, tuple[Any, Any]]] = {}
    for item, field, old in row.expects:
        if field in ASKED and old is not None and new.get(item, {}).get(field, old) != old:
            moved.setdefault(item, {})[field] = (old, new[item][field])
    return {item: moves for item, moves in moved.items() if any(field in moves for field in outcomes.FIELDS)}


def _series(athlete_id: UUID, rows: Sequence[AdaptationSuggestion]) -> dict[str, list[EstimatePoint]]:
    """The points of the lifts concerned around the changes, oldest first."""
    decided = [row.decided_at for row in rows if row.decided_at is not None]
    points = (
        EstimatePoint.objects.filter(
            estimate__athlete_id=athlete_id,
            estimate__exercise_id__in={row.target["exercise"] for row in rows},
            performed_at__range=(min(decided) - REACH, max(decided) + REACH),
        )
        .select_related("rating")
        .order_by("performed_at", "rating_id")
    )
    series: dict[str, list[EstimatePoint]] = {}
    for point in points:
        series.setdefault(point.rating.exercise_id, []).append(point)
    return series


def _items(series: Mapping[str, Sequence[EstimatePoint]]) -> dict[tuple[UUID | None, str], set[str]]:
    """The plan's items behind rated sessions: ids survive every revision, and so does what an edit was about."""
    sessions = {point.rating.session_id for points in series.values() for point in points} - {None}
    found: dict[tuple[UUID | None, str], set[str]] = {}
    rows = PlannedItem.objects.filter(session_id__in=sessions, exercise_id__in=series.keys())
    for session_id, slug, item_id in rows.values_list("session_id", "exercise_id", "pk"):
        found.setdefault((session_id, slug), set()).add(str(item_id))
    return found


def _outcome(
    row: AdaptationSuggestion,
    moves: Mapping[str, Moves],
    points: Sequence[EstimatePoint],
    items: Mapping[tuple[UUID | None, str], set[str]],
) -> Outcome | None:
    """From the first session that fits; later ones no longer tell the change from what came after it."""
    for before, point in pairwise(points):
        if row.decided_at is None or point.performed_at <= row.decided_at:
            continue
        trained = items.get((point.rating.session_id, point.rating.exercise_id), set())
        moved = next((moves[item] for item in sorted(trained) if item in moves), None)
        found = None if moved is None else _looked_back(before, point, moved)
        if found is not None:
            return found
    return None


def _looked_back(before: EstimatePoint, point: EstimatePoint, moved: Moves) -> Outcome | None:
    """None where the plan asked for something else by then: changed again, and never trained like this."""
    rating = point.rating
    asked = Asked(**rating.asked) if rating.asked else None
    if asked is None or any(getattr(asked, field) != new for field, (_, new) in moved.items()):
        return None
    asks = _asks(asked, moved)
    if asks is None:
        return None
    state = estimate.at_time(estimator.from_dict(before.state), point.performed_at)
    field = next(field for field in outcomes.FIELDS if field in moved)
    return outcomes.look_back(state, rating.performed_on, field, *asks, estimate.telling(rating.rated_work().sets))


def _asks(asked: Asked, moved: Moves) -> tuple[Ask, Ask] | None:
    """The prescription before the change and after it; None without a load or reps."""
    if asked.load_kg is None or asked.reps is None or asked.reps_min is None:
        return None
    low, high = asked.reps_min, asked.reps_max or asked.reps_min
    old_high = moved.get("reps_max", (high, high))[0]
    old_low = moved["reps_min"][0] if "reps_min" in moved else max(1, low - (high - old_high))
    old_kg, old_sets = moved.get("load_kg", (asked.load_kg,))[0], moved.get("sets", (asked.sets,))[0]
    old = Ask(float(old_kg), (old_low + old_high) // 2, int(old_sets))
    return old, Ask(asked.load_kg, asked.reps, asked.sets)
