"""Promises that are about the whole: the clock, the words of every template, the papers; and that each has its test."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from django.conf import settings
from django.test import SimpleTestCase, TestCase

from coaching.core import deciding
from coaching.models import CoachingPrompt, Decision, PromptBudget
from coaching.services.ticking import tick
from tests.coaching.ticking import MINUTE, NOON, agreed, due, policy

ROOT = Path(settings.BASE_DIR)
APPS = ("accounts", "adaptation", "coaching", "diagnosis", "events", "feedback", "llm", "plans", "config")
LATER = {"eta", "countdown"}
COUNTS = {"D": 10, "R": 5, "F": 10, "T": 9, "C": 8, "S": 11, "M": 7, "A": 11, "X": 7, "O": 3, "P": 2}
ROW = re.compile(r"^\| ([A-Z]\d+) \| (.+) \|$", re.MULTILINE)


def sources() -> list[Path]:
    return [path for app in APPS for path in (ROOT / app).rglob("*.py")]


class ClockTests(SimpleTestCase):
    def test_t9_the_clock_runs_in_utc_and_knows_no_athlete(self) -> None:
        self.assertEqual(settings.CELERY_TIMEZONE, "UTC")
        for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
            with self.subTest(name):
                self.assertIsInstance(entry["schedule"], int | float)
                self.assertFalse(entry.get("args"))

    def test_t9_no_message_waits_for_its_time_in_the_broker(self) -> None:
        found = [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for path in sources()
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and LATER & {keyword.arg for keyword in node.keywords}
        ]
        self.assertEqual(found, [])


class WordTests(SimpleTestCase):
    def test_m7_nothing_promises_a_habit_in_21_days_or_praises_talent(self) -> None:
        unwanted = re.compile(
            r"21\s*(?:days|天)|three weeks|三周|talent|gifted|natural at|天赋|streak|连胜|打卡", re.IGNORECASE
        )
        files = sorted((ROOT / "coaching" / "prompts").rglob("*.toml"))
        self.assertGreater(len(files), 20)
        for path in files:
            with self.subTest(path.name, locale=path.parent.name):
                self.assertEqual(unwanted.findall(path.read_text(encoding="utf-8")), [])


class PaperTests(SimpleTestCase):
    def test_o3_the_papers_say_what_happens_when_something_fails(self) -> None:
        text = (ROOT / "docs" / "coaching-operations.md").read_text(encoding="utf-8")
        table = text[text.index("## When something fails") :]
        codes = {deciding.MISSED, deciding.SERVICE_ERROR, "unknown", "failed", "cancelled", "resolved", "expired"}
        self.assertEqual({code for code in codes if f"`{code}`" not in table}, set())

    def test_each_requirement_has_a_test_that_exists(self) -> None:
        rows = dict(ROW.findall((ROOT / "docs" / "coaching.md").read_text(encoding="utf-8")))
        self.assertEqual(
            set(rows), {f"{kind}{number}" for kind, most in COUNTS.items() for number in range(1, most + 1)}
        )
        named = names_of_tests()
        for requirement, told in rows.items():
            tests = re.findall(r"`([A-Za-z]\w+)`", told)
            with self.subTest(requirement):
                self.assertTrue(tests)
                self.assertEqual([test for test in tests if test not in named], [])


def names_of_tests() -> set[str]:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "tests").rglob("test_*.py")]
    found: set[str] = set()
    for tree in trees:
        found |= {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef | ast.FunctionDef)}
    return found | {path.stem for path in (ROOT / "benchmarks").rglob("*.py")}


class EmbeddedTests(TestCase):
    """Runs on the database of the run: SQLite keeps what PostgreSQL promises."""

    def test_x6_one_slot_takes_one_decision_and_spends_once_for_each_prompt(self) -> None:
        policy(0.5)
        people = agreed(40, "one")
        due(people, "check_in", "habit", "stalled", due_at=NOON - MINUTE)
        for _beat in range(3):
            tick(NOON)
        sent = Decision.objects.filter(is_treated=True).count()
        self.assertEqual(Decision.objects.count(), len(people))
        self.assertEqual(CoachingPrompt.objects.count(), sent)
        self.assertEqual(sum(PromptBudget.objects.values_list("day_count", flat=True)), sent)
        self.assertGreater(sent, 0)
        self.assertLess(sent, len(people))
