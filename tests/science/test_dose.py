import random
from itertools import pairwise
from math import log

from django.test import SimpleTestCase

from science import dose
from science.dose import Evidence, Week, add_session, compare, evidence, response
from science.refusals import OutOfRange, UnknownName

WEEKLY = 0.0077


def block(best: float, *, noise: float, seed: int = 1, weeks: int = 14, worth: float = 0.4) -> tuple[Week, ...]:
    """Weeks of a lift whose true best number of sets is known, with sets that vary a lot."""
    rng, strength = random.Random(seed), 4.6
    found: tuple[Week, ...] = ()
    a = worth * WEEKLY
    for number in range(weeks):
        sets = rng.randint(3, 13)
        found = add_session(found, number, sets, strength + rng.gauss(0, noise), max(noise, 1e-4) ** 2)
        strength += WEEKLY + a * log((1 + sets) / 7) - a / (1 + best) * (sets - 6)
    return found


class WeekTests(SimpleTestCase):
    def test_it_joins_the_sessions_of_a_week_whatever_their_order(self) -> None:
        sessions = [(3, 4.0, 4.60, 0.002), (4, 3.0, 4.61, 0.001), (3, 3.0, 4.62, 0.002), (4, 2.0, None, 1.0)]
        forwards: tuple[Week, ...] = ()
        backwards: tuple[Week, ...] = ()
        for session, other in zip(sessions, reversed(sessions), strict=True):
            forwards, backwards = add_session(forwards, *session), add_session(backwards, *other)
        for one, twin in zip(forwards, backwards, strict=True):
            self.assertEqual((one.number, one.sets), (twin.number, twin.sets))
            self.assertAlmostEqual(one.strength or 0, twin.strength or 0)
        self.assertEqual([week.sets for week in forwards], [7.0, 5.0])
        self.assertAlmostEqual(forwards[0].strength or 0, 4.61)
        self.assertAlmostEqual(forwards[0].variance, 0.001)

    def test_it_forgets_what_is_half_a_year_old(self) -> None:
        weeks: tuple[Week, ...] = ()
        for number in range(40):
            weeks = add_session(weeks, number, 6.0)
        self.assertEqual([week.number for week in weeks], list(range(14, 40)))

    def test_it_refuses_impossible_numbers(self) -> None:
        for sets, variance in ((-1.0, 0.001), (61.0, 0.001), (float("nan"), 0.001), (3.0, 0.0)):
            with self.subTest(sets=sets, variance=variance), self.assertRaises(OutOfRange):
                add_session((), 0, sets, 4.6, variance)


class PriorTests(SimpleTestCase):
    def test_it_believes_in_eight_weekly_sets_before_anything_is_known(self) -> None:
        for level in ("beginner", "intermediate", "advanced"):
            with self.subTest(level=level):
                prior = response(level, Evidence())
                self.assertTrue(7.5 <= prior.best_sets() <= 8.5, prior.best_sets())
                self.assertLess(prior.best_sets(0.9), 6.5)
                self.assertGreater(prior.best_sets(0.1), 10.0)

    def test_it_gives_each_set_less_worth_than_the_one_before(self) -> None:
        prior = response("intermediate", Evidence())
        worths = [prior.worth_of_one_more(sets).mean for sets in range(1, 16)]
        self.assertTrue(all(later < earlier for earlier, later in pairwise(worths)))
        chances = [prior.chance_more_helps(sets) for sets in range(1, 16)]
        self.assertTrue(all(later < earlier for earlier, later in pairwise(chances)))

    def test_it_gives_nine_sets_a_tenth_more_than_three(self) -> None:
        prior = response("intermediate", Evidence())
        self.assertTrue(1.05 < prior.gain(9).mean / prior.gain(3).mean < 1.2)

    def test_it_expects_more_from_beginners_and_most_in_their_first_weeks(self) -> None:
        gains = [response(level, Evidence()).gain(6).mean for level in ("beginner", "intermediate", "advanced")]
        self.assertEqual(gains, sorted(gains, reverse=True))
        novice = response("beginner", Evidence())
        self.assertGreater(novice.gain(6, week=0).mean, novice.gain(6, week=8).mean)

    def test_it_refuses_an_unknown_level(self) -> None:
        with self.assertRaises(UnknownName):
            response("olympian", Evidence())


class LearningTests(SimpleTestCase):
    def test_it_finds_the_best_number_of_sets_when_nothing_disturbs(self) -> None:
        for best in (4.0, 6.0, 11.0):
            with self.subTest(best=best):
                found = response("intermediate", evidence(block(best, noise=0.0))).best_sets()
                self.assertAlmostEqual(found, best, delta=1.0)

    def test_it_stays_near_the_evidence_when_days_differ_as_they_do(self) -> None:
        for seed in range(20):
            with self.subTest(seed=seed):
                weeks = block(4.0, noise=0.03, seed=seed)
                self.assertTrue(6.0 <= response("intermediate", evidence(weeks)).best_sets() <= 10.5)

    def test_it_grows_surer_with_every_week(self) -> None:
        weeks = block(8.0, noise=0.01)
        sds = [response("intermediate", evidence(weeks[:count])).gain(6).sd for count in (0, 4, 8, 14)]
        self.assertEqual(sds, sorted(sds, reverse=True))
        self.assertLess(sds[-1], sds[0])

    def test_it_learns_the_shape_from_other_lifts_but_less_than_from_its_own(self) -> None:
        told = evidence(block(4.0, noise=0.002))
        prior = response("intermediate", Evidence()).chance_more_helps(6)
        from_other = response("intermediate", Evidence(), [told]).chance_more_helps(6)
        from_own = response("intermediate", told).chance_more_helps(6)
        self.assertLess(from_own, from_other)
        self.assertLess(from_other, prior)

    def test_it_equals_the_textbook_posterior_of_one_lift(self) -> None:
        """Bayes by hand for a single unknown: only `lasting` is in doubt when all weeks have the reference sets."""
        weeks: tuple[Week, ...] = ()
        for number in range(12):
            weeks = add_session(weeks, 100 + number, 6.0, 4.6 + 0.02 * number, 1e-6)
        found = response("advanced", evidence(weeks))
        self.assertAlmostEqual(found.gain(6, week=6).mean, 0.02, delta=0.002)

    def test_it_takes_weeks_off_for_no_evidence_about_sets(self) -> None:
        weeks = block(8.0, noise=0.01)
        with_gap = (*weeks[:7], *(Week(week.number + 3, week.sets, week.strength, week.variance) for week in weeks[7:]))
        one, other = (response("advanced", evidence(each)) for each in (weeks, with_gap))
        self.assertAlmostEqual(one.chance_more_helps(6), other.chance_more_helps(6), delta=0.02)

    def test_it_says_nothing_from_weeks_without_ratings(self) -> None:
        weeks = tuple(Week(number, 6.0) for number in range(5))
        self.assertEqual(evidence(weeks), Evidence())
        self.assertEqual(response("beginner", evidence(weeks)), response("beginner", Evidence()))

    def test_it_keeps_a_covariance_whatever_was_told(self) -> None:
        for seed in range(200):
            with self.subTest(seed=seed):
                rng = random.Random(seed)
                lifts = []
                for _ in range(rng.randint(1, 6)):
                    weeks: tuple[Week, ...] = ()
                    for _ in range(rng.randint(0, 40)):
                        strength = rng.choice((None, rng.gauss(4.6, rng.choice((0.01, 1.0)))))
                        number, sets = rng.randint(0, 60), rng.choice((0, 1, 6, 20))
                        weeks = add_session(weeks, number, sets, strength, 10 ** rng.uniform(-6, 0))
                    lifts.append(evidence(weeks))
                found = response(rng.choice(("beginner", "advanced")), lifts[0], lifts[1:])
                for i in range(dose.SIZE):
                    self.assertGreater(found.covariance[i][i], 0)
                self.assertTrue(0 <= found.chance_more_helps(rng.randint(1, 20)) <= 1)
                self.assertGreaterEqual(found.best_sets(0.05), found.best_sets(0.95))


class CompareTests(SimpleTestCase):
    def weeks(self, sets: tuple[float, ...], gains: tuple[float, ...], noise: float = 0.001) -> tuple[Week, ...]:
        strength, found = 4.6, []
        for number, (each, gain) in enumerate(zip(sets, gains, strict=True)):
            found.append(Week(number, each, strength, noise**2))
            strength += gain
        return (*found, Week(len(sets), 6.0, strength, noise**2))

    def test_it_says_which_weeks_went_better(self) -> None:
        found = compare(self.weeks((8, 12, 8, 12, 8, 12), (0.012, 0.004, 0.010, 0.006, 0.011, 0.005)))
        assert found is not None
        self.assertEqual((found.fewer_sets, found.more_sets, found.is_more_better), (8.0, 12.0, False))
        self.assertAlmostEqual(found.fewer_gain, 0.011)
        self.assertAlmostEqual(found.more_gain, 0.005)
        self.assertEqual((found.fewer_weeks, found.more_weeks), (3, 3))

    def test_it_says_nothing_where_there_is_nothing_to_say(self) -> None:
        clear = (0.012, 0.004, 0.010, 0.006, 0.011, 0.005)
        table = {
            "no weeks": (),
            "always the same sets": self.weeks((8,) * 6, clear),
            "too few of one kind": self.weeks((8, 12, 8, 8, 8, 8), clear),
            "no difference": self.weeks((8, 12) * 3, (0.008,) * 6),
            "lost in the noise": self.weeks((8, 12) * 3, clear, noise=0.03),
            "not measured": tuple(Week(number, 6.0 + number % 2) for number in range(9)),
        }
        for name, weeks in table.items():
            with self.subTest(name):
                self.assertIsNone(compare(weeks))
