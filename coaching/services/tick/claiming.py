"""Who is due, and how they stand: everything a batch needs, read in a fixed number of queries.

The row of an athlete's budget is their lock: whoever holds it is the only one who decides for them. Locked rows are
skipped, never waited for, and what is read about an athlete is read after the lock, so it is not what stood before
another worker's commit.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import Exists, F, OuterRef, TextField
from django.db.models.functions import Cast

from accounts.core import ages
from accounts.models import AthleteProfile
from coaching.core.choosing import Candidate
from coaching.core.deciding import Standing
from coaching.core.frequency import Limits, Pauses, Spent
from coaching.core.policy import dose
from coaching.core.preferences import quiet_windows
from coaching.core.slots import DEFAULT_WINDOWS, Slot
from coaching.models import Decision, DueMoment, Message, PromptBudget, PromptPreferences, SafetyHold
from coaching.services.tables import among, as_ids

logger = logging.getLogger(__name__)
TALK = timedelta(minutes=10)  # so long after their last word an athlete is still talking
TYPING = timedelta(seconds=20)
BUDGETS_AT_ONCE = 5000
DAYS_BACK = timedelta(days=14)  # of decisions that are read: for the dose, and to see which slots are taken

DUE = "m.done_at IS NULL AND COALESCE(m.put_off_to, m.due_at) <= %s"
FIRST = "ORDER BY COALESCE(m.put_off_to, m.due_at)"
LAST = f"{FIRST} DESC"
# The key of the person is held as well, so that nobody is erased half way through.
LOCK = """
SELECT b.athlete_id FROM coaching_due_moments m
JOIN coaching_prompt_budgets b ON b.athlete_id = m.athlete_id
JOIN accounts_user u ON u.id = m.athlete_id
WHERE {due} {order} LIMIT %s
FOR UPDATE OF b SKIP LOCKED FOR KEY SHARE OF u SKIP LOCKED
"""
PICK = """
SELECT b.athlete_id FROM coaching_due_moments m
JOIN coaching_prompt_budgets b ON b.athlete_id = m.athlete_id
WHERE {due} {order} LIMIT %s
"""


@dataclass(slots=True)
class Due:
    """An athlete with causes that are due. Without a `standing` something about them could not be read."""

    athlete_id: UUID
    subject: UUID
    timezone: str = "UTC"
    standing: Standing | None = None
    candidates: list[Candidate] = field(default_factory=list)


def open_budgets(now: datetime) -> None:
    """Give everybody who is due the row that is their lock."""
    has_one = Exists(PromptBudget.objects.filter(pk=OuterRef("athlete")))
    without = DueMoment.objects.due(now).filter(~has_one)
    athlete_ids = list(without.order_by().values_list("athlete_id", flat=True).distinct())
    for first in range(0, len(athlete_ids), BUDGETS_AT_ONCE):
        some = athlete_ids[first : first + BUDGETS_AT_ONCE]
        PromptBudget.objects.bulk_create([PromptBudget(athlete_id=each) for each in some], ignore_conflicts=True)


def claim(now: datetime, batch: int, *, is_helper: bool = False) -> list[UUID]:
    """Lock the next athletes who are due, longest waiting first, until the caller's transaction ends. Helpers begin at
    the other end: passing by what others hold costs as much as taking it."""
    with connection.cursor() as cursor:
        cursor.execute(claim_statement(is_helper), [_instant(now), batch])
        return sorted(set(as_ids(cursor.fetchall())))


def claim_statement(is_helper: bool = False) -> str:
    """The statement. SQLite has one writer, and the caller's transaction is it."""
    words = LOCK if connection.vendor == "postgresql" else PICK
    return words.format(due=DUE, order=LAST if is_helper else FIRST)


def read(athlete_ids: Sequence[UUID], now: datetime) -> list[Due]:
    """How these athletes stand, and what is due for them; whoever has nothing due any more is left out."""
    moments = DueMoment.objects.due(now).filter(athlete__in=among(athlete_ids)).values_list(
        "athlete_id", "pk", "rule", "occurrence", "due_at", "put_off_to", "expires_at", "facts",
        "verdict",
    )  # fmt: skip
    candidates: dict[UUID, list[Candidate]] = {}
    for athlete_id, pk, rule, occurrence, due_at, put_off_to, expires_at, facts, verdict in moments:
        looked_at = max(due_at, put_off_to or due_at)
        candidate = Candidate(pk, rule, occurrence, due_at, looked_at, expires_at, facts, verdict)
        candidates.setdefault(athlete_id, []).append(candidate)
    if not candidates:
        return []
    since = min(each.looked_at for some in candidates.values() for each in some) - DAYS_BACK
    about = About.of(list(candidates), now, since.date())
    return [about.due(athlete_id, some) for athlete_id, some in candidates.items()]


@dataclass(frozen=True, slots=True)
class Choices:
    """What an athlete has chosen, read from the columns of PromptPreferences."""

    limits: Limits
    pauses: Pauses
    windows: tuple[time, ...]
    muted: dict[str, datetime | None]
    halved: frozenset[str]
    is_enabled: bool
    takes_part: bool


NOBODY_ASKED = Choices(Limits(0, 0, 0, None), Pauses(), DEFAULT_WINDOWS, {}, frozenset(), False, False)
CHOSEN = (
    "enabled", "enabled_at", "experiments", "max_per_day", "max_per_week", "min_gap_min", "quiet_until",
    "holiday_from", "holiday_to", "zone_before", "zone_changed_at",
)  # fmt: skip
TEXTS = ("quiet_hours", "windows", "muted_rules", "halved_rules")
SPENT = ("day", "day_count", "week", "week_count", "last_sent_at", "unanswered", "first_unanswered_at")


@dataclass(slots=True)
class About:
    """What is known of a batch of athletes, each table read once, as plain columns: a model for every row would cost
    more than everything else that is done for it."""

    now: datetime
    budgets: dict[UUID, tuple[Any, ...]]
    preferences: dict[UUID, tuple[Any, ...]]
    profiles: dict[UUID, tuple[str, int | None, bool]]
    held: set[UUID]
    talking: set[UUID]
    decided: dict[UUID, list[tuple[Slot, bool]]]  # newest first

    @classmethod
    def of(cls, athlete_ids: Sequence[UUID], now: datetime, since: date) -> About:
        these = among(athlete_ids)
        profiles = AthleteProfile.objects.filter(user__in=these).values_list(
            "user_id", "timezone", "birth_year", "user__is_active"
        )
        budgets = PromptBudget.objects.filter(pk__in=these).values_list("pk", "subject", "typing_at", *SPENT)
        texts = {f"{name}_text": Cast(F(name), TextField()) for name in TEXTS}
        chosen = PromptPreferences.objects.filter(pk__in=these).annotate(**texts)
        holds = SafetyHold.objects.in_force(now).filter(athlete__in=these)
        talk = Message.objects.filter(
            athlete__in=these, author=Message.Author.ATHLETE, created_at__gt=now - TALK, created_at__lte=now
        )
        return cls(
            now=now,
            budgets={pk: row for pk, *row in budgets},
            preferences={pk: row for pk, *row in chosen.values_list("pk", *CHOSEN, *texts)},
            profiles={user_id: (zone, year, is_active) for user_id, zone, year, is_active in profiles},
            held=set(holds.values_list("athlete_id", flat=True)),
            talking=set(talk.values_list("athlete_id", flat=True)),
            decided=_decided(athlete_ids, since),
        )

    def may_be_minor(self, birth_year: int | None) -> bool:
        return ages.may_be_minor(birth_year, self.now.date(), is_age_required=settings.AGE_REQUIRED)

    def due(self, athlete_id: UUID, candidates: list[Candidate]) -> Due:
        """What cannot be read is our fault and nobody's trouble but this athlete's."""
        subject, typing_at, *spent = self.budgets[athlete_id]
        timezone, birth_year, is_active = self.profiles[athlete_id]
        due = Due(athlete_id, subject, timezone, candidates=candidates)
        try:
            row = self.preferences.get(athlete_id)
            chosen = NOBODY_ASKED if row is None else _choices(*row)
            decided = self.decided.get(athlete_id, ())
            is_typing = typing_at is not None and timedelta() <= self.now - typing_at < TYPING
            due.standing = Standing(
                athlete_id=athlete_id,
                subject=subject,
                zone=ZoneInfo(timezone),
                windows=chosen.windows,
                limits=chosen.limits,
                spent=Spent(*spent),
                pauses=chosen.pauses,
                muted=chosen.muted,
                halved=chosen.halved,
                taken=frozenset(slot for slot, _is_treated in decided),
                dose=dose([is_treated for _slot, is_treated in decided]),
                is_enabled=chosen.is_enabled and is_active,
                takes_part=chosen.takes_part and not self.may_be_minor(birth_year),
                is_held=athlete_id in self.held,
                is_talking=is_typing or athlete_id in self.talking,
            )
        except (ValueError, LookupError, TypeError, AttributeError):
            logger.exception("How athlete %s stands could not be read.", athlete_id)
        return due


def _decided(athlete_ids: Sequence[UUID], since: date) -> dict[UUID, list[tuple[Slot, bool]]]:
    rows = Decision.objects.filter(athlete__in=among(athlete_ids), slot_on__gte=since).order_by("-decided_at")
    decided: dict[UUID, list[tuple[Slot, bool]]] = {}
    columns = rows.values_list("athlete_id", "slot_on", "slot_index", "is_treated")
    for athlete_id, on, index, is_treated in columns:
        decided.setdefault(athlete_id, []).append((Slot(on, index), is_treated))
    return decided


@lru_cache(maxsize=20_000)
def _choices(
    enabled: bool,
    enabled_at: datetime | None,
    experiments: bool,
    max_per_day: int,
    max_per_week: int,
    min_gap_min: int,
    quiet_until: datetime | None,
    holiday_from: date | None,
    holiday_to: date | None,
    zone_before: str,
    zone_changed_at: datetime | None,
    *texts: str,
) -> Choices:
    """The columns as values. Many athletes leave everything as it is: most are read once for all of them."""
    pauses, windows, muted, halved = _texts(*texts)
    return Choices(
        Limits(max_per_day, max_per_week, min_gap_min, enabled_at),
        replace(
            pauses, quiet_until=quiet_until, holiday_from=holiday_from, holiday_to=holiday_to,
            zone_before=ZoneInfo(zone_before) if zone_before else None, zone_changed_at=zone_changed_at,
        ),
        windows, muted, halved, enabled, experiments,
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def _texts(
    quiet_hours: str, windows: str, muted_rules: str, halved_rules: str
) -> tuple[Pauses, tuple[time, ...], dict[str, datetime | None], frozenset[str]]:
    starts = tuple(sorted(time.fromisoformat(each) for each in json.loads(windows)))
    muted = {each["rule"]: _until(each.get("until")) for each in json.loads(muted_rules)}
    pauses = Pauses(windows=quiet_windows(json.loads(quiet_hours)))
    return pauses, starts or DEFAULT_WINDOWS, muted, frozenset(json.loads(halved_rules))


def _until(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _instant(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at.astimezone(UTC))


def slot_in_utc(now: datetime) -> Slot:
    """Where nobody knows the athlete's own day."""
    return Slot(now.astimezone(UTC).date(), 0)
