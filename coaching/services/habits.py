"""Small habits beside the training: kept, changed, ended, and ticked off day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.core.ids import uuid7
from accounts.core.instants import instant
from accounts.models import User
from coaching import kinds
from coaching.core.refusals import HabitDayUnfit, HabitIdTaken, TooManyHabits
from coaching.models import Habit, HabitDone
from coaching.services import moments
from events import services as events

MOST = 20
BACK = timedelta(days=31)  # so far back a tick from a phone that was offline still counts


def standing(athlete_id: UUID) -> list[Habit]:
    """The athlete's habits, in the order of their hours."""
    return list(Habit.objects.filter(athlete_id=athlete_id, ended_at__isnull=True).order_by("at", "created_at"))


def find(athlete_id: UUID, client_id: UUID) -> Habit:
    """One habit that has not ended. Raises Habit.DoesNotExist."""
    return Habit.objects.get(athlete_id=athlete_id, client_id=client_id, ended_at__isnull=True)


def done_on(athlete_id: UUID, on: date) -> frozenset[UUID]:
    """The habits (their keys) that were done on a day."""
    found = HabitDone.objects.filter(athlete_id=athlete_id, on=on)
    return frozenset(found.values_list("habit_id", flat=True))


def add(
    *, athlete: User, title: str, days: Sequence[int], at: time, now: datetime, client_id: UUID | None = None
) -> tuple[Habit, bool]:
    """Keep a new habit. The same client_id again changes nothing. Raises TooManyHabits, HabitIdTaken."""
    client_id = client_id or uuid7()
    known = Habit.objects.filter(athlete=athlete, client_id=client_id).first()
    if known is not None:
        return _same(known, title), False
    if Habit.objects.filter(athlete=athlete, ended_at__isnull=True).count() >= MOST:
        raise TooManyHabits(most=MOST)
    facts = {"title": title.strip(), "days": sorted(set(days)), "at": at, "created_at": now}
    try:
        with transaction.atomic():
            habit = Habit.objects.create(athlete=athlete, client_id=client_id, **facts)
            moments.replan(athlete.pk, now)
            events.append(athlete.pk, kinds.HABIT_CHANGED, {"habit": str(habit.client_id)})
    except IntegrityError:
        return _same(Habit.objects.get(athlete=athlete, client_id=client_id), title), False
    return habit, True


def _same(habit: Habit, title: str) -> Habit:
    if habit.title != title.strip():
        raise HabitIdTaken(id=str(habit.client_id))
    return habit


@transaction.atomic
def edit(habit: Habit, changes: dict[str, Any], now: datetime) -> Habit:
    """Change `title`, `days` or `at`. What was done stays done."""
    for name, value in changes.items():
        setattr(habit, name, sorted(set(value)) if name == "days" else value)
    habit.save(update_fields=list(changes))
    moments.replan(habit.athlete_id, now)
    events.append(habit.athlete_id, kinds.HABIT_CHANGED, {"habit": str(habit.client_id)})
    return habit


@transaction.atomic
def end(habit: Habit, now: datetime) -> None:
    """Give a habit up. The days on which it was done are kept."""
    if Habit.objects.filter(pk=habit.pk, ended_at__isnull=True).update(ended_at=now):
        moments.replan(habit.athlete_id, now)
        events.append(habit.athlete_id, kinds.HABIT_CHANGED, {"habit": str(habit.client_id)})


def tick(*, athlete: User, habit: Habit, on: date, client_id: UUID, now: datetime) -> tuple[HabitDone, bool]:
    """Note that a habit was done on a day; a second tick of the day changes nothing.

    Raises HabitDayUnfit for a day that has not come, is long over or lies before the habit, and HabitIdTaken.
    """
    today = athlete.profile.local_date(now)
    if not max(today - BACK, athlete.profile.local_date(habit.created_at)) <= on <= today:
        raise HabitDayUnfit(on=on.isoformat())
    try:
        with transaction.atomic():
            done = HabitDone.objects.create(athlete=athlete, habit=habit, on=on, client_id=client_id, recorded_at=now)
            moments.replan(athlete.pk, now)
            events.append(athlete.pk, kinds.HABIT_DONE, {"habit": str(habit.client_id), "on": on.isoformat()})
    except IntegrityError:
        known = HabitDone.objects.filter(habit=habit, on=on).first()
        if known is None:
            raise HabitIdTaken(id=str(client_id)) from None
        return known, False
    return done, True


@transaction.atomic
def untick(habit: Habit, on: date, now: datetime) -> None:
    """Take a tick back: it was a slip."""
    count, _by_kind = HabitDone.objects.filter(habit=habit, on=on).delete()
    if count:
        moments.replan(habit.athlete_id, now)
        events.append(habit.athlete_id, kinds.HABIT_CHANGED, {"habit": str(habit.client_id)})


def as_json(habit: Habit, is_done_today: bool) -> dict[str, Any]:
    return {
        "id": str(habit.client_id),
        "title": habit.title,
        "days": habit.days,
        "at": habit.at.strftime("%H:%M"),
        "is_done_today": is_done_today,
        "created_at": instant(habit.created_at),
    }
