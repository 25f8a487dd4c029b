"""Everybody meets the same athletes, nobody sees the truth, and the same seed gives the same result."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from unittest import TestCase

import pytest

from adaptation.core.engine_types import Intake, SessionResult, Wellness
from benchmarks.simulation.gym import Gym
from benchmarks.simulation.policies.base import Policy
from benchmarks.simulation.policies.registry import COMPARED, ENGINE, NAMES, REFERENCES, RULES, maker
from benchmarks.simulation.policies.rpe_table import RpeSetBySet
from benchmarks.simulation.population import MIXED_WEEKS, Trial, run, weeks_of
from benchmarks.simulation.runner import Athlete, athlete_of, play
from benchmarks.simulation.worlds import WORLDS
from tests.architecture.rules import ROOT

pytestmark = [pytest.mark.once, pytest.mark.long]  # pure loops, which coverage would slow down several times over

SECRETS = ("athlete", "body", "gym", "intake", "laws", "life", "lifts", "rating", "runner", "worlds")
POLICY_MODULES = ("percent", "progression", "rpe_table", "spotter")
LIFTER_MODULES = ("runner", "intake")


def loaded_by(module: str) -> set[str]:
    """Every module that a fresh interpreter has loaded after importing this one."""
    code = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def lifter(number: int = 1, weeks: int = 3) -> Athlete:
    return athlete_of(11, number, WORLDS["default"], weeks)


def trial(*policies: str, athletes: int = 4, weeks: int | None = 3) -> Trial:
    return Trial(policies, "default", 11, athletes, weeks)


class SecrecyTests(TestCase):
    def test_it_keeps_what_knows_the_truth_out_of_the_policies(self) -> None:
        secrets = {f"benchmarks.simulation.{name}" for name in SECRETS}
        for name in POLICY_MODULES:
            with self.subTest(policy=name):
                self.assertEqual(loaded_by(f"benchmarks.simulation.policies.{name}") & secrets, set())

    def test_it_builds_the_lifter_without_the_estimator(self) -> None:
        for name in LIFTER_MODULES:
            with self.subTest(module=name):
                seen = loaded_by(f"benchmarks.simulation.{name}")
                self.assertIn("benchmarks.simulation.body", seen)
                self.assertEqual(seen & {"science.estimator", "science.forecast", "adaptation.core.engine"}, set())

    def test_it_hands_the_gym_to_references_only(self) -> None:
        for name in (*RULES, *ENGINE):
            with self.subTest(policy=name):
                self.assertNotIn(name, REFERENCES)
                athlete = lifter()
                blind = maker(name)(athlete.intake, None)  # type: ignore[arg-type]  # looking at it would fail
                self.assertTrue(blind.plan_session(0, Wellness()).lifts)

    def test_it_asks_two_athletes_who_differ_in_secret_for_the_same(self) -> None:
        athlete = lifter()
        other = replace(athlete, traits=replace(athlete.traits, fatigue=3.0, bias=2.0))
        for name in (*RULES, "spotter"):
            with self.subTest(policy=name):
                asked = [maker(name)(each.intake, each.gym()).plan_session(0, Wellness()) for each in (athlete, other)]
                self.assertEqual(asked[0], asked[1])

    def test_it_does_not_tell_the_test_day(self) -> None:
        self.assertIsNone(lifter().intake.test_day)


class SameLuckTests(TestCase):
    def test_it_is_the_same_whoever_else_is_compared(self) -> None:
        alone = run(trial("rpe-set-by-set"))
        together = run(trial("percent-wave", "oracle", "rpe-set-by-set"))
        self.assertEqual(alone["rpe-set-by-set"], together["rpe-set-by-set"])

    def test_it_is_the_same_on_two_processes(self) -> None:
        wanted = trial("rpe-set-by-set", "linear", athletes=5)
        self.assertEqual(run(wanted, processes=1), run(wanted, processes=2))

    def test_it_is_another_population_with_another_seed(self) -> None:
        wanted = trial("linear")
        self.assertNotEqual(run(wanted), run(replace(wanted, seed=12)))

    def test_it_keeps_the_days_and_their_form_for_every_policy(self) -> None:
        athlete = lifter()
        light, hard = athlete.gym(), athlete.gym()
        for gym in (light, hard):
            gym.body.dawn(athlete.days[0])
            gym.open(0, athlete.days[0])
        bench = "barbell-bench-press"
        for _ in range(4):
            hard.lift("overhead-press", 30, 5, 120)
        self.assertEqual(light.log_strength(bench), hard.log_strength(bench))
        load = light.true_load_kg(bench, 5, 3)
        self.assertEqual(light.lift(bench, load, 5, 120), hard.lift(bench, load, 5, 120))

    def test_it_tells_of_progress_and_keeps_the_order(self) -> None:
        done: list[int] = []
        outcomes = run(trial("linear"), progress=done.append)
        self.assertEqual(done, [1, 2, 3, 4])
        self.assertEqual([each.athlete for each in outcomes["linear"]], [0, 1, 2, 3])

    def test_it_gives_every_level_every_length_of_block(self) -> None:
        mixed = trial("linear", weeks=None)
        lengths = {(number % 3, weeks_of(mixed, number)) for number in range(9)}
        self.assertEqual(lengths, {(level, weeks) for level in range(3) for weeks in MIXED_WEEKS})


class AttentiveRule(RpeSetBySet):
    """Remembers which days it was told of."""

    def __init__(self, intake: Intake) -> None:
        super().__init__(intake)
        self.observed: list[int] = []

    def observe(self, result: SessionResult) -> None:
        self.observed.append(result.day)


class RunnerTests(TestCase):
    def test_it_lets_a_policy_see_no_missed_day(self) -> None:
        athlete = lifter(weeks=2)
        sick = replace(athlete.days[3], can_train=False)
        healthy = tuple(replace(day, can_train=True) for day in athlete.days)
        days = (*healthy[:3], sick, *healthy[4:])
        rules: list[AttentiveRule] = []

        def make(intake: Intake, gym: Gym) -> Policy:
            rules.append(AttentiveRule(intake))
            return rules[0]

        outcome = play(replace(athlete, days=days), make)
        self.assertEqual(rules[0].observed, [0, 1, 4, 7, 8, 10, 11])
        self.assertEqual(outcome.sessions, 7)

    def test_it_begins_no_set_long_after_the_session_should_have_ended(self) -> None:
        athlete = lifter()
        hurried = replace(athlete, intake=replace(athlete.intake, minutes=8.0))
        late, usual = (play(each, maker("rpe-set-by-set")) for each in (hurried, athlete))
        self.assertLess(late.sets, usual.sets)
        self.assertLess(late.reps_done / late.reps_asked, 0.9)

    def test_it_counts_what_happened(self) -> None:
        outcome = play(lifter(), maker("oracle"))
        self.assertEqual(outcome.days, 21)
        self.assertGreater(outcome.close, 0.9 * outcome.sets)
        self.assertEqual(set(outcome.gains), set(lifter().traits.lifts))

    def test_it_scores_the_intervals_that_a_policy_shows(self) -> None:
        outcome = play(lifter(weeks=2), maker("spotter"))
        self.assertGreater(outcome.shown, 0)
        self.assertLessEqual(outcome.covered, outcome.shown)

    def test_it_compares_what_has_a_name(self) -> None:
        self.assertLessEqual(set(COMPARED), set(NAMES))
        self.assertEqual(len(set(NAMES)), len(NAMES))
