"""Asking for a plan, seeing it, and changing a session by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import AthleteProfile, User
from events.models import JournalEntry
from plans import services as plans
from plans.models import Plan, PlannedItem, PlannedSession
from tests.base import Cast

WISHES = {
    "primary_goal": "strength", "experience_level": "intermediate", "time_availability": 4.0, "days_per_week": 3,
    "equipment": ["barbell", "rack", "bench", "dumbbell", "cable", "pullup_bar"],
}  # fmt: skip


def form(**changes: Any) -> dict[str, Any]:
    return {**WISHES, "client_id": str(uuid4()), **changes}


class GenerateTests(Cast, TestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def send(self, **changes: Any) -> Any:
        return self.client.post(reverse("page-generate"), form(**changes))

    def test_it_makes_a_plan_from_the_common_answers(self) -> None:
        self.assertRedirects(self.send(), reverse("page-plan"))
        self.assertEqual(Plan.objects.get().athlete, self.ana)

    def test_it_takes_every_wish(self) -> None:
        start = timezone.now().date() + timedelta(days=3)
        answer = self.send(
            lift_0="Back Squat", lift_load_0="100", lift_reps_0="5", lift_rpe_0="8", region_0="wrist", severity_0="3",
            excluded_0="Front Squat", focus=["chest"], weeks="5", start_on=start.isoformat(), time_0="18:30",
            session_minutes_max="75", blocked_days=(start + timedelta(days=1)).isoformat(), sport="",
        )  # fmt: skip
        self.assertEqual(answer.status_code, 302, answer.context and answer.context["form"].errors)
        intent = Plan.objects.get().intent
        self.assertEqual(intent["known_lifts"], [{"exercise": "back-squat", "load_kg": 100.0, "reps": 5, "rpe": 8.0}])
        self.assertEqual(intent["training_times"], {"0": "18:30"})
        self.assertEqual(intent["limitations"], [{"region": "wrist", "severity": 3, "note": ""}])

    def test_a_gym_stands_for_what_is_in_one(self) -> None:
        self.assertEqual(self.send(equipment=["gym", "sled"]).status_code, 302)
        have = {each for needed in Plan.objects.get().intent["equipment"] for each in needed.split("/")}
        self.assertLessEqual({"barbell", "rack", "bench", "cable", "machine", "sled"}, have)
        self.assertTrue(have.isdisjoint({"gym", "pool"}))

    def test_it_makes_one_plan_of_a_form_that_is_sent_twice(self) -> None:
        body = form()
        for _ in range(2):
            self.assertRedirects(self.client.post(reverse("page-generate"), body), reverse("page-plan"))
        self.assertEqual(Plan.objects.count(), 1)

    def test_it_marks_the_field_that_is_wrong(self) -> None:
        for field, value in [
            ("primary_goal", "fly"), ("time_availability", "0"), ("time_availability", "nan"), ("days_per_week", "8"),
            ("equipment", []), ("weeks", "17"), ("start_on", "2020-01-01"), ("event_on", "2020-01-01"),
            ("lift_0", "Flying carpet"), ("lift_0", "Back Squat"), ("excluded_0", "x"), ("blocked_days", "tomorrow"),
            ("time_0", "25:00"), ("session_minutes_max", "5"), ("screening_yes", ["nonsense"]),
        ]:  # fmt: skip
            with self.subTest(field=field, value=value):
                answer = self.send(**{field: value})
                self.assertEqual(answer.status_code, 422)
                self.assertIn(field, answer.context["form"].errors)
        self.assertFalse(Plan.objects.exists())

    def test_it_asks_for_a_professional_first(self) -> None:
        answer = self.send(screening_yes=["heart"])
        self.assertContains(answer, "what you say about your heart", status_code=422)
        self.assertFalse(Plan.objects.exists())

    def test_it_goes_on_after_the_professional_has_agreed(self) -> None:
        self.assertEqual(self.send(screening_yes=["joint"], cleared_by_professional="on").status_code, 302)
        self.assertEqual(AthleteProfile.objects.get(user=self.ana).health["screening_yes"], ["joint"])

    def test_it_says_what_to_change_when_no_plan_fits(self) -> None:
        answer = self.send(days_per_week="5", available_days=["0", "2"])
        self.assertEqual(answer.status_code, 422)
        self.assertTrue(answer.context["form"].errors)

    @override_settings(RATE_LIMITS={**settings.RATE_LIMITS, "generate": (3, 300)}, REDIS_URL="")
    def test_it_counts_against_the_limit(self) -> None:
        for _ in range(3):
            self.send()
        answer = self.send()
        self.assertEqual(answer.status_code, 429)
        self.assertIn("Retry-After", answer)
        self.assertEqual(Plan.objects.count(), 3)

    def test_it_keeps_the_key_free_after_a_refusal(self) -> None:
        body = form(screening_yes=["heart"])
        self.client.post(reverse("page-generate"), body)
        again = self.client.post(reverse("page-generate"), {**body, "cleared_by_professional": "on"})
        self.assertRedirects(again, reverse("page-plan"))


class PlanCase(Cast, TestCase):
    plan: Plan
    session: PlannedSession

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.plan = plans.generate(athlete=cls.ana, wishes=WISHES, now=timezone.now())
        cls.session = PlannedSession.objects.filter(plan=cls.plan).earliest("on")

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def address(self, name: str, *extra: Any) -> str:
        return reverse(name, args=[self.session.pk, *extra])


class PlanPageTests(PlanCase):
    def test_it_shows_the_running_week_with_reasons(self) -> None:
        answer = self.client.get(reverse("page-plan"))
        self.assertEqual([week.number for week in answer.context["weeks"]], [1])
        self.assertTrue(answer.context["rationale"])

    def test_it_shows_any_week_and_all_of_them(self) -> None:
        weeks = {"2": [2], "all": [1, 2, 3, 4], "99": [1], "x": [1]}
        for asked, shown in weeks.items():
            with self.subTest(asked):
                answer = self.client.get(reverse("page-plan"), {"week": asked})
                self.assertEqual([week.number for week in answer.context["weeks"]][:4], shown)

    def test_it_needs_as_many_queries_for_all_weeks_as_for_one(self) -> None:
        for asked in ("1", "all"):
            with self.subTest(asked), self.assertNumQueries(9):
                self.client.get(reverse("page-plan"), {"week": asked})

    def test_it_offers_a_plan_to_whoever_has_none(self) -> None:
        self.client.force_login(self.ben)
        self.assertContains(self.client.get(reverse("page-plan")), reverse("page-generate"))


class ChangeTests(PlanCase):
    def test_it_offers_the_days_that_are_left_of_the_week(self) -> None:
        answer = self.client.get(self.address("page-session-change"))
        days = [day for day, _ in answer.context["move"].fields["on"].choices]
        self.assertEqual(len(days), 6)
        self.assertNotIn(self.session.on.isoformat(), days)

    def test_it_moves_a_session(self) -> None:
        for day in range(1, 7):
            on = self.session.on + timedelta(days=day)
            told = {"action": "move", "on": on.isoformat(), "at": "18:30"}
            self.client.post(self.address("page-session-change"), told)
            self.session.refresh_from_db()
            if self.session.on == on:
                break
        self.assertEqual((self.session.on, self.session.at), (on, "18:30"))

    def test_it_refuses_a_day_outside_the_week(self) -> None:
        told = {"action": "move", "on": (self.session.on + timedelta(days=30)).isoformat()}
        self.assertEqual(self.client.post(self.address("page-session-change"), told).status_code, 422)

    def test_it_leaves_a_session_out_and_takes_it_up_again(self) -> None:
        self.client.post(self.address("page-session-change"), {"action": "skip", "reason": "a cold"})
        self.session.refresh_from_db()
        self.assertEqual((self.session.status, self.session.skip_reason), ("skipped", "a cold"))
        self.client.post(self.address("page-session-change"), {"action": "resume"})
        self.session.refresh_from_db()
        self.assertEqual(self.session.status, "planned")

    def test_it_says_why_a_done_session_stays(self) -> None:
        PlannedSession.objects.filter(pk=self.session.pk).update(status="done")
        answer = self.client.post(self.address("page-session-change"), {"action": "skip"}, follow=True)
        self.assertContains(answer, "so it stays as it is")

    def test_it_swaps_an_exercise_for_one_that_was_offered(self) -> None:
        item = self.session.items.first()
        assert isinstance(item, PlannedItem)
        answer = self.client.get(self.address("page-swap", item.pk))
        chosen = answer.context["choices"][0]["slug"]
        self.client.post(self.address("page-swap", item.pk), {"exercise": chosen})
        item.refresh_from_db()
        self.assertEqual(item.exercise_id, chosen)

    def test_it_refuses_an_exercise_that_cannot_stand_in(self) -> None:
        item = self.session.items.first()
        assert isinstance(item, PlannedItem)
        answer = self.client.post(self.address("page-swap", item.pk), {"exercise": "nonsense"}, follow=True)
        self.assertContains(answer, "cannot stand in")

    def test_it_hides_the_sessions_of_others(self) -> None:
        item = self.session.items.first()
        assert isinstance(item, PlannedItem)
        entries = JournalEntry.objects.count()
        other: User
        for other in (self.ben, self.cleo, self.dan):
            self.client.force_login(other)
            for address in (self.address("page-session-change"), self.address("page-swap", item.pk)):
                with self.subTest(who=other.email):
                    self.assertEqual(self.client.get(address).status_code, 404)
                    self.assertEqual(self.client.post(address, {"action": "skip"}).status_code, 404)
        self.assertEqual(JournalEntry.objects.count(), entries)
