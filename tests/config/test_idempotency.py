"""Idempotency-Key: the same request twice has one effect and one answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase, TransactionTestCase, override_settings
from django.utils import timezone

from accounts import services as accounts
from accounts.models import AuditEntry, IdempotentAnswer, User
from tests.base import Cast, at_once, person


def effects() -> int:
    return AuditEntry.objects.filter(action__in=["acted", "uploaded"]).count()


@override_settings(ROOT_URLCONF="tests.config.routes")
class IdempotencyTests(Cast, TestCase):
    def setUp(self) -> None:
        self.key = str(uuid4())

    def act(self, body: Any = None, *, user: User | None = None, key: str | None = None, path: str = "/api/act") -> Any:
        client = self.client_for(user or self.ana)
        client.raise_request_exception = False
        return client.post(path, body or {}, headers={"idempotency-key": self.key if key is None else key})

    def test_it_gives_the_same_answer_to_the_same_request(self) -> None:
        first, again = self.act({"aB": 1}), self.act({"a_b": 1})
        self.assertEqual((first.status_code, first.json()), (again.status_code, again.json()))
        self.assertEqual([answer.get("Idempotency-Replayed") for answer in (first, again)], [None, "true"])
        self.assertEqual(effects(), 1)

    def test_it_gives_the_same_refusal_too(self) -> None:
        answers = [self.act({"fail": "infeasible"}) for _turn in range(2)]
        self.assertEqual(answers[0].json(), answers[1].json())
        self.assertEqual((answers[1].status_code, effects()), (422, 1))

    def test_it_refuses_another_body_under_the_same_key(self) -> None:
        self.act({"a": 1})
        response = self.act({"a": 2})
        self.assertEqual((response.status_code, response.json()["code"]), (409, "idempotency_conflict"))
        self.assertEqual(effects(), 1)

    def test_it_refuses_another_address_under_the_same_key(self) -> None:
        self.act()
        self.assertEqual(self.act(path="/api/act?again=1").json()["code"], "idempotency_conflict")

    def test_the_key_of_one_person_is_nothing_to_another(self) -> None:
        self.act()
        self.assertEqual(self.act(user=self.ben).status_code, 201)
        self.assertEqual(effects(), 2)

    def test_it_keeps_nothing_of_a_failure_of_ours(self) -> None:
        for fault, status in (("bug", 500), ("locked", 503)):
            with self.subTest(fault):
                self.key = str(uuid4())
                self.assertEqual(self.act({"fail": fault}).status_code, status)
                self.assertEqual(self.act({"fail": fault}).status_code, status)
        self.assertEqual(IdempotentAnswer.objects.count(), 0)

    def test_it_keeps_nothing_of_a_call_too_many(self) -> None:
        self.act({"status": 429})
        self.assertEqual(IdempotentAnswer.objects.count(), 0)

    def test_a_repeat_takes_nothing_from_the_views_own_limit(self) -> None:
        eva = person(f"{uuid4()}@example.org")
        with override_settings(RATE_LIMITS={"all": (100, 60), "generate": (1, 60)}):
            answers = [self.act(user=eva, path="/api/limited").status_code for _turn in range(3)]
        self.assertEqual(answers, [201, 201, 201])

    def test_it_refuses_a_key_that_is_none(self) -> None:
        for key in ("", "two words", "a" * 65, "é"):
            with self.subTest(key):
                response = self.act(key=key)
                self.assertEqual((response.status_code, *response.json()["details"]), (400, "Idempotency-Key"))
        self.assertEqual(effects(), 0)

    def test_it_asks_to_wait_while_the_first_is_at_work(self) -> None:
        self.act()
        IdempotentAnswer.objects.update(status=None)
        response = self.act()
        self.assertEqual((response.status_code, response.json()["code"]), (409, "idempotency_in_progress"))
        self.assertEqual((response["Retry-After"], effects()), ("1", 1))

    def test_it_takes_over_from_a_process_that_died(self) -> None:
        self.act()
        IdempotentAnswer.objects.update(status=None, created_at=timezone.now() - timedelta(minutes=6))
        self.assertEqual((self.act().status_code, effects()), (201, 2))

    def test_it_forgets_after_a_day(self) -> None:
        self.act()
        IdempotentAnswer.objects.update(created_at=timezone.now() - timedelta(hours=25))
        self.assertEqual((self.act().status_code, effects()), (201, 2))
        IdempotentAnswer.objects.update(created_at=timezone.now() - timedelta(hours=25))
        self.assertEqual(accounts.forget_answers(timezone.now()), 1)

    def test_it_compares_files_by_what_is_in_them(self) -> None:
        def upload(content: bytes) -> Any:
            body = {"file": SimpleUploadedFile("a.csv", content)}
            client = self.client_for(self.ana)
            return client.post("/api/upload", body, format="multipart", headers={"idempotency-key": self.key})

        first = upload(b"a,b")
        self.assertEqual(first.json()["data"]["files"], {"file": "a,b"})
        self.assertEqual(upload(b"a,b").json(), first.json())
        self.assertEqual(upload(b"a,c").json()["code"], "idempotency_conflict")
        self.assertEqual(effects(), 1)

    def test_it_does_not_ask_about_keys_where_nobody_is_logged_in(self) -> None:
        client = self.client_for(None)
        for _turn in range(2):
            self.assertEqual(client.post("/api/echo", {}, headers={"idempotency-key": self.key}).status_code, 200)
        self.assertEqual(IdempotentAnswer.objects.count(), 0)


@override_settings(ROOT_URLCONF="tests.config.routes")
class IdempotencyRaceTests(Cast, TransactionTestCase):
    def test_it_has_one_effect_when_twenty_arrive_at_once(self) -> None:
        self.raise_curtain()
        key = str(uuid4())

        def act() -> tuple[int, str]:
            response = self.client_for(self.ana).post("/api/act", {}, headers={"idempotency-key": key})
            return response.status_code, response.json().get("code", "")

        answers = at_once(20, act)
        self.assertEqual(effects(), 1)
        self.assertLessEqual(set(answers), {(201, ""), (409, "idempotency_in_progress")})
        self.assertIn((201, ""), answers)

    def test_only_one_takes_over_from_a_process_that_died(self) -> None:
        self.raise_curtain()
        long_ago = timezone.now() - timedelta(minutes=6)
        row = IdempotentAnswer.objects.create(user=self.ana, key="k", fingerprint="f")
        IdempotentAnswer.objects.filter(pk=row.pk).update(created_at=long_ago)
        answers = at_once(8, lambda: accounts.claim_key(self.ana, "k", "f")[1])
        self.assertEqual(answers.count(True), 1)
