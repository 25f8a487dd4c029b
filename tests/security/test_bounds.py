"""Requests that want too much get a refusal that costs little."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase, override_settings

from tests.feedback.base import rating
from tests.plans.base import WIDE, wishes
from tests.security.world import Neighbours

pytestmark = pytest.mark.security
API = "/api/v1"
TEN_MB = 10_000_000


@override_settings(RATE_LIMITS=WIDE)
class BoundTests(Neighbours, TestCase):
    def refused(self, status: int, method: str, path: str, **sent: Any) -> Any:
        answer = getattr(self.api(self.ana), method)(path, **sent)
        self.assertEqual(answer.status_code, status, answer.content[:300])
        return answer.json()

    def test_a_body_of_ten_megabytes(self) -> None:
        body = json.dumps({"notes": "x" * TEN_MB})
        for path in ("plans/enhanced/generate", "plans/feedback/rpe", "plans/feedback/performance", "auth/token"):
            with self.subTest(path):
                sent = {"data": body, "content_type": "application/json"}
                self.assertEqual(self.refused(413, "post", f"{API}/{path}", **sent)["code"], "too_large")

    def test_a_form_of_ten_megabytes(self) -> None:
        answer = self.api(self.ana).post("/profile", {"display_name": "x" * TEN_MB}, format="multipart")
        self.assertEqual(answer.status_code, 413)

    @override_settings(IMPORT_MAX_BYTES=100_000)
    def test_a_log_larger_than_allowed(self) -> None:
        file = SimpleUploadedFile("log.csv", b"x" * 200_000)
        self.refused(413, "post", f"{API}/plans/feedback/import", data={"file": file}, format="multipart")

    def test_json_as_deep_as_a_well(self) -> None:
        for body in ("[" * 100_000, "[" * 5000 + "]" * 5000, '{"a":' * 5000 + "1" + "}" * 5000):
            with self.subTest(body[:4]):
                sent = {"data": body, "content_type": "application/json"}
                self.refused(400, "post", f"{API}/plans/feedback/rpe", **sent)

    def test_more_rows_than_a_batch_has(self) -> None:
        rows = [rating(self.anas.later, notes=None) for _row in range(201)]
        self.refused(400, "post", f"{API}/plans/feedback/rpe", data=rows)

    def test_a_hundred_thousand_ids(self) -> None:
        ids = [str(uuid4())] * 20_000
        path = f"{API}/plans/{self.anas.plan.pk}/adaptations/apply"
        self.refused(400, "post", path, data={"ids": ids})
        self.refused(413, "post", path, data={"ids": ids * 5})

    def test_a_thousand_exercises_to_leave_out(self) -> None:
        body = wishes(excluded_exercises=["back-squat"] * 1000)
        self.refused(400, "post", f"{API}/plans/enhanced/generate", data=body)

    def test_a_page_of_a_billion_rows(self) -> None:
        for path in ("exercises", "plans", f"plans/{self.anas.plan.pk}/revisions"):
            with self.subTest(path):
                answer = self.api(self.ana).get(f"{API}/{path}", {"limit": 10**9})
                self.assertEqual(answer.status_code, 200)
                self.assertLessEqual(len(answer.json()["data"]), 200)

    def test_a_place_in_a_list_that_cannot_be(self) -> None:
        far = "OTk5OTk5OTk5OTk5OTku"  # base64 of "99999999999999."
        for path, query in (
            ("exercises", {"cursor": far}),
            ("exercises", {"limit": "1e9"}),
            (f"plans/feedback/imports/{self.anas.batch.pk}", {"after": 10**30}),
            (f"plans/feedback/imports/{self.anas.batch.pk}", {"limit": 10**9}),
        ):
            with self.subTest(path, **query):
                self.refused(400, "get", f"{API}/{path}", data=query)

    def test_a_wait_without_end(self) -> None:
        for query in ({"wait": 10**9}, {"wait": "inf"}, {"wait": "nan"}, {"limit": 10**9}, {"after": "9" * 90}):
            with self.subTest(**query):
                self.refused(400, "get", "/api/v2/coaching/events", data=query)

    def test_a_year_of_sessions_and_a_day_out_of_time(self) -> None:
        path = f"{API}/plans/{self.anas.plan.pk}/sessions"
        whole = self.api(self.ana).get(path, {"from": "0001-01-01", "to": "9999-12-31"})
        self.assertEqual(whole.status_code, 200)
        self.refused(400, "get", path, data={"from": "99999-01-01"})
