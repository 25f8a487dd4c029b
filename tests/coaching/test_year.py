"""The simulated year: the same for the same seed, and gone when it is over."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import TestCase

from accounts.models import User
from coaching.core.prompt_lint import faults
from coaching.models import CoachingPrompt

DAYS = 6


def year(seed: int = 1, days: int = DAYS, **more: str) -> str:
    out = StringIO()
    call_command("simulate_year", seed=seed, days=days, stdout=out, **more)
    return out.getvalue()


@pytest.mark.long
class YearTest(TestCase):
    def test_it_gives_the_same_year_for_the_same_seed_and_keeps_nothing(self) -> None:
        first = year()
        self.assertEqual(year(), first)
        self.assertFalse(User.objects.exists() or CoachingPrompt.objects.exists())
        said = re.findall(r"^\*\*\w+ \d+, (\d\d):\d\d\*\* \(([\w ]+)\) (.+)$", first, re.MULTILINE)
        self.assertEqual(said[0][1], "welcome")
        self.assertGreaterEqual(len({rule for _hour, rule, _text in said}), 2)
        for hour, rule, text in said:
            self.assertTrue(8 <= int(hour) < 21)
            self.assertEqual(faults(text.strip(), rule.replace(" ", "_")), (), text)

    def test_it_writes_in_the_language_and_tone_that_are_asked_for(self) -> None:
        self.assertRegex(year(days=2, locale="zh-hans", tone="playful"), "欢迎上船")
