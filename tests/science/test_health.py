from unittest import TestCase

from science.health import may_increase_load, mvpa_min, stops_exercise
from science.refusals import OutOfRange


class MinutesTests(TestCase):
    def test_it_refuses_negative_minutes(self) -> None:
        for moderate, vigorous in ((-1, 0), (0, -1)):
            with self.subTest(moderate=moderate), self.assertRaises(OutOfRange):
                mvpa_min(moderate, vigorous)


class PainTests(TestCase):
    def test_it_stops_from_four(self) -> None:
        self.assertFalse(stops_exercise(3.5))
        self.assertTrue(stops_exercise(4))

    def test_it_refuses_pain_off_the_scale(self) -> None:
        with self.assertRaises(OutOfRange):
            stops_exercise(11)

    def test_it_holds_the_load_until_two_sessions_in_a_row_were_clear(self) -> None:
        cases: tuple[tuple[list[float], bool], ...] = (
            ([], True),
            ([0, 3, 3], True),
            ([4], False),
            ([5, 1], False),
            ([5, 2, 2], True),
            ([5, 1, 3, 1], False),
            ([5, 1, 3, 1, 0], True),
            ([5, 1, 1, 3], True),
            ([5, 0, 0, 4], False),
        )
        for pains, allowed in cases:
            with self.subTest(pains=pains):
                self.assertEqual(may_increase_load(pains), allowed)
