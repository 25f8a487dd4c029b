"""What of a model's text may be read: true sentences pass, and no lie does, however small."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from django.test import SimpleTestCase

from coaching.core.sentences import SENTENCES_MAX, Ground, faults_of, sentences, spoken

NAMES = ("Barbell Bench Press", "Barbell Row", "Bench Press", "Back Squat", "Deadlift", "Plank", "Row")
NAMES_ZH = ("杠铃卧推", "杠铃划船", "卧推", "杠铃深蹲", "硬拉")
ENGLISH = Ground(
    lines=(
        "Today: Upper body A, about 45 minutes.",
        "Upper body A · Monday, March 2",
        "Barbell Bench Press: 3 × 8 · 100 kg · RPE 8",
        "Barbell Row: 4 × 10 · 62.5 kg · RPE 7.5",
        "You have done 5 of 7 sessions in the last 28 days.",
        "Trend a week: −0.5 % (−1.2 % to +0.2 %).",
        "Upper body A has 2 exercises.",
    ),
    names=NAMES,
    template="Here are the facts.",
    locale="en",
)
CHINESE = Ground(
    lines=(
        "今天：上肢 A，约 45 分钟。",
        "上肢 A · 星期一，3月2日",
        "杠铃卧推：3 × 8 · 100 公斤 · RPE 8",
        "杠铃划船：4 × 10 · 62.5 公斤 · RPE 7.5",
        "最近28天你完成了7次训练中的5次。",
    ),
    names=NAMES_ZH,
    template="事实如下。",
    locale="zh-hans",
)
TRUE = (
    "Your Barbell Bench Press is at 100 kg for 3 sets of 8.",
    "The Barbell Row asks for 4 sets of 10 at 62.5 kg, RPE 7.5.",
    "It takes about 45 minutes on Monday, March 2.",
    "You have done 5 of 7 sessions in 28 days, well done!",
    "The trend is −0.5 % a week, somewhere between −1.2 % and +0.2 %.",
    "Two exercises wait for you in Upper body A.",
)
TRUE_ZH = (
    "杠铃卧推是100公斤，3组8次。",
    "杠铃划船4组10次，62.5公斤，RPE 7.5。",
    "星期一大约需要45分钟。",
    "28天里你完成了7次中的5次。",
)
NUMBER = re.compile(r"\d+(?:\.\d+)?")
SPELLED = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 9: "nine", 11: "eleven", 12: "twelve"}
OTHER_DAYS = ("Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "tomorrow", "yesterday", "next week")
OTHER_DAYS_ZH = ("周二", "星期三", "周四", "礼拜五", "周六", "星期天", "明天", "昨天", "下周")
STRANGERS = ("Back Squat", "Deadlift", "Plank")
STRANGERS_ZH = ("杠铃深蹲", "硬拉")


def numbers_lied(sentence: str, ground: Ground) -> Iterator[str]:
    """The sentence with one of its numbers replaced by one that no fact says."""
    known = {float(each) for line in ground.lines for each in NUMBER.findall(line)}
    for match in NUMBER.finditer(sentence):
        value = float(match[0])
        for wrong in (value + 1, value - 1, value * 2, value * 10, value + 2.5, value + 5, value + 0.25, 999.0):
            if wrong > 0 and wrong not in known:
                yield f"{sentence[: match.start()]}{wrong:g}{sentence[match.end() :]}"
        if ground.locale == "en" and (word := SPELLED.get(int(value) + 1)) and value + 1 not in known:
            yield f"{sentence[: match.start()]}{word}{sentence[match.end() :]}"


def days_lied() -> Iterator[tuple[str, Ground]]:
    for day in OTHER_DAYS:
        yield f"Your session is on {day}.", ENGLISH
    for day in OTHER_DAYS_ZH:
        yield f"你的训练在{day}。", CHINESE


def mixed_up() -> Iterator[tuple[str, Ground]]:
    """Numbers that stand in the facts, and are about something else."""
    yield "Your Barbell Row is at 100 kg.", ENGLISH
    yield "The Barbell Bench Press is at 62.5 kg.", ENGLISH
    yield "The Barbell Bench Press is at 8 kg.", ENGLISH
    yield "You train for 28 minutes.", ENGLISH
    yield "The trend is +0.5 % a week.", ENGLISH
    yield "You lift 45 kg today.", ENGLISH
    yield "杠铃划船是100公斤。", CHINESE
    yield "杠铃卧推是8公斤。", CHINESE
    for name in STRANGERS:
        yield f"The {name} is at 100 kg.", ENGLISH
        yield f"Then comes the {name}s.", ENGLISH
    for name in STRANGERS_ZH:
        yield f"然后做{name}。", CHINESE


class LyingTests(SimpleTestCase):
    def test_true_sentences_pass(self) -> None:
        for ground, said in ((ENGLISH, TRUE), (CHINESE, TRUE_ZH)):
            for sentence in said:
                with self.subTest(sentence):
                    self.assertEqual(faults_of(sentence, ground), ())

    def test_two_hundred_lies_do_not(self) -> None:
        lies = [(lie, ENGLISH) for sentence in TRUE for lie in numbers_lied(sentence, ENGLISH)]
        lies += [(lie, CHINESE) for sentence in TRUE_ZH for lie in numbers_lied(sentence, CHINESE)]
        lies += [*days_lied(), *mixed_up()]
        self.assertGreaterEqual(len(lies), 200)
        believed = [lie for lie, ground in lies if not faults_of(lie, ground)]
        self.assertEqual(believed, [])

    def test_a_lie_is_replaced_once_by_what_the_rules_say(self) -> None:
        text = f"{TRUE[0]} You squat 300 kg. And 250 kg tomorrow. {TRUE[3]}"
        told = spoken(text, ENGLISH, is_whole=True)
        self.assertEqual(told.text, f"{TRUE[0]} {ENGLISH.template} {TRUE[3]}")
        self.assertEqual((told.kept, set(told.faults)), (2, {"rule:exercise", "rule:number", "rule:time"}))

    def test_other_filters_are_asked_as_well(self) -> None:
        strict = replace(ENGLISH, screens=lambda text: ("eating",) if "eat" in text else ())
        self.assertEqual(faults_of("Do not eat before it.", strict), ("unsafe:eating",))

    def test_it_has_to_be_in_the_athletes_language(self) -> None:
        self.assertEqual(faults_of("Das schaffst du bestimmt, 加油加油加油。", ENGLISH), ("locale:language",))
        self.assertEqual(faults_of("Keep going, you are doing fine.", CHINESE), ("locale:language",))


class SentenceTests(SimpleTestCase):
    def test_a_text_falls_into_its_sentences(self) -> None:
        for text, wanted in (
            ("One. Two! Three?", ["One.", "Two!", "Three?"]),
            ("It is 62.5 kg, e.g. today.", ["It is 62.5 kg, e.g.", "today."]),
            ("好的。今天练上肢！加油", ["好的。", "今天练上肢！", "加油"]),
            ("First line\nSecond line", ["First line", "Second line"]),
            ("He said “stop.” Then left.", ["He said “stop.”", "Then left."]),
            ("...", []),
        ):
            with self.subTest(text):
                self.assertEqual(sentences(text), wanted)

    def test_what_is_being_written_counts_when_it_has_ended(self) -> None:
        self.assertEqual(sentences("One. Tw", is_whole=False), ["One."])
        self.assertEqual(sentences("It is 62.", is_whole=False), [], "it may go on with a 5")
        self.assertEqual(sentences("好的。今", is_whole=False), ["好的。"])

    def test_what_is_shown_while_it_is_written_is_the_beginning_of_the_whole(self) -> None:
        for ground, said in ((ENGLISH, " ".join((*TRUE, "You squat 300 kg."))), (CHINESE, "".join(TRUE_ZH))):
            whole = spoken(said, ground, is_whole=True).pieces
            for end in range(len(said)):
                pieces = spoken(said[:end], ground, is_whole=False).pieces
                self.assertEqual(pieces, whole[: len(pieces)])

    def test_markup_is_taken_off_and_chinese_gets_its_own_punctuation(self) -> None:
        self.assertEqual(spoken("**Well** done. `Go` on.", ENGLISH, is_whole=True).text, "Well done. Go on.")
        self.assertEqual(spoken("很好,继续加油!", CHINESE, is_whole=True).text, "很好，继续加油！")

    def test_it_does_not_talk_for_ever(self) -> None:
        self.assertEqual(spoken("Well done. " * 50, ENGLISH, is_whole=True).kept, SENTENCES_MAX)
