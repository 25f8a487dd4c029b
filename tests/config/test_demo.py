"""The demo plays the main job; the demo people are only made in debug."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings
from django.utils import timezone

from accounts.models import CoachAssignment, User
from adaptation.models import AdaptationSuggestion, LiftEstimate
from diagnosis.models import Report
from diagnosis.services import executions, running
from feedback.models import RPEFeedback
from plans.models import Plan
from tests.base import Cast

pytestmark = pytest.mark.sqlite

LOG = Path(__file__).parent / "demo_log.csv"
EMAIL = "demo-athlete@example.org"


def play(*arguments: str) -> str:
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


class DemoTests(Cast, TestCase):
    told: str

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.told = play(str(LOG), "--keep", "--seed", "5")

    def test_it_goes_from_a_log_to_a_changed_plan_that_says_why(self) -> None:
        athlete = User.objects.get(email=EMAIL)
        self.assertIn("12 rows of a hevy log: 12 imported", self.told)
        self.assertTrue(LiftEstimate.objects.filter(athlete=athlete, exercise="barbell-bench-press").exists())
        self.assertGreater(Plan.objects.get(athlete=athlete).revision, 1)
        self.assertGreater(RPEFeedback.objects.filter(athlete=athlete, source="athlete").count(), 10)
        applied = AdaptationSuggestion.objects.filter(plan__athlete=athlete, status="applied")
        self.assertTrue(applied.exists())
        self.assertIn("evidence", self.told)

    def test_the_same_seed_tells_the_same_story(self) -> None:
        again = play(str(LOG), "--keep", "--seed", "5")
        self.assertEqual(self.told, again)


class DemoWithoutTraceTests(Cast, TestCase):
    def test_it_plays_without_a_log_too_and_leaves_nothing_behind(self) -> None:
        self.assertIn("The plan is at revision", play("--seed", "3"))
        self.assertFalse(User.objects.filter(email=EMAIL).exists())

    def test_it_says_what_is_wrong_with_a_file(self) -> None:
        for path in ("/nowhere/at/all.csv", __file__):
            with self.subTest(path), self.assertRaisesMessage(CommandError, "cannot be read as a training log"):
                play(path)


class SeedDemoTests(Cast, TestCase):
    @override_settings(DEBUG=True, LLM_MODE="OFF")
    def test_it_makes_an_athlete_with_a_past_and_a_coach_once(self) -> None:
        for _ in range(2):
            call_command("seed_demo", stdout=StringIO())
        athlete = User.objects.get(email="athlete@example.org")
        self.assertTrue(athlete.check_password("train-with-spotter"))
        self.assertTrue(CoachAssignment.objects.filter(coach__email="coach@example.org", athlete=athlete).exists())
        self.assertEqual(Plan.objects.filter(athlete=athlete).count(), 2)  # one is over
        self.assertEqual(Plan.objects.for_athlete(athlete.pk).active().count(), 1)
        self.assertGreater(RPEFeedback.objects.filter(athlete=athlete).count(), 100)
        self.assert_there_is_much_to_see(athlete)

    def assert_there_is_much_to_see(self, athlete: User) -> None:
        """A newcomer's first diagnosis has every chart, and no area that is not known."""
        execution = executions.request(athlete=athlete, now=timezone.now())
        running.run(execution.pk)
        report = Report.objects.get(execution=execution).data
        self.assertTrue(all(area["status"] != "unknown" for area in report["state"].values()))
        drawn = {chart["id"].partition(":")[0] for chart in report["charts"]}
        self.assertEqual(drawn, {"load", "lift", "volume", "readiness", "adherence"})
        self.assertGreater(report["state"]["pain"]["numbers"]["days_with_pain"], 0)

    def test_it_makes_nobody_with_a_known_password_elsewhere(self) -> None:
        with self.assertRaisesMessage(CommandError, "DEBUG=1"):
            call_command("seed_demo", stdout=StringIO())
        self.assertFalse(User.objects.filter(email="athlete@example.org").exists())
