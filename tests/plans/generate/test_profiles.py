"""What a coach would look for in the plans of a few well-known athletes."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import ClassVar

from django.test import SimpleTestCase

from plans.core import measure
from plans.core.generate import reasons
from plans.core.intent import (
    Health,
    History,
    Intent,
    IntentInfeasible,
    KnownLift,
    LiftKnowledge,
    Limitation,
    NeedsClearance,
)
from plans.core.rules.judge import score
from plans.core.spec import Item, PlanSpec, Reason
from tests.plans.generate.base import CATALOGUE, GYM, MONDAY, NOTHING, findings, intent, plan, sets_of


def reason(spec: PlanSpec, code: str) -> Reason:
    return next(each for each in spec.rationale if each.code == code)


def lifts_of(spec: PlanSpec, exercise: str) -> list[Item]:
    return [item for item in spec.items() if item.exercise == exercise]


def rated(spec: PlanSpec) -> list[Item]:
    return [item for item in spec.items() if item.target_rpe is not None and item.reps_min is not None]


class BeginnerThreeDaysTests(SimpleTestCase):
    intent: ClassVar[Intent]
    spec: ClassVar[PlanSpec]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.intent = intent(days_per_week=3)
        cls.spec = plan(cls.intent)

    def test_the_days_are_not_consecutive(self) -> None:
        weekdays = [session.on.weekday() for session in self.spec.weeks[0].sessions]

        self.assertEqual([0, 2, 4], weekdays)

    def test_each_session_trains_the_whole_body(self) -> None:
        for session in self.spec.weeks[0].sessions:
            families = {CATALOGUE[item.exercise].family for item in session.items}
            self.assertLessEqual({"push", "pull"}, families)
            self.assertTrue(families & {"squat", "lunge", "hinge"})

    def test_two_to_four_reps_stay_in_reserve(self) -> None:
        self.assertTrue(all(2 <= (measure.rir(item) or 0) <= 4 for item in rated(self.spec)))

    def test_no_load_is_made_up(self) -> None:
        self.assertTrue(all(item.load_kg is None for item in self.spec.items()))
        self.assertIn("find", {item.load_basis for item in self.spec.items()})

    def test_compounds_come_before_isolation(self) -> None:
        for session in self.spec.sessions():
            compound = [CATALOGUE[item.exercise].is_compound for item in session.items if item.role != "core"]
            self.assertEqual(sorted(compound, reverse=True), compound)

    def test_nothing_is_left_to_complain_about(self) -> None:
        self.assertEqual(100, score(findings(self.spec, self.intent)))

    def test_the_facts_are_those_of_the_plan(self) -> None:
        self.assertEqual(sets_of(self.spec.weeks[0]), reason(self.spec, reasons.VOLUME).facts["sets"])
        self.assertEqual(3, reason(self.spec, reasons.SPLIT).facts["days"])
        longest = max(session.estimated_min for session in self.spec.sessions())
        self.assertEqual(longest, reason(self.spec, reasons.TIME).facts["minutes"])


class AdvancedSixteenWeeksTests(SimpleTestCase):
    intent: ClassVar[Intent]
    spec: ClassVar[PlanSpec]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        told = KnownLift("back-squat", 140, 3, 9, "tested")
        cls.intent = intent(
            experience_level="advanced", days_per_week=4, time_availability_h=6, weeks=16, known_lifts=(told,)
        )
        cls.spec = plan(cls.intent)

    def test_every_fifth_week_is_easier(self) -> None:
        self.assertEqual([5, 10, 15], [week.number for week in self.spec.weeks if week.is_deload])

    def test_a_deload_keeps_the_exercises_and_cuts_the_sets_by_a_third_to_a_half(self) -> None:
        before, deload = self.spec.weeks[3], self.spec.weeks[4]

        self.assertLessEqual(
            {item.exercise for item in measure.week_items(deload)},
            {item.exercise for item in measure.week_items(before)},
        )
        self.assertTrue(0.4 <= sets_of(deload) / sets_of(before) <= 0.7)

    def test_the_known_squat_is_in_it_with_a_load_that_rises(self) -> None:
        loads = [item.load_kg for item in lifts_of(self.spec, "back-squat") if item.role == "main"]

        self.assertTrue(all(load is not None for load in loads))
        self.assertGreater(loads[-1] or 0, loads[0] or 0)

    def test_the_first_squat_load_is_within_a_tenth_of_the_told_set(self) -> None:
        self.assertLessEqual(lifts_of(self.spec, "back-squat")[0].load_kg or 0, 1.1 * 140)

    def test_heavy_squats_are_led_up_to(self) -> None:
        first = lifts_of(self.spec, "back-squat")[0]

        self.assertEqual([40, 60, 80], [step.percent for step in first.ramp])

    def test_weekly_sets_never_jump(self) -> None:
        sets = [sets_of(week) for week in measure.normal_weeks(self.spec)]

        self.assertTrue(all(late <= max(1.1 * early, early + 2) for early, late in pairwise(sets)))


class EnduranceTests(SimpleTestCase):
    intent: ClassVar[Intent]
    spec: ClassVar[PlanSpec]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.intent = intent(
            primary_goal="endurance",
            experience_level="intermediate",
            sport="marathon",
            days_per_week=5,
            time_availability_h=7,
            weeks=12,
            history=History(longest_run_m=14000, weekly_run_m=30000),
        )
        cls.spec = plan(cls.intent)

    def test_most_of_the_running_is_easy(self) -> None:
        for week in self.spec.weeks:
            runs = [item for item in measure.week_items(week) if measure.is_run(item, CATALOGUE)]
            easy = sum(measure.minutes_of(item) for item in runs if measure.zone_of(item) == 1)
            self.assertGreaterEqual(easy, 0.75 * sum(map(measure.minutes_of, runs)))

    def test_no_week_has_more_than_two_hard_sessions(self) -> None:
        for week in self.spec.weeks:
            self.assertLessEqual(sum(measure.is_quality(session, CATALOGUE) for session in week.sessions), 2)

    def test_no_run_is_more_than_a_tenth_longer_than_the_longest_before(self) -> None:
        longest = 14000.0
        for session in sorted(self.spec.sessions(), key=lambda session: session.on):
            metres = measure.run_distance_m([session], CATALOGUE)
            self.assertLessEqual(metres, 1.1 * longest + 1)
            longest = max(longest, metres)

    def test_there_are_two_strength_days(self) -> None:
        sessions = self.spec.weeks[0].sessions
        strength = [session for session in sessions if measure.total_sets(session.items, CATALOGUE)]

        self.assertEqual(2, len(strength))
        self.assertTrue(all(session.items[0].role == "main" for session in strength), "lifting comes before running")

    def test_running_grows(self) -> None:
        first, last = self.spec.weeks[0], measure.normal_weeks(self.spec)[-1]

        self.assertGreater(
            measure.run_distance_m(last.sessions, CATALOGUE), measure.run_distance_m(first.sessions, CATALOGUE)
        )


class CareTests(SimpleTestCase):
    def flags(self, spec: PlanSpec) -> set[str]:
        return {flag for item in spec.items() for flag in CATALOGUE[item.exercise].flags}

    def test_a_sore_knee_bends_no_deeper_and_lands_no_jump(self) -> None:
        spec = plan(intent(limitations=(Limitation("knee", 5),), days_per_week=3))

        self.assertFalse(self.flags(spec) & {"deep_knee", "impact"})
        self.assertGreater(reason(spec, reasons.LIMITATION).facts["left_out"], 0)

    def test_at_seventy_there_is_balance_and_no_impact_on_three_days_at_most(self) -> None:
        wanted = intent(age_years_low=69, age_years_high=70, days_per_week=5, time_availability_h=4)
        spec = plan(wanted)

        self.assertIn("balance", self.flags(spec))
        self.assertNotIn("impact", self.flags(spec))
        self.assertTrue(
            all(
                len(measure.hard_days(week.sessions, CATALOGUE)) <= 3 and len(week.sessions) == 5 for week in spec.weeks
            )
        )

    def test_at_fifteen_reps_are_high_and_days_apart(self) -> None:
        spec = plan(intent(age_years_low=15, age_years_high=16, days_per_week=4, time_availability_h=4))
        hard_days = measure.hard_days(spec.sessions(), CATALOGUE)

        self.assertGreaterEqual(min(item.reps_min or 0 for item in rated(spec)), 6)
        self.assertTrue(all((late - early).days > 1 for early, late in pairwise(hard_days)))

    def test_in_week_twenty_of_pregnancy_nothing_is_done_lying_or_falling(self) -> None:
        health = Health(pregnancy_week=20, cleared_by_professional=True)
        spec = plan(intent(health=health))

        self.assertFalse(self.flags(spec) & {"supine", "impact", "fall_risk"})

    def test_a_pregnancy_that_reaches_week_fourteen_on_the_way_counts_from_the_start(self) -> None:
        health = Health(pregnancy_week=11, cleared_by_professional=True)
        spec = plan(intent(health=health, weeks=6))

        self.assertFalse(self.flags(spec) & {"supine", "impact", "fall_risk"})

    def test_high_blood_pressure_keeps_two_reps_in_reserve(self) -> None:
        health = Health(conditions=frozenset({"hypertension"}))
        spec = plan(intent(experience_level="advanced", health=health, weeks=8))

        self.assertGreaterEqual(min(measure.rir(item) or 0 for item in rated(spec)), 2)
        self.assertEqual("hypertension", reason(spec, reasons.HEALTH).facts["because"])

    def test_a_screening_question_answered_with_yes_comes_first(self) -> None:
        with self.assertRaises(NeedsClearance) as caught:
            plan(intent(health=Health(screening_yes=("chest_pain",))))

        self.assertEqual(["screening_chest_pain"], caught.exception.facts["because"])


class CourseTests(SimpleTestCase):
    def test_an_event_in_five_weeks_gets_a_taper_of_two(self) -> None:
        event_on = MONDAY + timedelta(days=33)
        spec = plan(
            intent(
                experience_level="intermediate", event_on=event_on, weeks=None, days_per_week=3, time_availability_h=5
            )
        )

        self.assertEqual(5, len(spec.weeks))
        self.assertEqual(["taper", "taper"], [week.phase for week in spec.weeks[3:]])
        full = sets_of(spec.weeks[2])
        self.assertTrue(all(0.38 <= sets_of(week) / full <= 0.60 for week in spec.weeks[3:]))
        self.assertEqual(
            max(item.target_rpe or 0 for item in measure.week_items(spec.weeks[2])),
            max(item.target_rpe or 0 for item in measure.week_items(spec.weeks[4])),
        )
        self.assertEqual([4, 5], reason(spec, reasons.TAPER).facts["weeks"])

    def test_nothing_stands_on_the_day_of_the_event_and_nothing_hard_behind_it(self) -> None:
        event_on = MONDAY + timedelta(days=31)
        spec = plan(intent(experience_level="intermediate", event_on=event_on, days_per_week=5))
        behind = [session for session in spec.weeks[-1].sessions if session.on > event_on]

        self.assertNotIn(event_on, {session.on for session in spec.sessions()})
        self.assertTrue(behind)
        self.assertFalse(measure.hard_days(behind, CATALOGUE))

    def test_an_event_before_the_first_day_is_refused(self) -> None:
        with self.assertRaises(IntentInfeasible) as caught:
            plan(intent(event_on=MONDAY))

        self.assertEqual(reasons.EVENT_LATER, caught.exception.facts["change"])

    def test_back_after_four_weeks_the_sets_come_back_in_steps(self) -> None:
        history = History(last_trained_on=MONDAY - timedelta(days=28), weekly_sets=(40.0, 40.0))
        spec = plan(intent(experience_level="intermediate", history=history, weeks=6, time_availability_h=5))
        sets = [sets_of(week) for week in spec.weeks]

        self.assertEqual(["return"] * 4, [week.phase for week in spec.weeks[:4]])
        self.assertLessEqual(sets[0], 20)
        self.assertLessEqual(sets[1], 28)
        self.assertEqual(sorted(sets[:4]), sets[:4])

    def test_back_after_four_weeks_loads_are_lighter(self) -> None:
        told = (KnownLift("back-squat", 100, 5, 9),)
        fresh = intent(experience_level="intermediate", known_lifts=told, time_availability_h=5)
        away = intent(
            experience_level="intermediate",
            known_lifts=told,
            time_availability_h=5,
            history=History(last_trained_on=MONDAY - timedelta(days=40)),
        )

        self.assertLess(self.first_squat_kg(away), 0.9 * self.first_squat_kg(fresh))

    def first_squat_kg(self, wanted: Intent) -> float:
        return lifts_of(plan(wanted), "back-squat")[0].load_kg or 0.0


class WishTests(SimpleTestCase):
    def test_training_times_become_the_time_of_the_session(self) -> None:
        spec = plan(intent(days_per_week=2, available_days=frozenset({1, 5}), training_times={1: "18:30", 5: "09:00"}))

        self.assertEqual({1: "18:30", 5: "09:00"}, {session.on.weekday(): session.at for session in spec.sessions()})

    def test_a_blocked_date_moves_the_session(self) -> None:
        spec = plan(intent(days_per_week=3, blocked_days=frozenset({MONDAY + timedelta(days=2)})))
        days = [session.on for session in spec.weeks[0].sessions]

        self.assertNotIn(MONDAY + timedelta(days=2), days)
        self.assertEqual(3, len(days))

    def test_more_days_than_the_level_carries_are_filled_with_easy_ones(self) -> None:
        spec = plan(intent(days_per_week=7, time_availability_h=6))
        week = spec.weeks[0]

        self.assertEqual(7, len(week.sessions))
        self.assertLessEqual(len(measure.hard_days(week.sessions, CATALOGUE)), 4)
        self.assertEqual(7, reason(spec, reasons.FEWER_HARD_DAYS).facts["asked"])

    def test_more_days_than_are_free_are_refused(self) -> None:
        with self.assertRaises(IntentInfeasible) as caught:
            plan(intent(days_per_week=4, available_days=frozenset({0, 1, 2})))

        self.assertEqual({"change": "available_days", "asked": 4, "available": 3}, caught.exception.facts)

    def test_no_time_for_a_session_is_refused(self) -> None:
        with self.assertRaises(IntentInfeasible) as caught:
            plan(intent(session_minutes_max=5))

        self.assertEqual(reasons.MORE_TIME, caught.exception.facts["change"])

    def test_an_excluded_exercise_stays_out(self) -> None:
        usual = plan(intent()).weeks[0].sessions[0].items[0].exercise

        self.assertFalse(lifts_of(plan(intent(excluded_exercises=frozenset({usual}))), usual))

    def test_a_focus_gets_more_sets(self) -> None:
        usual, focused = (
            measure.major_sets(measure.week_items(plan(wanted).weeks[0]), CATALOGUE)
            for wanted in (self.growing(()), self.growing(("biceps",)))
        )

        self.assertGreater(focused["biceps"], usual["biceps"])

    def growing(self, focus: tuple[str, ...]) -> Intent:
        return intent(primary_goal="muscle_gain", experience_level="intermediate", time_availability_h=6, focus=focus)

    def test_the_first_load_stays_close_to_the_last_one(self) -> None:
        known = LiftKnowledge(e1rm_kg=120, low_kg=110, high_kg=131, k=0.0333, last_load_kg=60)
        spec = plan(intent(experience_level="intermediate", lifts={"back-squat": known}, time_availability_h=5))
        first = lifts_of(spec, "back-squat")[0]

        self.assertEqual("estimated", first.load_basis)
        self.assertLessEqual(first.load_kg or 0, 66)

    def test_to_lose_weight_there_is_activity_beside_the_lifting(self) -> None:
        spec = plan(intent(primary_goal="weight_loss", equipment=NOTHING, days_per_week=5, time_availability_h=6))
        facts = reason(spec, reasons.ACTIVITY_MINUTES).facts

        self.assertGreaterEqual(facts["minutes_most"], 150)
        self.assertIn("walk", {session.kind for session in spec.weeks[0].sessions})

    def test_flexibility_stretches_on_every_day_and_lifts_on_two(self) -> None:
        spec = plan(intent(primary_goal="flexibility", equipment=NOTHING, days_per_week=5, time_availability_h=4))
        week = spec.weeks[0]

        self.assertTrue(all(any(item.role == "mobility" for item in session.items) for session in week.sessions))
        self.assertEqual(2, len(measure.hard_days(week.sessions, CATALOGUE)))

    def test_for_a_sport_power_comes_first(self) -> None:
        spec = plan(
            intent(primary_goal="sports_specific", experience_level="advanced", equipment=GYM, time_availability_h=6)
        )
        firsts = [session.items[0].role for session in spec.weeks[0].sessions if session.kind == "strength"]

        self.assertIn("power", firsts)
        self.assertFalse(any(item.role == "power" for session in spec.sessions() for item in session.items[1:]))
