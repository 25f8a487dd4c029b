"""What was done: load, volume and balance, effort. What sets a finding off, what does not, what it needs to speak."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.test import SimpleTestCase

from adaptation.core.facts import Done
from diagnosis.core import (
    efforts,
    loads,
    volumes,
)
from diagnosis.core.facts import Case
from plans.core.edits import InsertDeload, SetSets
from tests.diagnosis.cases import changed, fine, found, sets, with_work


def weaker(case: Case) -> Case:
    """The same, with less strength seen in every session than was expected."""
    lifts = (replace(lift, points=tuple(replace(each, surprise=-0.6) for each in lift.points)) for lift in case.lifts)
    return replace(case, lifts=tuple(lifts))


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

    def test_it_calls_a_whole_week_after_missed_ones_no_jump(self) -> None:
        case = fine()
        days = [day for day in sorted({each.on for each in case.work}) if 7 <= (case.today - day).days < 21]
        missed = set(days[:2] + days[3:5])  # of three sessions in each of two weeks
        case = replace(
            case,
            work=tuple(each for each in case.work if each.on not in missed),
            reports=tuple(each for each in case.reports if each.on not in missed),
        )
        look = loads.look(case)
        self.assertGreaterEqual(look.numbers["change_percent"], 45)
        self.assertNotIn("load_jump", found(look))

    def test_it_says_nothing_of_load_where_hardly_a_session_was_reported(self) -> None:
        case = changed(reports=tuple(replace(each, session_rpe=None) for each in fine().reports))
        look = loads.look(case)
        self.assertEqual((dict(look.numbers), look.missing), ({}, ("load_reports",)))

    def test_it_offers_an_easier_week_when_the_work_is_not_done_any_more(self) -> None:
        def cut(done: Done, ago: int) -> Done:
            return replace(done, completion=60.0, sets=sets((100, 5, 10.0), (100, 4, 10.0))) if ago < 10 else done

        overload = found(loads.look(weaker(with_work(cut))))["overload"]
        self.assertEqual(overload.edits, (InsertDeload(17),))
        self.assertIn("low_completion", overload.facts["signs"])

    def test_it_calls_loads_that_are_too_heavy_no_overload(self) -> None:
        """Sets harder than asked and left unfinished, by somebody as strong as ever."""

        def heavy(done: Done, ago: int) -> Done:
            if ago > 14:
                return done
            hard = tuple(replace(each, rpe=10.0) for each in done.sets)
            return replace(done, completion=70.0, sets=hard, rpe=10.0)

        case = with_work(heavy)
        self.assertNotIn("overload", found(loads.look(case)))
        self.assertIn("overload", found(loads.look(weaker(case))))

    def test_it_offers_no_easier_week_soon_after_the_last(self) -> None:
        self.assertEqual(loads.easier_week(changed(days_since_deload=20.0)), ())
        self.assertEqual(loads.easier_week(changed(days_since_deload=21.0)), (InsertDeload(17),))
        self.assertEqual(loads.easier_week(changed(plan=None)), ())

    def test_it_notices_many_more_sets_than_in_any_of_four_weeks(self) -> None:
        def doubled(done: Done, ago: int) -> Done:
            return replace(done, sets=done.sets * 2) if ago < 7 else done

        self.assertIn("volume_jump", found(loads.look(with_work(doubled))))
        self.assertNotIn("volume_jump", found(loads.look(fine())))


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
