"""Words about forecasts, outcomes, trials and volume: only numbers that were computed, only claims that may be made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.test import SimpleTestCase
from django.utils import translation

from adaptation import wording
from adaptation.core import trials
from adaptation.core.forecasts import Score, Share
from adaptation.core.outcomes import Outcome, Reported, Side
from adaptation.core.trials import Followed
from adaptation.wording import forecasts, outcomes, sentences
from adaptation.wording import trials as trial_wording
from plans.core.edits import SwapExercise
from science.forecast import Interval
from tests.adaptation.cases import MONDAY, asked
from tests.adaptation.test_trials_core import TIRED, sessions, standstill
from tests.adaptation.test_wording import NEVER, numbers_in, numbers_of

SCORE = Score(12, 0.62, 0.88, Share(10 / 12, 0.5520, 0.9530), "better", 12, 1.94, 2.31)
NAMES = {"barbell-bench-press": "Bench Press", "dip": "Dip"}


class ForecastTests(SimpleTestCase):
    def test_it_says_better_equal_and_worse_as_it_is_and_of_this_lift_only(self) -> None:
        for claim, words in (("better", "better than"), ("equal", "about as good"), ("worse", "worse than")):
            with self.subTest(claim):
                told = forecasts.claim(replace(SCORE, claim=claim))
                self.assertIn(words, told)
                self.assertTrue(told.startswith("For this lift"))
                self.assertEqual(numbers_of(told), [0.62, 0.88])

    def test_it_claims_nothing_below_eight_sessions(self) -> None:
        few = replace(SCORE, n=1, claim=None, loads=1)
        self.assertEqual(numbers_of(forecasts.claim(few)), [1.0, 8.0])
        self.assertEqual((forecasts.calibration(few), forecasts.loads(few)), ("", ""))

    def test_it_tells_the_share_inside_with_its_own_uncertainty(self) -> None:
        self.assertEqual(numbers_of(forecasts.calibration(SCORE)), [10, 12, 83, 90, 55, 95])
        self.assertEqual(numbers_of(forecasts.loads(SCORE)), [1.9, 2.3])

    def test_it_is_silent_about_loads_that_no_plan_asked_for(self) -> None:
        self.assertEqual(forecasts.loads(replace(SCORE, loads=0, load_error_percent=None)), "")

    def test_it_gives_a_rating_with_its_range(self) -> None:
        self.assertEqual(forecasts.rpe_range(Interval(8.04, 6.96, 9.5)), "RPE 8 (7–9.5)")


class OutcomeTests(SimpleTestCase):
    def setUp(self) -> None:
        old = Side(100.0, 8, 1, Interval(7.6, 6.1, 9.0), 0.999)
        new = Side(102.5, 8, 1, Interval(8.2, 6.7, 9.6), 0.93)
        self.outcome = Outcome(date(2026, 3, 9), "load_kg", old, new, Reported(102.5, 8, 8.5, False))

    def test_it_sets_both_sides_and_the_report_side_by_side_and_says_what_it_is_worth(self) -> None:
        with translation.override("en"):
            expected, reported, limits = outcomes.sentences(self.outcome, "metric")
        for part in ("102.5 kg × 8", "RPE 8.2 (6.7–9.6)", "93 %", "100 kg × 8", "RPE 7.6 (6.1–9)", "99 %"):
            self.assertIn(part, expected)
        self.assertEqual(reported, "Reported: 102.5 kg × 8 at RPE 8.5.")
        self.assertIn("model's estimate", limits)

    def test_it_is_never_certain(self) -> None:
        chances = [outcomes.chance_percent(replace(self.outcome.old, chance=each)) for each in (0.0, 0.5, 1.0)]
        self.assertEqual(chances, [1, 50, 99])

    def test_it_speaks_the_units_of_whoever_looks(self) -> None:
        self.assertIn("220.5 lb", outcomes.sentences(self.outcome, "imperial")[0])

    def test_it_names_the_set_where_sets_were_changed_and_a_failure(self) -> None:
        failed = replace(self.outcome.reported, failed=True)
        expected, reported, _ = outcomes.sentences(replace(self.outcome, moved="sets", reported=failed), "metric")
        self.assertIn("as set 1", expected)
        self.assertIn("the next rep failed", reported)


class TrialTests(SimpleTestCase):
    def offers(self) -> Iterator[tuple[dict[str, Any], str]]:
        swaps = ((SwapExercise("item-1", "dip"),),)
        for changes in (
            {"recent": TIRED},
            {"log": sessions(3, rpe=9.0)},
            {},
            {"plateau": 0.75},
            {"swaps": swaps, "tried": [trials.REPS]},
        ):
            found = trials.choose(standstill(**changes))
            assert found is not None
            evidence = {**found.evidence, **({"to_exercise": "dip"} if found.rule == trials.SWAP else {})}
            yield evidence, wording.why(found.rule, evidence, NAMES)

    def test_it_uses_no_number_that_is_not_in_the_evidence_and_leaves_no_gap(self) -> None:
        for evidence, sentence in self.offers():
            known = set(numbers_in(evidence))
            self.assertEqual([number for number in numbers_of(sentence) if number not in known], [], sentence)
            for never in (wording.NOTHING, "%(", "_"):
                self.assertNotIn(never, sentence)
            self.assertIsNone(NEVER.search(sentence), sentence)
            self.assertIn("You decide", sentence)

    def test_it_says_likely_from_seventy_percent_only(self) -> None:
        for evidence, sentence in self.offers():
            words = "is likely (75 %)" if evidence["plateau_percent"] >= 70 else "about even odds"
            self.assertIn(words, sentence)

    def followed(self, **changes: Any) -> Followed:
        return replace(Followed(Interval(-0.001, -0.006, 0.004), Interval(0.003, -0.004, 0.01), 5, True), **changes)

    def test_it_says_what_followed_and_claims_no_cause(self) -> None:
        found = trials.report("barbell-bench-press", trials.LESS, "trial-1", MONDAY, self.followed())
        assert found is not None
        with translation.override("en"):
            told = wording.why(found.rule, found.evidence, NAMES)
        for part in ("one set less", "-0.1 % a week then (between -0.6 and +0.4)", "+0.3 % (between -0.4 and +1)"):
            self.assertIn(part, told)
        self.assertIn("does not show that the change was the cause", told)
        self.assertIn("March 2", told)

    def test_it_tells_of_each_stage(self) -> None:
        for followed, is_undone, words in (
            (self.followed(), False, "does not show that the change was the cause"),
            (self.followed(is_over=False), False, "too early"),
            (self.followed(after=None, sessions=0, is_over=False), False, "has not been rated since"),
            (self.followed(), True, "put back"),
        ):
            with self.subTest(words):
                self.assertIn(words, trial_wording.told(followed, MONDAY, is_undone))

    def test_it_names_every_kind_of_trial(self) -> None:
        self.assertEqual(set(sentences.TRIALS), trials.RULES)
        self.assertEqual(trial_wording.what("brand_new"), "Brand new")


class VolumeTests(SimpleTestCase):
    OWN: dict[str, Any] = {
        "better_sets": 8, "better_percent": 0.6, "better_weeks": 4, "other_sets": 12, "other_percent": 0.2,
        "other_weeks": 3,
    }  # fmt: skip

    def why(self, rule: str, **facts: Any) -> str:
        evidence = {"exercise": "barbell-bench-press", "from_sets": 12, "to_sets": 9, "next_on": asked(1).on, **facts}
        told = wording.why(rule, evidence, NAMES)
        self.assertIsNone(NEVER.search(told), told)
        self.assertNotIn(wording.NOTHING, told)
        return told

    def test_it_speaks_of_the_athletes_own_weeks_where_they_are_known(self) -> None:
        told = self.why("volume_down", signs=[], **self.OWN)
        self.assertIn("rose faster in weeks with 8 sets (+0.6 % a week) than with 12 (+0.2 %)", told)
        self.assertIn("9 sets a week instead of 12", told)
        self.assertIn("rose faster", self.why("volume_up", chance_percent=80, **self.OWN))

    def test_it_speaks_of_fatigue_before_anything_else(self) -> None:
        signs = ["weaker_than_expected", "harder_sessions", "low_readiness", "low_completion", "effort_drift"]
        told = self.why("volume_down", signs=[*signs, "falling_strength"], **self.OWN)
        self.assertIn("weaker than expected over several lifts", told)
        self.assertNotIn("rose faster", told)

    def test_it_tells_the_number_behind_a_sign_where_there_is_one(self) -> None:
        told = self.why("volume_down", signs=["weaker_than_expected", "harder_sessions"], lifts_counted=9)
        self.assertIn("over 9 lifts", told)
        self.assertIn("the same session felt harder", told)

    def test_it_gives_the_chance_where_the_own_weeks_say_nothing(self) -> None:
        self.assertIn("estimated chance 83 %", self.why("volume_up", chance_percent=83))
        self.assertIn("adds little", self.why("volume_down", signs=[]))
