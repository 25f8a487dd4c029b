"""The moments of athletes as rows: planned anew whenever one of their causes is written, and compared every night.

A row that was decided on, whose time ran out or whose cause went away while it was due stays, done, so that nothing
speaks twice. What has not fallen due yet is only a plan: it moves and goes with its cause.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import AthleteProfile
from adaptation import kinds as adaptation
from coaching.core.moments.detector import AHEAD, one, wanted
from coaching.core.moments.life import Moment
from coaching.core.moments.rules import STAY_QUIET
from coaching.models import DueMoment, PromptPreferences
from coaching.services.life import life_of, lives_of
from coaching.services.tables import among, as_ids, insert_new, update
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
AT_ONCE = 500  # athletes
RESOLVED = "resolved"
BY_NIGHT = frozenset({STAY_QUIET})  # its count sinks with an answer or a lost prompt, which plan nothing anew
Key = tuple[str, str]
INSERTED = ("athlete_id", "rule", "occurrence", "due_at", "expires_at", "facts")
MOVE = """
UPDATE coaching_due_moments SET due_at = told.due_at, expires_at = told.expires_at, facts = told.facts FROM told
WHERE coaching_due_moments.id = told.id AND coaching_due_moments.done_at IS NULL
    AND coaching_due_moments.due_at = told.was_due_at
"""
MOVED = {
    "id": "bigint", "due_at": "timestamptz", "expires_at": "timestamptz", "facts": "jsonb", "was_due_at": "timestamptz"
}  # fmt: skip


class _Row(NamedTuple):
    """An open moment as it stands."""

    pk: int
    athlete_id: UUID
    rule: str
    occurrence: str
    due_at: datetime
    expires_at: datetime
    facts: dict[str, Any]


@dataclass(slots=True)
class _Changes:
    new: list[tuple[UUID, Moment]] = field(default_factory=list)  # some of them may be there, done
    moved: list[tuple[_Row, Moment]] = field(default_factory=list)
    gone: list[_Row] = field(default_factory=list)  # not due yet: deleted
    resolved: list[_Row] = field(default_factory=list)  # due, and their cause is gone

    def touched(self) -> list[_Row]:
        return [*(row for row, _moment in self.moved), *self.gone, *self.resolved]

    def only(self, pks: Collection[int]) -> None:
        """Leave every other row as it is."""
        self.moved = [(row, moment) for row, moment in self.moved if row.pk in pks]
        self.gone = [row for row in self.gone if row.pk in pks]
        self.resolved = [row for row in self.resolved if row.pk in pks]


def react(athlete_id: UUID, now: datetime | None = None) -> int:
    """Plan anew after news in the athlete's journal. Returns how many entries were read."""
    moment = now or timezone.now()
    return events.consume(NAME, athlete_id, lambda entries: replan(athlete_id, moment) if entries else None)


@transaction.atomic
def replan(athlete_id: UUID, now: datetime) -> None:
    """Make the athlete's open moments what their life wants now. The same again changes nothing."""
    life = life_of(athlete_id, now)
    standing = _open([athlete_id]).order_by("pk").select_for_update(no_key=True)
    moments = {} if life is None else {athlete_id: wanted(life, now)}
    _carry_out(_changes([athlete_id], moments, _rows(standing), now), now)


def reconcile(now: datetime, zones: Collection[str] | None = None) -> int:
    """Plan every athlete anew (of these time zones, or all) and count what was not as it ought to be.

    Some hundreds at a time, each time in the same number of queries. Zone data are read anew before, so that rows
    follow a change of them without a restart.
    """
    ZoneInfo.clear_cache()
    athlete_ids = iter(_athletes(zones))
    drift = 0
    while some := list(islice(athlete_ids, AT_ONCE)):
        drift += _compare(some, now)
    return drift


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
    return found.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=AT_ONCE)


@transaction.atomic
def _compare(athlete_ids: Sequence[UUID], now: datetime) -> int:
    """Nobody waits for this: it reads without a lock, and a row that somebody else is at stays for the next night."""
    moments = {athlete_id: wanted(life, now) for athlete_id, life in lives_of(athlete_ids, now).items()}
    changes = _changes(athlete_ids, moments, _rows(_open(athlete_ids)), now)
    if touched := [row.pk for row in changes.touched()]:
        free = DueMoment.objects.open().filter(pk__in=touched).order_by("pk")
        changes.only(set(free.select_for_update(no_key=True, skip_locked=True).values_list("pk", flat=True)))
    wrong: list[_Row | Moment] = [*(moment for _row, moment in changes.moved), *changes.gone, *changes.resolved]
    wrong += _carry_out(changes, now)
    # What lies behind the days ahead is only planned night by night.
    return sum(each.due_at < now + AHEAD - DAY for each in wrong if each.rule not in BY_NIGHT)


def _open(athlete_ids: Sequence[UUID]) -> QuerySet[DueMoment]:
    return DueMoment.objects.open().filter(athlete__in=among(athlete_ids))


def _rows(found: QuerySet[DueMoment]) -> list[_Row]:
    columns = ("pk", "athlete_id", "rule", "occurrence", "due_at", "expires_at", "facts")
    return [_Row(*row) for row in found.values_list(*columns)]


def _changes(
    athlete_ids: Iterable[UUID], moments: Mapping[UUID, Sequence[Moment]], rows: Iterable[_Row], now: datetime
) -> _Changes:
    """What has to be done to open `rows` so that they are the `moments` that are wanted."""
    standing: dict[UUID, dict[Key, _Row]] = {athlete_id: {} for athlete_id in athlete_ids}
    for row in rows:
        standing[row.athlete_id][row.rule, row.occurrence] = row
    changes = _Changes()
    for athlete_id, mine in standing.items():
        by_key = {(each.rule, each.occurrence): each for each in moments.get(athlete_id, ())}
        for key, moment in by_key.items():
            there = mine.get(key)
            if there is None:
                changes.new.append((athlete_id, moment))
            elif tuple(there[4:]) != (moment.due_at, moment.expires_at, dict(moment.facts)):
                changes.moved.append((there, moment))
        for key, row in mine.items():
            # What has run out is for the tick to close, which writes down why it was not said.
            if key not in by_key and row.expires_at > now:
                (changes.gone if row.due_at > now else changes.resolved).append(row)
    return changes


def _carry_out(changes: _Changes, now: datetime) -> list[Moment]:
    """Write it down. Returns the moments that are truly new: a done one is never opened again, and another writer may
    have planned the same at this instant."""
    rows = DueMoment.objects.open()
    if changes.resolved:
        rows.filter(pk__in=[row.pk for row in changes.resolved]).update(done_at=now, outcome=RESOLVED)
    if changes.gone:
        rows.filter(pk__in=[row.pk for row in changes.gone]).delete()
    if changes.moved:
        told = [(row.pk, each.due_at, each.expires_at, dict(each.facts), row.due_at) for row, each in changes.moved]
        update(MOVE, MOVED, told)
    new = {(pk, each.rule, each.occurrence): each for pk, each in changes.new}
    told_new = [(*key, each.due_at, each.expires_at, dict(each.facts)) for key, each in new.items()]
    made = insert_new(DueMoment, INSERTED, told_new, returning=INSERTED[:3])
    return [new[pk, rule, key] for pk, (_same, rule, key) in zip(as_ids(made), made, strict=True)]
