from unittest import TestCase

from science.goals import PRESCRIPTIONS, prescription
from science.refusals import UnknownName


class PrescriptionTests(TestCase):
    def test_it_has_sound_ranges_for_every_goal(self) -> None:
        for goal, asked in PRESCRIPTIONS.items():
            for name in ("reps", "share_of_1rm", "rir", "weekly_sets", "rest_s", "sessions_per_muscle"):
                low, high = getattr(asked, name)
                with self.subTest(goal=goal, name=name):
                    self.assertTrue(0 <= low <= high)
            self.assertTrue(0.3 <= asked.share_of_1rm[0] < asked.share_of_1rm[1] <= 1)

    def test_it_keeps_beginners_away_from_failure(self) -> None:
        for goal in PRESCRIPTIONS:
            with self.subTest(goal):
                self.assertEqual(prescription(goal, "beginner").rir, (2, 4))

    def test_it_lets_only_advanced_lifters_come_close_for_strength(self) -> None:
        self.assertEqual(prescription("strength", "advanced").rir, (1, 3))
        self.assertEqual(prescription("strength", "intermediate").rir, (2, 3))
        self.assertEqual(prescription("muscle_gain", "advanced").rir, (0, 3))

    def test_it_refuses_goals_and_levels_it_has_no_row_for(self) -> None:
        for goal, level, kind in (("fame", "beginner", "goal"), ("strength", "elite", "level")):
            with self.subTest(goal=goal, level=level):
                with self.assertRaises(UnknownName) as refusal:
                    prescription(goal, level)
                self.assertEqual(refusal.exception.facts["kind"], kind)
