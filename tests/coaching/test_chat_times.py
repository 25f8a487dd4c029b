"""When somebody can train: what the rules read, what they doubt, and what the chat makes of it."""

from __future__ import annotations

from datetime import time

from django.test import SimpleTestCase, TestCase
from django.utils import translation

from coaching.core.facts import TimesFacts
from coaching.core.intents import Intent, read, tone_wanted
from coaching.core.training_times import Slot, Times
from coaching.core.training_times import read as read_times
from coaching.wording.answers import Reader, worded
from tests.base import Cast
from tests.coaching.base import answer_to, block, blocks

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
SEVEN, HALF = time(19), time(18, 30)


def each(days: tuple[int, ...], **bounds: time) -> tuple[Slot, ...]:
    return tuple(Slot(day, **bounds) for day in days)


CERTAIN: dict[str, tuple[Slot, ...]] = {
    "I can train on Tue and Thu at 7pm": each((TUE, THU), at=SEVEN),
    "周二周四晚上七点": each((TUE, THU), at=SEVEN),
    "周二四晚上7点": each((TUE, THU), at=SEVEN),
    "Mon Wed 18:30": each((MON, WED), at=HALF),
    "7pm on Mon and Thu": each((MON, THU), at=SEVEN),
    "weekdays before 8 am": each((MON, TUE, WED, THU, FRI), until=time(8)),
    "Mon-Fri after 6pm": each((MON, TUE, WED, THU, FRI), since=time(18)),
    "Tuesdays at 7 pm and Saturdays at 10 am": (Slot(TUE, at=SEVEN), Slot(SAT, at=time(10))),
    "Monday 7am, Wednesday 8 p.m. and Friday": (Slot(MON, at=time(7)), Slot(WED, at=time(20)), Slot(FRI, at=time(20))),
    "周一三五早上7点半": each((MON, WED, FRI), at=time(7, 30)),
    "星期二和星期四晚上8点以后": each((TUE, THU), since=time(20)),
    "周二到周四十九点前": each((TUE, WED, THU), until=SEVEN),
    "周日下午三点": each((SUN,), at=time(15)),
    "周末上午": each((SAT, SUN), since=time(6), until=time(12)),
    "at 7 in the morning on Tuesday": each((TUE,), at=time(7)),
    "every day except Friday": each((MON, TUE, WED, THU, SAT, SUN)),
    "周三不行，其他每天都可以": each((MON, TUE, THU, FRI, SAT, SUN)),
    "I can't on Friday, but Monday at 6pm is fine": each((MON,), at=time(18)),
    "Friday to Monday at 10": each((MON, FRI, SAT, SUN), at=time(10)),
}
DOUBTFUL: dict[str, set[str]] = {
    "before 7": {"hour", "days"},
    "I can train at 7 on Tuesdays": {"hour"},
    "after work on Mondays": {"words"},
    "mornings": {"days"},
    "every other day": {"words", "days"},
    "隔天晚上": {"words", "days"},
    "sat 10": {"words"},
    "": {"days"},
}


class ReadingTests(SimpleTestCase):
    def test_it_reads_days_and_times(self) -> None:
        for text, slots in CERTAIN.items():
            with self.subTest(text):
                self.assertEqual(read_times(text), Times(slots, read_times(text).never))
                self.assertTrue(read_times(text).is_certain)

    def test_it_says_what_it_is_not_sure_of(self) -> None:
        for text, doubts in DOUBTFUL.items():
            with self.subTest(text):
                self.assertEqual(read_times(text).doubts, doubts)
                self.assertFalse(read_times(text).is_certain)

    def test_nothing_that_a_person_can_type_breaks_it(self) -> None:
        for text in (
            "\x00",
            "99:99 on 周",
            "周" * 500,
            "mon-" * 500,
            "点半" * 300,
            "twenty five o'clock 二十九点",
            "24 pm",
        ):
            with self.subTest(text[:12]):
                self.assertIsInstance(read_times(text), Times)


class ToneTests(SimpleTestCase):
    def test_it_reads_which_tone_is_wanted(self) -> None:
        for text, tone in (
            ("be more direct", "direct"), ("talk a bit more gentle please", "gentle"), ("说话活泼一点", "playful"),
            ("less direct and more playful", ""), ("change my settings", ""),
        ):  # fmt: skip
            with self.subTest(text):
                self.assertEqual((read(text).intent, tone_wanted(text)), (Intent.SETTINGS, tone))


class AnswerTests(Cast, TestCase):
    def test_it_tells_back_what_it_understood_and_leads_to_a_plan_on_these_days(self) -> None:
        answer = answer_to(self.ana, "I can train on Tue and Thu at 7pm")
        self.assertIn("Tuesday: 19:00\nThursday: 19:00\nYour plan stays as it is", answer.text)
        [action] = block(answer, "actions")["actions"]
        page = self.page(action["href"])
        self.assertEqual(page.count('name="available_days"'), 7)
        for day in range(7):
            box = next(part for part in page.split("<input") if f'name="available_days" value="{day}"' in part)
            self.assertEqual("checked" in box.split(">")[0], day in {TUE, THU}, day)
            at = next(part for part in page.split("<input") if f'name="time_{day}"' in part)
            self.assertEqual('value="19:00"' in at.split(">")[0], day in {TUE, THU}, day)

    def test_what_was_told_is_remembered_and_leads_there_too(self) -> None:
        answer_to(self.ana, "I can train on Tue and Thu at 7pm")
        page = self.page("/memory")
        self.assertIn("available_days=1&amp;available_days=3&amp;time_1=19%3A00&amp;time_3=19%3A00", page)

    def test_a_link_with_anything_else_fills_nothing_in(self) -> None:
        self.assertNotIn('value="26:00"', self.page("/plan/new?time_1=26:00&time_9=10:00&time_2=%3Cb%3E"))

    def page(self, address: str) -> str:
        self.client.force_login(self.ana)
        return self.client.get(address).content.decode()

    def test_it_asks_for_the_half_of_the_day_and_understands_the_answer(self) -> None:
        answer = answer_to(self.ana, "I can train on Tuesdays at 7")
        said = [each["text"] for each in block(answer, "quick_replies")["options"]]
        self.assertEqual([read_times(each).slots for each in said], [each((TUE,), at=time(7)), each((TUE,), at=SEVEN)])
        self.assertEqual([read(each).intent for each in said], [Intent.TIMES] * 2)

    def test_what_it_offers_to_say_is_understood_in_every_language(self) -> None:
        unsure = Times((Slot(TUE, until=time(6, 30)), Slot(FRI, until=time(6, 30))), doubts=frozenset({"hour"}))
        for language in ("en", "zh-hans"):
            with translation.override(language):
                blocks = worded(Intent.TIMES, TimesFacts(unsure), Reader("metric")).blocks
            said = [option["text"] for option in blocks[1]["options"]]
            with self.subTest(language, said=said):
                wanted = [each((TUE, FRI), until=time(6, 30)), each((TUE, FRI), until=HALF)]
                self.assertEqual([read_times(text).slots for text in said], wanted)

    def test_another_tone_is_one_tap_away(self) -> None:
        answer = answer_to(self.ana, "be more playful")
        [tap], [link] = (part["actions"] for part in blocks(answer) if part["type"] == "actions")
        self.assertEqual((tap["id"], tap["value"], link["href"]), ("set_tone", "playful", "/profile"))
        self.ana.profile.refresh_from_db()
        self.assertEqual(self.ana.profile.tone, "gentle")
