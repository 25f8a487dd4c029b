"""The simulated athlete: luck, body, platform, ratings, life."""

from __future__ import annotations

from dataclasses import replace
from math import exp
from statistics import fmean, stdev
from unittest import TestCase

import pytest

from adaptation.core.engine_types import Wellness
from benchmarks.simulation.athlete import LEVELS
from benchmarks.simulation.body import cost_of, effort_of, heaviness_of
from benchmarks.simulation.gym import Gym
from benchmarks.simulation.laws import LAWS, rest_factor
from benchmarks.simulation.lifts import BENCH
from benchmarks.simulation.noise import Noise
from benchmarks.simulation.rating import told_rpe
from benchmarks.simulation.runner import Athlete, athlete_of
from benchmarks.simulation.worlds import WORLDS

pytestmark = [pytest.mark.once, pytest.mark.long]  # pure loops, which coverage would slow down several times over

DEFAULT = WORLDS["default"]


def people(world: str = "default", count: int = 60) -> list[Athlete]:
    return [athlete_of(11, number, WORLDS[world], 14) for number in range(count)]


def opened(athlete: Athlete) -> Gym:
    gym = athlete.gym()
    gym.body.dawn(athlete.days[0])
    gym.open(0, athlete.days[0])
    return gym


class NoiseTests(TestCase):
    def test_it_gives_the_same_number_for_the_same_name_whatever_was_asked_before(self) -> None:
        first, second = Noise(5, 2), Noise(5, 2)
        second.normal("another", 1, "back-squat")
        self.assertEqual(first.normal("form", 3), second.normal("form", 3))

    def test_it_differs_by_seed_athlete_purpose_and_place(self) -> None:
        draws = {
            Noise(5, 2).uniform("form", 3),
            Noise(6, 2).uniform("form", 3),
            Noise(5, 3).uniform("form", 3),
            Noise(5, 2).uniform("rating", 3),
            Noise(5, 2).uniform("form", 4),
        }
        self.assertEqual(len(draws), 5)

    def test_it_is_standard_normal(self) -> None:
        draws = [Noise(1, 1).normal("form", number) for number in range(4000)]
        self.assertAlmostEqual(fmean(draws), 0.0, delta=0.06)
        self.assertAlmostEqual(stdev(draws), 1.0, delta=0.05)


class LawTests(TestCase):
    def test_it_finds_the_share_back_from_the_reps(self) -> None:
        for name, laws in LAWS.items():
            for reps in (1.0, 4.5, 8.0, 12.0):
                with self.subTest(laws=name, reps=reps):
                    self.assertAlmostEqual(laws.reps_to_failure(laws.share(reps, 0.033), 0.033), reps)

    def test_it_loses_more_to_a_harder_set_and_to_a_shorter_rest(self) -> None:
        for name, laws in LAWS.items():
            with self.subTest(laws=name):
                self.assertGreater(laws.set_loss(0.0, 5), 1.5 * laws.set_loss(3.0, 5))
        self.assertGreater(rest_factor(60), rest_factor(120))

    def test_it_has_another_curve_in_the_other_world(self) -> None:
        usual, other = LAWS["usual"], LAWS["other"]
        self.assertAlmostEqual(usual.reps_to_failure(0.8, 0.0325), other.reps_to_failure(0.8, 0.0325), delta=0.6)
        self.assertGreater(other.reps_to_failure(0.5, 0.0325), usual.reps_to_failure(0.5, 0.0325) + 5)


class BodyTests(TestCase):
    def test_it_learns_most_from_hard_and_heavy_sets(self) -> None:
        self.assertGreater(effort_of(2), 0.9)
        self.assertLess(effort_of(7), 0.2)
        self.assertGreater(heaviness_of(0.85), 2 * heaviness_of(0.5))

    def test_it_pays_most_for_failure(self) -> None:
        costs = [cost_of(5, 5, False), cost_of(2, 5, False), cost_of(0, 5, False), cost_of(0, 5, True)]
        self.assertEqual(costs, sorted(costs))
        self.assertEqual(len(set(costs)), 4)

    def test_it_tires_recovers_and_is_stronger_in_the_end(self) -> None:
        athlete = people()[1]
        gym, day = athlete.gym(), replace(athlete.days[0], strength=0.0, recovery_time=1.0)
        body, before = gym.body, gym.body.strength(BENCH.slug)
        rested = body.fatigue(BENCH.slug)
        for _ in range(3):
            body.trained(BENCH.slug, 0.82, 2.0, 5, failed=False)
        body.dusk(0)
        tired = body.fatigue(BENCH.slug)
        self.assertGreater(tired, rested)
        self.assertLess(body.strength(BENCH.slug), before)
        for _ in range(9):
            body.dawn(day)
        self.assertLess(body.fatigue(BENCH.slug), tired)
        self.assertGreater(body.strength(BENCH.slug), before)

    def test_it_tires_the_whole_body_a_little(self) -> None:
        body = people()[1].gym().body
        others = [slug for slug in body.traits.lifts if slug != BENCH.slug]
        before = body.fatigue(others[0])
        body.trained(BENCH.slug, 0.82, 1.0, 5, failed=False)
        body.dusk(0)
        own = body.fatigue(BENCH.slug) - before
        self.assertGreater(body.fatigue(others[0]), before)
        self.assertLess(body.fatigue(others[0]) - before, 0.5 * own)

    def test_it_loses_strength_in_a_long_break(self) -> None:
        athlete = people()[0]
        body = athlete.gym().body
        start = body.strength(BENCH.slug)
        for _ in range(28):
            body.dawn(athlete.days[0])
        self.assertLess(body.strength(BENCH.slug), start)

    def test_it_learns_less_the_more_training_lies_behind(self) -> None:
        athlete = people()[0]
        gains = []
        for weeks in (1.0, 10.0, 40.0):
            lifts = {slug: replace(lift, trained_weeks=weeks) for slug, lift in athlete.traits.lifts.items()}
            gym = replace(athlete, traits=replace(athlete.traits, lifts=lifts)).gym()
            start = gym.body.strength(BENCH.slug) + gym.body.fatigue(BENCH.slug)
            gym.body.trained(BENCH.slug, 0.82, 1.0, 5, failed=False)
            gym.body.dusk(0)
            gains.append(gym.body.strength(BENCH.slug) + gym.body.fatigue(BENCH.slug) - start)
        self.assertEqual(gains, sorted(gains, reverse=True))


class GymTests(TestCase):
    def test_it_leaves_what_the_right_load_promises(self) -> None:
        gym = opened(people()[2])
        truth = gym.lift(BENCH.slug, gym.true_load_kg(BENCH.slug, 5, 2.0), 5, 120)
        self.assertAlmostEqual(truth.rir, 2.0)
        self.assertEqual((truth.told.reps, truth.told.failed), (5, False))

    def test_it_fails_where_the_load_allows_fewer_reps(self) -> None:
        gym = opened(people()[2])
        truth = gym.lift(BENCH.slug, gym.true_load_kg(BENCH.slug, 3, 0.5), 5, 120)
        self.assertEqual((truth.told.reps, truth.told.failed, truth.told.rpe), (3, True, 10.0))
        self.assertLess(truth.rir, 0)

    def test_it_moves_nothing_that_is_heavier_than_the_1rm(self) -> None:
        gym = opened(people()[2])
        truth = gym.lift(BENCH.slug, 1.2 * exp(gym.log_strength(BENCH.slug)), 5, 120)
        self.assertEqual((truth.told.reps, truth.told.failed), (0, True))

    def test_it_is_weaker_after_every_set_and_fresh_the_next_day(self) -> None:
        athlete = people()[2]
        gym = opened(athlete)
        load = gym.true_load_kg(BENCH.slug, 5, 3.0)
        left = [gym.lift(BENCH.slug, load, 5, 120).rir for _ in range(3)]
        self.assertEqual(left, sorted(left, reverse=True))
        self.assertLess(left[2], left[0])
        before = gym.log_strength(BENCH.slug)
        gym.open(0, athlete.days[0])
        self.assertGreater(gym.log_strength(BENCH.slug), before)


class RatingTests(TestCase):
    def ratings(self, athlete: Athlete, rir: float) -> list[float]:
        told = [told_rpe(athlete.noise, athlete.traits, rir, day, BENCH.slug, 0) for day in range(200)]
        return [rpe for rpe in told if rpe is not None]

    def test_it_tells_half_points_up_to_ten(self) -> None:
        told = self.ratings(people()[1], 0.0)
        self.assertTrue(all(2 * rpe == int(2 * rpe) and 1 <= rpe <= 10 for rpe in told))
        self.assertEqual(max(told), 10.0)

    def test_it_sometimes_tells_nothing(self) -> None:
        self.assertLess(190, len(self.ratings(people()[1], 2.0)))
        self.assertLess(len(self.ratings(people()[1], 2.0)), 200)

    def test_it_is_noisier_far_from_failure(self) -> None:
        athlete = people()[1]
        self.assertGreater(stdev(self.ratings(athlete, 6.0)), 1.5 * stdev(self.ratings(athlete, 1.5)))

    def test_it_keeps_novices_near_nine_at_failure(self) -> None:
        tops = {
            level: fmean(max(self.ratings(each, 0.0)) for each in people() if each.traits.level == level)
            for level in LEVELS
        }
        self.assertAlmostEqual(tops["beginner"], 9.0, delta=0.25)
        self.assertEqual(tops["advanced"], 10.0)


class LifeTests(TestCase):
    def test_it_misses_some_days_but_not_many(self) -> None:
        days = [day for athlete in people() for day in athlete.days]
        self.assertAlmostEqual(fmean(not day.can_train for day in days), 0.08, delta=0.04)

    def test_it_answers_on_most_mornings_within_the_scale(self) -> None:
        told = [day.told for athlete in people(count=20) for day in athlete.days]
        spoken = [each for each in told if each != Wellness()]
        self.assertAlmostEqual(len(spoken) / len(told), 0.88, delta=0.04)
        self.assertTrue(all(each.sleep is not None and 1 <= each.sleep <= 10 for each in spoken))

    def test_it_reports_that_it_is_ill_and_when_it_is_over_and_trains_on_no_day_between(self) -> None:
        told = [(athlete, day, each.illness) for athlete in people() for day, each in enumerate(athlete.days)]
        ends = [(athlete, day, each) for athlete, day, each in told if each is not None and each.ended_day is not None]
        self.assertGreater(len(ends), 5)
        for athlete, day, each in ends:
            self.assertEqual(each.ended_day, day - 1)
            begun = athlete.days[each.started_day].illness
            self.assertEqual(begun, replace(each, ended_day=None))
            self.assertFalse(any(one.can_train for one in athlete.days[each.started_day : day]))

    def test_it_makes_a_hard_week_felt(self) -> None:
        days = [day for athlete in people() for day in athlete.days]
        tense, calm = [day for day in days if day.stress > 1.5], [day for day in days if day.stress < 0]
        self.assertLess(fmean(day.strength for day in tense), fmean(day.strength for day in calm) - 0.005)
        self.assertGreater(fmean(day.recovery_time for day in tense), fmean(day.recovery_time for day in calm))


class WorldTests(TestCase):
    def test_it_changes_the_same_people_in_the_named_way(self) -> None:
        usual = people(count=30)
        table = (
            ("fragile", lambda a: a.traits.fatigue * a.traits.recovery_time, 1),
            ("robust", lambda a: a.traits.fatigue * a.traits.recovery_time, -1),
            ("bad_raters", lambda a: a.traits.rating_noise, 1),
            ("noisy_days", lambda a: a.traits.day_sd, 1),
            ("low_responders", lambda a: a.traits.lifts[BENCH.slug].response, -1),
        )
        for world, trait, direction in table:
            with self.subTest(world=world):
                changed = people(world, 30)
                self.assertTrue(all(direction * (trait(b) - trait(a)) > 0 for a, b in zip(usual, changed, strict=True)))
                kept = [(a.traits.miss_chance, a.traits.lifts[BENCH.slug].start) for a in usual]
                self.assertEqual(kept, [(b.traits.miss_chance, b.traits.lifts[BENCH.slug].start) for b in changed])

    def test_it_spreads_the_bias_of_bad_raters(self) -> None:
        usual, bad = (stdev(a.traits.bias for a in people(world)) for world in ("default", "bad_raters"))
        self.assertGreater(bad, 1.5 * usual)

    def test_it_takes_the_other_laws_where_the_world_says_so(self) -> None:
        self.assertIs(people("other_laws", 1)[0].laws, LAWS["other"])
