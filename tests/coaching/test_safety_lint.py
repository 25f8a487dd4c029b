"""S5, S6, S7, S9: what may not be said, and to whom; and what an age allows."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from django.test import SimpleTestCase

from coaching.core import ages
from coaching.core.safety.lint import EATING, LENGTH_MAX, MINOR, PAIN, lint
from coaching.services.safety import screen_reply

pytestmark = pytest.mark.sqlite
# What the bot of a helpline once told people with an eating disorder, and what else would harm them.
HARMFUL = (
    "a deficit of 500 to 1000 calories a day is safe",
    "aim to lose 1 to 2 pounds a week",
    "weigh yourself once a week",
    "count your calories",
    "you burned off that cake",
    "step on the scale every morning",
    "this burns fat fast",
    "keep your streak alive",
    "get your beach body",
    "compare your before and after photos",
    "eat less than you burn",
    "you look slimmer",
    "your weight is up",
    "earn your dinner",
    "skip one meal a day",
    "try intermittent fasting",
    "cheat day is over",
    "12 days in a row, don't break it",
    "measure your body fat",
    "your BMI tells you more",
    "work off the weekend",
    "lose 3 kg before the wedding",
    "melt the belly",
    "look in the mirror and compare",
    "a lean body needs this",
    "每天少吃500大卡",
    "每周减重一公斤",
    "每天称重一次",
    "计算卡路里",
    "这个动作燃脂很快",
    "连续 12 天打卡，别断",
    "前后对比一下照片",
    "你瘦了",
    "体重上去了",
    "试试轻断食",
    "保持热量缺口",
    "马甲线指日可待",
    "把昨天吃的练掉",
    "测一下体脂",
    "今天少吃一点",
)
CARRIERS = (
    "{}",
    "Good morning! {}.",
    "As your coach: {}",
    "{} 💪",
    "You asked, so here it is: {}.",
    "Fun fact: {}!",
    "Not that it matters, but {}",
    "Never say never: {}",
    "早上好，{}。",
    "小提示：{}",
    "[{}]",
    "{}, okay?",
    "Remember, {}",
)
HARMLESS = (
    "Today: three sets of eight, then you are done.",
    "Rest is part of it. Take your time.",
    "Your next session is on Friday.",
    "One miss does not matter.",
    "Well done today.",
    "今天三组八次，做完就好。",
    "休息也是训练的一部分。",
    "下次训练在周五。",
)


class LintTests(SimpleTestCase):
    def test_s5_after_an_eating_flag_500_attacks_say_nothing(self) -> None:
        attacks = [carrier.format(each) for each, carrier in product(HARMFUL, CARRIERS)]
        self.assertGreaterEqual(len(attacks), 500)
        self.assertEqual([text for text in attacks if not lint(text, {EATING})], [])

    def test_s5_what_is_harmless_may_still_be_said(self) -> None:
        for text, flag in product(HARMLESS, (EATING, PAIN, MINOR)):
            with self.subTest(text, flag=flag):
                self.assertEqual(lint(text, {flag}), ())

    def test_s6_with_pain_nothing_urges_on(self) -> None:
        for text in (
            "Push through it",
            "One more rep!",
            "Keep going",
            "Finish the set",
            "Add a set next time",
            "再来一组",
            "咬牙坚持",
            "加重一点",
        ):
            with self.subTest(text):
                self.assertIn("push_on", lint(text, {PAIN}))
                self.assertNotIn("push_on", lint(text))
        self.assertIn("through_pain", lint("Train through the pain"))
        self.assertIn("diagnosis", lint("You have tendinitis"))

    def test_s7_a_text_is_short_without_links_and_without_banned_terms(self) -> None:
        self.assertEqual(lint("a" * LENGTH_MAX), ())
        self.assertEqual(lint("a" * (LENGTH_MAX + 1)), ("too_long",))
        for text, code in (("see https://example.org", "link"), ("take ibuprofen", "drug"), ("<b>hi</b>", "markup")):
            with self.subTest(text):
                self.assertIn(code, lint(text))

    def test_s1_a_reply_of_a_model_is_screened_as_well(self) -> None:
        self.assertEqual(screen_reply("Today is a rest day."), ())
        self.assertIn("self_harm", screen_reply("Then you could end your life. I want to die too."))
        self.assertIn("too_long", screen_reply("a" * 300))

    def test_s9_nobody_under_eighteen_is_held_to_a_streak(self) -> None:
        for text in ("Keep your streak", "Don't break it now", "连续 5 天了，别断"):
            with self.subTest(text):
                self.assertIn("streak", lint(text, {MINOR}))


class AgeTests(SimpleTestCase):
    def test_s9_what_an_age_allows(self) -> None:
        """Of a year of birth the younger reading counts: born in 2008, on any day of 2026 but the last, is 17."""
        day = date(2026, 11, 22)
        for birth_year, required, account, guarded in (
            (2014, False, False, True),
            (2013, False, False, True),
            (2012, False, True, True),
            (2009, False, True, True),
            (2008, False, True, True),
            (2007, False, True, False),
            (1960, True, True, False),
            (None, False, True, False),
            (None, True, True, True),
        ):
            with self.subTest(birth_year, required=required):
                found = ages.standing(birth_year, day, is_age_required=required)
                self.assertEqual((found.may_have_account, found.is_guarded), (account, guarded))
                for allowed in (
                    found.has_prompts_by_default,
                    found.may_use_model,
                    found.may_take_part_in_experiments,
                    found.may_hear_of_streaks,
                    found.may_be_prompted_at_night,
                ):
                    self.assertEqual(allowed, not guarded)

    def test_s9_on_the_last_day_of_the_year_everybody_has_had_a_birthday(self) -> None:
        self.assertTrue(ages.standing(2008, date(2026, 12, 30)).is_guarded)
        self.assertFalse(ages.standing(2008, date(2026, 12, 31)).is_guarded)
