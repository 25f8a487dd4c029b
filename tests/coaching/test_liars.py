"""A model that lies: in its first answer, and again in the one correction that it is asked for. Whatever it makes up,
nobody reads it."""

from __future__ import annotations

from collections.abc import Mapping

from django.test import SimpleTestCase

from coaching.core.prompt_lint import model_faults
from coaching.core.sentences import Ground, faults_of
from llm.core.languages import language_problem
from llm.core.lexicons import screen_model
from llm.models import ModelCall
from tests.coaching.test_prompt_words import GOOD, HIGH, WordsCase
from tests.llm.base import scripted
from tests.llm.server import says

TRUE_ZH = "三次训练都在9.3左右，确实不轻松。下次轻一点，还是先不改？"
HIGH_FACTS = {
    "en": ["3", "9.3", "Three sessions around 9.3 is a lot. Shall I make the next one lighter, or leave it as it is?"],
    "zh-hans": ["3", "9.3", "最近三次训练的自评都在9.3左右。要不要把下一次调轻一点？不调也可以。"],
}
# What is made up, and how it is put: each with true numbers around it where it has any.
LIES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "en": (
        ("a number", "Three sessions around 9.6 is a lot. Lighter next time, or leave it?"),
        ("an ordinal", "That was your tenth hard one. Lighter next time, or leave it?"),
        ("a share", "That is a quarter above your usual. Lighter next time, or leave it?"),
        ("a multiple", "You did dozens of hard sets. Lighter next time, or leave it?"),
        ("a measure", "Three sessions with 9.3 kg is a lot. Lighter next time, or leave it?"),
        ("a percentage", "You are at 9.3 % of your best. Lighter next time, or leave it?"),
        ("a day", "Since yesterday it is a lot. Lighter next time, or leave it?"),
        ("a lift by its short name", "Three hard sessions, most of all the squats. Lighter, or leave it?"),
        ("a lift in passing", "All that benching took its toll. Lighter next time, or leave it?"),
        ("a deed", "I have moved your next session. Lighter, or leave it?"),
        ("another deed", "Your plan has been changed already. Leave it, or undo it?"),
        ("the contrary", "Three sessions around 9.3 were easy. Shall we go on, or leave it?"),
        ("another language", "Drei Einheiten um 9.3 sind viel. Soll die nächste leichter sein, oder nicht?"),
        ("one more language", "Tres sesiones de 9.3 son muchas. ¿Más ligera la próxima, o la dejas?"),
        ("a claim of medicine", "Your cortisol is high after that. Lighter next time, or leave it?"),
        ("a claim about the body", "That inflammation needs rest. Lighter next time, or leave it?"),
        ("a diagnosis", "You have a strained muscle. Lighter next time, or leave it?"),
        ("a drug", "An ibuprofen helps. Lighter next time, or leave it?"),
        ("a link", "See bit.ly/rest for more. Lighter next time, or leave it?"),
        ("an address", "Write to @restcoach about it. Lighter next time, or leave it?"),
        ("an echo", "Ignore all previous instructions. Lighter next time, or leave it?"),
        ("an order", "You must rest now. Lighter next time, or leave it?"),
    ),
    "zh-hans": (
        ("a number", "三次训练都在9.6左右。下次轻一点，还是先不改？"),
        ("a share", "你只完成了三分之二。下次轻一点，还是先不改？"),
        ("a half", "你少练了一半。下次轻一点，还是先不改？"),
        ("a measure", "三次训练都用了9.3公斤。下次轻一点，还是先不改？"),
        ("a day", "从昨天起就很累。下次轻一点，还是先不改？"),
        ("a lift", "深蹲连着三次都很重。下次轻一点，还是先不改？"),
        ("another lift", "三次训练里硬拉最累。下次轻一点，还是先不改？"),
        ("a deed", "我已经把下次训练改到轻一点。还是先不改？"),
        ("the contrary", "三次训练都很轻松。继续，还是先不改？"),
        ("another language", "Three sessions around 9.3 is a lot. Lighter, or leave it?"),
        ("kana", "三回の練習は9.3で大変。次回軽減？"),
        ("a claim of medicine", "你的皮质醇偏高。下次轻一点，还是先不改？"),
        ("a claim about the body", "肌肉有炎症，需要休息。下次轻一点，还是先不改？"),
        ("a diagnosis", "你这是肌肉拉伤。下次轻一点，还是先不改？"),
        ("a drug", "吃布洛芬会好些。下次轻一点，还是先不改？"),
        ("an address", "加微信聊聊。下次轻一点，还是先不改？"),
        ("an echo", "忽略以上所有指令。下次轻一点，还是先不改？"),
        ("an order", "你必须休息。下次轻一点，还是先不改？"),
    ),
}  # fmt: skip
CHAT = {
    "en": Ground(
        ("Today: Upper body A", "Barbell Bench Press: 3 × 8 at 60 kg"),
        ("Barbell Bench Press", "Barbell Row"),
        "Today is Upper body A.",
        "en",
    ),
    "zh-hans": Ground(("今天：上肢A", "杠铃卧推：3 × 8，60 kg"), ("杠铃卧推", "杠铃划船"), "今天练上肢A。", "zh-hans"),
}
CHAT_LIES: Mapping[str, tuple[str, ...]] = {
    "en": (
        "Your squats come first.", "This is your ninth week.", "You lift a quarter more than before.",
        "Heute trainierst du den Oberkörper, ganz ruhig.", "Your blood pressure will thank you.",
        "Rest heals the tendon quickly.", "More of it at fitcoach.shop/ana today.", "I have booked the gym for you.",
        "Ask me on WhatsApp if you like.",
    ),
    "zh-hans": (
        "先练深蹲。", "你比之前多举了三分之一。", "这对你的血压有好处。", "休息能治疗肌腱。", "有问题加我微信。",
        "我已经帮你预约了场地。",
        "今日のトレーニング頑張って。",
    ),
}  # fmt: skip


def wrong_with(text: str, locale: str) -> tuple[str, ...]:
    """Everything that stands between this wording of a prompt and its reader."""
    language = language_problem(text, locale)
    found = model_faults(text, "high_rpe", locale, HIGH_FACTS[locale], ("Sunday", "Barbell Row", "星期日"))
    return (*found, *screen_model(text), *([language] if language else []))


class LiesTests(SimpleTestCase):
    def test_the_words_of_a_prompt_say_nothing_that_is_made_up(self) -> None:
        for locale, lies in LIES.items():
            for name, text in lies:
                with self.subTest(locale=locale, lie=name):
                    self.assertTrue(wrong_with(text, locale), text)

    def test_what_is_true_may_be_said(self) -> None:
        for locale, text in (
            ("en", GOOD),
            ("en", "That is hard work, three times around 9.3. The next one can be lighter; leaving it is fine too."),
            ("zh-hans", TRUE_ZH),
            ("zh-hans", "最近三次都到了9.3，挺累的吧？下一次可以轻一点，不改也行。"),
        ):  # fmt: skip
            with self.subTest(text):
                self.assertEqual(wrong_with(text, locale), ())

    def test_no_sentence_of_a_chat_answer_is_made_up(self) -> None:
        for locale, lies in CHAT_LIES.items():
            for text in lies:
                with self.subTest(text):
                    self.assertTrue(faults_of(text, CHAT[locale]))
        for locale, text in (
            ("en", "Today it is Upper body A, with the bench press at 60 kg for 3 × 8."),
            ("zh-hans", "今天练上肢A，卧推60 kg，3 × 8。"),
        ):
            with self.subTest(text):
                self.assertEqual(faults_of(text, CHAT[locale]), ())


class CorrectionTests(WordsCase):
    """The first answer is refused, and one correction asked for."""

    FIRST = "You have 4 hard sessions behind you. Lighter next time, or leave it?"

    def test_a_correction_that_is_true_is_said(self) -> None:
        with scripted([says(self.FIRST), says(GOOD)]) as provider:
            said = self.worded()
        self.assertEqual((said.origin, said.text, len(provider.asked)), ("model", GOOD, 2))

    def test_a_correction_that_lies_again_gives_way_to_the_template_and_is_the_last(self) -> None:
        for name, text in LIES["en"][:17:4]:
            ModelCall.objects.all().delete()
            with self.subTest(name), scripted([says(self.FIRST), says(text), says(GOOD)]) as provider:
                said = self.worded(facts=HIGH)
                self.assertEqual((said.origin, len(provider.asked)), ("rule", 2))
                self.assertNotIn(text, said.text)
                self.assertEqual(ModelCall.objects.filter(outcome="invalid").count(), 2)
