"""`manage.py simulate`."""

from __future__ import annotations

import json
import tempfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import SimpleTestCase

from benchmarks.simulation.report import LIMITS

pytestmark = [pytest.mark.once, pytest.mark.long]  # pure loops, which coverage would slow down several times over

QUICK = ("--athletes", "3", "--weeks", "1", "--seed", "7")


def simulate(*options: str) -> str:
    out = StringIO()
    call_command("simulate", *QUICK, *options, stdout=out, stderr=StringIO())
    return out.getvalue()


class SimulateTests(SimpleTestCase):
    def test_it_prints_a_table_and_what_it_cannot_show(self) -> None:
        printed = simulate("--policy", "linear,rpe-set-by-set")
        self.assertIn("World default: 3 athletes, 1 weeks, seed 7", printed)
        self.assertIn("\nlinear ", printed)
        for limit in LIMITS:
            self.assertIn(limit, printed)

    def test_it_compares_every_policy_by_default(self) -> None:
        printed = simulate()
        for name in ("percent-wave", "linear", "double-progression", "target-rir", "rpe-average", "spotter", "oracle"):
            with self.subTest(policy=name):
                self.assertIn(f"\n{name} ", printed)

    def test_it_prints_the_same_for_the_same_seed(self) -> None:
        self.assertEqual(simulate("--policy", "linear"), simulate("--policy", "linear"))

    def test_it_writes_json_and_a_figure(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            stored, drawn = Path(folder) / "result.json", Path(folder) / "result.svg"
            simulate("--policy", "linear", "--world", "default,fragile", "--json", str(stored), "--figure", str(drawn))
            trials = json.loads(stored.read_text())["trials"]
            self.assertEqual([trial["world"] for trial in trials], ["default", "fragile"])
            self.assertTrue(drawn.read_text().startswith("<svg"))

    def test_it_says_what_would_be_right(self) -> None:
        table = (
            (("--policy", "magic"), "magic is unknown. Give all, or some of percent-wave"),
            (("--policy", ","), "no name is unknown"),
            (("--world", "mars"), "mars is unknown. Give all, or some of default, fragile"),
            (("--athletes", "0"), "0 is out of range. Give 3 to"),
            (("--processes", "0"), "0 is out of range. Give 1 to"),
            (("--weeks", "0"), "0 is no length: give 1 to 52 weeks, or mixed"),
            (("--weeks", "long"), "long is no length"),
            (("--json", "/nowhere/at/all.json"), "Name a file in a folder that exists"),
            (("--figure", "/nowhere/at/all.svg"), "Name a file in a folder that exists"),
        )
        for options, words in table:
            with self.subTest(options=options), self.assertRaisesMessage(CommandError, words):
                simulate(*options)


@pytest.mark.long
class CheckTests(SimpleTestCase):
    def test_it_shows_published_figures_next_to_simulated_ones(self) -> None:
        printed = simulate("--calibration", "--athletes", "9")
        self.assertRegex(printed, r"barbell-bench-press: reps at 80% +8\.8 +\d")
        self.assertIn(LIMITS[0], printed)

    def test_it_says_whether_its_checks_hold(self) -> None:
        printed = simulate("--check", "--athletes", "9")
        self.assertIn("holds   no training loses a little", printed)
        self.assertNotIn("BROKEN", printed)
