"""An exercise while it is being trained."""

from decimal import Decimal
from typing import Any

from django.test import SimpleTestCase

from feedback.core.drafts import Draft, completion_percent
from feedback.core.ratings import Asked

SET: dict[str, Any] = {"reps": 5, "load_kg": 80.0, "rpe": 8.0}
AT = "2026-03-01T10:00:00+00:00"


def draft(*sets: dict[str, Any]) -> Draft:
    return Draft(client_id="one", exercise="back-squat", sets=sets)


class DraftTests(SimpleTestCase):
    def test_it_takes_the_next_set(self) -> None:
        self.assertEqual(draft(SET).with_set(1, {**SET, "reps": 4}, AT).sets[1]["reps"], 4)

    def test_it_ignores_a_set_whose_place_is_taken_or_too_far(self) -> None:
        for place in (0, 2):
            with self.subTest(place=place):
                self.assertEqual(draft(SET).with_set(place, {**SET, "reps": 4}, AT), draft(SET))

    def test_it_takes_back_the_newest_set_only(self) -> None:
        self.assertEqual(draft(SET, SET).without_last(1).sets, (SET,))
        self.assertEqual(len(draft(SET, SET).without_last(0).sets), 2)
        self.assertEqual(draft().without_last(0).sets, ())

    def test_it_rates_the_whole_by_the_mean_of_its_sets(self) -> None:
        self.assertEqual(draft(SET, {**SET, "rpe": 9.0}).rpe(), Decimal("8.5"))

    def test_it_reads_sets_for_science_and_leaves_timed_ones_out(self) -> None:
        rated = draft(SET, {"duration_s": 30, "rpe": 7.0}, {**SET, "failed": True}).rated()
        self.assertEqual([(each.load_kg, each.reps, each.failed) for each in rated], [(80, 5, False), (80, 5, True)])


class CompletionTests(SimpleTestCase):
    def test_it_says_how_much_was_done(self) -> None:
        reps, timed = Asked(sets=3, reps_min=5, reps_max=8), Asked(sets=2, duration_s=60)
        cases: list[tuple[Asked, list[dict[str, Any]], float]] = [
            (reps, [SET] * 3, 100), (reps, [SET] * 2, 66.67), (reps, [], 0), (reps, [{**SET, "reps": 9}] * 2, 66.67),
            (reps, [{**SET, "reps": 0}] * 3, 0), (timed, [{"duration_s": 30}] * 2, 50),
            (timed, [{"duration_s": 90}], 50),
            (Asked(sets=1, distance_m=5000), [{"distance_m": 2500}], 50), (Asked(sets=3), [SET], 100),
            (reps, [SET] * 5, 100),
        ]  # fmt: skip
        for asked, sets, percent in cases:
            with self.subTest(asked=asked, sets=len(sets)):
                self.assertEqual(completion_percent(asked, sets), Decimal(str(percent)))
