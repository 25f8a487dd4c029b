"""What came of a decision, looked at once and at a fixed time, sent or not sent alike.

An outcome has to exist in both arms, so an answer to a prompt is none. `session`: a set rated or a session's figures
recorded, of work done in the window. `habit`: the habit of the decision done on its day. `app_use`: anything that the
athlete did in Spotter of their own accord in the window: a message, a rating, figures, a habit ticked; what belongs to
a prompt's own dialogue does not count, nor does looking, which leaves no trace in either arm.

The value is 1 or 0 as known at the close. What could not be observed is missing and never 0: the account is gone or
closed, there was no plan to train by, no such habit any more. What is recorded after the close goes to `late`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from itertools import chain
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from coaching.models import Habit, HabitDone, Message, Outcome, PromptInteraction
from feedback.models import PerformanceMetrics, RPEFeedback
from plans.models import Plan

BATCH = 1000
LATE_DAYS = 7
SESSION, HABIT, APP_USE = "session", "habit", "app_use"

Span = tuple[datetime, datetime]


def close_due(now: datetime) -> int:
    """Close every outcome whose time has come; how many. A second worker takes other rows; a second run finds none."""
    closed = 0
    while count := _close_some(now):
        closed += count
    return closed


@transaction.atomic
def _close_some(now: datetime) -> int:
    rows = Outcome.objects.filter(closed_at__isnull=True, closes_at__lte=now).order_by("closes_at", "pk")
    batch = list(_locked(rows).select_related("decision", "decision__athlete")[:BATCH])
    values = _values(batch, recorded=lambda each: (None, each.closes_at))
    for done, value in ((True, 1.0), (False, 0.0), (None, None)):
        some = [pk for pk, found in values.items() if found is done]
        Outcome.objects.filter(pk__in=some).update(value=value, is_missing=done is None, closed_at=now)
    return len(batch)


def _locked(rows: QuerySet[Outcome]) -> QuerySet[Outcome]:
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True, of=("self",))
    return rows


def note_late(now: datetime) -> int:
    """Write down, beside the closed value, what was recorded only after the close; how many. Once for each outcome."""
    since = now - timedelta(days=LATE_DAYS)
    rows = Outcome.objects.filter(closed_at__isnull=False, closes_at__gt=since, late__isnull=True).exclude(value=1)
    noted = 0
    for batch in _batches(rows.select_related("decision", "decision__athlete")):
        values = _values(batch, recorded=lambda each: (each.closes_at, now))
        late = [pk for pk, found in values.items() if found]
        noted += Outcome.objects.filter(pk__in=late).update(late={"value": 1.0, "noted_at": now.isoformat()})
    return noted


def _batches(rows: QuerySet[Outcome]) -> Iterable[list[Outcome]]:
    after: UUID | None = None
    while batch := list(rows.filter(**({"pk__gt": after} if after else {})).order_by("pk")[:BATCH]):
        yield batch
        after = batch[-1].pk


# --- Looking ----------------------------------------------------------------------------------------------------------
Recorded = Callable[[Outcome], tuple[datetime | None, datetime]]


def _values(batch: list[Outcome], recorded: Recorded) -> dict[UUID, bool | None]:
    """Of each outcome whether it was done, as far as was recorded after the first and up to the second instant that
    `recorded` names; None: it cannot be known. A handful of queries, however many outcomes."""
    known = [each for each in batch if each.decision.athlete is not None and each.decision.athlete.is_active]
    values: dict[UUID, bool | None] = dict.fromkeys(each.pk for each in batch)
    for kind, look in LOOKS.items():
        some = [each for each in known if each.kind == kind]
        if some:
            values.update(look(some, recorded))
    return values


def _athletes(some: list[Outcome]) -> set[UUID]:
    return {each.decision.athlete_id for each in some if each.decision.athlete_id}


def _whole(some: list[Outcome], recorded: Recorded) -> tuple[datetime, datetime]:
    """From the first opening to the last instant that any of them may look at."""
    return min(each.opens_at for each in some), max(recorded(each)[1] for each in some)


def _is_within(at: datetime, recorded_at: datetime, each: Outcome, recorded: Recorded) -> bool:
    after, until = recorded(each)
    return each.opens_at <= at <= each.closes_at and recorded_at <= until and (after is None or recorded_at > after)


def _sessions(some: list[Outcome], recorded: Recorded) -> dict[UUID, bool | None]:
    """Work done in the window; unknown for who has no active plan and did nothing either."""
    first, last = _whole(some, recorded)
    within = Q(athlete_id__in=_athletes(some), performed_at__range=(first, last), recorded_at__lte=last)
    acts = _by_athlete(
        [
            *RPEFeedback.objects.standing().filter(within).values_list("athlete_id", "performed_at", "recorded_at"),
            *PerformanceMetrics.objects.standing()
            .filter(within)
            .values_list("athlete_id", "performed_at", "recorded_at"),
        ]
    )
    with_plan = set(
        Plan.objects.filter(athlete_id__in=_athletes(some), status=Plan.Status.ACTIVE).values_list(
            "athlete_id", flat=True
        )
    )
    return {
        each.pk: _done(each, acts, recorded) or (False if each.decision.athlete_id in with_plan else None)
        for each in some
    }


def _habits(some: list[Outcome], recorded: Recorded) -> dict[UUID, bool | None]:
    """The habit that the decision was about, on its day; unknown where there is no such habit any more."""
    asked = {each.pk: _habit_of(each.decision.occurrence) for each in some}
    ids = {habit for habit, _on in filter(None, asked.values())}
    standing = {habit.pk: habit.ended_at for habit in Habit.objects.filter(pk__in=ids, athlete_id__in=_athletes(some))}
    done = {
        (habit, on.isoformat()): at
        for habit, on, at in HabitDone.objects.filter(habit_id__in=ids).values_list("habit_id", "on", "recorded_at")
    }
    values: dict[UUID, bool | None] = {}
    for each in some:
        about = asked[each.pk]
        if about is None or about[0] not in standing:
            values[each.pk] = None
            continue
        after, until = recorded(each)
        at = done.get(about)
        ended = standing[about[0]]
        if at is not None and at <= until and (after is None or at > after):
            values[each.pk] = True
        else:
            values[each.pk] = None if ended is not None and ended <= each.closes_at else False
    return values


def _habit_of(occurrence: str) -> tuple[UUID, str] | None:
    """`habit:<id>:<local date>`"""
    parts = occurrence.split(":")
    if len(parts) != 3 or parts[0] != HABIT:
        return None
    try:
        return UUID(parts[1]), parts[2]
    except ValueError:
        return None


def _uses(some: list[Outcome], recorded: Recorded) -> dict[UUID, bool | None]:
    first, last = _whole(some, recorded)
    who = Q(athlete_id__in=_athletes(some))
    noted, written = Q(recorded_at__range=(first, last)), Q(created_at__range=(first, last))
    # An answer and all that it leads to (words in the chat, a habit ticked) bear the same instant.
    answered = set(PromptInteraction.objects.filter(who & written).values_list("athlete_id", "created_at"))
    said = Message.objects.filter(who & written, author=Message.Author.ATHLETE)
    ratings = RPEFeedback.objects.filter(who & noted, source="athlete")  # an imported log is no use of the app
    acts = chain(
        said.values_list("athlete_id", "created_at"),
        ratings.values_list("athlete_id", "recorded_at"),
        PerformanceMetrics.objects.filter(who & noted).values_list("athlete_id", "recorded_at"),
        HabitDone.objects.filter(who & noted).values_list("athlete_id", "recorded_at"),
    )
    own = _by_athlete((athlete, at, at) for athlete, at in acts if (athlete, at) not in answered)
    return {each.pk: _done(each, own, recorded) for each in some}


Act = tuple[UUID, datetime, datetime]  # who, when it was done, when Spotter learnt of it


def _by_athlete(acts: Iterable[Act]) -> Mapping[UUID, list[Span]]:
    found: dict[UUID, list[Span]] = {}
    for who, at, recorded_at in acts:
        found.setdefault(who, []).append((at, recorded_at))
    return found


def _done(each: Outcome, acts: Mapping[UUID, list[Span]], recorded: Recorded) -> bool:
    own = acts.get(each.decision.athlete_id, []) if each.decision.athlete_id else []
    return any(_is_within(at, recorded_at, each, recorded) for at, recorded_at in own)


LOOKS: Mapping[str, Callable[[list[Outcome], Recorded], dict[UUID, bool | None]]] = {
    SESSION: _sessions,
    HABIT: _habits,
    APP_USE: _uses,
}
