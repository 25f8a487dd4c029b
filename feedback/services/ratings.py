"""Writing ratings: how hard one exercise of one session was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from accounts.core.ids import uuid7
from accounts.models import User
from events import services as events
from feedback import kinds
from feedback.core.ratings import Asked, performed_at
from feedback.core.refusals import ExerciseUnknown
from feedback.models import RPEFeedback
from feedback.services import rows
from plans.models import Exercise, PlannedSession
from plans.services import hold_session, mark_session_done

Pain = Mapping[str, Any]  # {region, severity}


def record(
    *,
    athlete: User,
    session: PlannedSession,
    exercise: str,
    rpe: Decimal,
    completion_rate: Decimal,
    now: datetime,
    client_id: UUID | None = None,
    sets: Sequence[Mapping[str, Any]] = (),
    pain: Pain | None = None,
    notes: str = "",
    timestamp: datetime | None = None,
) -> tuple[RPEFeedback, bool]:
    """Store one rating and journal it; when it was the last one missing, the session is done. Answers the rating and
    whether it is new: sending the same client_id again changes nothing.

    The session is the athlete's own, of any plan: work that was done counts also when its plan has been archived in
    the meantime. The exercise may be another than planned (a swap on the spot). rpe 1–10 in halves, completion_rate
    percent, sets as core.ratings.rated_sets reads them. Raises ExerciseUnknown, TimestampImplausible, IdTaken.
    """
    done_at = performed_at(timestamp, now)
    told = {
        "session": session.pk, "exercise": exercise, "rpe": float(rpe), "completion_rate": float(completion_rate),
        "sets": sets, "pain": pain, "notes": notes, "timestamp": timestamp,
    }  # fmt: skip
    rating = RPEFeedback(
        athlete=athlete,
        client_id=client_id or uuid7(),
        fingerprint=rows.fingerprint(told),
        session=session,
        exercise_id=exercise,
        rpe=rpe,
        completion_rate=completion_rate,
        sets=list(sets),
        asked=_asked(athlete, session, exercise),
        notes=notes,
        performed_at=done_at,
        performed_on=athlete.profile.local_date(done_at),
        **_pain_columns(pain),
    )
    return rows.store_once(rating, lambda: _tell(rating, session))


def correct(rating: RPEFeedback, changes: Mapping[str, Any], now: datetime) -> RPEFeedback:
    """Change what a rating says: any of rpe, completion_rate, sets, pain, notes, timestamp. The former state is kept.

    Raises TimestampImplausible.
    """
    columns = {name: changes[name] for name in ("rpe", "completion_rate", "sets", "notes") if name in changes}
    if "pain" in changes:
        columns |= _pain_columns(changes["pain"])
    if "timestamp" in changes:
        columns["performed_at"] = performed_at(changes["timestamp"], now)
        columns["performed_on"] = rating.athlete.profile.local_date(columns["performed_at"])
    return rows.correct(rating, columns, kinds.RPE_CORRECTED, now)


def remove(rating: RPEFeedback, now: datetime) -> None:
    """Delete a rating. Deleting it again changes nothing."""
    rows.remove(rating, kinds.RPE_DELETED, now)


def _asked(athlete: User, session: PlannedSession, exercise: str) -> dict[str, Any]:
    """What the plan asks for; {} for an exercise that was swapped in on the spot. ExerciseUnknown if there is none."""
    for item in session.items.all():
        if item.exercise_id == exercise:
            return asdict(Asked(**{name: getattr(item, name) for name in Asked.__slots__}))
    if not Exercise.objects.visible_to(athlete.pk).filter(slug=exercise).exists():
        raise ExerciseUnknown(exercise=exercise)
    return {}


def _tell(rating: RPEFeedback, session: PlannedSession) -> None:
    """The lock on the session keeps two last ratings from missing each other, so that one of them sees the session
    complete. Locks are taken in one order everywhere: session, then journal."""
    if session.status != PlannedSession.Status.DONE:
        hold_session(session.pk)
        if _is_complete(session):
            mark_session_done(session.pk)
            session.status = PlannedSession.Status.DONE
    events.append(rating.athlete_id, kinds.RPE_RECORDED, rows.entry(rating))


def _is_complete(session: PlannedSession) -> bool:
    rated = set(session.feedback.standing().values_list("exercise_id", flat=True))
    return rated.issuperset(item.exercise_id for item in session.items.all())


def _pain_columns(pain: Pain | None) -> dict[str, Any]:
    if pain is None:
        return {"pain_region": "", "pain_severity": None}
    return {"pain_region": pain["region"], "pain_severity": pain["severity"]}
