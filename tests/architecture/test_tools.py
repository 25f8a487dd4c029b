"""The counters of our own checks: budgets, coverage floors, the sum of test reports, translations."""

import ast
import io
import tempfile
from contextlib import redirect_stdout
from pathlib import Path
from unittest import TestCase

import polib
import pytest

from tools import budgets, coverage_floor, messages, report

pytestmark = pytest.mark.once
BUDGET = {"function": 5, "function_median": 3, "function_p90": 4, "file": 12, "file_p90": 11, "test_file": 20}
SHORT = 'def short() -> int:\n    """Words\n    do not count."""\n    return 1\n'
LONG = "def long() -> None:\n" + "    print()\n" * 6


class OwnTree(TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path


class BudgetTests(OwnTree):
    def test_it_counts_a_function_without_its_docstring(self) -> None:
        path = self.write("plans/services.py", SHORT)
        self.assertEqual([each.lines for each in budgets.functions(path, self.root)], [2])

    def test_it_is_content_with_a_tree_inside_its_budget(self) -> None:
        self.write("plans/services.py", SHORT)
        self.assertEqual(budgets.excesses(self.root, BUDGET), [])

    def test_it_names_every_excess(self) -> None:
        self.write("plans/services.py", SHORT * 3)
        self.write("plans/models.py", SHORT * 2 + LONG)
        self.write("plans/migrations/0001_initial.py", LONG * 9)
        self.write("tests/plans/test_plans.py", "\n" * 21)
        self.assertEqual(
            budgets.excesses(self.root, BUDGET),
            [
                "plans/models.py: 15 lines, 12 at most",
                "tests/plans/test_plans.py: 21 lines, 20 at most",
                "plans/models.py:9 long: 7 lines, 5 at most",
                "function at the 90th percentile: 4.5 lines, 4 at most",
                "file at the 90th percentile: 14.7 lines, 11 at most",
            ],
        )

    def test_it_names_a_median_and_a_tail_that_grew(self) -> None:
        self.write("plans/services.py", LONG)
        names = [
            sentence.partition(":")[0]
            for sentence in budgets.spread([self.root / "plans/services.py"], self.root, BUDGET)
        ]
        self.assertEqual(names, ["median function", "function at the 90th percentile"])

    def test_it_holds_pure_code_to_the_tighter_complexity(self) -> None:
        branches = "".join(f"    if a == {number}:\n        return {number}\n" for number in range(8))
        self.write("science/__init__.py", "")
        self.write("science/load.py", f"def f(a: int) -> int:\n{branches}    return 9\n")
        self.assertTrue(budgets.is_too_complex(self.root, 8))
        self.assertFalse(budgets.is_too_complex(self.root, 9))


class CoverageFloorTests(TestCase):
    def file(self, covered: int, all_: int) -> dict[str, dict[str, int]]:
        return {
            "summary": {
                "covered_lines": covered,
                "missing_lines": all_ - covered,
                "covered_branches": covered,
                "missing_branches": all_ - covered,
            }
        }

    def test_it_weighs_lines_and_branches_of_each_part(self) -> None:
        files = {
            "science/load.py": self.file(1, 2),
            "plans/core/spec.py": self.file(3, 4),
            "plans/core/rules/loads.py": self.file(4, 4),
            "plans/services.py": self.file(0, 6),
        }
        self.assertEqual(coverage_floor.percentages(files), {"all": 50.0, "science": 50.0, "core": 87.5})

    def test_it_names_the_gaps_of_each_file_that_has_some(self) -> None:
        files = {
            "whole.py": {"missing_lines": [], "missing_branches": []},
            "plans/core/cut.py": {"missing_lines": [4, 5], "missing_branches": [[3, 4], [7, 9], [8, -2]]},
        }
        self.assertEqual(coverage_floor.gaps(files), ["plans/core/cut.py: 4, 5, 7->9, 8->-2"])

    def test_it_names_a_part_below_its_floor_and_one_that_vanished(self) -> None:
        self.assertEqual(
            coverage_floor.below({"all": 90.0, "core": 94.994}, {"all": 90, "core": 95, "science": 95}),
            ["core: 94.99 %, 95 % at least", "science: 0.00 %, 95 % at least"],
        )


class ReportTests(OwnTree):
    def last_line(self, *arguments: str) -> tuple[int, str]:
        said = io.StringIO()
        with redirect_stdout(said):
            code = report.main([str(self.root), *arguments])
        return code, said.getvalue().splitlines()[-1]

    def test_it_sums_all_runs(self) -> None:
        self.write("a.xml", "<t><testcase/><testcase><skipped/></testcase></t>")
        self.write("b.xml", "<t><s><testcase/></s></t>")
        self.assertEqual(self.last_line(), (0, "2 passed, 0 failed, 1 skipped"))

    def test_it_fails_with_one_failure_an_unreadable_file_or_a_failed_step(self) -> None:
        self.write("a.xml", "<t><testcase/></t>")
        for name, text, arguments in (
            ("failure", "<t><testcase><failure/></testcase></t>", ()),
            ("error", "<t><testcase><error/></testcase></t>", ()),
            ("cut short", "<t><testcase/>", ()),
            ("step", "<t/>", ("--failed", "check")),
        ):
            with self.subTest(name):
                self.write("b.xml", text)
                self.assertEqual(self.last_line(*arguments), (1, "1 passed, 1 failed, 0 skipped"))

    def test_it_fails_when_nothing_ran(self) -> None:
        self.assertEqual(self.last_line(), (1, "0 passed, 0 failed, 0 skipped"))


PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


class MessagesTests(OwnTree):
    def faults(self, text: str, *wanted: tuple[str | None, str, str]) -> list[str]:
        path = self.write("django.po", PO + text)
        path.with_suffix(".mo").write_bytes(polib.pofile(str(path)).to_binary())
        return messages.faults(path, dict.fromkeys(wanted, "plans/wording.py"))

    def test_it_is_content_with_a_full_translation(self) -> None:
        text = 'msgid "%(count)s sets"\nmsgstr "%(count)s 组"\n'
        self.assertEqual(self.faults(text, (None, "%(count)s sets", "")), [])

    def test_it_names_what_is_wrong(self) -> None:
        rest = (None, "Rest", "")
        for text, wanted, fault in (
            ('msgid "Rest"\nmsgstr ""\n', rest, "not translated: 'Rest'"),
            ('#, fuzzy\nmsgid "Rest"\nmsgstr "休息"\n', rest, "fuzzy: 'Rest'"),
            ("", rest, "missing: 'Rest' (plans/wording.py)"),
            (
                'msgid "%(kg)s kg"\nmsgstr "%(lb)s"\n',
                (None, "%(kg)s kg", ""),
                "other placeholders than the original: '%(kg)s kg'",
            ),
        ):
            with self.subTest(fault):
                self.assertEqual(self.faults(text, wanted), [fault])
        self.assertEqual(self.faults('msgid "Rest"\nmsgstr "休息"\n'), ["unused: 'Rest'"])

    def test_it_notices_a_compiled_file_that_is_behind(self) -> None:
        path = self.write("django.po", PO)
        self.assertEqual(messages.faults(path, {}), ["the compiled file is behind: run `make messages`"])

    def test_it_finds_what_the_code_marks(self) -> None:
        code = """
_("plain"); gettext_lazy("lazy"); ngettext("set", "sets", n); pgettext("noun", "rest")
_(variable); other("not marked"); self._("method")
"""
        self.assertEqual(
            set(messages.keys_in(ast.parse(code))),
            {
                (None, "plain", ""),
                (None, "lazy", ""),
                (None, "set", "sets"),
                ("noun", "rest", ""),
                (None, "method", ""),
            },
        )

    def test_it_finds_what_a_template_marks(self) -> None:
        text = (
            """{% load i18n %}<a title="{% translate 'It (still) rests' %}">{{ _("shown") }}</a>"""
            """{% blocktranslate count n=n %}{{ n }} set{% plural %}{{ n }} sets{% endblocktranslate %}"""
            """{% translate "rest" context "noun" %}"""
        )
        self.assertEqual(
            set(messages.keys_in_template(text)),
            {
                (None, "It (still) rests", ""),
                (None, "shown", ""),
                (None, "%(n)s set", "%(n)s sets"),
                ("noun", "rest", ""),
            },
        )

    def test_it_adds_what_is_new_and_drops_what_is_gone(self) -> None:
        path = self.write("django.po", PO + 'msgid "Rest"\nmsgstr "休息"\n\nmsgid "Gone"\nmsgstr "没了"\n')
        wanted: dict[messages.Key, str] = {
            (None, "Rest", ""): "plans/wording.py",
            (None, "New", ""): "plans/wording.py",
        }
        messages.update(path, wanted)
        self.assertEqual(messages.faults(path, wanted), ["not translated: 'New'"])
