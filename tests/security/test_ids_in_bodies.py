"""Ids of others in bodies and queries: answered as if there were no such thing, and nothing changes."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import TestCase, override_settings

from accounts.models import AthleteProfile, CoachAssignment, User
from adaptation.models import AdaptationSuggestion
from feedback.models import ImportBatch, PerformanceMetrics, RPEFeedback
from plans.models import Plan, PlannedItem, PlannedSession
from tests.feedback.base import metrics, rating
from tests.plans.base import WIDE, wishes
from tests.security.test_doors import plain
from tests.security.world import Neighbours

pytestmark = pytest.mark.security
API = "/api/v1"
TABLES = (AdaptationSuggestion, ImportBatch, PerformanceMetrics, Plan, PlannedItem, PlannedSession, RPEFeedback)


def rows_of_ana(ana: User) -> list[Any]:
    found = AdaptationSuggestion.objects.filter(plan__athlete=ana).values_list()
    plans = Plan.objects.filter(athlete=ana).values_list()
    ratings = RPEFeedback.objects.filter(athlete=ana).values_list()
    return [sorted(map(repr, rows)) for rows in (found, plans, ratings)]


@override_settings(RATE_LIMITS=WIDE)
class IdsInBodiesTests(Neighbours, TestCase):
    def assert_as_if_it_did_not_exist(self, method: str, path: str, real: Any, unreal: Any, status: int = 404) -> None:
        """Ben names what is Ana's, and then what is nobody's."""
        before = rows_of_ana(self.ana)
        answers = [plain(getattr(self.api(self.ben), method)(f"{API}/{path}", body)) for body in (real, unreal)]
        self.assertEqual(answers[0], answers[1])
        self.assertEqual(answers[0][0], status, answers[0])
        self.assertEqual(rows_of_ana(self.ana), before)

    def test_a_session_in_a_rating(self) -> None:
        real = rating(self.anas.later)
        self.assert_as_if_it_did_not_exist("post", "plans/feedback/rpe", real, {**real, "session_id": str(uuid4())})

    def test_a_session_in_a_batch(self) -> None:
        answer = self.api(self.ben).post(
            f"{API}/plans/feedback/rpe", [rating(self.anas.later), rating(self.bens.later)]
        )
        self.assertEqual([row["status"] for row in answer.json()["data"]], ["rejected", "created"])
        self.assertEqual(answer.json()["data"][0]["code"], "not_found")

    def test_a_session_in_performance_metrics(self) -> None:
        real = metrics(self.anas.later)
        unreal = {**real, "session_id": str(uuid4())}
        self.assert_as_if_it_did_not_exist("post", "plans/feedback/performance", real, unreal)

    def test_an_item_in_a_swap_and_in_advice(self) -> None:
        own = f"plans/sessions/{self.bens.later.pk}"
        cases: list[tuple[str, dict[str, Any]]] = [("swap", {}), ("next-set", {"sets_done": []})]
        for path, more in cases:
            with self.subTest(path):
                real, unreal = ({"item": str(item), **more} for item in (self.anas.later_item.pk, uuid4()))
                self.assert_as_if_it_did_not_exist("post", f"{own}/{path}", real, unreal)

    def test_suggestions_of_another_plan(self) -> None:
        for path in ("apply", "dismiss"):
            with self.subTest(path):
                real, unreal = ({"ids": [str(each)]} for each in (self.anas.suggestion.pk, uuid4()))
                self.assert_as_if_it_did_not_exist(
                    "post", f"plans/{self.bens.plan.pk}/adaptations/{path}", real, unreal
                )

    def test_ones_own_suggestion_does_not_carry_another_along(self) -> None:
        ids = [str(self.bens.suggestion.pk), str(self.anas.suggestion.pk)]
        answer = self.api(self.ben).post(f"{API}/plans/{self.bens.plan.pk}/adaptations/apply", {"ids": ids})
        self.assertEqual(answer.status_code, 404)
        standing = AdaptationSuggestion.objects.filter(pk__in=ids).values_list("status", flat=True)
        self.assertEqual(set(standing), {"proposed"})

    def test_a_private_exercise_in_wishes_for_a_plan(self) -> None:
        for field, shape in (
            ("focus", lambda slug: [slug]),
            ("excluded_exercises", lambda slug: [slug]),
            ("known_lifts", lambda slug: [{"exercise": slug, "load_kg": 20, "reps": 5}]),
        ):
            with self.subTest(field):
                real = self.api(self.ben).post(
                    f"{API}/plans/enhanced/generate", wishes(**{field: shape(self.anas.own_exercise.slug)})
                )
                self.assertEqual((real.status_code, [*real.json()["details"]]), (400, [field]))

    def test_a_private_exercise_in_a_rating_and_in_a_swap(self) -> None:
        slug = self.anas.own_exercise.slug
        answer = self.api(self.ben).post(f"{API}/plans/feedback/rpe", rating(self.bens.later, exercise_id=slug))
        self.assertEqual((answer.status_code, answer.json()["code"]), (422, "unknown_exercise"))
        body = {"item": str(self.bens.later_item.pk), "exercise": slug}
        answer = self.api(self.ben).post(f"{API}/plans/sessions/{self.bens.later.pk}/swap", body)
        self.assertEqual((answer.status_code, answer.json()["code"]), (422, "no_substitute"))

    def test_an_id_that_someone_else_has_used_is_free(self) -> None:
        """Otherwise an id could be taken from somebody, or asked about."""
        answer = self.api(self.ben).post(
            f"{API}/plans/feedback/rpe", rating(self.bens.later, id=str(self.anas.rating.client_id))
        )
        self.assertEqual(answer.status_code, 201)

    def test_the_plans_of_another_athlete_in_a_query(self) -> None:
        answers = [
            plain(self.api(self.ben).get(f"{API}/plans", {"athlete": str(athlete)}))
            for athlete in (self.ana.pk, uuid4())
        ]
        self.assertEqual(answers[0], answers[1])
        self.assertEqual(len(self.api(self.cleo).get(f"{API}/plans", {"athlete": str(self.ana.pk)}).json()["data"]), 1)

    def test_a_private_exercise_is_in_no_list_of_others(self) -> None:
        found = self.api(self.ben).get(f"{API}/exercises", {"q": "Mystery", "limit": "200"}).json()["data"]
        self.assertEqual([each["slug"] for each in found], [self.bens.own_exercise.slug])


class FieldsTests(Neighbours, TestCase):
    """What nobody may write is passed over, wherever it is put."""

    def test_rights_and_owners_cannot_be_set(self) -> None:
        smuggled = {
            "id": str(uuid4()), "user": str(self.ben.pk), "user_id": str(self.ben.pk), "athlete": str(self.ben.pk),
            "athlete_id": str(self.ben.pk), "owner": str(self.ben.pk), "is_staff": True, "is_superuser": True,
            "is_coach": True, "email": "new@example.org", "state": "done", "status": "planned", "revision": 99,
            "base_revision": 1, "cost": 0,
        }  # fmt: skip
        later = f"{API}/plans/sessions/{self.anas.later.pk}"
        for method, path, body in (
            ("patch", f"{API}/me", {"display_name": "Ana"}),
            ("patch", later, {}),
            ("post", f"{API}/plans/enhanced/generate", wishes()),
            ("patch", f"{API}/plans/feedback/performance/{self.anas.metrics.client_id}", {"stress_level": 4}),
        ):
            with self.subTest(path):
                answer = getattr(self.api(self.ana), method)(path, {**smuggled, **body})
                self.assertEqual(answer.status_code, 200, answer.content)
        ana = User.objects.get(pk=self.ana.pk)
        self.assertEqual(
            (ana.is_staff, ana.is_superuser, ana.is_coach, ana.email), (False, False, False, "ana@example.org")
        )
        self.assertEqual(AthleteProfile.objects.get(user=ana).display_name, "Ana")
        self.assertEqual(Plan.objects.get(pk=self.anas.plan.pk).athlete_id, self.ana.pk)
        self.assertEqual(PerformanceMetrics.objects.get(pk=self.anas.metrics.pk).athlete_id, self.ana.pk)
        self.assertEqual(PlannedSession.objects.get(pk=self.anas.later.pk).plan_id, self.anas.plan.pk)
        self.assertEqual(Plan.objects.filter(athlete=self.ben).count(), 1)

    def test_a_coach_cannot_consent_for_the_athlete(self) -> None:
        answer = self.api(self.dan).post(
            f"{API}/me/athletes",
            {"email": self.ben.email, "consented_at": "2020-01-01T00:00:00Z", "status": "active"},
        )
        self.assertEqual(answer.status_code, 202)
        made = CoachAssignment.objects.get(coach=self.dan, athlete=self.ben)
        self.assertIsNone(made.consented_at)
        self.assertEqual(self.api(self.dan).get(f"{API}/plans/{self.bens.plan.pk}").status_code, 404)
