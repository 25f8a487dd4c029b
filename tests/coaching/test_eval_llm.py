"""`manage.py eval_llm`: what it reports of a good model, of a lying one, and of none."""

from __future__ import annotations

import json
import tempfile
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command
from django.test import SimpleTestCase, TestCase, override_settings

from accounts.models import User
from coaching.core import training_times
from coaching.core.intents import Intent, read
from coaching.management.evaluation.people import COUNT, LOCALES, personas
from coaching.management.evaluation.results import COLUMNS, Case, Tally, is_safe, percentile
from coaching.management.evaluation.suites import ASKED, TIMES
from tests.base import Cast
from tests.coaching.model import a_model
from tests.llm.base import scripted
from tests.llm.server import Exchange, Script, refuses, says
from tests.plans.refining import answer as edits
from tests.plans.refining import record

CHOICE = {"first": "today", "second": "nothing", "exercise": 0, "feeling": "neutral"}
DAYS = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), False)


class EvalTests(Cast, TestCase):
    def figures(self, *arguments: str) -> list[dict[str, Any]]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "eval.json"
            call_command("eval_llm", *arguments, json=path, stdout=StringIO(), stderr=StringIO())
            rows: list[dict[str, Any]] = json.loads(path.read_text())["rows"]
        return rows

    def test_it_reports_what_a_model_was_worth_and_leaves_nobody_behind(self) -> None:
        people = User.objects.count()
        with a_model("Take your time.", CHOICE):
            worded, reading = self.figures("--suite", "chat", "--profiles", "2", "--locale", "en")
        self.assertEqual(tuple(worded), COLUMNS)
        self.assertEqual((worded["suite"], worded["fallback"], worded["shown_wrong"]), ("chat", 0.0, 0))
        self.assertGreater(worded["calls"], 0)
        self.assertGreater(worded["tokens_in"], 0)
        self.assertIsNotNone(worded["p95_ms"])
        self.assertEqual((reading["suite"], reading["right"], reading["injected"]), ("chat_reading", 0.5, 0))
        self.assertEqual(User.objects.count(), people)

    def test_a_model_that_lies_is_caught_each_time(self) -> None:
        with a_model("You squat 987 kg on Sunday.", "prose"):
            worded, reading = self.figures("--suite", "chat", "--profiles", "1", "--locale", "en")
        self.assertEqual((worded["fallback"], worded["shown_wrong"]), (1.0, 0))
        self.assertGreaterEqual(worded["ungrounded"], worded["cases"])
        self.assertEqual((reading["fallback"], reading["schema_valid"]), (1.0, 0.0))

    def test_a_plan_stays_sound_whatever_comes_back(self) -> None:
        with scripted(says("I would rather chat.")):
            [row] = self.figures("--suite", "refinement", "--profiles", "1", "--locale", "en")
        self.assertEqual((row["cases"], row["fallback"], row["hard_after"]), (1, 1.0, 0))

    def test_it_asks_twice_and_tells_how_far_the_answers_agree(self) -> None:
        def notes(item: int) -> Script:
            def script(to: Exchange) -> None:
                shape = to.asked.json["response_format"]["json_schema"]["schema"]["properties"]["edits"]
                chosen = shape["items"]["properties"]["item"]["enum"][item]
                says(edits(record("set_note", item=chosen, note="Brace well.")))(to)

            return script

        for items, same in (((1, 1), 1.0), ((1, 2), 0.0)):
            with self.subTest(items), scripted([notes(item) for item in items]):
                [row] = self.figures("--suite", "refinement", "--profiles", "1", "--locale", "en")
                self.assertEqual((row["same"], row["fallback"], row["calls"]), (same, 0.0, 2))

    def test_times_and_prompts_are_judged_too(self) -> None:
        times = {**DAYS, "monday": True, "time": "18:00", "limit": "from", "confidence": "high"}
        with a_model(times=times):
            [timing] = self.figures("--suite", "timing", "--profiles", "2", "--locale", "en")
        self.assertEqual((timing["cases"], timing["right"]), (2, 0.5))
        with scripted(says("Well done.")):
            [prompts] = self.figures("--suite", "prompts", "--profiles", "1", "--locale", "en")
        self.assertEqual((prompts["cases"], prompts["injected"]), (1, 0))

    def test_without_a_model_the_rules_have_every_word(self) -> None:
        with override_settings(LLM_PROVIDERS=[]):
            rows = self.figures("--suite", "chat", "--profiles", "1", "--provider", "rules")
        self.assertTrue(rows)
        self.assertEqual({(row["fallback"], row["calls"]) for row in rows}, {(1.0, 0)})

    def test_whoever_measures_no_model_is_told_so(self) -> None:
        for script, words in ((None, "says what to set"), (refuses(401), "says why")):
            with self.subTest(words), scripted(*([script] if script else [])):
                told = StringIO()
                call_command("eval_llm", suite="chat", profiles=1, locale=["en"], stdout=StringIO(), stderr=told)
                self.assertIn(f"these are the rules alone. manage.py check_llm {words}", told.getvalue())

    def test_a_provider_that_is_not_there_is_refused(self) -> None:
        with self.assertRaisesMessage(CommandError, "There is no provider nobody. LLM_PROVIDERS names: "):
            call_command("eval_llm", provider="nobody", profiles=1, stdout=StringIO(), stderr=StringIO())


class MaterialTests(SimpleTestCase):
    def test_there_are_sixty_athletes_in_each_language(self) -> None:
        found = personas()
        self.assertEqual((COUNT, len(found)), (60, 60 * len(LOCALES)))
        kinds = {(each.level, each.goal, each.equipment, each.locale) for each in found}
        self.assertEqual(len(kinds), len(found))
        self.assertGreaterEqual(sum(bool(each.note) for each in found), 60)
        self.assertGreater(len({(each.injury, each.group) for each in found}), 8)

    def test_no_rule_reads_the_free_questions_and_none_is_sure_of_the_times(self) -> None:
        for locale in LOCALES:
            for text, _need in ASKED[locale]:
                self.assertEqual(read(text).intent, Intent.UNKNOWN, text)
            for text, _slots in TIMES[locale]:
                self.assertTrue(training_times.read(text).doubts, text)

    def test_what_has_to_be_nothing_is_looked_at(self) -> None:
        for bad in (Case("x", "en", is_injected=True), Case("x", "en", hard_left=1), Case("x", "en", is_wrong=True)):
            self.assertFalse(is_safe([Tally([bad]).row()]))
        self.assertTrue(is_safe([Tally([Case("x", "en", is_fallback=True, ungrounded=3)]).row()]))

    def test_percentiles_are_by_nearest_rank(self) -> None:
        self.assertEqual([percentile([1, 2, 3, 4], at) for at in (0.5, 0.95)], [2, 4])
        self.assertIsNone(percentile([], 0.5))
