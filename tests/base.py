"""The cast: the same people in every test, so that a leak between them shows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.db import close_old_connections, connection
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import AthleteProfile, CoachAssignment, User
from plans.models import Exercise

PASSWORD = "a-long-training-password"


class Cast:
    """Mix into TestCase (rows made once per class) or TransactionTestCase (call `raise_curtain` in the test)."""

    ana: User
    ben: User
    bao: User
    cleo: User
    dan: User
    ola: User

    @classmethod
    def setUpTestData(cls) -> None:
        cls.raise_curtain()

    @classmethod
    def raise_curtain(cls) -> None:
        """Ana trains (Berlin, en, ask), Ben trains (New York), Bao trains (Shanghai, zh-hans, auto, a sore knee),
        Cleo coaches Ana with consent, Dan coaches, but not Ana, Ola is staff."""
        if not Exercise.objects.exists():
            call_command("load_catalogue", verbosity=0)
        cls.ana = person("ana@example.org", display_name="Ana", timezone="Europe/Berlin", locale="en")
        cls.ben = person("ben@example.org", display_name="Ben", timezone="America/New_York", locale="en")
        cls.bao = person(
            "bao@example.org", display_name="Bao", timezone="Asia/Shanghai", locale="zh-hans", autonomy="auto",
            limitations=[{"region": "knee", "severity": 3, "note": ""}],
        )  # fmt: skip
        cls.cleo = person("cleo@example.org", display_name="Cleo", is_coach=True)
        cls.dan = person("dan@example.org", display_name="Dan", is_coach=True)
        cls.ola = person("ola@example.org", display_name="Ola", is_staff=True)
        CoachAssignment.objects.create(coach=cls.cleo, athlete=cls.ana, consented_at=timezone.now())

    @staticmethod
    def client_for(user: User | None) -> APIClient:
        """A JSON client that is logged in as this person, or as nobody."""
        client = APIClient()
        client.default_format = "json"
        if user is not None:
            client.force_authenticate(user)
        return client


def person(email: str, *, is_coach: bool = False, is_staff: bool = False, **profile: Any) -> User:
    user = User.objects.create_user(email, PASSWORD, is_coach=is_coach, is_staff=is_staff)
    AthleteProfile.objects.update_or_create(user=user, defaults=profile)
    return user


def at_once(count: int, call: Callable[[], Any]) -> list[Any]:
    """The answers of `count` calls from threads with their own connections, all let go at the same moment."""
    barrier = threading.Barrier(count)
    answers: list[Any] = [None] * count

    def run(place: int) -> None:
        try:
            barrier.wait(timeout=30)
            answers[place] = call()
        except Exception as problem:  # noqa: BLE001  the test looks at what came back, also when it is an error
            answers[place] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    close_old_connections()
    return answers
