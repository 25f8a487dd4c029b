"""Our tree keeps the rules that no linter knows; a tree with a fault seeded for each shows that they can fail."""

from pathlib import Path
from unittest import TestCase

import pytest

from tests.architecture import rules

pytestmark = pytest.mark.once
SEEDED = Path(__file__).parent / "seeded"
RULES = {
    rules.unlisted_packages: {"stray is not everywhere: tree, root_packages, layers"},
    rules.filled_init_files: {"science/__init__.py is not empty", "plans/core/__init__.py is not empty"},
    rules.junk_drawers: {"plans/helpers.py has a name that says nothing"},
    rules.foreign_imports: {
        "plans/core/spec.py imports numpy",
        "plans/core/spec.py imports logging",
        "science/load.py imports requests.sessions",
    },
    rules.clock_readings: {"plans/core/spec.py:10 reads the clock", "plans/core/spec.py:11 reads the clock"},
    rules.effort_copies: {
        "plans/services.py:5 computes reps in reserve",
        "plans/services.py:9 computes reps in reserve",
        "plans/services.py:13 computes reps in reserve",
        "plans/services.py:17 computes reps in reserve",
        "static/js/advice.js computes reps in reserve",
    },
    rules.misnamed_tests: {"tests/test_seeded.py:4 test_rating does not say what it does"},
    rules.sleeping_tests: {"tests/test_seeded.py:5 sleeps"},
}


class SourceRuleTests(TestCase):
    maxDiff = None

    def test_it_finds_no_fault_in_our_tree(self) -> None:
        for rule in RULES:
            with self.subTest(rule.__name__):
                self.assertEqual(rule(rules.ROOT), [])

    def test_it_finds_exactly_the_seeded_faults(self) -> None:
        for rule, expected in RULES.items():
            with self.subTest(rule.__name__):
                self.assertEqual(set(rule(SEEDED)), expected)
