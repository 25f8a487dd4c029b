"""What an experienced coach would look for on reading a plan, and what would make them laugh."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise, product

from django.test import SimpleTestCase

from plans.core import measure
from plans.core.generate import reasons
from plans.core.generate.selection import FLOOR_PULLS
from plans.core.intent import Health, History, KnownLift, Limitation
from plans.core.spec import Item, PlanSpec, Session, Week
from tests.plans.generate.base import CATALOGUE, DUMBBELLS, GYM, MONDAY, NOTHING, findings, intent, plan, sets_of

LIFTING = ("strength", "muscle_gain", "sports_specific")


def lines(session: Session) -> list[str]:
    """A session as a coach would write it on a board."""
    return [f"{item.exercise} {item.sets}x{_dose(item)}" for item in session.items]


def _dose(item: Item) -> str:
    if item.reps_min is not None:
        return f"{item.reps_min}-{item.reps_max}@{item.target_rpe:g}"
    return f"{item.duration_s}s"


def patterns(items: tuple[Item, ...]) -> Counter[str]:
    return Counter(CATALOGUE[item.exercise].family for item in items)


class BoardTests(SimpleTestCase):
    """Whole sessions, word for word: whoever changes them should mean to."""

    maxDiff = None

    def test_the_first_week_of_a_strength_plan_in_a_gym(self) -> None:
        wanted = intent(experience_level="intermediate", days_per_week=4, time_availability_h=5)
        first = plan(wanted).weeks[0].sessions

        self.assertEqual(["upper_a", "lower_a", "upper_b", "lower_b"], [session.title for session in first])
        self.assertEqual(
            [
                ["barbell-bench-press", "barbell-row", "overhead-press", "lat-pulldown"],
                ["back-squat", "romanian-deadlift", "bulgarian-split-squat"],
                ["push-press", "pull-up", "dumbbell-bench-press", "one-arm-dumbbell-row"],
                ["conventional-deadlift", "front-squat"],
            ],
            [
                [i.exercise for i in s.items if i.role in ("main", "assistance")][: (4, 3, 4, 2)[n]]
                for n, s in enumerate(first)
            ],
        )

    def test_dumbbells_alone_make_a_whole_plan(self) -> None:
        spec = plan(intent(primary_goal="muscle_gain", equipment=DUMBBELLS, days_per_week=3))

        self.assertEqual(
            [
                "goblet-squat 2x8-10@7",
                "dumbbell-floor-press 2x8-10@7",
                "one-arm-dumbbell-row 3x8-10@7",
                "dumbbell-romanian-deadlift 2x8-10@7",
            ],
            lines(spec.weeks[0].sessions[0])[:4],
        )
        self.assertNotIn(reasons.NO_PULL, {reason.code for reason in spec.rationale})


class ChoiceTests(SimpleTestCase):
    def test_no_week_pulls_two_kinds_of_deadlift_from_the_floor(self) -> None:
        for goal, level, days in product(LIFTING, ("intermediate", "advanced"), (2, 3, 4, 5)):
            spec = plan(intent(primary_goal=goal, experience_level=level, days_per_week=days, time_availability_h=6))
            pulls = {item.exercise for item in measure.week_items(spec.weeks[0])} & FLOOR_PULLS
            with self.subTest(goal=goal, level=level, days=days):
                self.assertLessEqual(len(pulls), 1)

    def test_heavy_fives_are_done_with_a_bar_or_a_stack(self) -> None:
        for equipment in (DUMBBELLS, NOTHING, GYM):
            spec = plan(intent(experience_level="advanced", equipment=equipment, time_availability_h=5))
            for item in spec.items():
                movement = CATALOGUE[item.exercise]
                tools = movement.setup(equipment) or frozenset()
                if item.role in ("main", "assistance") and (item.reps_min or 9) < 6:
                    with self.subTest(item.exercise):
                        self.assertTrue(tools & {"barbell", "specialty_bar", "smith", "machine"})

    def test_with_dumbbells_at_hand_nobody_does_empty_squats(self) -> None:
        spec = plan(intent(experience_level="intermediate", equipment=DUMBBELLS | {"bench"}, days_per_week=4))

        self.assertNotIn("bodyweight-squat", {item.exercise for item in spec.items()})

    def test_who_has_trained_for_years_squats_on_one_leg_without_equipment(self) -> None:
        spec = plan(intent(experience_level="advanced", equipment=NOTHING, primary_goal="muscle_gain", days_per_week=3))
        squats = [item for item in measure.week_items(spec.weeks[0]) if CATALOGUE[item.exercise].family == "lunge"]

        self.assertTrue(squats)

    def test_body_weight_on_two_legs_gets_many_reps_and_little_rest(self) -> None:
        knee = (Limitation("knee", 5),)
        spec = plan(intent(experience_level="intermediate", limitations=knee, days_per_week=3))
        squat = next(item for item in spec.items() if item.exercise == "bodyweight-squat")

        self.assertGreaterEqual(squat.reps_min or 0, 12)
        self.assertLessEqual(squat.rest_s, 90)

    def test_at_seventy_two_no_bar_lies_on_the_back_and_nothing_shakes(self) -> None:
        spec = plan(intent(age_years_low=71, age_years_high=72, days_per_week=3))
        flags = {flag for item in spec.items() for flag in CATALOGUE[item.exercise].flags}
        lifts = [item for item in spec.items() if item.role in ("main", "assistance")]

        self.assertTrue(flags.isdisjoint({"fall_risk", "impact"}))
        self.assertFalse(any("axial" in CATALOGUE[item.exercise].flags and "squat" in item.exercise for item in lifts))
        self.assertGreaterEqual(min(item.reps_min or 99 for item in lifts), 8)

    def test_in_pregnancy_the_bar_stays_in_the_rack(self) -> None:
        expecting = Health(pregnancy_week=20, cleared_by_professional=True)
        spec = plan(intent(primary_goal="muscle_gain", experience_level="intermediate", health=expecting))

        self.assertFalse(
            {"back-squat", "conventional-deadlift", "push-press"} & {item.exercise for item in spec.items()}
        )

    def test_without_a_pull_every_session_trains_the_whole_body(self) -> None:
        wanted = intent(experience_level="intermediate", equipment=NOTHING, days_per_week=5, time_availability_h=5)
        spec = plan(wanted)
        week = spec.weeks[0]
        hard = [session for session in week.sessions if measure.is_hard(session, CATALOGUE)]

        self.assertEqual((3, 5), (len(hard), len(week.sessions)))
        for session in hard:
            self.assertTrue({"push", "hinge"} <= patterns(session.items).keys(), lines(session))
        self.assertIn(reasons.NO_PULL, {reason.code for reason in spec.rationale})

    def test_pain_and_not_equipment_is_named_where_pain_forbids_to_pull(self) -> None:
        sore = (Limitation("shoulder", 8),)
        spec = plan(intent(limitations=sore, days_per_week=3))

        self.assertNotIn(reasons.NO_PULL, {reason.code for reason in spec.rationale})

    def test_sessions_with_time_left_end_with_the_trunk(self) -> None:
        spec = plan(intent(equipment=NOTHING, days_per_week=3, time_availability_h=5))

        self.assertGreaterEqual(sum(session.items[-1].role == "core" for session in spec.weeks[0].sessions), 2)

    def test_strength_takes_more_than_a_bench_a_row_and_curls(self) -> None:
        spec = plan(intent(experience_level="intermediate", days_per_week=4, time_availability_h=5))

        for session in spec.weeks[0].sessions:
            compounds = [item for item in session.items if CATALOGUE[item.exercise].is_compound]
            self.assertGreaterEqual(len(compounds), 2 if session.title.startswith("lower") else 4, lines(session))

    def test_little_time_does_not_make_light_work_of_strength(self) -> None:
        spec = plan(intent(experience_level="intermediate", days_per_week=2, time_availability_h=2))

        self.assertTrue(any((item.reps_max or 99) <= 6 for item in spec.weeks[0].sessions[0].items))


class ProgressTests(SimpleTestCase):
    def test_where_no_load_is_known_the_reps_climb(self) -> None:
        spec = plan(intent(primary_goal="muscle_gain", days_per_week=3))
        reps = [item.reps_min for item in spec.items() if item.exercise == spec.weeks[0].sessions[0].items[1].exercise]

        self.assertEqual(sorted(reps), reps)
        self.assertGreater(reps[-1] or 0, reps[0] or 0)
        self.assertIn(reasons.REPS_CLIMB, {reason.code for reason in spec.rationale})

    def test_after_a_deload_the_reps_start_again_and_those_without_a_load_a_little_higher(self) -> None:
        wanted = intent(primary_goal="muscle_gain", experience_level="intermediate", equipment=NOTHING, weeks=8)
        spec = plan(wanted)
        first = spec.weeks[0].sessions[0].items[0].exercise
        starts = [self._reps(spec.weeks[number], first) for number in (0, 4, 6)]

        self.assertLess(starts[0], starts[2])
        self.assertLess(starts[2], starts[1])

    def _reps(self, week: Week, exercise: str) -> int:
        return next(item.reps_min or 0 for item in measure.week_items(week) if item.exercise == exercise)

    def test_a_known_load_goes_up_and_its_reps_stay(self) -> None:
        squat = KnownLift("back-squat", 100, 5, 8)
        spec = plan(intent(experience_level="intermediate", known_lifts=(squat,), time_availability_h=5))
        mains = [item for item in spec.items() if item.exercise == "back-squat" and item.role == "main"]

        self.assertEqual(1, len({(item.reps_min, item.reps_max) for item in mains}))
        self.assertGreater(mains[-1].load_kg or 0, mains[0].load_kg or 0)

    def test_half_of_next_to_nothing_still_holds_the_basics(self) -> None:
        for usual in (1.0, 3.0, 5.0):
            history = History(last_trained_on=MONDAY - timedelta(days=40), weekly_sets=(usual,) * 4)
            wanted = intent(history=history, days_per_week=2)
            with self.subTest(usual=usual):
                first = plan(wanted).weeks[0]
                self.assertLessEqual(3, sets_of(first))
                self.assertLessEqual(sets_of(first), 4)


class EnduranceTests(SimpleTestCase):
    def runner(self, **changes: object) -> PlanSpec:
        known = History(longest_run_m=22000, weekly_run_m=60000)
        usual = {"primary_goal": "endurance", "experience_level": "advanced", "sport": "marathon", "weeks": 12}
        return plan(intent(**usual | {"days_per_week": 6, "time_availability_h": 10, "history": known} | changes))

    def test_the_first_week_is_close_to_what_was_run_before(self) -> None:
        metres = measure.run_distance_m(self.runner().weeks[0].sessions, CATALOGUE)

        self.assertLess(0.85 * 60000, metres)
        self.assertLess(metres, 1.1 * 60000)

    def test_weeks_that_build_hold_a_second_harder_session(self) -> None:
        quality = {
            week.phase: sum(measure.is_quality(session, CATALOGUE) for session in week.sessions)
            for week in self.runner().weeks
        }

        self.assertEqual((1, 2), (quality["base"], quality["build"]))

    def test_the_long_run_is_the_longest(self) -> None:
        for week in measure.normal_weeks(self.runner()):
            runs = {each.title: measure.run_minutes([each], CATALOGUE) for each in week.sessions}
            self.assertEqual("endurance_long", max(runs, key=lambda title: runs[title]))

    def test_strength_takes_less_time_than_endurance(self) -> None:
        week = self.runner().weeks[0]
        lifted = [item for item in measure.week_items(week) if measure.working_sets(item, CATALOGUE)]

        self.assertLess(sum(measure.item_seconds(item, CATALOGUE) for item in lifted) / 60, 95)
        self.assertLessEqual(max(item.sets for item in lifted), 3)

    def test_a_beginner_runs_and_walks_in_round_numbers_and_a_little_more_each_week(self) -> None:
        spec = self.runner(experience_level="beginner", days_per_week=3, time_availability_h=3, history=History())
        runs = [item for item in spec.items() if item.exercise == "outdoor-run"]
        weekly = [measure.run_minutes(week.sessions, CATALOGUE) for week in measure.normal_weeks(spec)]

        self.assertTrue(all((item.duration_s or 1) % 15 == 0 for item in runs))
        self.assertTrue(all(early < late for early, late in pairwise(weekly)), weekly)

    def test_a_session_without_a_hard_minute_is_not_called_hard(self) -> None:
        spec = self.runner(experience_level="beginner", days_per_week=3, time_availability_h=3, history=History())

        for session in spec.sessions():
            if session.kind == "intervals":
                self.assertTrue(measure.is_quality(session, CATALOGUE), lines(session))

    def test_the_longest_session_is_measured_against_its_own_limit(self) -> None:
        time = next(reason for reason in self.runner().rationale if reason.code == reasons.TIME).facts

        self.assertLessEqual(time["minutes"], 1.05 * time["minutes_allowed"])


class MinutesTests(SimpleTestCase):
    def test_to_lose_weight_the_minutes_reach_what_helps_where_there_is_time(self) -> None:
        spec = plan(intent(primary_goal="weight_loss", days_per_week=5, time_availability_h=7, weeks=8))

        self.assertGreaterEqual(max(map(self._active, spec.weeks)), 240)

    def test_to_lose_weight_the_minutes_grow(self) -> None:
        spec = plan(intent(primary_goal="weight_loss", days_per_week=4, time_availability_h=5, weeks=4))
        active = [self._active(week) for week in spec.weeks]

        self.assertGreater(active[-1], active[0])

    def _active(self, week: Week) -> float:
        items = measure.week_items(week)
        return sum(measure.minutes_of(item) for item in items if measure.is_endurance(item, CATALOGUE))

    def test_short_sessions_to_lose_weight_lift_or_move(self) -> None:
        spec = plan(intent(primary_goal="weight_loss", days_per_week=4, time_availability_h=2))

        self.assertEqual(
            ["strength", "strength", "walk", "walk"], sorted(session.kind for session in spec.weeks[0].sessions)
        )

    def test_stretches_are_held_for_a_minute_in_all_and_longer_later(self) -> None:
        wanted = intent(primary_goal="flexibility", equipment=NOTHING, days_per_week=5, time_availability_h=4, weeks=8)
        spec = plan(wanted)
        held = [
            [item for item in measure.week_items(week) if item.duration_s and item.role == "mobility"]
            for week in spec.weeks
        ]
        first, last = (sum(item.sets * (item.duration_s or 0) for item in held[number]) for number in (0, 6))

        self.assertGreaterEqual(min(item.sets * (item.duration_s or 0) for item in held[0]), 60)
        self.assertGreater(last, first)

    def test_every_muscle_that_is_stretched_is_stretched_twice_a_week(self) -> None:
        spec = plan(intent(primary_goal="flexibility", equipment=NOTHING, days_per_week=5, time_availability_h=4))
        days = Counter(item.exercise for item in measure.week_items(spec.weeks[0]) if item.duration_s)

        self.assertGreaterEqual(sum(count >= 2 for count in days.values()), 0.7 * len(days))


class NoticeTests(SimpleTestCase):
    def test_high_blood_pressure_and_asthma_bring_their_notices(self) -> None:
        for condition in ("hypertension", "asthma"):
            wanted = intent(health=Health(frozenset({condition})))
            with self.subTest(condition):
                self.assertIn(f"{condition}_notice", {reason.code for reason in plan(wanted).rationale})
                self.assertFalse([each for each in findings(plan(wanted), wanted) if each.severity == "hard"])

    def test_no_condition_brings_no_notice(self) -> None:
        told = {reason.code for reason in plan(replace(intent(), health=Health())).rationale}

        self.assertFalse({code for code in told if code.endswith("_notice")})
