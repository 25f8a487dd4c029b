"""Sessions changed without a network: merged with the plan, both values kept, answered with one tap."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.test import TestCase, TransactionTestCase, override_settings
from django.utils import timezone

from accounts.models import User
from plans import services as plans
from plans.models import FieldConflict, Plan, PlannedSession, SessionChange
from tests.base import Cast, at_once
from tests.plans.base import WIDE, kinds_of, plan_for


class Stage(Cast):
    plan: Plan
    session: PlannedSession

    @classmethod
    def raise_curtain(cls) -> None:
        super().raise_curtain()
        cls.plan = plan_for(cls.ana, now=timezone.now())
        cls.session = PlannedSession.objects.filter(plan=cls.plan, week=2).order_by("on")[0]

    def day(self, offset: int) -> date:
        return self.session.on + timedelta(days=offset)

    def seen(self) -> dict[str, Any]:
        return {"on": self.session.on.isoformat(), "at": self.session.at or None, "status": self.session.status}

    def patch(self, user: User, **body: Any) -> Any:
        return self.client_for(user).patch(f"/api/v1/plans/sessions/{self.session.pk}", body)

    def offline(self, **wanted: Any) -> dict[str, Any]:
        return {"id": str(uuid4()), "base": self.seen(), **wanted}

    def now_on(self) -> date:
        return PlannedSession.objects.get(pk=self.session.pk).on


@override_settings(RATE_LIMITS=WIDE)
class SessionChangeTests(Stage, TestCase):
    def test_it_carries_out_what_nobody_else_has_changed(self) -> None:
        answer = self.patch(self.ana, **self.offline(on=self.day(1).isoformat())).json()["data"]
        self.assertEqual((answer["on"], answer["conflicts"]), (self.day(1).isoformat(), []))

    def test_it_keeps_the_coachs_day_and_both_values(self) -> None:
        body = self.offline(on=self.day(1).isoformat())
        self.patch(self.cleo, on=self.day(2).isoformat())
        answer = self.patch(self.ana, **body).json()["data"]
        self.assertEqual(answer["on"], self.day(2).isoformat())
        (told,) = answer["conflicts"]
        self.assertEqual(
            (told["field"], told["standing"], told["wanted"]), ("on", self.day(2).isoformat(), self.day(1).isoformat())
        )
        self.assertIn("by your coach", told["text"])
        conflict = FieldConflict.objects.get()
        self.assertEqual(conflict.standing_by, "coach")
        self.assertIsNotNone(conflict.standing_at)
        self.assertEqual(kinds_of(self.ana)[-1], "plans.conflict_found")

    def test_it_changes_nothing_when_it_is_sent_again_after_others_have_moved_on(self) -> None:
        body = self.offline(on=self.day(1).isoformat())
        self.patch(self.ana, **body)
        self.patch(self.cleo, on=self.session.on.isoformat())  # back to what the phone had seen
        self.patch(self.ana, **body)
        self.assertEqual((self.now_on(), SessionChange.objects.count()), (self.session.on, 1))

    def test_it_refuses_another_change_under_the_same_id(self) -> None:
        body = self.offline(on=self.day(1).isoformat())
        self.patch(self.ana, **body)
        refused = self.patch(self.ana, **{**body, "on": self.day(2).isoformat()})
        self.assertEqual((refused.status_code, refused.json()["code"]), (409, "idempotency_conflict"))

    def test_it_keeps_nothing_of_a_change_that_the_plan_refuses(self) -> None:
        PlannedSession.objects.filter(pk=self.session.pk).update(status="done")
        refused = self.patch(self.ana, **self.offline(status="skipped"))
        self.assertEqual((refused.status_code, SessionChange.objects.count()), (409, 0))


@override_settings(RATE_LIMITS=WIDE)
class SettleTests(Stage, TestCase):
    def apart(self) -> SessionChange:
        body = self.offline(on=self.day(1).isoformat())
        self.patch(self.cleo, on=self.day(2).isoformat())
        self.patch(self.ana, **body)
        return SessionChange.objects.get()

    def settle(self, user: User, change_id: UUID, take: str) -> Any:
        self.client.force_login(user)
        return self.client.post(f"/conflicts/{change_id}/settle", {"take": take})

    def test_the_changes_page_shows_both_values_and_who(self) -> None:
        self.apart()
        self.client.force_login(self.ana)
        page = self.client.get("/changes").content.decode()
        self.assertIn("Changed on the phone and by your coach.", page)
        self.assertIn("Take what I had on the phone", page)

    def test_a_coach_sees_it_and_cannot_answer(self) -> None:
        self.apart()
        self.client.force_login(self.cleo)
        page = self.client.get(f"/athletes/{self.ana.pk}/changes").content.decode()
        self.assertIn("Changed on the phone", page)
        self.assertNotIn("/settle", page)

    def test_one_tap_takes_the_phones_value(self) -> None:
        self.settle(self.ana, self.apart().pk, "wanted")
        self.assertEqual(self.now_on(), self.day(1))
        self.assertEqual(FieldConflict.objects.get().settled_with, "wanted")
        self.assertEqual(kinds_of(self.ana)[-1], "plans.conflict_settled")
        self.client.force_login(self.ana)
        self.assertNotIn("/settle", self.client.get("/changes").content.decode())

    def test_one_tap_leaves_the_plan_as_it_is(self) -> None:
        self.settle(self.ana, self.apart().pk, "standing")
        self.assertEqual((self.now_on(), FieldConflict.objects.get().settled_with), (self.day(2), "standing"))

    def test_it_is_answered_once(self) -> None:
        change = self.apart()
        self.settle(self.ana, change.pk, "standing")
        self.settle(self.ana, change.pk, "wanted")
        self.assertEqual((self.now_on(), kinds_of(self.ana).count("plans.conflict_settled")), (self.day(2), 1))

    def test_it_takes_up_a_session_that_was_left_out_meanwhile(self) -> None:
        body = self.offline(on=self.day(1).isoformat())
        self.patch(self.cleo, status="skipped")
        self.patch(self.ana, **body)
        change = SessionChange.objects.get()
        self.assertEqual({each.field for each in change.conflicts.all()}, {"on", "status"})
        self.settle(self.ana, change.pk, "wanted")
        session = PlannedSession.objects.get(pk=self.session.pk)
        self.assertEqual((session.on, session.status), (self.day(1), "planned"))

    def test_it_says_why_where_the_phones_value_no_longer_fits(self) -> None:
        change = self.apart()
        PlannedSession.objects.filter(pk=self.session.pk).update(status="done")
        self.client.force_login(self.ana)
        page = self.client.post(f"/conflicts/{change.pk}/settle", {"take": "wanted"}, follow=True).content.decode()
        self.assertIn("stays as it is", page)
        self.assertEqual([each.pk for each in plans.open_conflicts(self.ana.pk)], [change.pk])


@override_settings(RATE_LIMITS=WIDE)
class SessionChangeRaceTests(Stage, TransactionTestCase):
    def test_it_is_carried_out_once_when_it_arrives_twice_at_the_same_moment(self) -> None:
        self.raise_curtain()
        body = self.offline(on=self.day(1).isoformat())
        answers = at_once(2, lambda: self.patch(self.ana, **body).status_code)
        self.assertEqual((answers, SessionChange.objects.count()), ([200, 200], 1))
        self.assertEqual(kinds_of(self.ana).count("plans.plan_revised"), 1)
