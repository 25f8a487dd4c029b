"""A model's claim that it did something is not said, unless it is a fact."""

from __future__ import annotations

from django.test import SimpleTestCase

from coaching.core.deeds import claims
from coaching.core.sentences import Ground, faults_of

EN = Ground(("Thursday: the session was moved.",), (), "Push is on Thursday.", "en")
ZH = Ground(("周四：训练改到了周四。",), (), "推的训练在周四。", "zh-Hans")


class DeedTests(SimpleTestCase):
    def test_it_finds_what_somebody_claims_to_have_done(self) -> None:
        for text in (
            "I have booked it for you.",
            "I've just moved your session.",
            "I’ll remind you in time.",
            "I went ahead and saved it: we updated your plan.",
            "Your session has been cancelled.",
            "I am going to skip it for you.",
            "我已经帮你预约好了。",
            "我把这次训练挪到周五。",
            "已保存你的设置。",
        ):
            with self.subTest(text):
                self.assertTrue(claims(text))

    def test_it_lets_other_sentences_be(self) -> None:
        for text in (
            "You moved well on Tuesday.",
            "You can change that on the plan page.",
            "I see that you skipped a session, which is fine.",
            "Would you like to move it?",
            "I like how steady this is.",
            "今天的训练约 50 分钟。",
            "你可以换成别的动作。",
            "想跳过也没关系。",
        ):
            with self.subTest(text):
                self.assertEqual(claims(text), frozenset())

    def test_it_may_be_said_where_it_is_a_fact(self) -> None:
        for ground, sentence, is_said in (
            (EN, "I moved the session.", True),
            (EN, "I cancelled the session.", False),
            (ZH, "训练我改到周四了。", True),
            (ZH, "我取消了这次训练。", False),
        ):
            with self.subTest(sentence):
                self.assertEqual("rule:deed" not in faults_of(sentence, ground), is_said)
