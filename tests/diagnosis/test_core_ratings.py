"""Ratings held against results, and what their quality allows to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.test import SimpleTestCase

from adaptation.core.facts import Done
from diagnosis.core import (
    efforts,
    quality,
    ratings,
    thresholds,
)
from tests.diagnosis.cases import fine, found, sets, with_work


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

    def test_it_blames_no_scale_for_a_few_sets_that_failed_early(self) -> None:
        """Here one comparison in six falls short: a slip, a bad day."""
        days = sorted({each.on for each in fine().work})[::6]

        def at_times(done: Done, _: int) -> Done:
            if done.on in days:
                return replace(done, sets=sets((100, 8, 7.0), (100, 7, 8.5), (100, 5, 10.0), failed=True))
            return replace(done, sets=sets((100, 8, 7.0), (100, 8, 8.0), (100, 8, 9.0)))

        self.assertNotIn("rated_too_easy", found(ratings.look(with_work(at_times))))

    def test_it_notices_a_rating_that_never_changes(self) -> None:
        def alike(done: Done, _: int) -> Done:
            return replace(done, sets=tuple(replace(each, rpe=8.0, failed=False) for each in done.sets))

        self.assertEqual(found(ratings.look(with_work(alike)))["ratings_alike"].facts["rpe"], 8.0)


class QualityTests(SimpleTestCase):
    def test_it_asks_for_days_and_for_time_between_them(self) -> None:
        case = fine()
        for days, is_enough in ((13, True), (11, False)):
            with self.subTest(days):
                since = case.today - timedelta(days=days)
                part = replace(case, work=tuple(each for each in case.work if each.on >= since))
                span = quality.counts(part)["span_days"]
                self.assertEqual(quality.is_enough(part), is_enough and span >= thresholds.LEAST_SPAN_DAYS)

    def test_it_tells_how_few_exercises_were_rated_where_some_were(self) -> None:
        def lately(done: Done, ago: int) -> Done:
            return (
                done if ago < 21 else replace(done, rpe=None, sets=tuple(replace(each, rpe=None) for each in done.sets))
            )

        case = with_work(lately)
        gap = next(each for each in quality.judge(case, [efforts.look(case)]).gaps if each.code == "few_ratings")
        self.assertTrue(0 < gap.facts["rated_percent"] < 60)

    def test_it_names_what_is_missing_and_what_that_silences(self) -> None:
        def unrated(done: Done, _: int) -> Done:
            return replace(done, rpe=None, sets=tuple(replace(each, rpe=None, failed=False) for each in done.sets))

        case = replace(with_work(unrated), plan=None)
        gaps = {gap.code: gap for gap in quality.judge(case, [efforts.look(case)]).gaps}
        self.assertNotIn("few_ratings", gaps)  # "no rated sets" says it
        self.assertEqual(gaps["rated_sets"].silences, ("effort",))
        self.assertIn("no_plan", gaps)
