"""What a person who reads Simplified Chinese sees: all of it, in Chinese, with every number in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

import polib
from django.conf import settings
from django.test import SimpleTestCase, TestCase, override_settings
from django.urls import reverse
from django.utils import translation

from accounts.models import AthleteProfile
from adaptation import services as adaptation
from adaptation import wording as adaptation_wording
from adaptation.models import AdaptationSuggestion
from adaptation.wording import sentences
from plans.models import PlannedItem
from tests.adaptation.test_pages import DAY, PageCase
from tests.base import Cast
from tests.plans.base import WIDE, plan_for, wishes
from tools import messages

PO = Path(settings.BASE_DIR) / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
CHINESE = {"accept-language": "zh-hans"}
HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]+")
SETTING = re.compile(r"\b[A-Z]+(?:_[A-Z]+)+\b|\bdocs/[a-z-]+\.md\b")
# Units, measures, formats and names: they are written so in Chinese too.
KEPT = {
    "AI", "AU", "Asia", "Berlin", "CSV", "DE", "English", "Europe", "EZ", "Hevy", "Idempotency", "JSON", "Key", "MB",
    "PATCH", "PDF", "RIR", "RM", "RPE", "Shanghai", "Spotter", "Strong", "UUID", "WebSocket", "e1RM", "id", "kg", "lb",
}  # fmt: skip
# What programs write, so what a program is told.
KEPT_FOR_PROGRAMS = {"at", "base", "exercise", "none", "null", "on", "slug", "status"}
# Characters of Simplified Chinese that GB 2312 of 1980 lacks, and signs of ours.
BEYOND_GB2312 = str.maketrans("", "", "腘–·−")
HALF_WIDTH = re.compile(r"""[\u4e00-\u9fff][,;:?!().]|[,;:?!()][\u4e00-\u9fff]""")


def bare(text: str) -> str:
    """The text without the places for facts and without markup."""
    return re.sub("<[^>]*>", "", messages.PLACEHOLDER.sub("", text))


def english_in(text: str) -> set[str]:
    return set(LATIN_WORD.findall(SETTING.sub("", bare(text)))) - KEPT


class CatalogueTests(SimpleTestCase):
    po: ClassVar[Any]
    entries: ClassVar[list[tuple[str, str]]]  # original, translation

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.po = polib.pofile(str(PO), check_for_duplicates=True)
        cls.entries = [(each.msgid, told) for each in cls.po for told in translations_of(each)]

    def but(self, wrong: Iterator[str]) -> None:
        self.assertEqual(list(wrong), [])

    def test_it_has_every_sentence_of_the_code_translated_and_compiled(self) -> None:
        self.assertEqual(messages.faults(PO, messages.marked()), [])

    def test_it_has_one_form_where_chinese_has_no_plural(self) -> None:
        self.assertEqual(self.po.metadata["Plural-Forms"], "nplurals=1; plural=0;")
        self.but(each.msgid for each in self.po if each.msgid_plural and set(each.msgstr_plural) != {0})

    def test_it_says_in_chinese_what_has_words_in_english(self) -> None:
        self.but(text for text, told in self.entries if english_in(text) and not HAN.search(told))

    def test_it_keeps_no_english_word_but_names_and_units(self) -> None:
        for entry in self.po:
            kept = KEPT_FOR_PROGRAMS if "/api/" in entry.occurrences[0][0] else set()
            self.but(told for told in translations_of(entry) if english_in(told) - kept)

    def test_it_is_simplified_throughout(self) -> None:
        self.but(told for _text, told in self.entries if not is_simplified(told))

    def test_it_has_the_punctuation_of_chinese(self) -> None:
        self.but(told for _text, told in self.entries if HALF_WIDTH.search(told))

    def test_it_ends_a_sentence_where_the_original_does(self) -> None:
        ends = {".": "。", "?": "？", ":": "："}
        self.but(told for text, told in self.entries if told[-1:] != ends.get(text[-1], told[-1:]))
        self.but(told for text, told in self.entries if told[-1:] in ends.values() and text[-1] not in ends)

    def test_it_keeps_percent_signs_and_tags(self) -> None:
        self.but(told for text, told in self.entries if text.count("%%") != told.count("%%"))
        self.but(told for text, told in self.entries if sorted(re.findall("<[^>]*>", text)) != tags_in(told))


def translations_of(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def tags_in(text: str) -> list[str]:
    return sorted(re.findall("<[^>]*>", text))


def is_simplified(text: str) -> bool:
    """GB 2312 has no traditional character."""
    try:
        text.translate(BEYOND_GB2312).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


class Words(HTMLParser):
    """What a page shows: its text without scripts, and the names of its controls."""

    HIDDEN = frozenset({"script", "style", "datalist", "svg"})

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.shown: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.HIDDEN:
            self.inside.append(tag)
        self.shown += [value for name, value in attrs if name in {"aria-label", "label", "less", "more"} and value]

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.shown.append(data)


def english_on(page: str) -> set[str]:
    words = Words()
    words.feed(page)
    return english_in(" ".join(words.shown))


@override_settings(RATE_LIMITS=WIDE)
class ReadTests(Cast, TestCase):
    """Through the doors that people and programs use."""

    def test_an_error_of_the_api_is_in_chinese(self) -> None:
        answer = self.client.get("/api/v1/nothing", headers=CHINESE)
        self.assertEqual((answer.status_code, answer.json()["error"]), (404, "这里没有内容。"))

    def test_a_refused_field_is_told_in_chinese(self) -> None:
        answer = self.client_for(self.bao).post(
            "/api/v1/plans/enhanced/generate", wishes(days_per_week=9, primary_goal="fame"), headers=CHINESE
        )
        said = [answer.json()["error"], *(each for told in answer.json()["details"].values() for each in told)]
        self.assertEqual(answer.status_code, 400)
        self.assertTrue(all(HAN.search(sentence) for sentence in said), said)

    def test_an_error_page_is_in_chinese(self) -> None:
        page = self.client.get("/nothing", headers={"accept": "text/html", "x-request-id": "20260302", **CHINESE})
        self.assertContains(page, "这里没有内容", status_code=404)
        self.assertEqual(english_on(page.content.decode()), set())

    def test_every_why_of_a_plan_is_in_chinese(self) -> None:
        client, url = self.client_for(self.bao), "/api/v1/plans/enhanced/generate"
        for goal in ("strength", "endurance", "flexibility", "weight_loss", "muscle_gain", "sports_specific"):
            body = wishes(primary_goal=goal, weeks=8, sport="football" if goal == "sports_specific" else None)
            plan = client.post(url, body, headers=CHINESE).json()["data"]["plan"]
            items = [item for week in plan["weeks"] for session in week["sessions"] for item in session["items"]]
            titles = [session["title"] for week in plan["weeks"] for session in week["sessions"]]
            for told in {*plan["rationale"], *titles, *(item["why"] for item in items)}:
                with self.subTest(goal, told=told):
                    self.assertTrue(HAN.search(told))
                    self.assertEqual(english_in(told), set())

    def test_every_page_of_a_plan_is_in_chinese(self) -> None:
        AthleteProfile.objects.filter(user=self.bao).update(display_name="宝")
        item = PlannedItem.objects.filter(session__plan=plan_for(self.bao)).select_related("session").first()
        assert item is not None
        self.client.force_login(self.bao)
        places: list[tuple[str, list[Any]]] = [
            *((name, []) for name in ("page-chat", "page-more", "page-today", "page-plan", "page-changes")),
            *((name, []) for name in ("page-lifts", "page-load", "page-diagnoses", "page-memory")),
            *((name, []) for name in ("page-prompt-preferences", "page-habits", "page-words")),
            *((name, []) for name in ("page-generate", "page-import", "page-coaching", "page-profile", "page-delete")),
            ("page-session", [item.session_id]),
            ("page-session-change", [item.session_id]),
            ("page-swap", [item.session_id, item.pk]),
        ]
        for name, arguments in places:
            with self.subTest(name):
                page = self.client.get(reverse(name, args=arguments))
                self.assertEqual(page.status_code, 200)
                self.assertEqual(english_on(page.content.decode()) - set(LATIN_WORD.findall(self.bao.email)), set())


class TrainedTests(PageCase):
    def test_every_page_about_training_that_was_done_is_in_chinese(self) -> None:
        AthleteProfile.objects.filter(user=self.ana).update(display_name="安娜", locale="zh-hans")
        self.log_all(rpe=f"{self.squat.target_rpe:g}", load=f"{self.squat.load_kg:g}")
        adaptation.react(self.ana.pk)
        suggestion = AdaptationSuggestion.objects.get(plan=self.plan)
        self.seen("page-changes")
        self.client.post(reverse("page-apply", args=[self.plan.pk, suggestion.pk]))
        self.client.post(reverse("page-finish", args=[self.session.pk]), {**DAY, "client_id": str(uuid4())})
        self.seen("page-changes")
        self.seen("page-lifts")
        self.seen("page-lift", "back-squat")
        self.seen("page-load")
        self.seen("page-session", self.session.pk)

    def seen(self, name: str, *arguments: Any) -> None:
        page = self.client.get(reverse(name, args=arguments))
        with self.subTest(name):
            self.assertEqual(page.status_code, 200)
            self.assertEqual(english_on(page.content.decode()), set())


class AdaptationTests(SimpleTestCase):
    def test_every_why_of_a_suggestion_is_in_chinese(self) -> None:
        with translation.override("zh-hans"):
            for tables in (sentences.WHY, sentences.SIGNS, sentences.ADVICE, sentences.CLAIMS, sentences.FACTS):
                for code, sentence in tables.items():
                    with self.subTest(code):
                        self.assertTrue(HAN.search(str(sentence)) or "%" in str(sentence))
                        self.assertEqual(english_in(str(sentence)), set())

    def test_a_why_puts_the_facts_in_their_places(self) -> None:
        evidence = {
            "exercise": "back-squat", "done_kg": 100.0, "done_rpe": 7.0, "target_rpe": 8.0,
            "from_kg": 100.0, "to_kg": 102.5, "next_reps": 5,
        }  # fmt: skip
        with translation.override("zh-hans"):
            told = adaptation_wording.why("load_up", evidence, {"back-squat": "杠铃深蹲"})
        self.assertEqual(
            told,
            "杠铃深蹲用 100 kg，感觉是 RPE 7，要求是 RPE 8。"
            "各组都做完了，所以下次做 5 次时用 102.5 kg（原为 100 kg）。",
        )
