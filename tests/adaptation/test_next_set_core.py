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

    def test_it_makes_up_for_coarse_steps_with_reps_of_the_range(self) -> None:
        reps = []
        for e1rm in (118.0, 121.0, 124.0, 127.0):
            planned = asked(1, reps_min=3, reps_max=6)
            advice = advise(state_of(e1rm), planned, (), 10.0, "intermediate", False)
            self.assertEqual(advice.load_kg, 100.0)
            reps.append(advice.reps)
        self.assertEqual(reps, sorted(reps, key=lambda each: each or 0))
        self.assertGreater(len(set(reps)), 2)

    def test_it_never_leaves_the_range_of_reps(self) -> None:
        for e1rm in (60.0, 400.0):
            advice = advise(state_of(e1rm), asked(1, reps_min=3, reps_max=6), (), 2.5, "intermediate", False)
            self.assertEqual(advice.reps, 3 if e1rm == 60.0 else 6)

    def test_it_starts_a_step_above_the_plan_only_after_a_session_that_allows_it(self) -> None:
        strong = state_of(200.0)
        table = [(False, False, 100.0), (True, False, 105.0), (True, True, 100.0)]
        for may_start_heavier, held, expected in table:
            with self.subTest(may_start_heavier=may_start_heavier, held=held):
                advice = advise(
                    strong, asked(1), (), 2.5, "intermediate", held, may_start_heavier=may_start_heavier
                )  # fmt: skip
                self.assertEqual(advice.load_kg, expected)

    def test_it_follows_what_was_told_of_a_new_lift_but_more_carefully(self) -> None:
        told = state_of(150.0)
        new = advise(told, asked(1), (), 2.5, "intermediate", False, is_new=True)
        known = advise(told, asked(1), (), 2.5, "intermediate", False, may_start_heavier=True)
        self.assertEqual(known.load_kg, 105.0)
        self.assertTrue(105.0 < (new.load_kg or 0) < 150.0 / 1.3)
        held = advise(told, asked(1), (), 2.5, "intermediate", True, is_new=True)
        self.assertLessEqual(held.load_kg or 0, 100.0)

    def test_it_steps_from_the_first_load_of_a_new_lift_not_from_the_plan(self) -> None:
        done = sets((8,), 120.0, rpe=6.0)
        advice = advise(state_of(180.0), asked(1), done, 2.5, "intermediate", False, is_new=True)
        self.assertTrue(120.0 < (advice.load_kg or 0) <= 132.0)

    def test_it_backs_off_after_a_failed_set_whatever_it_believed(self) -> None:
        sure = state_of(200.0)
        for reps, at_most in ((7, 95.0), (3, 90.0), (0, 90.0)):
            with self.subTest(reps=reps):
                done = sets((reps,), rpe=None, failed=True)
                advice = advise(sure, asked(1), done, 2.5, "intermediate", False)
                self.assertLessEqual(advice.load_kg or 0, at_most)

    def test_it_learns_from_a_set_without_a_single_rep(self) -> None:
        before = state_of(150.0)
        after = advise(before, asked(1), sets((0,), rpe=None, failed=True), 2.5, "intermediate", False)
        self.assertLess(after.facts["e1rm_kg"], 150.0)

    def test_it_uses_all_of_the_tenth_where_plates_are_coarse(self) -> None:
        self.assertEqual(bounded(500.0, 17.5, 2.5, may_rise=True), 19.0)
        self.assertEqual(bounded(500.0, 25.0, 2.5, may_rise=True), 27.5)

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
