"""Is the simulator fit to judge: the shape of the dose, what must do badly, and what studies found."""

from __future__ import annotations

from statistics import fmean
from unittest import TestCase

import pytest

from benchmarks.simulation import calibration, checks
from benchmarks.simulation.checks import Finding
from benchmarks.simulation.population import Trial, run

pytestmark = [pytest.mark.once, pytest.mark.long]  # pure loops, which coverage would slow down several times over

SEED = 3


def mean_gains(*policies: str, athletes: int = 15) -> dict[str, float]:
    outcomes = run(Trial(policies, "default", SEED, athletes, 14))
    return {name: fmean(each.gain_percent for each in played) for name, played in outcomes.items()}


class QuickTests(TestCase):
    def test_it_gains_most_from_a_middle_dose(self) -> None:
        gains = mean_gains("sets-1", "sets-3", "sets-9")
        self.assertGreater(gains["sets-3"], gains["sets-1"])
        self.assertGreater(gains["sets-3"], gains["sets-9"])

    def test_it_gains_little_from_loads_far_off(self) -> None:
        gains = mean_gains("percent-level", "too-heavy", "too-light", "no-training")
        self.assertEqual(max(gains, key=gains.__getitem__), "percent-level")
        self.assertLess(gains["no-training"], 0)

    def test_it_gains_more_from_loads_that_are_right(self) -> None:
        gains = mean_gains("percent-level", "rpe-set-by-set", "oracle")
        self.assertEqual(sorted(gains, key=gains.__getitem__), ["percent-level", "rpe-set-by-set", "oracle"])

    def test_it_finds_a_flat_or_ragged_dose(self) -> None:
        flat = {name: [1.0, 1.0] for name in checks.SETS}
        self.assertFalse(all(finding.holds for finding in checks.sets_findings(flat)))
        peak = {name: [-abs(place - 3.0)] * 2 for place, name in enumerate(checks.SETS)}
        self.assertTrue(all(finding.holds for finding in checks.sets_findings(peak)))

    def test_it_knows_one_peak_from_two(self) -> None:
        self.assertTrue(checks.has_one_peak([1, 3, 5, 4, 2]))
        self.assertTrue(checks.has_one_peak([1, 3, 2.9, 5, 2]))
        self.assertFalse(checks.has_one_peak([1, 5, 2, 4, 1]))


@pytest.mark.long
class LongTests(TestCase):
    def test_it_passes_every_check(self) -> None:
        broken: list[Finding] = [each for each in checks.checked(36, SEED) if not each.holds]
        self.assertEqual(broken, [])

    def test_it_stays_near_what_studies_found(self) -> None:
        outside = [row for row in calibration.rows(60, SEED) if not row.holds]
        self.assertEqual(outside, [])
