"""Successes in their envelope, lists in pages."""

from __future__ import annotations

from typing import Any

from django.test import TestCase, override_settings
from rest_framework.response import Response

from accounts.models import AuditEntry
from config.envelope import EnvelopeRenderer, Page
from tests.base import Cast


def rendered(data: Any, status: int = 200) -> bytes:
    return EnvelopeRenderer().render(data, None, {"response": Response(data, status)})


@override_settings(ROOT_URLCONF="tests.config.routes")
class EnvelopeTests(Cast, TestCase):
    def test_it_wraps_a_success_once(self) -> None:
        answer = self.client_for(self.ana).get("/api/private").json()
        self.assertEqual(answer, {"success": True, "data": {"email": "ana@example.org"}})

    def test_it_puts_next_beside_a_list(self) -> None:
        self.assertEqual(rendered([1]), b'{"success":true,"data":[1],"next":null}')
        self.assertEqual(rendered(Page([1], "abc")), b'{"success":true,"data":[1],"next":"abc"}')

    def test_it_wraps_nothing_that_is_a_refusal(self) -> None:
        self.assertEqual(rendered({"success": False}, 404), b'{"success":false}')

    def test_it_sends_no_body_where_there_is_none(self) -> None:
        response = self.client_for(self.ana).delete("/api/private")
        self.assertEqual((response.status_code, response.content), (204, b""))

    def test_it_says_null_where_a_success_has_nothing_to_say(self) -> None:
        self.assertEqual(rendered(None), b'{"success":true,"data":null}')


@override_settings(ROOT_URLCONF="tests.config.routes")
class CursorPageTests(Cast, TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        for number in range(7):  # two groups of the same rank, so that the order alone does not tell rows apart
            AuditEntry.objects.create(action=f"rank {number // 4}", target=str(number))

    def page(self, query: str = "") -> Any:
        return self.client_for(self.ana).get(f"/api/entries{query}")

    def test_it_walks_through_everything_once_and_in_order(self) -> None:
        for limit in (1, 2, 3, 7, 200):
            with self.subTest(limit=limit):
                seen, cursor = [], ""
                for _turn in range(10):
                    answer = self.page(f"?limit={limit}{cursor}").json()
                    seen += [row["target"] for row in answer["data"]]
                    if answer["next"] is None:
                        break
                    cursor = f"&cursor={answer['next']}"
                self.assertEqual(seen, [entry.target for entry in AuditEntry.objects.order_by("action", "pk")])

    def test_it_hands_out_a_cursor_that_needs_no_escaping(self) -> None:
        self.assertRegex(self.page("?limit=3").json()["next"], r"^[A-Za-z0-9_-]+$")

    def test_it_caps_the_limit(self) -> None:
        self.assertEqual(len(self.page("?limit=100000").json()["data"]), 7)

    def test_it_refuses_a_limit_that_is_no_number(self) -> None:
        for text in ("0", "-1", "x", "1.5", "٣", ""):
            with self.subTest(text):
                response = self.page(f"?limit={text}")
                self.assertEqual((response.status_code, *response.json()["details"]), (400, "limit"))

    def test_it_refuses_a_cursor_that_is_none(self) -> None:
        for text in ("x", "%00", "MQ", "LTEu", "OTk5OTk5OTk5Lg", "é", "....", "////"):
            with self.subTest(text):
                self.assertEqual(self.page(f"?cursor={text}").status_code, 400)
