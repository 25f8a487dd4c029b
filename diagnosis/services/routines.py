"""Diagnoses at night, for athletes who asked for them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from accounts.models import User
from diagnosis.core.refusals import DiagnosisRunning
from diagnosis.models import Execution, Routine
from diagnosis.services.executions import request

AT = time(3, 0)  # of the athlete's own night
EVERY_DAYS = (7, 14, 28)
BATCH = 200


def routine_of(athlete_id: UUID) -> Routine | None:
    return Routine.objects.filter(pk=athlete_id).first()


def set_routine(*, athlete: User, every_days: int | None, now: datetime) -> Routine | None:
    """Examine every so many days at night from now on; None: no more."""
    if every_days is None:
        Routine.objects.filter(pk=athlete.pk).delete()
        return None
    told = {"every_days": every_days, "next_at": next_night(athlete, now, 1)}
    return Routine.objects.update_or_create(athlete=athlete, defaults=told)[0]


def next_night(athlete: User, now: datetime, days: int) -> datetime:
    """Three in the athlete's own morning, so many days on. An hour that a change of clocks skips is an hour later."""
    profile = athlete.profile
    on = profile.local_date(now) + timedelta(days=days)
    return datetime.combine(on, AT, tzinfo=profile.zone)


def begin_due(now: datetime) -> list[Execution]:
    """Queue what is due. The due date moves first and under a condition, so that two who do this begin one."""
    begun = []
    due = Routine.objects.filter(next_at__lte=now).select_related("athlete__profile").order_by("next_at")[:BATCH]
    for routine in due:
        later = next_night(routine.athlete, now, routine.every_days)
        if not Routine.objects.filter(pk=routine.pk, next_at=routine.next_at).update(next_at=later):
            continue
        try:
            begun.append(request(athlete=routine.athlete, now=now))
        except DiagnosisRunning:
            continue  # being examined already
    return begun
