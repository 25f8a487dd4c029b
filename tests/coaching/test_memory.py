"""What athletes tell is read by rules, kept once for each subject, and theirs to read, put right and delete."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.test import SimpleTestCase, TestCase

from accounts import services as accounts
from accounts.models import AthleteProfile, User
from coaching import services as coaching
from coaching.core.remembering import PAIN_STANDS, facts_in
from coaching.core.suiting import suits
from coaching.models import MemoryFact, Message
from coaching.services import memory
from tests.base import Cast
from tests.coaching.base import NOW, AskedCase, answer_to, block

DAY = timedelta(days=1)
WEDNESDAY = date(2026, 11, 18)
URL = "/api/v2/coaching/memory"


def read(text: str) -> list[tuple[str, dict[str, Any]]]:
    return [(fact.key, dict(fact.data)) for fact in facts_in(text, WEDNESDAY)]


class ReadingTests(SimpleTestCase):
    def test_it_reads_what_people_tell_of_themselves(self) -> None:
        last_week = {"from": "2026-11-09", "to": "2026-11-15"}
        until_friday = {"from": "2026-11-18", "to": "2026-11-19"}
        knee = {"region": "knee", "side": "left", "exercise": "squat"}
        for text, key, data in (
            ("My left knee hurts on deep squats", "pain:knee", knee),
            ("shoulder pain 3/10 when"
                " benching", "pain:shoulder", {"region": "shoulder", "severity": 3, "exercise": "bench press"}),
            ("I was ill last week", "illness", last_week),
            ("I have a cold", "illness", {"from": "2026-11-18"}),
            ("no gym until Friday", "schedule:away", until_friday),
            ("I'm travelling until next week", "schedule:away", {"from": "2026-11-18", "to": "2026-11-22"}),
            ("I can only train mornings", "schedule:part", {"part": "morning"}),
            ("I can only train on Mondays and Thursdays", "schedule:days", {"days": [0, 3]}),
            ("I can train on Tue and Thu at 7pm", "schedule:times",
             {"slots": [{"day": 1, "at": "19:00"}, {"day": 3, "at": "19:00"}]}),
            ("周一三五早上可以", "schedule:times",
             {"slots": [{"day": day, "from": "06:00", "to": "12:00"} for day in (0, 2, 4)]}),
            ("Can't train on Sundays", "schedule:not", {"days": [6]}),
            ("I only have dumbbells and bands", "equipment:only", {"only": ["dumbbell", "band"]}),
            ("I don't have a rack", "equipment:rack", {"without": "rack"}),
            ("I bought a kettlebell", "equipment:kettlebell", {"with": "kettlebell"}),
            ("I hate burpees", "preference:burpee", {"what": "burpee", "likes": False}),
            ("I love deadlifts", "preference:deadlift", {"what": "deadlift", "likes": True}),
            ("My goal is a marathon in May", "goal", {}),
            ("左膝深蹲的时候疼", "pain:knee", knee),
            ("上周感冒了", "illness", last_week),
            ("周五之前不去健身房", "schedule:away", until_friday),
            ("我只能早上练", "schedule:part", {"part": "morning"}),
            ("我只有哑铃", "equipment:only", {"only": ["dumbbell"]}),
            ("讨厌波比跳", "preference:burpee", {"what": "burpee", "likes": False}),
            ("我的目标是跑马拉松", "goal", {}),
        ):  # fmt: skip
            with self.subTest(text):
                self.assertEqual(read(text), [(key, data)])

    def test_it_takes_nothing_for_a_fact_that_is_none(self) -> None:
        for text in (
            "does my knee hurt?", "why does my shoulder hurt on bench", "my wife hates burpees", "I'm sick of burpees",
            "I hate my job", "no gym today", "I can train on Tuesdays at 7",
            "can I train on Tue at 7pm?", "What do I train today?", "I like it", "cold plunge was nice", "thanks!",
            "膝盖会疼吗？", "我老婆感冒了", "今天练什么", "好的",
        ):  # fmt: skip
            with self.subTest(text):
                self.assertEqual(read(text), [])

    def test_it_reads_several_facts_and_of_one_subject_the_last(self) -> None:
        text = "I only have dumbbells. I hate lunges; my elbow hurts. No, actually I love lunges!"
        self.assertEqual([key for key, _data in read(text)], ["equipment:only", "preference:lunge", "pain:elbow"])
        self.assertTrue(dict(read(text))["preference:lunge"]["likes"])

    def test_a_pain_that_is_gone_ends_what_stood(self) -> None:
        for text in (
            "my knee is fine again",
            "no more pain in my knee, all good",
            "knee has healed",
            "膝盖不疼了",
            "膝盖好了",
        ):
            with self.subTest(text):
                [fact] = facts_in(text, WEDNESDAY)
                self.assertEqual((fact.key, fact.is_over), ("pain:knee", True))

    def test_a_fact_has_its_own_words_and_its_last_day(self) -> None:
        [pain] = facts_in("Hi coach! My left knee hurts on deep squats. Bye", WEDNESDAY)
        self.assertEqual(pain.text, "My left knee hurts on deep squats")
        self.assertEqual(pain.until_on, WEDNESDAY + PAIN_STANDS)
        [gear] = facts_in("I only have dumbbells", WEDNESDAY)
        self.assertIsNone(gear.until_on)


class SuitingTests(SimpleTestCase):
    def test_it_heeds_dislikes_and_what_there_is(self) -> None:
        barbell, dumbbell = frozenset({"barbell", "rack"}), frozenset({"dumbbell"})
        for name, equipment, fact, is_fine in (
            ("Back Squat", (barbell,), {}, True),
            ("Back Squat", (barbell,), {"what": "squat", "likes": False}, False),
            ("Back Squat", (barbell,), {"what": "squat", "likes": True}, True),
            ("Leg Press", (barbell,), {"what": "squat", "likes": False}, True),
            ("Back Squat", (barbell,), {"without": "rack"}, False),
            ("Back Squat", (barbell, dumbbell), {"without": "rack"}, True),
            ("Goblet Squat", (dumbbell,), {"only": ["dumbbell"]}, True),
            ("Back Squat", (barbell,), {"only": ["dumbbell"]}, False),
            ("Push-up", (), {"only": ["dumbbell"]}, True),
        ):
            with self.subTest(name, fact=fact):
                self.assertEqual(suits(name, equipment, [fact]), is_fine)


class SwapTests(AskedCase):
    def test_what_was_told_decides_what_is_proposed(self) -> None:
        proposed = [each["name"] for each in block(self.ask("swap bench press"), "swap")["options"]]
        self.assertEqual(proposed[0], "Dumbbell Bench Press")
        self.ask("I don't have dumbbells at home")
        left = [each["name"] for each in block(self.ask("swap bench press"), "swap")["options"]]
        self.assertEqual(left, proposed[1:])


class MemoryCase(Cast, TestCase):
    def tell(self, text: str, athlete: User | None = None, now: Any = NOW) -> list[MemoryFact]:
        who = athlete or self.ana
        message, _is_new = coaching.post(athlete=who, text=text, client_id=uuid4(), now=now)
        return memory.remember(message, who, now)


class RememberTests(MemoryCase):
    def test_it_remembers_what_is_told_in_the_chat(self) -> None:
        answer_to(self.ana, "My left knee hurts on deep squats")
        fact = MemoryFact.objects.get(athlete=self.ana)
        self.assertEqual((fact.category, fact.source, fact.told_on), ("pain", "chat", NOW.date()))
        self.assertEqual(fact.message, Message.objects.get(author="athlete"))

    def test_the_newer_word_replaces_the_older(self) -> None:
        self.tell("I hate burpees")
        self.tell("I love burpees", now=NOW + DAY)
        fact = MemoryFact.objects.get()
        self.assertEqual((fact.text, fact.data["likes"]), ("I love burpees", True))

    def test_the_same_message_read_again_changes_nothing(self) -> None:
        [fact] = self.tell("I hate burpees")
        memory.correct(fact, self.ana, {"text": "I hate burpees with a jump"}, NOW)
        assert fact.message is not None
        memory.remember(fact.message, self.ana, NOW + DAY)
        self.assertEqual(MemoryFact.objects.get().text, "I hate burpees with a jump")

    def test_nothing_is_kept_of_a_text_about_safety(self) -> None:
        for text in (
            "I hate burpees. I want to kill myself.",
            "My goal is to stop. I make myself throw up after dinner.",
        ):
            with self.subTest(text):
                self.assertEqual(self.tell(text), [])
        self.assertFalse(MemoryFact.objects.exists())

    def test_what_ran_out_or_ended_stands_no_more(self) -> None:
        self.tell("my knee hurts")
        self.tell("no gym until Friday")
        today = NOW.date()
        self.assertEqual({each.key for each in memory.standing(self.ana.pk, today)}, {"pain:knee", "schedule:away"})
        self.assertEqual([each.key for each in memory.standing(self.ana.pk, today + 7 * DAY)], ["pain:knee"])
        self.tell("my knee is fine again", now=NOW + DAY)
        self.assertEqual(memory.standing(self.ana.pk, today + 7 * DAY), [])
        self.assertEqual(memory.of(self.ana.pk).count(), 2)

    def test_a_standing_pain_goes_into_the_profile_with_one_tap(self) -> None:
        [fact] = self.tell("my left knee hurts 5/10 on squats")
        self.assertTrue(memory.adopt(fact, self.ana, NOW))
        self.assertEqual(
            AthleteProfile.objects.get(user=self.ana).limitations, [{"region": "knee", "severity": 5, "note": ""}]
        )
        self.assertFalse(memory.adopt(fact, self.ana, NOW))

    def test_what_was_corrected_is_read_anew(self) -> None:
        [fact] = self.tell("my left knee hurts")
        memory.correct(fact, self.ana, {"text": "my right hip hurts"}, NOW)
        self.assertEqual(fact.data, {"region": "hip", "side": "right"})
        memory.correct(fact, self.ana, {"text": "it is complicated"}, NOW)
        self.assertEqual((fact.data, fact.source, fact.corrected_at), ({}, "athlete", NOW))

    def test_it_is_in_the_export_and_gone_with_the_account(self) -> None:
        self.tell("my left knee hurts")
        self.assertIn("my left knee hurts", json.dumps(accounts.export(self.ana)["coaching.MemoryFact"], default=str))
        self.assertNotIn("knee", json.dumps(accounts.export(self.ben).get("coaching.MemoryFact"), default=str))
        accounts.erase(self.ana)
        self.assertFalse(MemoryFact.objects.exists())


class ApiTests(MemoryCase):
    def test_it_lists_what_was_told_with_source_and_date(self) -> None:
        self.tell("my left knee hurts", self.bao)
        self.tell("my left elbow hurts")
        [fact] = self.client_for(self.ana).get(URL).json()["data"]
        self.assertEqual((fact["text"], fact["source"], fact["told_on"]), ("my left elbow hurts", "chat", "2026-03-02"))
        self.assertFalse(fact["is_standing"])  # told long ago
        self.assertEqual(fact["offer"], "")

    def test_it_is_put_right_and_deleted(self) -> None:
        [fact] = self.tell("my left knee hurts")
        answer = self.client_for(self.ana).patch(f"{URL}/{fact.pk}", {"text": "my right knee hurts", "until_on": None})
        self.assertEqual(answer.status_code, 200, answer.content)
        told = answer.json()["data"]
        self.assertEqual((told["facts"]["side"], told["until_on"], told["offer"]), ("right", None, "limitation"))
        self.assertEqual(self.client_for(self.ana).delete(f"{URL}/{fact.pk}").status_code, 204)
        self.assertFalse(MemoryFact.objects.exists())

    def test_nonsense_is_refused(self) -> None:
        [fact] = self.tell("my left knee hurts")
        for body in ({"text": ""}, {"text": 5}, {"text": "a" * 501}, {"until_on": "soon"}):
            with self.subTest(body):
                answer = self.client_for(self.ana).patch(f"{URL}/{fact.pk}", body)
                self.assertEqual(answer.status_code, 400, answer.content)

    def test_for_others_it_does_not_exist(self) -> None:
        [fact] = self.tell("my left knee hurts")
        for who in (self.ben, self.cleo):
            for method in ("patch", "delete"):
                answer = getattr(self.client_for(who), method)(f"{URL}/{fact.pk}", {"text": "x"})
                self.assertEqual(answer.status_code, 404)


class PageTests(MemoryCase):
    def fact(self, text: str) -> UUID:
        [fact] = self.tell(text)
        MemoryFact.objects.filter(pk=fact.pk).update(until_on=None)
        return fact.pk

    def test_it_shows_edits_and_deletes(self) -> None:
        pk = self.fact("my left knee <b>hurts</b>")
        self.client.force_login(self.ana)
        page = self.client.get("/memory")
        self.assertContains(page, "my left knee &lt;b&gt;hurts&lt;/b&gt;")
        self.assertContains(page, "from the chat")
        self.assertContains(page, "Add to my profile: ")
        self.client.post(f"/memory/{pk}", {"text": "my right knee hurts", "until_on": ""})
        self.assertContains(self.client.get(f"/memory/{pk}"), "my right knee hurts")
        self.assertEqual(self.client.post(f"/memory/{pk}", {"text": ""}).status_code, 422)
        self.client.post(f"/memory/{pk}/adopt")
        self.assertEqual(AthleteProfile.objects.get(user=self.ana).limitations[0]["region"], "knee")
        self.client.post(f"/memory/{pk}/forget")
        self.assertContains(self.client.get("/memory"), "Nothing yet.")

    def test_an_illness_leads_to_its_report(self) -> None:
        self.fact("I was ill last week")
        self.client.force_login(self.ana)
        self.assertContains(self.client.get("/memory"), 'href="/ill"')

    def test_it_is_linked_from_more_and_from_the_profile(self) -> None:
        self.client.force_login(self.ana)
        for page in ("/more", "/profile"):
            with self.subTest(page):
                self.assertContains(self.client.get(page), 'href="/memory"')
