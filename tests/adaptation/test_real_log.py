"""A real training log: learnt session by session, late and all at once, the estimates are the same."""

from __future__ import annotations

import os
import unittest
from datetime import timedelta
from pathlib import Path

from django.test import TestCase
from django.utils import timezone

from adaptation import services as adaptation
from adaptation.models import EstimatePoint, LiftEstimate
from adaptation.services import estimates
from feedback import services as feedback
from feedback.models import RPEFeedback
from tests.base import Cast

DATA = Path(os.environ.get("SPOTTER_DATA_SETS") or Path(__file__).resolve().parents[3] / "shared" / "data")
LOG = DATA / "logs" / "hevy_rpe_dakheera.csv"
LIFTS_RELEARNT = 5


@unittest.skipUnless(LOG.exists(), "the data sets are not on this machine (SPOTTER_DATA_SETS)")
class RealLogTests(Cast, TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        now = timezone.now()
        batch = feedback.queue_import(athlete=cls.ana, text=LOG.read_text(encoding="utf-8"), file_name=LOG.name)
        feedback.run_import(batch.pk, now)
        adaptation.react(cls.ana.pk, now)

    def test_it_learns_every_lift_that_was_rated(self) -> None:
        self.assertGreater(RPEFeedback.objects.filter(athlete=self.ana).count(), 1000)
        self.assertGreater(LiftEstimate.objects.filter(athlete=self.ana).count(), 10)
        for lift in LiftEstimate.objects.filter(athlete=self.ana):
            self.assertTrue(0 < lift.low_kg < lift.e1rm_kg < lift.high_kg < 1000, lift.exercise_id)

    def test_it_agrees_with_learning_everything_anew(self) -> None:
        differences = dict(adaptation.differences(self.ana.pk))
        self.assertTrue(differences)
        self.assertLessEqual(max(differences.values()), 1e-9)

    def test_it_agrees_after_ratings_from_the_middle_were_taken_up_late(self) -> None:
        lifts = LiftEstimate.objects.filter(athlete=self.ana).order_by("-sessions")[:LIFTS_RELEARNT]
        for lift in lifts:
            points = EstimatePoint.objects.filter(estimate=lift).order_by("performed_at")
            middle = points[points.count() // 2]
            estimates.relearn(self.ana.pk, lift.exercise_id, middle.performed_at - timedelta(seconds=1))
        self.assertLessEqual(max(difference for _, difference in adaptation.differences(self.ana.pk)), 1e-9)

    def test_its_forecasts_hold_up_against_same_as_last_time(self) -> None:
        """Over all lifts of this one person, who is no proof for others; single lifts do worse, and are shown so."""
        score = adaptation.athlete_score(self.ana.pk)
        assert score is not None
        self.assertGreater(score.n, 900)
        self.assertLess(score.rpe_error, score.same_rpe_error)
        self.assertTrue(0.80 <= score.inside.value <= 0.95, score.inside)
        claims = {each.score.claim for each in adaptation.lift_scores(self.ana.pk)}
        self.assertEqual(claims, {None, "better", "equal", "worse"})
