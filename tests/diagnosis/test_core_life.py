"""What surrounds the training: adherence, recovery, pain."""

from __future__ import annotations

from dataclasses import replace

from django.test import SimpleTestCase

from adaptation.core.facts import Done
from adaptation.core.illness import Spell
from diagnosis.core import (
    adherence,
    pains,
    recoveries,
)
from diagnosis.core.facts import SessionFact
from diagnosis.core.findings import Look
from plans.core.edits import DropItem, MoveSession
from tests.diagnosis.cases import changed, fine, found, with_reports, with_work


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
