"""Athletes with tokens, and entries for them, written the way Spotter writes them: in a process of its own, so that the
clients' process does nothing but read."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, TypeVar
from uuid import uuid4

T = TypeVar("T")
FILLER = "x" * 200  # an entry of about 300 bytes
KIND = "bench.something_told"
WISHES = {
    "primary_goal": "strength", "experience_level": "intermediate", "time_availability": 4, "days_per_week": 3,
    "weeks": 4, "equipment": ["barbell", "rack", "bench", "dumbbell", "cable", "machine"],
    "known_lifts": [{"exercise": "barbell-bench-press", "load_kg": 100, "reps": 5, "rpe": 8}],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heads:
    """What the database says: the epoch, and of each athlete how many entries there are."""

    epoch: str
    seqs: list[int]


class Teller:
    """The door to that process. One call at a time; `begin` does not wait for its end."""

    def __init__(self) -> None:
        self.pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=set_up)

    def begin(self, call: Callable[..., T], *args: Any) -> Future[T]:
        return self.pool.submit(call, *args)

    def do(self, call: Callable[..., T], *args: Any) -> T:
        return self.begin(call, *args).result()

    def close(self) -> None:
        self.pool.shutdown()


# --- In that process --------------------------------------------------------------------------------------------------
_athletes: list[Any] = []


def set_up() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()


def make(count: int) -> list[str]:
    """So many athletes in an empty database; their access tokens."""
    from django.core.management import call_command

    from accounts.models import AthleteProfile, User

    call_command("migrate", verbosity=0)
    _athletes[:] = [User(email=f"athlete-{number}@example.org", password="!") for number in range(count)]
    User.objects.bulk_create(_athletes, batch_size=1000)
    AthleteProfile.objects.bulk_create([AthleteProfile(user=each) for each in _athletes], batch_size=1000)
    return logged_in()


def logged_in() -> list[str]:
    from datetime import timedelta

    from django.utils import timezone
    from rest_framework_simplejwt.tokens import RefreshToken

    from accounts.models import TokenFamily
    from accounts.services.tokens import FAMILY

    until = timezone.now() + timedelta(days=1)
    families = [TokenFamily(user=each, current_jti="-", expires_at=until) for each in _athletes]
    TokenFamily.objects.bulk_create(families, batch_size=1000)
    tokens = []
    for user, family in zip(_athletes, families, strict=True):
        refresh = RefreshToken.for_user(user)
        refresh[FAMILY] = str(family.pk)
        access = refresh.access_token
        access.set_exp(lifetime=timedelta(hours=6))
        tokens.append(str(access))
    return tokens


def tell(number: int) -> None:
    from django.db import transaction

    from events import services as events

    payload = {"text": FILLER, "at": time.monotonic_ns()}
    with transaction.atomic():
        events.append(_athletes[number].pk, KIND, payload)


def tell_steadily(numbers: Sequence[int], per_s: int) -> None:
    """One entry each, at a steady rate. A database that is away is tried again: an entry more does no harm."""
    from django.db import InterfaceError, OperationalError, connection

    began_s = time.monotonic()
    for place, number in enumerate(numbers):
        time.sleep(max(0.0, began_s + place / per_s - time.monotonic()))
        while True:
            try:
                tell(number)
            except (InterfaceError, OperationalError):
                connection.close()
                time.sleep(0.1)
                continue
            break


def tell_burst(number: int, count: int) -> None:
    """So many entries for one athlete as quickly as they can be written, each in its own transaction."""
    for _ in range(count):
        tell(number)


_open = ExitStack()


def write_all() -> None:
    """One entry for each, in one transaction that stays open until `commit`."""
    from django.db import transaction

    from events import services as events

    _open.enter_context(transaction.atomic())
    for athlete in sorted(_athletes, key=lambda each: each.pk):  # one order for all: no deadlocks
        events.append(athlete.pk, KIND, {"text": FILLER, "at": time.monotonic_ns()})


def commit() -> float:
    """When it was begun, on the monotonic clock."""
    began_s = time.monotonic()
    _open.close()
    return began_s


def heads() -> Heads:
    from events import services as events

    found = events.heads([each.pk for each in _athletes])
    return Heads(events.epoch(), [found[each.pk].seq for each in _athletes])


def prune(number: int, keep: int) -> None:
    """Forget all but the newest entries of one athlete, as retention does."""
    from events.models import JournalEntry, JournalHead

    head = JournalHead.objects.get(athlete=_athletes[number]).last_seq
    JournalEntry.objects.filter(athlete=_athletes[number], seq__lte=head - keep).delete()


def train(count: int) -> None:
    """The first so many athletes get a plan and rate its first lift as far too easy, which the engine reacts to."""
    from django.core.management import call_command
    from django.utils import timezone
    from rest_framework.test import APIClient

    from plans import services as plans
    from plans.models import PlannedItem

    call_command("load_catalogue", verbosity=0)
    for athlete in _athletes[:count]:
        plan = plans.generate(athlete=athlete, wishes=WISHES, now=timezone.now())
        item = PlannedItem.objects.filter(session__plan=plan, exercise="barbell-bench-press").first()
        assert item is not None
        done = {"reps": item.reps_max, "load_kg": item.load_kg, "rpe": 6}
        client = APIClient(SERVER_NAME="localhost")
        client.force_authenticate(athlete)
        answer = client.post("/api/v1/plans/feedback/rpe", format="json", data={
            "id": str(uuid4()), "session_id": str(item.session_id), "exercise_id": item.exercise_id, "rpe": 6,
            "completion_rate": 100, "timestamp": timezone.now().isoformat(), "sets": [done] * item.sets,
        })  # fmt: skip
        assert answer.status_code == 201, answer.content


def due() -> int:
    """Reactions that have entries left to read."""
    from django.utils import timezone

    from events import services as events

    return events.reaction_lag(timezone.now()).due


def start_epoch() -> str:
    from events import services as events

    return events.start_epoch()


def connections_but_mine() -> int:
    """Connections that others have to this database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])
