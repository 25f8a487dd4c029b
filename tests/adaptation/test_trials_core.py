"""What is tried with a lift that seems to stand still, and when it is said what followed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.test import SimpleTestCase

from adaptation.core import trials
from adaptation.core.facts import DayReadiness, Recent
from adaptation.core.log import Log
from adaptation.core.trials import Standstill
from plans.core.edits import InsertDeload, SetLoad, SetReps, SetSets, SwapExercise
from science.forecast import Interval
from tests.adaptation.cases import LIFT, MONDAY, NOW, asked, done, sets, state_of

WEEK = (5, date(2026, 3, 30))
TIRED = Recent(readiness=tuple(DayReadiness(MONDAY - timedelta(days=day), -1.5) for day in range(6)))


def sessions(count: int, rpe: float = 8.0, **planned: Any) -> Log:
    return Log(tuple(done(sets((8, 8, 8), 100.0, rpe), rpe=rpe, asked=asked(-n, **planned)) for n in range(count)))


def standstill(**changes: Any) -> Standstill:
    facts: dict[str, Any] = {
        "exercise": LIFT, "today": MONDAY, "plateau": 0.62, "plateau_before": 0.55, "state": state_of(130.0),
        "log": sessions(4), "recent": Recent(), "coming": (asked(1), asked(2)), "increment_kg": 2.5, "week": WEEK,
    }  # fmt: skip
    return Standstill(**{**facts, **changes})


class StandsStillTests(SimpleTestCase):
    def test_it_waits_for_two_weeks_at_even_odds(self) -> None:
        for now, before, stands in ((0.6, 0.5, True), (0.5, 0.5, True), (0.9, 0.4, False), (0.9, None, False)):
            with self.subTest((now, before)):
                self.assertEqual(trials.stands_still(now, before), stands)


class ChooseTests(SimpleTestCase):
    def rule(self, **changes: Any) -> str | None:
        found = trials.choose(standstill(**changes))
        return found.rule if found else None

    def test_it_tries_an_easier_week_where_signs_speak_of_fatigue(self) -> None:
        found = trials.choose(standstill(recent=TIRED))
        assert found is not None
        self.assertEqual((found.rule, found.kind, found.target["week"]), (trials.EASIER, "deload", 5))
        self.assertIsInstance(found.edits[0], InsertDeload)
        self.assertEqual(found.evidence["signs"], ["low_readiness"])

    def test_it_keeps_the_number_behind_a_sign(self) -> None:
        found = trials.choose(standstill(recent=Recent(session_rpe_change=1.5)))
        assert found is not None
        self.assertEqual((found.evidence["signs"], found.evidence["session_rpe_change"]), (["harder_sessions"], 1.5))

    def test_it_tries_no_easier_week_soon_after_one_nor_without_a_week_for_it(self) -> None:
        self.assertNotEqual(self.rule(recent=replace(TIRED, days_since_deload=10.0)), trials.EASIER)
        self.assertEqual(self.rule(recent=replace(TIRED, days_since_deload=21.0)), trials.EASIER)
        self.assertNotEqual(self.rule(recent=TIRED, week=None), trials.EASIER)

    def test_it_tries_a_set_less_where_the_lift_feels_harder_than_asked_for(self) -> None:
        found = trials.choose(standstill(log=sessions(3, rpe=8.5)))
        assert found is not None
        self.assertEqual((found.rule, found.after, found.evidence["gap_rpe"]), (trials.LESS, {"sets": 2}, 0.5))
        self.assertEqual({type(each) for each in found.edits}, {SetSets})

    def test_it_takes_no_set_from_two(self) -> None:
        self.assertIsNone(self.rule(log=sessions(3, rpe=9.0), coming=(asked(1, sets=2),)))

    def test_it_offers_nothing_more_while_work_is_not_recovered_from(self) -> None:
        self.assertIsNone(self.rule(recent=TIRED, week=None, swaps=((SwapExercise("item-1", "dip"),),)))

    def test_it_tries_other_reps_where_all_went_in_one_range(self) -> None:
        found = trials.choose(standstill())
        assert found is not None
        self.assertEqual(found.rule, trials.REPS)
        self.assertEqual((found.after["reps_min"], found.after["reps_max"]), (5, 5))
        reps, load = found.edits[:2]
        assert isinstance(reps, SetReps) and isinstance(load, SetLoad)
        self.assertEqual((reps.reps_min, reps.reps_max), (5, 5))
        self.assertEqual(load.load_kg, found.after["load_kg"])
        self.assertEqual(
            found.expects[:3],
            tuple(("item-1", *each) for each in (("reps_min", 8), ("reps_max", 8), ("load_kg", 100.0))),
        )

    def test_it_goes_to_more_reps_from_low_ones(self) -> None:
        found = trials.choose(
            standstill(log=sessions(3, reps_min=3, reps_max=5), coming=(asked(1, reps_min=3, reps_max=5),))
        )
        assert found is not None
        self.assertEqual((found.after["reps_min"], found.after["reps_max"]), (6, 8))

    def test_it_never_raises_the_load_by_more_than_a_tenth(self) -> None:
        found = trials.choose(standstill(state=state_of(300.0)))
        assert found is not None
        self.assertEqual(found.after["load_kg"], 110.0)

    def test_it_leaves_the_reps_where_they_vary_already_or_are_too_few_to_say(self) -> None:
        mixed = Log((*sessions(2).entries, *sessions(2, reps_min=5, reps_max=5).entries))
        for log in (mixed, sessions(2)):
            self.assertIsNone(self.rule(log=log))

    def test_it_tries_a_variation_last(self) -> None:
        swaps = ((SwapExercise("item-1", "dip"),), (SwapExercise("item-1", "push-up"),))
        found = trials.choose(standstill(swaps=swaps, tried=[trials.REPS]))
        assert found is not None
        self.assertEqual((found.rule, found.edits, found.alternatives), (trials.SWAP, swaps[0], swaps[1:]))

    def test_it_repeats_nothing_and_runs_out(self) -> None:
        self.assertIsNone(self.rule(tried=[trials.REPS]))
        self.assertIsNone(self.rule(coming=()))

    def test_it_always_asks_and_says_what_it_rests_on(self) -> None:
        for changes in ({"recent": TIRED}, {"log": sessions(3, rpe=9.0)}, {}):
            found = trials.choose(standstill(**changes))
            assert found is not None
            self.assertTrue(found.always_asks)
            self.assertEqual(found.topic, f"trial:{LIFT}")
            self.assertEqual((found.evidence["plateau_percent"], found.evidence["claim"]), (62, "slowed"))
            self.assertLess(found.evidence["trend_low_percent"], found.evidence["trend_high_percent"])


class FollowedTests(SimpleTestCase):
    def at(self, *days: float) -> list[Any]:
        return [(NOW + timedelta(days=day), replace(state_of(), mean=(4.9, day / 10_000, -3.4, 0.18))) for day in days]

    def test_it_compares_the_trend_at_the_start_with_the_one_after_four_weeks_at_most(self) -> None:
        found = trials.look_at(NOW, self.at(-7, 0, 7, 14, 27, 40), NOW + timedelta(days=50))
        assert found is not None and found.after is not None
        self.assertAlmostEqual(found.before.value, 0.0)
        self.assertAlmostEqual(found.after.value, 7 * 27 / 10_000, places=3)
        self.assertEqual((found.sessions, found.is_over), (3, True))

    def test_it_is_over_after_three_weeks_with_three_sessions(self) -> None:
        for days, since, is_over in (
            ((0, 7, 14, 20), 20.9, False),
            ((0, 7, 14, 20), 21, True),
            ((0, 7, 14), 40, False),
        ):
            with self.subTest((days, since)):
                found = trials.look_at(NOW, self.at(*days), NOW + timedelta(days=since))
                assert found is not None
                self.assertEqual(found.is_over, is_over)

    def test_it_knows_nothing_of_a_lift_that_was_unknown_at_the_start(self) -> None:
        self.assertIsNone(trials.look_at(NOW, self.at(3, 7), NOW + timedelta(days=30)))

    def test_it_reports_once_it_is_over(self) -> None:
        followed = trials.Followed(Interval(0.0, -0.01, 0.01), Interval(0.004, -0.006, 0.014), 5, True)
        found = trials.report(LIFT, trials.LESS, "trial-1", MONDAY, followed)
        assert found is not None
        self.assertEqual(
            (found.edits, found.cause, found.evidence["after_percent"]), ((), "trial_followed:trial-1", 0.4)
        )
        for early in (replace(followed, is_over=False), replace(followed, after=None)):
            self.assertIsNone(trials.report(LIFT, trials.LESS, "trial-1", MONDAY, early))
