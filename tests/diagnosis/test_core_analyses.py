"""Each analysis by itself: what sets it off, what does not, and what it needs to speak at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.test import SimpleTestCase

from adaptation.core.facts import Done
from adaptation.core.illness import Spell
from diagnosis.core import (
    adherence,
    efforts,
    lagging,
    loads,
    pains,
    progress,
    quality,
    ratings,
    recoveries,
    thresholds,
    volumes,
)
from diagnosis.core.facts import LiftFact, LiftPoint, SessionFact
from diagnosis.core.findings import Finding, Look
from plans.core.edits import DropItem, InsertDeload, MoveSession, SetSets
from tests.diagnosis.cases import changed, fine, found, sets, with_reports, with_work


class LoadTests(SimpleTestCase):
    def test_it_compares_a_week_with_the_last_four_and_calls_it_no_risk(self) -> None:
        case = fine()
        week = case.today - timedelta(days=6)
        case = replace(
            case, reports=tuple(replace(each, duration_min=180.0) if each.on >= week else each for each in case.reports)
        )
        jump = found(loads.look(case))["load_jump"]
        self.assertGreaterEqual(jump.facts["change_percent"], 50)
        self.assertEqual(jump.severity, "watch")

    def test_it_says_nothing_of_load_where_hardly_a_session_was_reported(self) -> None:
        case = changed(reports=tuple(replace(each, session_rpe=None) for each in fine().reports))
        look = loads.look(case)
        self.assertEqual((dict(look.numbers), look.missing), ({}, ("load_reports",)))

    def test_it_offers_an_easier_week_when_the_work_is_not_done_any_more(self) -> None:
        def cut(done: Done, ago: int) -> Done:
            return replace(done, completion=60.0, sets=sets((100, 5, 10.0), (100, 4, 10.0))) if ago < 10 else done

        overload = found(loads.look(with_work(cut)))["overload"]
        self.assertEqual(overload.edits, (InsertDeload(17),))
        self.assertIn("low_completion", overload.facts["signs"])

    def test_it_offers_no_easier_week_soon_after_the_last(self) -> None:
        self.assertEqual(loads.easier_week(changed(days_since_deload=20.0)), ())
        self.assertEqual(loads.easier_week(changed(days_since_deload=21.0)), (InsertDeload(17),))
        self.assertEqual(loads.easier_week(changed(plan=None)), ())

    def test_it_notices_many_more_sets_than_in_any_of_four_weeks(self) -> None:
        def doubled(done: Done, ago: int) -> Done:
            return replace(done, sets=done.sets * 2) if ago < 7 else done

        self.assertIn("volume_jump", found(loads.look(with_work(doubled))))
        self.assertNotIn("volume_jump", found(loads.look(fine())))


class ProgressTests(SimpleTestCase):
    def test_it_reads_no_trend_over_an_illness_or_a_break(self) -> None:
        ill = Spell("i", "fever", fine().days_ago(10), fine().days_ago(8))
        for name, case in {
            "ill": changed(spells=(ill,)),
            "break": changed(work=tuple(each for each in fine().work if each.on < fine().days_ago(11))),
        }.items():
            with self.subTest(name):
                look = progress.look(case)
                self.assertEqual((look.findings, look.missing), ((), ("steady_weeks",)))

    def falling(self, trend: float) -> dict[str, Finding]:
        """Every estimate falls by 200 g a day; what the estimator says of the trend is given."""
        lifts = tuple(
            replace(
                lift,
                weekly_trend=replace(lift.weekly_trend, value=trend),
                points=tuple(
                    replace(each, e1rm_kg=100 - 0.2 * (each.on - lift.points[0].on).days) for each in lift.points
                ),
            )
            for lift in fine().lifts
        )
        return found(progress.look(changed(lifts=lifts)))

    def test_it_calls_no_fall_a_decline_that_the_trend_does_not_show(self) -> None:
        self.assertEqual(set(self.falling(0.01)), {"progress_slowed"})

    def test_it_refers_a_fall_of_weeks_that_nothing_explains(self) -> None:
        decline = self.falling(-0.01)["decline"]
        self.assertTrue(decline.needs_professional)
        self.assertEqual(decline.severity, "act")

    def test_it_is_silent_about_a_lift_with_few_points(self) -> None:
        lifts = tuple(replace(lift, points=lift.points[-5:]) for lift in fine().lifts)
        self.assertEqual(progress.look(changed(lifts=lifts)).missing, ("lift_history",))

    def test_it_claims_a_plateau_of_one_lift_only_as_far_as_its_chance_goes(self) -> None:
        still, *others = fine().lifts
        flat = tuple(replace(each, e1rm_kg=100.0) for each in still.points)
        for claim, code in (("slowed", "lift_slowed"), ("likely", "lift_plateau"), (None, None)):
            with self.subTest(claim):
                lifts = (replace(still, points=flat, claim=claim, plateau=0.72), *others)
                codes = set(found(progress.look(changed(lifts=lifts)))) - {"progressing", "lift_behind"}
                self.assertEqual(codes, {code} if code else set())

    def behind(self, gains: tuple[float, ...]) -> set[str]:
        """The lifts that are called behind where each has gained such a share in the last eight weeks, evenly."""
        case = fine()
        lifts = tuple(
            replace(lift, claim=None, points=self.risen(lift, gain))
            for lift, gain in zip(case.lifts, gains, strict=False)
        )
        look = progress.look(changed(lifts=lifts))
        return {str(each.facts["exercise"]) for each in look.findings if each.code == "lift_behind"}

    def risen(self, lift: LiftFact, gain: float) -> tuple[LiftPoint, ...]:
        start = fine().today - timedelta(days=thresholds.PROGRESS_DAYS)
        days = thresholds.PROGRESS_DAYS
        return tuple(
            replace(each, e1rm_kg=100 * (1 + gain * max(0, (each.on - start).days) / days)) for each in lift.points
        )

    def test_it_sees_one_lift_that_stands_still_while_the_others_go_up(self) -> None:
        first, *_ = (lift.exercise for lift in fine().lifts)
        self.assertEqual(self.behind((0.0, 0.08, 0.09, 0.07)), {first})

    def test_it_calls_no_lift_behind_that_gains_or_whose_others_do_not(self) -> None:
        for gains in ((0.04, 0.08, 0.09, 0.07), (0.0, 0.02, 0.02, 0.02), (0.0, 0.0, 0.0, 0.09), (0.0, 0.09)):
            with self.subTest(gains):
                self.assertEqual(self.behind(gains), set())

    def test_it_makes_no_claim_that_the_errors_of_the_estimates_could_make(self) -> None:
        first, *others = fine().lifts
        told = [(first, 0.0), *((lift, 0.08) for lift in others)]
        [lag] = lagging.lags(told, 0.08)
        self.assertEqual((lag.lift, lag.change), (first, 0.0))
        self.assertTrue(0.85 < lag.chance < 1)
        unsure = replace(first, e1rm=replace(first.e1rm, low=first.e1rm.value * 0.7, high=first.e1rm.value * 1.5))
        self.assertEqual(list(lagging.lags([(unsure, 0.0), *told[1:]], 0.08)), [])

    def test_it_waits_until_the_estimate_of_a_lift_has_settled(self) -> None:
        first, *others = fine().lifts
        told = [(lift, 0.08) for lift in others]
        new = replace(first, state=replace(first.state, sessions=len(first.points[-16:]) + 3))
        self.assertEqual(list(lagging.lags([(replace(new, points=new.points[-16:]), 0.0), *told], 0.08)), [])


class VolumeTests(SimpleTestCase):
    def test_it_offers_a_set_more_for_a_muscle_that_gets_few(self) -> None:
        def without_chest(done: Done, _: int) -> Done:
            return replace(done, sets=()) if done.exercise in ("barbell-bench-press", "dumbbell-fly") else done

        look = volumes.look(with_work(without_chest))
        low = next(each for each in look.findings if each.facts["group"] == "chest")
        self.assertEqual(low.code, "muscle_low")
        self.assertTrue(low.edits)
        self.assertTrue(all(isinstance(edit, SetSets) and edit.sets == 4 for edit in low.edits))

    def test_it_calls_the_sides_of_an_imbalance_by_their_names(self) -> None:
        def without_rows(done: Done, _: int) -> Done:
            return replace(done, sets=()) if "row" in done.exercise else done

        off = found(volumes.look_at_balance(with_work(without_rows)))["push_pull"]
        self.assertEqual((off.facts["more"], off.facts["fewer"]), ("push", "pull"))

    def test_it_tells_the_sets_of_both_sides_also_where_one_has_none(self) -> None:
        def without_pulling(done: Done, _: int) -> Done:
            is_pull = "row" in done.exercise or "pull" in done.exercise or "curl" in done.exercise
            return replace(done, sets=()) if is_pull else done

        look = volumes.look_at_balance(with_work(without_pulling))
        self.assertIsNone(look.numbers["push_pull"])
        self.assertEqual(look.numbers["pull_sets"], 0)
        self.assertEqual(found(look)["push_pull"].numbers["more_sets"], look.numbers["push_sets"])
        self.assertGreater(look.numbers["push_sets"], 0)

    def test_it_says_nothing_of_sides_that_are_hardly_trained(self) -> None:
        def hardly(done: Done, _: int) -> Done:
            return replace(done, sets=done.sets[:1] if "squat" in done.exercise else ())

        look = volumes.look_at_balance(with_work(hardly))
        self.assertEqual((look.numbers, look.findings, look.missing), ({}, (), ("sets_of_sides",)))

    def test_it_calls_no_imbalance_what_changes_sides_from_week_to_week(self) -> None:
        def by_turns(done: Done, ago: int) -> Done:
            is_push = "press" in done.exercise or "fly" in done.exercise
            is_off = is_push if (ago // 7) % 2 else "row" in done.exercise or "pulldown" in done.exercise
            return replace(done, sets=()) if is_off else done

        self.assertEqual(volumes.look_at_balance(with_work(by_turns)).findings, ())

    def test_it_needs_four_weeks_that_count(self) -> None:
        case = fine()
        since = case.today - timedelta(days=20)
        short = replace(case, work=tuple(each for each in case.work if each.on >= since))
        self.assertEqual(volumes.look(short).missing, ("four_usual_weeks",))
        self.assertEqual(volumes.look_at_balance(short).missing, ("four_usual_weeks",))


class EffortTests(SimpleTestCase):
    def test_it_notices_sessions_that_are_harder_or_easier_than_asked_for(self) -> None:
        for rpe, code in ((9.5, "effort_above"), (6.0, "effort_below")):

            def rated(done: Done, _: int, rpe: float = rpe) -> Done:
                return replace(done, sets=tuple(replace(each, rpe=rpe, failed=False) for each in done.sets))

            with self.subTest(code):
                self.assertIn(code, found(efforts.look(with_work(rated))))
        self.assertEqual(found(efforts.look(fine())), {})

    def test_it_notices_many_sets_to_failure(self) -> None:
        def failed(done: Done, ago: int) -> Done:
            last = replace(done.sets[-1], failed=True)
            return replace(done, sets=(*done.sets[:-1], last))

        self.assertGreater(found(efforts.look(with_work(failed)))["much_failure"].facts["failure_percent"], 20)
        self.assertNotIn("much_failure", found(efforts.look(fine())))

    def test_it_holds_endurance_against_its_easy_share(self) -> None:
        hard = tuple(replace(each, kind="endurance", session_rpe=8.0) for each in fine().reports)
        easy = tuple(replace(each, session_rpe=3.0) for each in hard)
        self.assertIn("much_hard_endurance", found(efforts.look(changed(reports=hard))))
        self.assertNotIn("much_hard_endurance", found(efforts.look(changed(reports=easy))))


class RatingTests(SimpleTestCase):
    def test_it_expects_of_the_last_set_what_the_first_rating_left_room_for(self) -> None:
        # 8 + 1.2 reps to failure; each of two sets costs 0.008 + 0.034/e of strength, a rep being worth 0.0262 there.
        expected = ratings.expected_reps(sets((100, 8, 9.0), (100, 8, None)), 0.0333)
        self.assertAlmostEqual(expected, 9.2 - 2 * 0.020508 / 0.026158, places=2)
        self.assertLess(ratings.expected_reps(sets((100, 8, 10.0), (100, 8, None)), 0.0333), expected)

    def test_it_compares_only_sets_that_can_be_compared(self) -> None:
        work = fine().work[0]
        for name, told in {
            "one set": sets((100, 8, 9.0)),
            "unrated": sets((100, 8, None), (100, 8, None)),
            "other load": sets((100, 8, 9.0), (90, 8, 9.0)),
            "no load": sets((0, 8, 9.0), (0, 8, 9.0)),
            "far from failure": sets((100, 8, 3.0), (100, 8, 3.0)),
        }.items():
            with self.subTest(name):
                self.assertIsNone(ratings.pair_of(replace(work, done=replace(work.done, sets=told)), None))

    def test_it_notices_who_has_fewer_left_than_they_say(self) -> None:
        def boastful(done: Done, _: int) -> Done:
            return replace(done, sets=sets((100, 8, 7.0), (100, 8, 7.0), (100, 5, None), failed=True))

        self.assertIn("rated_too_easy", found(ratings.look(with_work(boastful))))

    def test_it_notices_a_rating_that_never_changes(self) -> None:
        def alike(done: Done, _: int) -> Done:
            return replace(done, sets=tuple(replace(each, rpe=8.0, failed=False) for each in done.sets))

        self.assertEqual(found(ratings.look(with_work(alike)))["ratings_alike"].facts["rpe"], 8.0)


class AdherenceTests(SimpleTestCase):
    def missing(self, weekday: int, share: int = 1) -> tuple[SessionFact, ...]:
        """Every `share`-th session of a weekday missed."""
        return tuple(
            replace(each, status="planned") if each.on.weekday() == weekday and each.on.day % share == 0 else each
            for each in fine().sessions
        )

    def test_it_names_the_weekday_that_falls_through_and_offers_another(self) -> None:
        pattern = found(adherence.look(changed(sessions=self.missing(2))))["weekday_missed"]
        self.assertEqual(pattern.facts["weekday"], 2)
        moves = [edit for edit in pattern.edits if isinstance(edit, MoveSession)]
        self.assertTrue(moves)
        self.assertTrue(all(edit.on.weekday() not in (0, 2, 4) for edit in moves))

    def test_it_moves_nothing_to_a_day_that_the_athlete_has_not_left_open(self) -> None:
        plan = fine().plan
        assert plan is not None
        closed = replace(plan, free_days=frozenset({0, 2, 4}))
        pattern = found(adherence.look(changed(sessions=self.missing(2), plan=closed)))["weekday_missed"]
        self.assertEqual(pattern.edits, ())

    def test_it_names_a_time_of_day(self) -> None:
        sessions = tuple(
            replace(each, at="06:30", status="planned") if each.on.day % 3 == 0 else each for each in fine().sessions
        )
        self.assertEqual(
            found(adherence.look(changed(sessions=sessions)))["time_missed"].facts["part_of_day"], "morning"
        )

    def test_it_sees_no_pattern_in_misses_that_chance_explains(self) -> None:
        sessions = tuple(replace(each, status="planned") if each.on.day % 9 == 0 else each for each in fine().sessions)
        self.assertFalse({"weekday_missed", "time_missed"} & set(found(adherence.look(changed(sessions=sessions)))))

    def test_it_reckons_chance_like_fishers_exact_test(self) -> None:
        # scipy.stats.fisher_exact([[4, 0], [1, 7]], "greater"): 5 * 1 / C(12, 4) ways.
        self.assertAlmostEqual(adherence.chance_of(4, 4, 5, 12), 5 / 495)

    def test_it_counts_no_day_of_an_illness_as_missed(self) -> None:
        case = fine()
        ill = Spell("i", "fever", case.days_ago(20), case.days_ago(6), None, case.days_ago(5))
        sessions = tuple(
            replace(each, status="skipped") if case.days_ago(20) <= each.on <= case.days_ago(6) else each
            for each in case.sessions
        )
        look = adherence.look(changed(sessions=sessions, spells=(ill,)))
        self.assertEqual(look.numbers["done"], look.numbers["due"])

    def test_it_grades_how_much_is_missed(self) -> None:
        for share, severity in ((3, "watch"), (1, "act")):
            sessions = tuple(
                replace(each, status="planned") if place % 3 < 3 - share + 1 and place % share == 0 else each
                for place, each in enumerate(fine().sessions)
            )
            with self.subTest(severity):
                self.assertEqual(found(adherence.look(changed(sessions=sessions)))["adherence_low"].severity, severity)


class RecoveryTests(SimpleTestCase):
    def test_it_notices_what_pulls_readiness_down_and_offers_an_easier_day(self) -> None:
        low = found(recoveries.look(with_reports(stress_level=10.0)))["readiness_low"]
        self.assertEqual(low.facts["part"], "stress")
        self.assertTrue(low.edits)

    def test_it_notices_short_nights_up_to_six_hours(self) -> None:
        for hours, is_short in ((6.0, True), (6.1, False)):
            with self.subTest(hours):
                codes = found(recoveries.look(with_reports(sleep_hours=hours)))
                self.assertEqual("sleep_short" in codes, is_short)

    def test_it_needs_to_know_what_is_usual(self) -> None:
        case = changed(reports=fine().reports[-3:])
        self.assertEqual(recoveries.look(case).missing, ("readiness_baseline",))


class PainTests(SimpleTestCase):
    def hurting(self, *told: tuple[int, int]) -> Look:
        """Pain of the knee in squats, as (days ago, severity)."""
        by_day = dict(told)

        def sore(done: Done, ago: int) -> Done:
            is_sore = done.exercise == "back-squat" and ago in by_day
            return replace(done, pain_region="knee", pain=by_day[ago]) if is_sore else done

        return pains.look(with_work(sore))

    def test_it_grades_pain_by_strength_course_and_time(self) -> None:
        for told, code, severity in (
            (((2, 8),), "pain_severe", "urgent"),
            (((2, 4),), "pain_stops", "act"),
            (((23, 2), (16, 2), (9, 2), (2, 2)), "pain_lasts", "act"),
            (((6, 1), (2, 3)), "pain_rises", "act"),
            (((2, 2),), "pain_noted", "watch"),
        ):
            with self.subTest(code):
                finding = found(self.hurting(*told))[code]
                self.assertEqual(finding.severity, severity)
                self.assertEqual(finding.needs_professional, severity != "watch")

    def test_it_names_the_exercise_that_brings_it(self) -> None:
        facts = found(self.hurting((9, 4), (6, 4), (2, 4)))["pain_stops"].facts
        self.assertEqual((facts["with_exercise"], facts["hurt"]), ("back-squat", 3))

    def test_it_takes_what_hurts_out_of_the_plan(self) -> None:
        edits = found(self.hurting((2, 5)))["pain_stops"].edits
        self.assertTrue(edits)
        self.assertTrue(all(isinstance(edit, DropItem) for edit in edits))

    def test_it_forgets_pain_that_has_passed(self) -> None:
        for told in (((13, 5),), ((30, 5),)):
            with self.subTest(told):
                self.assertEqual(self.hurting(*told).findings, ())


class QualityTests(SimpleTestCase):
    def test_it_asks_for_days_and_for_time_between_them(self) -> None:
        case = fine()
        for days, is_enough in ((13, True), (11, False)):
            with self.subTest(days):
                since = case.today - timedelta(days=days)
                part = replace(case, work=tuple(each for each in case.work if each.on >= since))
                span = quality.counts(part)["span_days"]
                self.assertEqual(quality.is_enough(part), is_enough and span >= thresholds.LEAST_SPAN_DAYS)

    def test_it_names_what_is_missing_and_what_that_silences(self) -> None:
        def unrated(done: Done, _: int) -> Done:
            return replace(done, rpe=None, sets=tuple(replace(each, rpe=None, failed=False) for each in done.sets))

        case = replace(with_work(unrated), plan=None)
        gaps = {gap.code: gap for gap in quality.judge(case, [efforts.look(case)]).gaps}
        self.assertEqual(gaps["few_ratings"].facts, {"rated_percent": 0})
        self.assertEqual(gaps["rated_sets"].silences, ("effort",))
        self.assertIn("no_plan", gaps)
