"""/api/v1/plans/feedback/illness."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from django.test import TestCase, TransactionTestCase, override_settings
from django.utils import timezone

from accounts.models import User
from events.models import JournalEntry
from feedback import kinds
from feedback.models import Correction, IllnessReport
from tests.adaptation.stage import at
from tests.base import Cast, at_once
from tests.feedback.base import BASE, WIDE

ILLNESS = f"{BASE}/illness"


def report(**changes: Any) -> dict[str, Any]:
    """A valid body. A change to None leaves the field out."""
    body = {"id": str(uuid4()), "symptoms": "fever", **changes}
    return {key: value for key, value in body.items() if value is not None}


@override_settings(RATE_LIMITS=WIDE)
class IllnessTests(Cast, TestCase):
    def post(self, user: User | None, body: Any) -> Any:
        return self.client_for(user).post(ILLNESS, body, format="json")

    def patch(self, user: User | None, client_id: str, **body: Any) -> Any:
        return self.client_for(user).patch(f"{ILLNESS}/{client_id}", body, format="json")

    def ago(self, **span: float) -> str:
        return (timezone.now() - timedelta(**span)).isoformat()

    def test_it_stores_that_somebody_is_ill_from_today_on(self) -> None:
        body = report(notes="since the evening")
        answer = self.post(self.ana, body)
        self.assertEqual((answer.status_code, answer.json()["data"]), (201, {"id": body["id"], "status": "created"}))
        row = IllnessReport.objects.get()
        today = self.ana.profile.local_date(timezone.now())
        self.assertEqual((row.symptoms, row.started_on, row.ended_at, row.notes), ("fever", today, None, body["notes"]))
        entry = JournalEntry.objects.get()
        self.assertEqual((entry.kind, entry.payload["feedback"]), (kinds.ILLNESS_REPORTED, str(row.pk)))

    def test_it_keeps_what_is_wrong_with_somebody_out_of_the_journal(self) -> None:
        self.post(self.ana, report(notes="private"))
        self.assertNotRegex(str(JournalEntry.objects.get().payload), "fever|private")

    def test_it_ends_it_and_keeps_what_was_said_before(self) -> None:
        body = report(started_on="2026-01-01")
        with at(datetime(2026, 1, 4, 8, tzinfo=UTC)):
            self.post(self.ana, body)
            answer = self.patch(self.ana, body["id"], ended_at="2026-01-03T19:00:00Z")
        self.assertEqual((answer.status_code, answer.json()["data"]["ended_at"]), (200, "2026-01-03T19:00:00Z"))
        self.assertEqual(Correction.objects.get().before, {"ended_at": None})
        self.assertEqual(JournalEntry.objects.latest("seq").kind, kinds.ILLNESS_ENDED)

    def test_it_tells_a_correction_from_an_end(self) -> None:
        body = report(symptoms="above_neck")
        self.post(self.ana, body)
        self.patch(self.ana, body["id"], symptoms="fever")
        self.assertEqual(JournalEntry.objects.latest("seq").kind, kinds.ILLNESS_CORRECTED)
        self.assertEqual(Correction.objects.get().before, {"symptoms": "above_neck"})

    def test_it_lists_ones_own_the_newest_first(self) -> None:
        for days in (20, 10):
            began = (timezone.now() - timedelta(days=days)).date().isoformat()
            self.post(self.ana, report(started_on=began, ended_at=self.ago(days=days - 2)))
        self.post(self.ben, report())
        answer = self.client_for(self.ana).get(ILLNESS).json()
        first, second = (row["started_on"] for row in answer["data"])
        self.assertGreater(first, second)
        self.assertIsNone(answer["next"])

    def test_it_knows_one_illness_at_a_time(self) -> None:
        first = report()
        self.post(self.ana, first)
        second = self.post(self.ana, report(symptoms="above_neck"))
        self.assertEqual((second.status_code, second.json()["code"]), (409, "illness_running"))
        self.assertEqual(second.json()["details"], {"id": first["id"]})
        over = report(started_on=self.ago(days=9)[:10], ended_at=self.ago(days=8))
        self.assertEqual(self.post(self.ana, over).status_code, 201)
        self.assertEqual(self.patch(self.ana, over["id"], ended_at=None).status_code, 409)

    def test_it_stores_a_resent_report_once_and_refuses_another_body(self) -> None:
        body = report()
        self.post(self.ana, body)
        again = self.post(self.ana, body)
        self.assertEqual((again.status_code, again.json()["data"]["status"]), (200, "duplicate"))
        other = self.post(self.ana, {**body, "symptoms": "above_neck"})
        self.assertEqual((other.status_code, other.json()["code"]), (409, "idempotency_conflict"))
        self.assertEqual((IllnessReport.objects.count(), JournalEntry.objects.count()), (1, 1))

    def test_it_takes_a_report_back(self) -> None:
        body = report()
        self.post(self.ana, body)
        address = f"{ILLNESS}/{body['id']}"
        self.assertEqual(self.client_for(self.ana).delete(address).status_code, 204)
        self.assertEqual(self.client_for(self.ana).delete(address).status_code, 404)
        self.assertEqual(JournalEntry.objects.latest("seq").kind, kinds.ILLNESS_DELETED)
        self.assertEqual(self.post(self.ana, report()).status_code, 201)

    def test_it_refuses_what_cannot_be(self) -> None:
        day = timezone.now().date()
        for changes, status, code in (
            ({"symptoms": "spots"}, 400, "invalid"),
            ({"symptoms": None}, 400, "invalid"),
            ({"notes": "x" * 501}, 400, "invalid"),
            ({"ended_at": "2026-01-01T10:00:00"}, 400, "invalid"),
            ({"started_on": (day - timedelta(days=62)).isoformat()}, 422, "timestamp_implausible"),
            ({"started_on": (day + timedelta(days=3)).isoformat()}, 422, "timestamp_implausible"),
            ({"ended_at": self.ago(days=3)}, 422, "timestamp_implausible"),
            ({"ended_at": self.ago(hours=-2)}, 422, "timestamp_implausible"),
        ):
            with self.subTest(changes=changes):
                answer = self.post(self.ana, report(**changes))
                self.assertEqual((answer.status_code, answer.json()["code"]), (status, code))
        self.assertFalse(IllnessReport.objects.exists())

    def test_it_says_what_it_takes(self) -> None:
        answer = self.client_for(self.ana).options(ILLNESS)
        self.assertEqual((answer.status_code, "GET" in answer["Allow"]), (200, True))

    def test_it_shows_a_stranger_nothing(self) -> None:
        body = report()
        self.post(self.ana, body)
        for user in (self.ben, self.cleo, self.dan, self.ola):
            with self.subTest(user=user):
                self.assertEqual(self.patch(user, body["id"], symptoms="above_neck").status_code, 404)
                self.assertEqual(self.client_for(user).delete(f"{ILLNESS}/{body['id']}").status_code, 404)
                self.assertEqual(self.client_for(user).get(ILLNESS).json()["data"], [])
        self.assertEqual(self.post(None, body).status_code, 401)
        self.assertEqual(self.post(self.ben, {**body}).status_code, 201)  # an id is one's own


@override_settings(RATE_LIMITS=WIDE)
class IllnessRaceTests(Cast, TransactionTestCase):
    def send(self, bodies: list[dict[str, Any]]) -> Any:
        return self.client_for(self.ana).post(ILLNESS, bodies.pop(), format="json")

    def test_it_stores_one_report_when_two_phones_send_at_the_same_moment(self) -> None:
        self.raise_curtain()
        for same, expected in ((True, [200, 201]), (False, [201, 409])):
            with self.subTest(same=same):
                IllnessReport.objects.all().delete()
                body = report()
                bodies = [body, body if same else report()]
                answers = at_once(2, partial(self.send, bodies))
                self.assertEqual(sorted(answer.status_code for answer in answers), expected)
                self.assertEqual(IllnessReport.objects.count(), 1)
