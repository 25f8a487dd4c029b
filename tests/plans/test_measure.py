from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.test import SimpleTestCase

from plans.core import measure
from plans.core.intent import KnownLift, LiftKnowledge
from plans.core.movements import MAJOR_MUSCLES
from plans.core.ramp import can_ramp, percent_of_1rm_of, ramp
from plans.core.spec import RampSet, Session
from plans.core.thresholds import FAMILIES, THRESHOLDS, goal_family
from tests.plans.rules.athletes import ATHLETES, MONDAY, catalogue, hold, intent, lift, run, session, stretch

CAT = catalogue()
UNKNOWN = lift("plank", 3, exercise="flying-squat")


class SetsTests(SimpleTestCase):
    def test_it_counts_working_sets_of_resistance_work_only(self) -> None:
        for item, sets in (
            (lift("back-squat", 3), 3), (hold("plank", 2), 2), (lift("box-jump", 3), 3), (run(5000), 0),
            (stretch("calf-stretch"), 0), (UNKNOWN, 0),
        ):  # fmt: skip
            with self.subTest(item.exercise):
                self.assertEqual(measure.working_sets(item, CAT), sets)
        self.assertEqual(measure.total_sets([lift("back-squat", 3), run(1000), hold("plank", 2)], CAT), 5)

    def test_it_counts_fractional_sets_per_muscle(self) -> None:
        sets = measure.fractional_sets(
            [lift("barbell-bench-press", 4), lift("lying-leg-curl", 2), run(5000), UNKNOWN], CAT
        )
        bench = CAT["barbell-bench-press"]
        self.assertEqual({sets[muscle] for muscle in bench.primary}, {4.0})
        self.assertEqual({sets[muscle] for muscle in bench.secondary}, {2.0})
        self.assertEqual(sets["hamstrings"], 2.0)

    def test_it_counts_a_set_once_for_a_group(self) -> None:
        """A row reaches lats and upper back; the back still got three sets."""
        groups = measure.major_sets([lift("seated-cable-row", 3)], CAT)
        self.assertEqual(set(groups), set(MAJOR_MUSCLES))
        self.assertEqual((groups["back"], groups["quads"]), (3.0, 0.0))

    def test_it_counts_jumps_for_no_muscle(self) -> None:
        self.assertEqual(sum(measure.major_sets([lift("box-jump", 5)], CAT).values()), 0)

    def test_it_knows_a_week_with_strength_work(self) -> None:
        for name, make in ATHLETES.items():
            self.assertTrue(measure.has_strength_work(make().spec.weeks[0], CAT), name)
        week = ATHLETES["runner"]().spec.weeks[0]
        self.assertFalse(measure.has_strength_work(replace(week, sessions=week.sessions[1::2]), CAT))


class BalanceTests(SimpleTestCase):
    def test_it_counts_isolation_work_by_half(self) -> None:
        items = [lift("barbell-bench-press", 4), lift("triceps-pushdown", 2), lift("seated-cable-row", 4)]
        self.assertEqual(measure.pattern_sets(items, CAT, measure.PUSH), 5)
        self.assertEqual(measure.pattern_sets(items, CAT, measure.PULL), 4)
        legs = [lift("back-squat", 4), lift("leg-extension", 2), lift("lying-leg-curl", 2), lift("walking-lunge", 3)]
        self.assertEqual(measure.pattern_sets(legs, CAT, measure.HINGE), 1)
        self.assertEqual(measure.pattern_sets(legs, CAT, measure.QUAD), 8)

    def test_it_has_no_ratio_over_nothing(self) -> None:
        self.assertIsNone(measure.upper_lower([], CAT))
        self.assertIsNone(measure.compound_share([hold("plank")], CAT))

    def test_it_weighs_upper_against_lower_body(self) -> None:
        items = [lift("barbell-bench-press", 4), lift("dumbbell-curl", 2), lift("back-squat", 3), hold("plank")]
        self.assertEqual(measure.upper_lower(items, CAT), 2.0)
        self.assertEqual(measure.compound_share(items, CAT), 7 / 9)


class TimeTests(SimpleTestCase):
    def test_it_estimates_a_session_by_hand(self) -> None:
        """6 min warm-up; squat 2 × (12 × 3.5 + 90) + 60 s and a ramp of 5 reps + 60 s; plank 2 × (30 + 45) + 60 s."""
        squat = lift("goblet-squat", 2, ramp=(RampSet(5, None, 60),))
        made = replace(session(0, squat, hold("plank")), cool_down_min=4)
        seconds = 2 * (42 + 90) + 60 + (5 * 3.5 + 60) + 2 * (30 + 45) + 60
        self.assertAlmostEqual(measure.session_minutes(made, CAT), 10 + seconds / 60)

    def test_it_takes_both_sides_of_one_sided_work(self) -> None:
        self.assertEqual(measure.item_seconds(lift("one-arm-dumbbell-row", 1, (10, 10), ramp=()), CAT), 70 + 90 + 60)

    def test_it_walks_a_distance_at_an_easy_pace(self) -> None:
        for slug, seconds in (("outdoor-run", 1950), ("brisk-walk", 3300), ("cycling", 900), ("farmers-carry", 5000)):
            with self.subTest(slug):
                self.assertEqual(measure.item_seconds(run(5000, slug=slug), CAT), seconds + 60)

    def test_it_counts_unknown_exercises_too(self) -> None:
        self.assertGreater(measure.item_seconds(UNKNOWN, CAT), 60)

    def test_it_shares_the_hours_out(self) -> None:
        week = ATHLETES["runner"]().spec.weeks[0]
        gym, _, _, long = week.sessions
        free = intent(time_availability_h=4.0)
        self.assertEqual(measure.minutes_allowed(free, gym, week), 60)
        self.assertEqual(measure.minutes_allowed(free, long, week), 240)
        self.assertEqual(measure.minutes_allowed(intent(session_minutes_max=45), long, week), 45)
        self.assertEqual(measure.minutes_allowed(intent(session_minutes_max=90, time_availability_h=1), gym, week), 60)


class DayTests(SimpleTestCase):
    def test_it_looks_into_a_session_to_call_it_easy(self) -> None:
        walk = run(3000, slug="brisk-walk")
        for made, is_hard in (
            (session(0, stretch("calf-stretch"), kind="mobility"), False),
            (session(0, hold("plank"), kind="mobility"), False),
            (session(0, walk, kind="walk"), False),
            (session(0, replace(walk, zone=2), kind="walk"), True),
            (session(0, run(3000), kind="walk"), True),
            (session(0, lift("back-squat", 1), kind="mobility"), True),
            (session(0, UNKNOWN, kind="mobility"), True),
            (session(0, walk, kind="endurance"), True),
        ):
            with self.subTest(made.items[0].exercise, kind=made.kind):
                self.assertIs(measure.is_hard(made, CAT), is_hard)

    def test_it_lists_hard_days_once_and_in_order(self) -> None:
        made: list[Session] = [session(day, lift("back-squat", 1)) for day in (4, 0, 0)]
        self.assertEqual(measure.hard_days(made, CAT), (MONDAY, MONDAY + timedelta(days=4)))

    def test_it_knows_normal_weeks(self) -> None:
        spec = ATHLETES["lifter"]().spec
        self.assertEqual([week.number for week in measure.normal_weeks(spec)], [1, 2, 3, 4, 6, 7, 8])
        for phase in ("taper", "return", "deload"):
            self.assertFalse(measure.is_normal(replace(spec.weeks[0], phase=phase)))


class IntensityTests(SimpleTestCase):
    def test_it_reads_a_share_of_1rm_from_reps_and_effort(self) -> None:
        squat = lift("back-squat", 3, (5, 8), 8.0)
        self.assertAlmostEqual(measure.percent_of_1rm(squat, intent(), CAT) or 0, 100 / (1 + 0.0333 * 6))
        self.assertAlmostEqual(percent_of_1rm_of(5, 8.0, CAT["back-squat"]), 100 / (1 + 0.0333 * 6))

    def test_it_prefers_what_is_known(self) -> None:
        squat = lift("back-squat", 3, load_kg=80.0)
        told = KnownLift("back-squat", 100.0, 1)
        self.assertAlmostEqual(measure.percent_of_1rm(squat, intent(known_lifts=(told,)), CAT) or 0, 80)
        estimated = intent(known_lifts=(told,), lifts={"back-squat": LiftKnowledge(160, 150, 170, 0.03)})
        self.assertAlmostEqual(measure.percent_of_1rm(squat, estimated, CAT) or 0, 50)
        self.assertEqual(measure.curve_of("back-squat", estimated), 0.03)

    def test_it_takes_a_rating_into_account(self) -> None:
        told = KnownLift("back-squat", 100.0, 5, 8.0)
        self.assertAlmostEqual(measure.estimated_1rm_kg("back-squat", intent(known_lifts=(told,))) or 0, 119.98)
        self.assertIsNone(measure.estimated_1rm_kg("leg-press", intent(known_lifts=(told,))))

    def test_it_has_no_share_where_it_would_mean_nothing(self) -> None:
        for item in (
            UNKNOWN, hold("plank"), run(1000), lift("box-jump", 3, (3, 5)), lift("crunch", 2), stretch("calf-stretch"),
            lift("back-squat", 3, target_rpe=None), lift("back-squat", 3, reps_min=0),
        ):  # fmt: skip
            with self.subTest(item.exercise):
                self.assertIsNone(measure.percent_of_1rm(item, intent(), CAT))


class EnduranceTests(SimpleTestCase):
    def test_it_measures_runs(self) -> None:
        timed = replace(run(0), distance_m=None, duration_s=3900)
        made = [session(0, run(5000), run(3000, slug="cycling")), session(1, timed), session(2, run(400, sets=5))]
        self.assertEqual(measure.run_distance_m(made, CAT), 5000 + 10000 + 2000)
        self.assertAlmostEqual(measure.run_minutes(made, CAT), 32.5 + 65 + 13)
        self.assertEqual(measure.distance_m(replace(timed, duration_s=None)), 0)

    def test_it_knows_zones_and_quality(self) -> None:
        for zone, rpe, expected in ((2, None, 2), (None, 3.0, 1), (None, 5.5, 2), (None, 8.0, 3), (None, None, 1)):
            with self.subTest(zone=zone, rpe=rpe):
                self.assertEqual(measure.zone_of(replace(run(1000), zone=zone, target_rpe=rpe)), expected)
        self.assertTrue(measure.is_quality(session(0, run(1000, 2)), CAT))
        self.assertFalse(measure.is_quality(session(0, run(1000), lift("back-squat", 1)), CAT))


class RampTests(SimpleTestCase):
    def test_it_takes_more_steps_to_heavier_work(self) -> None:
        squat = CAT["back-squat"]
        for reps, rpe, percents in ((5, 8, [40, 60, 80]), (8, 7.5, [50, 75]), (15, 6, [60])):
            with self.subTest(reps=reps):
                self.assertEqual([step.percent for step in ramp(None, reps, rpe, squat)], percents)

    def test_it_rounds_steps_and_leaves_out_those_that_fall_together(self) -> None:
        squat = CAT["back-squat"]
        self.assertEqual([step.load_kg for step in ramp(100, 5, 8, squat)], [40.0, 60.0, 80.0])
        self.assertEqual([step.load_kg for step in ramp(5, 5, 8, squat)], [2.5])
        self.assertEqual(ramp(2.5, 5, 8, squat), ())

    def test_it_needs_no_ramp_without_a_bar_to_load(self) -> None:
        for slug in ("push-up", "plank", "outdoor-run", "cable-crunch", "calf-stretch"):
            self.assertEqual(ramp(None, 5, 8, CAT[slug]), (), slug)
        self.assertEqual(ramp(None, 12, 8, CAT["dumbbell-curl"]), ())
        self.assertEqual(len(ramp(None, 5, 8, CAT["dumbbell-curl"])), 3)

    def test_it_knows_where_a_ramp_is_possible(self) -> None:
        squat = CAT["back-squat"]
        self.assertEqual([can_ramp(load, squat) for load in (None, 60, 2.5)], [True, True, False])
        self.assertFalse(can_ramp(None, CAT["push-up"]))


class ThresholdTests(SimpleTestCase):
    def test_it_has_a_row_for_every_family_and_level(self) -> None:
        volume = THRESHOLDS.volume
        for family in FAMILIES:
            for level in ("beginner", "intermediate", "advanced"):
                self.assertLess(volume.weekly_min.of(family, level), volume.weekly_max.of(family, level))
        self.assertEqual(volume.weekly_max.of("hypertrophy", "advanced"), 26)
        self.assertEqual(volume.weekly_min.of("strength", "beginner"), 3)

    def test_it_sorts_goals_into_families(self) -> None:
        self.assertEqual(
            [goal_family(goal) for goal in ("strength", "muscle_gain", "endurance")],
            ["strength", "hypertrophy", "general"],
        )
