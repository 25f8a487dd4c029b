"""Rate limits: never more than allowed, however many calls arrive at once, and what a client is told."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connections
from django.test import SimpleTestCase, TestCase, TransactionTestCase, override_settings

from accounts import services as accounts
from accounts.core.addresses import client_address, crowd_of
from accounts.core.refusals import LimiterAway
from accounts.models import RateCounter
from tests.base import PASSWORD, Cast, at_once, person

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
FEW = {**settings.RATE_LIMITS, "all": (3, 60), "generate": (2, 300)}
# Nobody listens on the discard port.
NO_REDIS = "redis://127.0.0.1:9"


def in_children(count: int, call: Callable[[], int]) -> list[int]:
    """What `call` answers (0 to 99) in so many processes of its own, all at work at the same time."""
    connections.close_all()
    children = []
    for _child in range(count):
        child = os.fork()
        if not child:
            try:
                os._exit(call())
            finally:
                os._exit(100)
        children.append(child)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


class ClientAddressTests(SimpleTestCase):
    def test_it_believes_only_what_our_own_proxies_wrote(self) -> None:
        cases = (
            # remote, X-Forwarded-For, our proxies, expected
            ("198.51.100.7", "", 0, "198.51.100.7"),
            ("198.51.100.7", "203.0.113.9", 0, "198.51.100.7"),
            ("10.0.0.1", "203.0.113.9", 1, "203.0.113.9"),
            ("10.0.0.1", "1.1.1.1, 203.0.113.9", 1, "203.0.113.9"),
            ("10.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.2", 2, "203.0.113.9"),
            ("10.0.0.1", "203.0.113.9", 2, "10.0.0.1"),
            ("2001:db8:1:2:3:4:5:6", "", 0, "2001:db8:1:2::/64"),
            ("::ffff:198.51.100.7", "", 0, "198.51.100.7"),
            ("10.0.0.1", "rubbish", 1, "unknown"),
            ("", "", 0, "unknown"),
        )
        for remote, forwarded, proxies, expected in cases:
            with self.subTest(remote=remote, forwarded=forwarded, proxies=proxies):
                self.assertEqual(client_address(remote, forwarded, proxies), expected)

    def test_what_is_kept_for_good_tells_only_the_neighbourhood(self) -> None:
        cases = (
            ("198.51.100.7", "198.51.100.0/24"),
            ("2001:db8:1:2::/64", "2001:db8:1::/48"),
            ("unknown", "unknown"),
        )
        for address, expected in cases:
            with self.subTest(address):
                self.assertEqual(crowd_of(address), expected)


@override_settings(RATE_LIMITS=FEW, REDIS_URL="")
class RowCounterTests(TestCase):
    def test_it_lets_the_limit_through_and_no_more(self) -> None:
        taken = [accounts.take("generate", "a", NOW) for _call in range(3)]
        self.assertEqual([one.allowed for one in taken], [True, True, False])
        self.assertEqual([one.remaining for one in taken], [1, 0, 0])

    def test_it_counts_people_and_scopes_apart(self) -> None:
        for who in ("a", "b"):
            self.assertTrue(accounts.take("generate", who, NOW).allowed)
        self.assertEqual(accounts.take("login", "a", NOW).remaining, settings.RATE_LIMITS["login"][0] - 1)

    def test_it_begins_a_new_window_when_the_old_one_is_over(self) -> None:
        for _call in range(3):
            accounts.take("generate", "a", NOW)
        just_before = accounts.take("generate", "a", NOW + timedelta(seconds=299))
        self.assertEqual((just_before.allowed, just_before.reset_s), (False, 1))
        after = accounts.take("generate", "a", NOW + timedelta(seconds=300))
        self.assertEqual((after.allowed, after.remaining, after.reset_s), (True, 1, 300))

    def test_it_forgets_windows_that_are_over(self) -> None:
        accounts.take("generate", "a", NOW)
        accounts.take("generate", "b", NOW + timedelta(seconds=10))
        self.assertEqual(accounts.forget_counts(NOW + timedelta(seconds=305)), 1)
        self.assertEqual(RateCounter.objects.get().key, "generate:b")

    def test_it_writes_nothing_for_the_limit_on_all_requests(self) -> None:
        with self.assertNumQueries(0):
            taken = [accounts.take("all", f"user:{self.id()}") for _call in range(4)]
        self.assertEqual([one.allowed for one in taken], [True, True, True, False])


@override_settings(RATE_LIMITS={**FEW, "generate": (10, 300)}, REDIS_URL="")
class CounterRaceTests(TransactionTestCase):
    def test_it_holds_when_many_rows_are_counted_at_once(self) -> None:
        for _round in range(3):
            who = str(uuid4())
            taken = at_once(40, lambda who=who: accounts.take("generate", who).allowed)  # type: ignore[misc]
            self.assertEqual((taken.count(True), taken.count(False)), (10, 30))

    def test_it_holds_when_an_old_window_ends_for_many_at_once(self) -> None:
        RateCounter.objects.create(key="generate:a", window_ends_at=NOW, count=10)
        taken = at_once(40, lambda: accounts.take("generate", "a").allowed)
        self.assertEqual((taken.count(True), taken.count(False)), (10, 30))

    def test_it_holds_in_memory(self) -> None:
        who = str(uuid4())
        with override_settings(RATE_LIMITS={"all": (10, 300)}):
            taken = at_once(200, lambda: accounts.take("all", who).allowed)
        self.assertEqual(taken.count(True), 10)


@pytest.mark.redis
@override_settings(RATE_LIMITS={**FEW, "generate": (10, 300)})
class RedisCounterTests(TransactionTestCase):
    def test_it_holds_when_many_count_at_once(self) -> None:
        who = str(uuid4())
        taken = at_once(200, lambda: accounts.take("generate", who).allowed)
        self.assertEqual((taken.count(True), taken.count(False)), (10, 190))

    def test_it_holds_over_two_processes(self) -> None:
        who = str(uuid4())
        taken = in_children(2, lambda: at_once(100, lambda: accounts.take("generate", who).allowed).count(True))
        self.assertEqual(sum(taken), 10)

    def test_it_lets_the_count_expire(self) -> None:
        one = accounts.take("generate", str(uuid4()))
        self.assertEqual((one.remaining, one.reset_s), (9, 300))


class RedisAwayTests(Cast, TestCase):
    def test_it_says_that_nothing_can_be_counted_and_leaves_redis_alone_for_a_while(self) -> None:
        with override_settings(REDIS_URL=f"{NO_REDIS}/1"):
            with self.assertLogs("accounts.services.limits", "ERROR"), self.assertRaises(LimiterAway):
                accounts.take("all", "a")
            with self.assertNoLogs("accounts.services.limits", "ERROR"), self.assertRaises(LimiterAway):
                accounts.take("all", "a")

    @override_settings(ROOT_URLCONF="tests.config.routes", REDIS_URL=f"{NO_REDIS}/2")
    def test_it_lets_ordinary_calls_through(self) -> None:
        with self.assertLogs("accounts.services.limits", "ERROR"):
            response = self.client_for(self.ana).get("/api/private")
        self.assertEqual(response.status_code, 200)
        self.assertNotIn("RateLimit-Limit", response)

    @override_settings(ROOT_URLCONF="tests.config.routes", REDIS_URL=f"{NO_REDIS}/3")
    def test_it_lets_nobody_log_in(self) -> None:
        with self.assertLogs("accounts.services.limits", "ERROR"):
            body = {"email": "ana@example.org", "password": PASSWORD}
            response = self.client_for(None).post("/api/v1/auth/token", body)
        self.assertEqual((response.status_code, response.json()["code"]), (503, "unavailable"))
        self.assertEqual(response["Retry-After"], "5")


@override_settings(ROOT_URLCONF="tests.config.routes", RATE_LIMITS=FEW)
class ThrottleTests(Cast, TestCase):
    def setUp(self) -> None:
        """Somebody new at a new address in each test: counts outlive the transaction of a test."""
        self.eva = person(f"{uuid4()}@example.org")
        self.address = f"2001:db8:{uuid4().hex[:4]}:{uuid4().hex[:4]}::1"

    def ask(self, method: str = "get", path: str = "/api/private", *, user: Any = "eva", **extra: Any) -> Any:
        client = self.client_for(self.eva if user == "eva" else user)
        return getattr(client, method)(path, REMOTE_ADDR=self.address, **extra)

    def test_it_tells_how_much_is_left(self) -> None:
        seen = [self.ask()["RateLimit-Remaining"] for _call in range(3)]
        self.assertEqual(seen, ["2", "1", "0"])
        self.assertEqual(self.ask()["RateLimit-Limit"], "3")

    def test_it_refuses_the_call_after_the_last_and_says_when_to_come_back(self) -> None:
        for _call in range(3):
            self.assertEqual(self.ask().status_code, 200)
        response = self.ask()
        self.assertEqual((response.status_code, response.json()["code"]), (429, "throttled"))
        self.assertIn(int(response["Retry-After"]), range(1, 61))
        self.assertEqual(response["RateLimit-Remaining"], "0")
        self.assertIn(int(response["RateLimit-Reset"]), range(1, 61))

    def test_it_counts_each_person_apart(self) -> None:
        for _call in range(4):
            self.ask()
        self.assertEqual(self.ask(user=person(f"{uuid4()}@example.org")).status_code, 200)

    def test_it_counts_those_who_are_refused_by_their_address(self) -> None:
        answers = [self.ask(user=None).status_code for _call in range(4)]
        self.assertEqual(answers, [401, 401, 401, 429])

    def test_a_claimed_address_changes_nothing(self) -> None:
        for number in range(3):
            self.ask(user=None, headers={"x-forwarded-for": f"203.0.113.{number}"})
        self.assertEqual(self.ask(user=None, headers={"x-forwarded-for": "203.0.113.9"}).status_code, 429)

    @override_settings(RATE_LIMITS={**FEW, "all": (100, 60)})
    def test_it_keeps_a_views_own_limit_for_what_it_writes(self) -> None:
        writes = [self.ask("post", "/api/limited").status_code for _call in range(3)]
        self.assertEqual(writes, [201, 201, 429])
        self.assertEqual(self.ask("get", "/api/limited").status_code, 200)

    @override_settings(RATE_LIMITS={**FEW, "all": (100, 60)})
    def test_it_shows_the_limit_that_is_nearest_to_its_end(self) -> None:
        self.assertEqual(self.ask("post", "/api/limited")["RateLimit-Limit"], "2")

    def test_a_call_that_is_refused_takes_nothing_from_the_views_own_limit(self) -> None:
        for _call in range(5):
            self.ask()
        self.ask("post", "/api/limited")
        self.assertEqual(accounts.take("generate", f"user:{self.eva.pk}").remaining, 1)
