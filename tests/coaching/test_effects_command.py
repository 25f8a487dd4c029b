"""`manage.py effects FILE.csv`: what it prints of a trial, and what it says of files that are none."""

from __future__ import annotations

import csv
import tempfile
from io import StringIO
from pathlib import Path

from django.core.management import CommandError, call_command
from django.test import SimpleTestCase

TRIAL = Path(__file__).resolve().parents[1] / "fixtures" / "trial.csv"


def told(file: Path, *words: str) -> str:
    out = StringIO()
    call_command("effects", str(file), *words, stdout=out, no_color=True)
    return out.getvalue()


class OwnTrialTests(SimpleTestCase):
    """15 made-up people: walking suggestions help, and far more than half of what was sent were such."""

    def test_it_prints_effects_intervals_freedom_and_fidelity_a1(self) -> None:
        text = told(TRIAL)
        for expected in (
            "trial.csv: 300 decision points of 15 people, 257 available, 167 sent", "t(12) = ",
            "on day 9", "t(10) = ", "walking (active)", "both zero: F(2, 11) = ", "How many times as likely",
        ):  # fmt: skip
            with self.subTest(expected):
                self.assertIn(expected, text)
        self.assertRegex(text, r"walking among what was sent, against 50:50: \d+ of 167 .* red\n")
        self.assertRegex(text, r"sent at available points: 167 of 257 .* green\n")

    def test_it_takes_another_probability(self) -> None:
        self.assertRegex(told(TRIAL, "--p", "0.3"), r"sent at available points: .* red\n")

    def test_it_reads_its_file_whatever_the_order_of_the_rows(self) -> None:
        header, *rows = TRIAL.read_text().splitlines()
        with tempfile.TemporaryDirectory() as folder:
            other = Path(folder) / "trial.csv"
            other.write_text("\ufeff" + "\n".join([header, *reversed(rows)]) + "\n", encoding="utf-8")
            self.assertEqual(told(other), told(TRIAL))


class NoTrialTests(SimpleTestCase):
    def refused(self, text: str, *words: str) -> str:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "file.csv"
            file.write_text(text, encoding="utf-8")
            with self.assertRaises(CommandError) as caught:
                told(file, *words)
        return str(caught.exception)

    def changed(self, column: str, value: str) -> str:
        """The file with another value in its third line."""
        with TRIAL.open(newline="") as lines:
            rows = list(csv.DictReader(lines))
        rows[1][column] = value
        text = StringIO()
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue()

    def test_it_says_which_line_and_column_is_wrong(self) -> None:
        cases = (
            (self.changed("steps30", "many"), "Line 3, column steps30: 'many' is no number."),
            (self.changed("steps30", "nan"), "Line 3, column steps30: 'nan' is no number."),
            (self.changed("steps30", "-4"), "Line 3, column steps30: -4 is below 0."),
            (self.changed("avail", "2"), "Line 3, column avail: 2 is neither 0 nor 1."),
            (self.changed("send", ""), "Line 3, column send: '' is no number."),
            ("user,day,avail,send\n1,1,1,1\n", "It lacks these columns: steps30, steps30pre, active, sedentary."),
            ("a,b\n1,2\n", "It lacks these columns: user, day"),
            ("", "It lacks these columns: user, day"),
            (TRIAL.read_text().splitlines()[0] + "\n", "It has no rows."),
            ("user,day,avail,send,probability,outcome\n1,0,1,1,,1\n", "column probability: '' is no number."),
            ("user,day,avail,send,probability,outcome\n1,0,1,1,1.0,1\n", "has to lie between 0 and 1"),
            ("user,day,avail,send,probability,outcome\n1,0,1,1,0.5,1\n", "1 people are too few"),
        )
        for text, expected in cases:
            with self.subTest(expected):
                self.assertIn(expected, self.refused(text))

    def test_it_refuses_a_probability_that_is_none_and_a_file_that_is_not_there(self) -> None:
        for words in (["--p", "0"], ["--p", "1"]):
            with self.subTest(words):
                self.assertIn("between 0 and 1", self.refused(TRIAL.read_text(), *words))
        with self.assertRaisesMessage(CommandError, "cannot be read"):
            told(TRIAL.parent / "nowhere.csv")

    def test_it_refuses_kinds_that_do_not_add_up_to_what_was_sent(self) -> None:
        self.assertIn("active + sedentary is not send", self.refused(self.changed("active", "1")))
