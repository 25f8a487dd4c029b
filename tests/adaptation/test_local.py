"""What the sheet of a session gives to its own device, and the arithmetic that both do."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.test import SimpleTestCase, TestCase
from django.urls import reverse
from django.utils import timezone

from adaptation.pages.finish import totals
from feedback.core.drafts import Draft, completion_percent
from feedback.core.ratings import Asked
from feedback.models import RPEFeedback
from plans.models import PlannedSession
from tests.base import Cast
from tests.plans.base import plan_for

CASES = json.loads((Path(__file__).parent.parent / "fixtures" / "gym_session.json").read_text())


class SameArithmeticTests(SimpleTestCase):
    """The cases that tests/js/gym-session.test.js holds against the scripts."""

    def test_one_exercise(self) -> None:
        for case in CASES["exercises"]:
            with self.subTest(case["name"]):
                asked = Asked(**{"load_basis": "none", **case["asked"]})
                self.assertEqual(float(completion_percent(asked, case["sets"])), case["completion_rate"])
                self.assertEqual(float(Draft("id", "back-squat", tuple(case["sets"])).rpe()), case["rpe"])

    def test_a_whole_session(self) -> None:
        for case in CASES["sessions"]:
            with self.subTest(case["name"]):
                session: Any = SimpleNamespace(items=SimpleNamespace(count=lambda asked=case["asked"]: asked))
                ratings = [RPEFeedback(**each) for each in case["ratings"]]
                added_up = totals(session, ratings, case["session_rpe"])
                self.assertEqual({name: float(added_up[name]) for name in case["totals"]}, case["totals"])


class SheetTests(Cast, TestCase):
    session: PlannedSession

    @classmethod
    def raise_curtain(cls) -> None:
        super().raise_curtain()
        plan = plan_for(cls.ana, now=timezone.now())
        cls.session = PlannedSession.objects.filter(plan=plan).order_by("on")[0]

    def facts(self) -> dict[str, Any]:
        self.client.force_login(self.ana)
        answer = self.client.get(reverse("page-session", args=[self.session.pk]))
        facts: dict[str, Any] = json.loads(answer.context["local"])
        return facts

    def test_it_names_every_exercise_with_what_is_asked_for(self) -> None:
        facts = self.facts()
        items = list(self.session.items.order_by("position"))
        self.assertEqual([each["item"] for each in facts["items"]], [str(item.pk) for item in items])
        self.assertEqual(facts["items"][0]["asked"]["sets"], items[0].sets)
        self.assertEqual((facts["athlete"], facts["session"]), (str(self.ana.pk), str(self.session.pk)))

    def test_it_says_what_the_server_knows(self) -> None:
        item = self.session.items.order_by("position")[0]
        body = {
            "session_id": str(self.session.pk), "exercise_id": item.exercise_id, "rpe": 8, "completion_rate": 50,
            "sets": [{"reps": 5, "load_kg": 100, "rpe": 8}],
        }  # fmt: skip
        self.client_for(self.ana).post("/api/v1/plans/feedback/rpe", body)
        rated, *others = self.facts()["items"]
        self.assertEqual(rated["rating"], {"volume_kg": 500.0, "rpe": 8.0, "completion_rate": 50.0})
        self.assertTrue(all(each["rating"] is None for each in others))

    def test_every_word_has_its_places(self) -> None:
        words = self.facts()["words"]
        self.assertIn("{number}", words["set_of"])
        self.assertIn("{load} kg", words["load"])
