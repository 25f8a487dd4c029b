import random
from math import isfinite

from django.test import SimpleTestCase

from adaptation.core.next_set import advise, bounded
from science.effort import RatedSet
from tests.adaptation.cases import asked, sets, state_of

LOGS = 400


class NextSetTests(SimpleTestCase):
    def test_it_stops_when_all_sets_are_done(self) -> None:
        advice = advise(state_of(), asked(1), sets((8, 8, 8)), 2.5, "intermediate", False)
        self.assertEqual((advice.stop, advice.code), (True, "all_sets_done"))

    def test_it_stops_after_two_failed_sets_flagged_or_not(self) -> None:
        for done in (sets((5, 4), rpe=10.0), sets((5, 4), rpe=None, failed=True)):
            advice = advise(state_of(), asked(1), done, 2.5, "intermediate", False)
            self.assertEqual((advice.stop, advice.code), (True, "failed_twice"))

    def test_it_stops_after_two_sets_far_too_hard(self) -> None:
        advice = advise(state_of(), asked(1, target_rpe=7.0), sets((8, 8), rpe=9.0), 2.5, "intermediate", False)
        self.assertEqual((advice.stop, advice.code, advice.facts["gap_rpe"]), (True, "far_too_hard", 2.0))

    def test_it_never_goes_up_before_the_first_set_after_failure_or_with_pain(self) -> None:
        strong = state_of(200.0)
        table = {
            "before the first set": ((), False),
            "after a failed set": (sets((5,), rpe=10.0), False),
            "reps were missing": (sets((6,), rpe=6.0), False),
            "a point too hard": (sets((8,), rpe=9.0), False),
            "unrated": (sets((8,), rpe=None), False),
            "pain": (sets((8,), rpe=6.0), True),
        }
        for name, (done, held) in table.items():
            with self.subTest(name):
                advice = advise(strong, asked(1), done, 2.5, "intermediate", held)
                self.assertLessEqual(advice.load_kg or 0, 100.0)

    def test_it_goes_up_after_an_easy_set_but_by_no_more_than_a_tenth_of_the_plan(self) -> None:
        advice = advise(state_of(180.0), asked(1), sets((8,), rpe=6.0), 2.5, "intermediate", False)
        self.assertEqual((advice.code, advice.load_kg), ("heavier", 110.0))
        advice = advise(state_of(180.0), asked(1), sets((8, 8), 110.0, rpe=6.0), 2.5, "intermediate", False)
        self.assertEqual((advice.code, advice.load_kg), ("same_load", 110.0))

    def test_it_goes_down_after_a_hard_set(self) -> None:
        advice = advise(state_of(122.0), asked(1), sets((8,), rpe=9.5), 2.5, "intermediate", False)
        self.assertEqual(advice.code, "lighter")
        self.assertTrue(90.0 <= (advice.load_kg or 0) < 100.0)

    def test_it_names_a_first_load_where_the_plan_has_none(self) -> None:
        advice = advise(state_of(), asked(1, load_kg=None), (), 2.5, "intermediate", False)
        self.assertEqual(advice.code, "first_load")
        self.assertTrue(80.0 <= (advice.load_kg or 0) <= 105.0)

    def test_it_goes_by_feel_without_an_estimate(self) -> None:
        table = [
            ((), {}, "as_planned", 100.0),
            ((), {"load_kg": None}, "find_load", None),
            (sets((8,), 60.0, 8.0), {}, "same_load", 60.0),
            (sets((8,), 60.0, 7.0), {}, "heavier", 62.5),
            (sets((8,), 60.0, 9.0), {}, "lighter", 57.5),
            (sets((5,), 60.0, 10.0), {}, "lighter", 57.5),
            (sets((8,), 60.0, None), {}, "same_again", 60.0),
            (sets((8,), 0.0, 7.0), {}, "same_again", None),
            (sets((8,), 4.0, 7.0), {}, "same_load", 4.0),
        ]
        for done, changes, code, load_kg in table:
            with self.subTest(code=code, load_kg=load_kg):
                advice = advise(None, asked(1, **changes), done, 2.5, "intermediate", False)
                self.assertEqual((advice.code, advice.load_kg), (code, load_kg))

    def test_it_bounds_every_step(self) -> None:
        self.assertEqual(bounded(500.0, 100.0, 2.5, may_rise=True), 110.0)
        self.assertEqual(bounded(10.0, 100.0, 2.5, may_rise=True), 90.0)
        self.assertEqual(bounded(500.0, 100.0, 2.5, may_rise=False), 100.0)
        self.assertEqual(bounded(500.0, 3.0, 1.0, may_rise=True), 3.0)

    def test_it_gives_sound_advice_whatever_was_done(self) -> None:
        for seed in range(LOGS):
            with self.subTest(seed=seed):
                rng = random.Random(seed)
                planned = asked(1, load_kg=rng.choice((None, 20.0, 60.0, 140.0)), sets=rng.randint(1, 6))
                done = tuple(
                    RatedSet(
                        rng.choice((0.0, 17.5, 60.0, 150.0)),
                        rng.randint(0, 20),
                        rng.choice((None, 5.0, 8.0, 10.0)),
                        failed=rng.random() < 0.2,
                        warm_up=rng.random() < 0.2,
                    )
                    for _ in range(rng.randint(0, 6))
                )
                state = None if rng.random() < 0.2 else state_of(rng.choice((30.0, 90.0, 250.0)))
                held = rng.random() < 0.3
                advice = advise(
                    state, planned, done, rng.choice((0.5, 2.5)), rng.choice(("beginner", "advanced")), held
                )
                working = [each for each in done if not each.warm_up and each.load_kg > 0]
                if advice.load_kg is not None:
                    self.assertTrue(isfinite(advice.load_kg) and advice.load_kg > 0)
                if advice.load_kg is not None and working:
                    self.assertLessEqual(advice.load_kg, 1.1 * working[-1].load_kg + 1e-6)
                    if held or any(each.failed for each in done if not each.warm_up):
                        self.assertLessEqual(advice.load_kg, working[-1].load_kg + 1e-6)
