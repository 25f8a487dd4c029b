"""What outcomes amount to: scores, table, figure."""

from __future__ import annotations

import json
from math import log
from unittest import TestCase
from xml.etree import ElementTree

import pytest

from benchmarks.simulation import figure, report
from benchmarks.simulation.calibration import Row
from benchmarks.simulation.policies.registry import TO_BEAT
from benchmarks.simulation.population import Trial
from benchmarks.simulation.runner import Outcome
from benchmarks.simulation.scoring import Score, bootstrap, scores

pytestmark = [pytest.mark.once, pytest.mark.long]  # pure loops, which coverage would slow down several times over

TRIAL = Trial((TO_BEAT, "spotter"), "default", 1000, 3, 14)


def outcome(number: int, gain: float, level: str = "beginner", **counts: int) -> Outcome:
    """An athlete whose two lifts gained so many percent."""
    usual = {"sets": 10, "close": 5, "failed": 1, "reps_asked": 50, "reps_done": 45, "days": 98, "sessions": 2}
    gains = {"back-squat": log(1 + gain / 100), "barbell-bench-press": log(1 + gain / 100)}
    return Outcome(number, level, 14, gains, minutes=60.0, **usual | counts)


def compared() -> tuple[Score, ...]:
    levels = ("beginner", "beginner", "advanced")
    rule = [outcome(number, 10 * number, level) for number, level in enumerate(levels)]
    spotter = [outcome(number, 10 * number + 1, level, shown=10, covered=9) for number, level in enumerate(levels)]
    return scores({TO_BEAT: rule, "spotter": spotter})


class ScoreTests(TestCase):
    def test_it_means_the_gain_over_lifts_and_athletes(self) -> None:
        self.assertAlmostEqual(compared()[0].gain_percent.mean, 10.0)

    def test_it_pairs_every_athlete_with_themselves(self) -> None:
        paired = next(each for each in compared() if each.policy == "spotter").against_rule
        assert paired is not None
        for value in (paired.mean, paired.low, paired.high):
            self.assertAlmostEqual(value, 1.0)

    def test_it_compares_the_rule_with_nobody(self) -> None:
        self.assertIsNone(compared()[0].against_rule)
        self.assertIsNone(scores({"spotter": [outcome(0, 5.0), outcome(1, 5.0)]})[0].against_rule)

    def test_it_shows_the_levels_that_there_are(self) -> None:
        groups = [(each.group, each.athletes) for each in compared() if each.policy == "spotter"]
        self.assertEqual(groups, [("all", 3), ("beginner", 2), ("advanced", 1)])

    def test_it_takes_shares_of_all_sets_reps_days_and_sessions(self) -> None:
        played = [outcome(0, 1.0), outcome(1, 1.0, sets=30, close=25, overreached=49)]
        score = scores({"spotter": played})[0]
        self.assertAlmostEqual(score.close_ratio, 30 / 40)
        self.assertAlmostEqual(score.overreached_ratio, 49 / 196)
        self.assertAlmostEqual(score.completion_ratio, 0.9)
        self.assertAlmostEqual(score.session_min, 30.0)
        self.assertIsNone(score.coverage_ratio)

    def test_it_covers_what_the_intervals_held(self) -> None:
        spotter = next(each for each in compared() if each.policy == "spotter")
        self.assertEqual(spotter.coverage_ratio, 0.9)

    def test_it_needs_no_session_to_score(self) -> None:
        idle = [Outcome(0, "beginner", 14, {"back-squat": -0.05}, days=98)]
        self.assertEqual(scores({"no-training": idle})[0].completion_ratio, 0.0)

    def test_it_draws_an_interval_about_as_wide_as_theory(self) -> None:
        values = [float(number) for number in range(100)]
        spread = bootstrap(values)
        self.assertEqual(spread, bootstrap(values))
        self.assertAlmostEqual(spread.mean, 49.5)
        self.assertAlmostEqual(spread.high - spread.low, 2 * 1.96 * 28.9 / 10, delta=0.8)


class ReportTests(TestCase):
    def test_it_has_a_row_for_every_policy_and_level(self) -> None:
        lines = list(report.table(TRIAL, compared()))
        self.assertIn("3 athletes, 14 weeks, seed 1000", lines[0])
        self.assertEqual(sum(line.startswith("spotter") for line in lines), 3)
        self.assertEqual(len({len(line) for line in lines if line.startswith(("spotter", TO_BEAT, "policy"))}), 1)

    def test_it_is_plain_json_with_its_limits(self) -> None:
        stored = json.loads(json.dumps(report.values([(TRIAL, compared())])))
        self.assertEqual(stored["limits"], list(report.LIMITS))
        self.assertEqual(stored["trials"][0]["seed"], 1000)
        self.assertEqual(stored["trials"][0]["scores"][0]["policy"], TO_BEAT)

    def test_it_marks_a_figure_outside_its_band(self) -> None:
        self.assertNotIn("outside", report.calibration_row(Row("reps", "8.8", 8, 10, 9.0)))
        self.assertIn("outside 8 to 10", report.calibration_row(Row("reps", "8.8", 8, 10, 12.0)))


class FigureTests(TestCase):
    def drawn(self) -> ElementTree.Element:
        worse = Trial(TRIAL.policies, "fragile", 1000, 3, None)
        return ElementTree.fromstring(figure.svg([(TRIAL, compared()), (worse, compared())]))  # noqa: S314 (our own)

    def test_it_names_every_policy_and_every_world(self) -> None:
        words = {text.text for text in self.drawn().iter("{http://www.w3.org/2000/svg}text")}
        self.assertLessEqual({"spotter", TO_BEAT, "default", "fragile"}, words)

    def test_it_stays_inside_the_picture(self) -> None:
        picture = self.drawn()
        _, _, width, height = map(float, picture.attrib["viewBox"].split())
        for dot in picture.iter("{http://www.w3.org/2000/svg}circle"):
            self.assertLess(0, float(dot.attrib["cx"]))
            self.assertLess(float(dot.attrib["cx"]), width)
            self.assertLess(float(dot.attrib["cy"]), height)

    def test_it_reads_on_a_dark_page(self) -> None:
        self.assertIn("prefers-color-scheme: dark", figure.svg([(TRIAL, compared())]))

    def test_it_leaves_out_a_panel_that_would_be_empty(self) -> None:
        alone = scores({"linear": [outcome(0, 3.0), outcome(1, 5.0)]})
        self.assertNotIn("by world", figure.svg([(TRIAL, alone)]))
