"""The moments of athletes as rows: planned anew whenever one of their causes is written, and compared every night.

A row that was decided on, whose time ran out or whose cause went away while it was due stays, done, so that nothing
speaks twice. What has not fallen due yet is only a plan: it moves and goes with its cause.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import AthleteProfile
from adaptation import kinds as adaptation
from coaching.core.moments.detector import AHEAD, one, wanted
from coaching.core.moments.life import Moment
from coaching.core.moments.rules import STAY_QUIET
from coaching.models import DueMoment, PromptPreferences
from coaching.services.life import life_of
from events import services as events
from feedback import kinds as feedback
from plans import kinds as plans

NAME = "coaching.moments"
KINDS = {
    plans.PLAN_GENERATED,
    plans.PLAN_REVISED,
    plans.SESSION_UPDATED,
    plans.PLAN_ARCHIVED,
    feedback.RPE_RECORDED,
    feedback.RPE_CORRECTED,
    feedback.RPE_DELETED,
    feedback.PERFORMANCE_RECORDED,
    feedback.PERFORMANCE_CORRECTED,
    feedback.PERFORMANCE_DELETED,
    feedback.ILLNESS_REPORTED,
    feedback.ILLNESS_CORRECTED,
    feedback.ILLNESS_ENDED,
    feedback.ILLNESS_DELETED,
    feedback.IMPORT_FINISHED,
    adaptation.ESTIMATE_UPDATED,
    adaptation.SUGGESTION_PROPOSED,
    adaptation.SUGGESTION_APPLIED,
    adaptation.SUGGESTION_DISMISSED,
    adaptation.SUGGESTION_EXPIRED,
}
NIGHT_HOUR = 3  # of the athletes' own day, in which their moments are compared
DAY = timedelta(days=1)
CHUNK = 1000
RESOLVED = "resolved"
BY_NIGHT = frozenset({STAY_QUIET})  # what the tick itself counts; nothing tells of it before the night
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Changes:
    new: tuple[Moment, ...]
    moved: tuple[DueMoment, ...]  # with their new values
    gone: tuple[DueMoment, ...]  # not due yet: deleted
    resolved: tuple[DueMoment, ...]  # due, and their cause is gone

    def count_before(self, limit: datetime) -> int:
        """How many of them were due before `limit`: what lies behind is only planned night by night."""
        due = [(each.rule, each.due_at) for each in self.new]
        due += [(row.rule, row.due_at) for row in (*self.moved, *self.gone, *self.resolved)]
        return sum(at < limit for rule, at in due if rule not in BY_NIGHT)


def react(athlete_id: UUID, now: datetime | None = None) -> int:
    """Plan anew after news in the athlete's journal. Returns how many entries were read."""
    moment = now or timezone.now()
    return events.consume(NAME, athlete_id, lambda entries: replan(athlete_id, moment) if entries else None)


@transaction.atomic
def replan(athlete_id: UUID, now: datetime) -> None:
    """Make the athlete's open moments what their life wants now. The same again changes nothing."""
    _carry_out(athlete_id, _changes(athlete_id, now), now)


def reconcile(now: datetime, zones: Collection[str] | None = None) -> int:
    """Plan every athlete anew (of these time zones, or all) and count what was not as it ought to be.

    Zone data are read anew before, so that rows follow a change of them without a restart.
    """
    ZoneInfo.clear_cache()
    return sum(_compare(athlete_id, now) for athlete_id in _athletes(zones))


def zones_at_night(now: datetime) -> list[str]:
    """The time zones of athletes in which it is the hour to compare: with an hourly call every athlete is looked at
    once a night. One query."""
    names = AthleteProfile.objects.order_by("timezone").values_list("timezone", flat=True).distinct()
    return [name for name in names if now.astimezone(ZoneInfo(name)).hour == NIGHT_HOUR]


def still_true(athlete_id: UUID, rule: str, occurrence: str, now: datetime) -> dict[str, Any] | None:
    """The reason as it is at this instant; None where it is gone."""
    life = life_of(athlete_id, now)
    moment = None if life is None else one(life, rule, occurrence, now)
    return None if moment is None else dict(moment.facts)


def _athletes(zones: Collection[str] | None) -> Iterable[UUID]:
    """Whoever agreed, and whoever has moments left over."""
    has_moments = Q(pk__in=DueMoment.objects.open().values("athlete"))
    agreed = Q(pk__in=PromptPreferences.objects.filter(enabled=True).values("pk"))
    found = AthleteProfile.objects.filter(agreed | has_moments)
    if zones is not None:
        found = found.filter(timezone__in=zones)
    return found.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=CHUNK)


@transaction.atomic
def _compare(athlete_id: UUID, now: datetime) -> int:
    changes = _changes(athlete_id, now)
    _carry_out(athlete_id, changes, now)
    return changes.count_before(now + AHEAD - DAY)


def _changes(athlete_id: UUID, now: datetime) -> _Changes:
    life = life_of(athlete_id, now)
    moments = () if life is None else wanted(life, now)
    standing = _standing(athlete_id, moments)
    by_key = {(each.rule, each.occurrence): each for each in moments}
    # What has run out is for the tick to close, which writes down why it was not said.
    left = [row for key, row in standing.items() if row.done_at is None and key not in by_key and row.expires_at > now]
    return _Changes(
        new=tuple(each for key, each in by_key.items() if key not in standing),
        moved=tuple(_moved(by_key, standing)),
        gone=tuple(row for row in left if row.due_at > now),
        resolved=tuple(row for row in left if row.due_at <= now),
    )


def _standing(athlete_id: UUID, moments: Sequence[Moment]) -> dict[Key, DueMoment]:
    """Open rows, locked, and done ones of the same occurrences."""
    rows = DueMoment.objects.filter(athlete=athlete_id)
    known = Q(done_at__isnull=True) | Q(occurrence__in=[each.occurrence for each in moments])
    return {(row.rule, row.occurrence): row for row in rows.filter(known).order_by("pk").select_for_update(no_key=True)}


def _moved(moments: Mapping[Key, Moment], standing: Mapping[Key, DueMoment]) -> Iterable[DueMoment]:
    for key, moment in moments.items():
        row = standing.get(key)
        if row is None or row.done_at is not None:
            continue
        values = (moment.due_at, moment.expires_at, dict(moment.facts))
        if (row.due_at, row.expires_at, row.facts) != values:
            row.due_at, row.expires_at, row.facts = values
            yield row


def _carry_out(athlete_id: UUID, changes: _Changes, now: datetime) -> None:
    if changes.resolved:
        DueMoment.objects.filter(pk__in=[row.pk for row in changes.resolved]).update(done_at=now, outcome=RESOLVED)
    if changes.gone:
        DueMoment.objects.filter(pk__in=[row.pk for row in changes.gone]).delete()
    if changes.moved:
        DueMoment.objects.bulk_update(changes.moved, ["due_at", "expires_at", "facts"])
    # Another writer may have planned the same at this moment.
    DueMoment.objects.bulk_create((_row(athlete_id, each) for each in changes.new), ignore_conflicts=True)


def _row(athlete_id: UUID, moment: Moment) -> DueMoment:
    return DueMoment(
        athlete_id=athlete_id,
        rule=moment.rule,
        occurrence=moment.occurrence,
        due_at=moment.due_at,
        expires_at=moment.expires_at,
        facts=dict(moment.facts),
    )
