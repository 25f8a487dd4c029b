from math import inf, nan
from pathlib import Path
from unittest import TestCase

import science
from science.effort import (
    RatedSet,
    depletion_after,
    likely_rir,
    rating_noise_reps,
    rir_from_rpe,
    rpe_as_meant,
    rpe_from_rir,
    set_loss,
)
from science.refusals import OutOfRange


class RatingTests(TestCase):
    def test_it_turns_ratings_into_reps_in_reserve_and_back(self) -> None:
        for rpe, rir in ((10, 0), (9.5, 0.5), (9, 1), (8, 2), (6.5, 3.5), (1, 9)):
            with self.subTest(rpe=rpe):
                self.assertEqual(rir_from_rpe(rpe), rir)
                self.assertEqual(rpe_from_rir(rir), rpe)

    def test_it_keeps_ratings_on_the_scale(self) -> None:
        self.assertEqual(rpe_from_rir(-2), 10)
        self.assertEqual(rpe_from_rir(14), 1)

    def test_it_reads_a_beginners_ten_as_nine(self) -> None:
        for rpe, level, meant in ((10, "beginner", 9), (9.5, "beginner", 9), (8, "beginner", 8), (10, "advanced", 10)):
            with self.subTest(rpe=rpe, level=level):
                self.assertEqual(rpe_as_meant(rpe, level), meant)

    def test_it_expects_more_reps_than_reported(self) -> None:
        self.assertAlmostEqual(likely_rir(3), 3.6)

    def test_it_trusts_ratings_less_far_from_failure(self) -> None:
        for rir, sd in ((-3, 0.7), (0, 0.7), (2, 1.2), (6, 2.2)):
            with self.subTest(rir=rir):
                self.assertAlmostEqual(rating_noise_reps(rir), sd)

    def test_it_is_the_only_module_that_turns_ratings_round(self) -> None:
        folder = Path(science.__file__).parent
        writers = {path.name for path in folder.rglob("*.py") if "10 - r" in code_of(path)}
        self.assertEqual(writers, {"effort.py"})


def code_of(path: Path) -> str:
    """The lines of a module that are not prose."""
    text = path.read_text(encoding="utf-8")
    return "".join(part for position, part in enumerate(text.split('"""')) if position % 2 == 0)


class RatedSetTests(TestCase):
    def test_it_takes_a_failed_set_as_nothing_left_whatever_was_typed(self) -> None:
        self.assertEqual(RatedSet(100, 5, 8, failed=True).reported_rir, 0)
        self.assertEqual(RatedSet(100, 5, failed=True).reported_rir, 0)

    def test_it_knows_no_reserve_without_a_rating(self) -> None:
        self.assertIsNone(RatedSet(100, 5).reported_rir)
        self.assertEqual(RatedSet(100, 5, 7.5).reported_rir, 2.5)

    def test_it_refuses_impossible_numbers(self) -> None:
        cases = (
            ("load_kg", nan, 5, 8.0),
            ("load_kg", inf, 5, 8.0),
            ("load_kg", 2000.1, 5, 8.0),
            ("reps", 100.0, -1, 8.0),
            ("reps", 100.0, 1001, 8.0),
            ("rpe", 100.0, 5, 0.5),
            ("rpe", 100.0, 5, 10.5),
            ("rpe", 100.0, 5, nan),
        )
        for name, load_kg, reps, rpe in cases:
            with self.subTest(name=name, load_kg=load_kg, reps=reps, rpe=rpe):
                with self.assertRaises(OutOfRange) as refusal:
                    RatedSet(load_kg, reps, rpe)
                self.assertEqual(refusal.exception.code, "out_of_range")
                self.assertEqual(refusal.exception.facts["name"], name)


class SetLossTests(TestCase):
    def test_it_costs_most_at_failure_and_little_far_from_it(self) -> None:
        self.assertAlmostEqual(set_loss(0), 0.042)
        self.assertAlmostEqual(set_loss(-4), 0.042)
        self.assertAlmostEqual(set_loss(30), 0.008, places=6)
        self.assertGreater(set_loss(1), set_loss(2))

    def test_it_adds_up_from_set_to_set(self) -> None:
        self.assertEqual(depletion_after(()), 0)
        self.assertAlmostEqual(depletion_after((2, 1)), set_loss(2) + set_loss(1))
