"""What the coach answers: from the plan and the estimates, with no number of its own; nothing is done without a tap."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from accounts.models import AthleteProfile
from adaptation.models import AdaptationSuggestion
from coaching import kinds, tasks
from coaching import services as coaching
from coaching.models import Message
from events import services as events
from events.models import DueReaction, ReactionCursor
from feedback import services as feedback
from plans import services as plans
from plans.core.edits import SetLoad
from plans.core.spec import Reason
from plans.models import PlannedItem, PlannedSession
from tests.adaptation.stage import BENCH, at, evening, sets_of
from tests.coaching.base import NOW, ROW, AskedCase, answer_to, block, blocks, kinds_in

TUESDAY = NOW + timedelta(days=1)
SUNDAY = NOW + timedelta(days=6)
AFTER_ALL = NOW + timedelta(days=60)


class DayTests(AskedCase):
    def test_it_shows_the_session_of_today(self) -> None:
        answer = self.ask("What do I train today?")
        card = block(answer, "session_card")
        session = self.sessions(self.plan)[0]
        self.assertEqual(card["session"]["id"], str(session.pk))
        self.assertEqual((card["session"]["on"], card["session"]["day"]), ("2026-03-02", "Monday, March 2"))
        told = [(each["name"], each["prescription"]) for each in card["session"]["items"]]
        self.assertEqual(
            told, [("Barbell Bench Press", "3 × 8 · 100 kg · RPE 8"), ("Barbell Row", "3 × 8 · 60 kg · RPE 8")]
        )
        self.assertEqual(card["href"], f"/sessions/{session.pk}")
        self.assertIn("Upper body A", answer.text)
        self.assertIn("Barbell Row: 3 × 8 · 60 kg · RPE 8", answer.text)
        self.assertEqual((answer.author, answer.origin, answer.author_user_id), ("coach", "rule", None))

    def test_it_says_that_today_is_done_or_left_out_and_what_comes_next(self) -> None:
        first, second = self.sessions(self.plan)[:2]
        plans.mark_session_done(first.pk)
        answer = self.ask("today")
        self.assertIn("You have done today's session", answer.text)
        self.assertEqual(block(answer, "session_card")["session"]["id"], str(second.pk))
        PlannedSession.objects.filter(pk=first.pk).update(status="skipped")
        self.assertIn("You skipped today's session", self.ask("today").text)

    def test_on_a_free_day_it_names_the_next_session(self) -> None:
        answer = self.ask("what do I train today", TUESDAY)
        self.assertIn("Today is a rest day.", answer.text)
        self.assertIn("Next: Upper body A on Wednesday, March 4.", answer.text)

    def test_today_is_the_athletes_own_day(self) -> None:
        """At 23:30 UTC on Sunday it is Monday in Berlin, and still Sunday in New York."""
        late = NOW - timedelta(hours=9, minutes=30)
        self.assertIn("Today: Upper body A", self.ask("today", late).text)
        AthleteProfile.objects.filter(user=self.ana).update(timezone="America/New_York")
        self.assertIn("Today is a rest day.", self.ask("today", late).text)

    def test_it_lists_the_next_seven_days(self) -> None:
        answer = self.ask("Show me my week")
        self.assertIn("2 sessions in the next seven days:", answer.text)
        self.assertEqual([line.partition(":")[0] for line in answer.text.splitlines()[1:]],
                         ["Monday, March 2", "Wednesday, March 4"])  # fmt: skip

    def test_the_week_tells_times_and_what_became_of_a_session(self) -> None:
        first, second = self.sessions(self.plan)[:2]
        PlannedSession.objects.filter(pk=first.pk).update(status="done")
        PlannedSession.objects.filter(pk=second.pk).update(at="18:30")
        lines = self.ask("Show me my week").text.splitlines()
        self.assertEqual(lines[1], "Monday, March 2: Upper body A, done")
        self.assertTrue(lines[2].startswith("Wednesday, March 4, 18:30: Upper body A, about "), lines[2])
        PlannedSession.objects.filter(pk=first.pk).update(status="skipped")
        self.assertIn("Monday, March 2: Upper body A, skipped", self.ask("Show me my week").text)

    def test_it_says_when_the_next_session_is(self) -> None:
        answer = self.ask("When is my next session?")
        self.assertIn("Today's session comes first: Upper body A.", answer.text)
        self.assertIn("Next: Upper body A on Wednesday, March 4.", answer.text)

    def test_without_a_plan_it_offers_one(self) -> None:
        for text in ("today", "next", "week", "why?", "skip today", "hi"):
            with self.subTest(text):
                answer = answer_to(self.ben, text)
                self.assertIn("You have no plan at the moment.", answer.text)
                self.assertEqual(block(answer, "actions")["actions"][0]["href"], "/plan/new")

    def test_after_the_last_session_it_says_so(self) -> None:
        self.assertIn("Nothing else is planned.", self.ask("what do I train today", AFTER_ALL).text)
        self.assertIn("Nothing is planned for the next seven days.", self.ask("week", AFTER_ALL).text)
        self.assertIn("no session ahead", self.ask("skip today", AFTER_ALL).text)
        self.assertIn("No session is ahead", self.ask("swap bench press", AFTER_ALL).text)


class SkipTests(AskedCase):
    def test_it_offers_and_does_nothing(self) -> None:
        answer = self.ask("I can't train today")
        session = self.sessions(self.plan)[0]
        move, skip = block(answer, "actions")["actions"]
        self.assertEqual((move["id"], move["session_id"]), ("move_session", str(session.pk)))
        self.assertEqual(move["href"], f"/sessions/{session.pk}/change")
        self.assertEqual((skip["id"], skip["session_id"]), ("skip_session", str(session.pk)))
        session.refresh_from_db()
        self.assertEqual((session.status, self.plan.revisions.count()), ("planned", 1))

    def test_after_todays_session_it_is_about_the_next_one(self) -> None:
        plans.mark_session_done(self.sessions(self.plan)[0].pk)
        answer = self.ask("I can't train today")
        self.assertIn("Today's session is done already; the next one is Upper body A on Wednesday", answer.text)

    def test_on_a_free_day_it_is_about_the_next_one(self) -> None:
        answer = self.ask("skip today", TUESDAY)
        self.assertIn("Today is free anyway; the next session is Upper body A on Wednesday, March 4.", answer.text)
        self.assertEqual(block(answer, "actions")["actions"][1]["session_id"], str(self.sessions(self.plan)[1].pk))


class SwapTests(AskedCase):
    def test_it_proposes_three_that_the_plan_would_take(self) -> None:
        answer = self.ask("the bench is taken, what can I do instead of bench press?")
        told = block(answer, "swap")
        item = self.item(self.sessions(self.plan)[0])
        self.assertEqual((told["session_id"], told["item_id"]), (str(item.session_id), str(item.pk)))
        expected = plans.swap_options(item, now=NOW)
        self.assertEqual([each["slug"] for each in told["options"]], [each.movement.slug for each in expected])
        self.assertEqual(len(told["options"]), 3)
        self.assertEqual(PlannedItem.objects.get(pk=item.pk).exercise_id, BENCH)

    def test_what_it_proposes_can_be_taken(self) -> None:
        told = block(self.ask("swap rows"), "swap")
        with at(NOW):
            answer = self.client_for(self.ana).post(
                f"/api/v1/plans/sessions/{told['session_id']}/swap",
                {"item": told["item_id"], "exercise": told["options"][0]["slug"]},
            )
        self.assertEqual(answer.status_code, 200, answer.content)

    def test_it_asks_which_one_where_none_is_named(self) -> None:
        answer = self.ask("Swap an exercise")
        options = block(answer, "quick_replies")["options"]
        self.assertEqual([each["text"] for each in options], ["Swap Barbell Bench Press", "Swap Barbell Row"])
        self.assertIn("swap", kinds_in(self.ask(options[1]["text"])))

    def test_it_says_so_where_nothing_can_stand_in(self) -> None:
        self.plan.intent = {**self.plan.intent, "equipment": ["none"], "excluded_exercises": ["bird-dog"]}
        self.plan.save()
        answer = self.ask("swap barbell row")
        self.assertIn("I found nothing to replace Barbell Row", answer.text)

    def test_on_a_free_day_it_is_about_the_next_session(self) -> None:
        told = block(self.ask("swap bench press", TUESDAY), "swap")
        self.assertEqual(told["session_id"], str(self.sessions(self.plan)[1].pk))
        asked = self.ask("swap an exercise", TUESDAY)
        self.assertIn("Which exercise of Upper body A on Wednesday, March 4?", asked.text)


class WhyTests(AskedCase):
    def swap_the_row(self) -> str:
        item = self.item(self.sessions(self.plan)[1], ROW)
        chosen = plans.swap_options(item, now=NOW)[0].movement
        with at(NOW):
            plans.swap_exercise(item, exercise=chosen.slug, author="athlete", actor_id=self.ana.pk, now=NOW)
        return chosen.name_en

    def test_it_tells_the_last_change_with_its_reason(self) -> None:
        name = self.swap_the_row()
        answer = self.ask("What changed, and why?")
        self.assertIn(f"You changed it on March 2: {name} takes the place of Barbell Row.", answer.text)
        told = block(answer, "plan_diff")
        self.assertEqual((told["plan_id"], told["revision"]), (str(self.plan.pk), 2))
        self.assertEqual((told["suggestion_ids"], told["actions"]), ([], []))
        self.assertIn(("Barbell Row", name), [(each["before"], each["after"]) for each in told["changes"]])

    def test_of_a_lift_that_did_not_change_it_tells_why_it_is_there(self) -> None:
        self.swap_the_row()
        answer = self.ask("why do I bench press?")
        self.assertIn("Barbell Bench Press has not changed since the plan was written.", answer.text)
        self.assertNotIn("plan_diff", kinds_in(answer))

    def test_of_a_lift_that_does_not_come_again_it_says_so(self) -> None:
        self.assertIn("it does not come again in this plan", self.ask("why the bench press?", AFTER_ALL).text)

    def test_a_large_change_is_told_in_part(self) -> None:
        items = PlannedItem.objects.filter(session__plan=self.plan)
        edits = [SetLoad(str(item.pk), (item.load_kg or 0) - 2.5 * place) for place, item in enumerate(items, 1)]
        with at(NOW):
            plans.revise(self.plan.pk, edits, author="coach", reason=Reason("coach", {}), now=NOW)
        answer = self.ask("What changed?")
        changes = block(answer, "plan_diff")["changes"]
        self.assertEqual((len(changes), changes[-1]["where"]), (9, "and 8 more lines"))
        self.assertIn("Your coach changed it on March 2", answer.text)

    def test_before_any_change_it_tells_how_the_plan_is_built(self) -> None:
        self.assertIn("Nothing has changed since the plan was written.", self.ask("why?").text)

    def test_what_waits_for_a_yes_can_be_answered_here(self) -> None:
        session = self.sessions(self.plan)[0]
        suggestion = self.train(self.ana, session, rpe=6, sets=sets_of((8, 8, 8), 100, 6))[0]
        answer = self.ask("why?", evening(session.on))
        diffs = [each for each in blocks(answer) if each["type"] == "plan_diff"]
        told = next(each for each in diffs if each["suggestion_ids"] == [str(suggestion.pk)])
        self.assertEqual([each["id"] for each in told["actions"]], ["apply", "dismiss"])
        self.assertTrue(told["changes"][0]["why"])
        with at(evening(session.on)):
            applied = self.client_for(self.ana).post(
                f"/api/v1/plans/{told['plan_id']}/adaptations/apply", {"ids": told["suggestion_ids"]}
            )
        self.assertEqual(applied.status_code, 200, applied.content)

    def test_what_waits_for_the_coach_is_not_offered(self) -> None:
        session = self.sessions(self.plan)[0]
        self.train(self.ana, session, rpe=6, sets=sets_of((8, 8, 8), 100, 6))
        AdaptationSuggestion.objects.update(requires="coach")
        answer = self.ask("any suggestions?", evening(session.on))
        self.assertFalse([each for each in blocks(answer) if each.get("suggestion_ids")])


class ProgressTests(AskedCase):
    def test_it_shows_the_estimate_with_its_range_and_nothing_else(self) -> None:
        for session in self.sessions(self.plan)[:3]:
            self.train(self.ana, session, rpe=8, sets=sets_of((8, 8, 8), 100, 8))
        now = evening(self.sessions(self.plan)[2].on)
        answer = self.ask("How am I doing?", now)
        told = block(answer, "progress_card")
        with at(now):
            lift = self.client_for(self.ana).get(f"/api/v1/progress/lifts/{BENCH}").json()["data"]
        self.assertEqual(len(told["series"]), 3)
        self.assertEqual(told["series"][-1]["on"], "2026-03-09")
        self.assertIn(f"about {round(lift['e1rm_kg']['value'])} kg", told["summary"])
        self.assertEqual((told["unit"], told["href"]), ("kg", f"/lifts/{BENCH}"))

    def test_it_speaks_pounds_to_whoever_thinks_in_them(self) -> None:
        self.train(self.ana, self.sessions(self.plan)[0], rpe=8, sets=sets_of((8, 8, 8), 100, 8))
        kg = block(self.ask("how is my bench going", TUESDAY), "progress_card")
        AthleteProfile.objects.filter(user=self.ana).update(units="imperial")
        lb = block(self.ask("how is my bench going", TUESDAY), "progress_card")
        self.assertEqual(lb["unit"], "lb")
        self.assertAlmostEqual(lb["series"][0]["value"], kg["series"][0]["value"] * 2.20462, delta=0.5)

    def test_of_a_lift_that_it_does_not_know_it_says_so_instead_of_showing_another(self) -> None:
        self.train(self.ana, self.sessions(self.plan)[0], rpe=8, sets=sets_of((8, 8, 8), 100, 8))
        answer = self.ask("how are my rows going", TUESDAY)
        self.assertIn("I cannot say yet how strong you are in Barbell Row.", answer.text)
        self.assertNotIn("progress_card", kinds_in(answer))

    def test_it_counts_what_was_done(self) -> None:
        plans.mark_session_done(self.sessions(self.plan)[0].pk)
        answer = self.ask("How am I doing?", SUNDAY)
        self.assertIn("You have done 1 of 2 sessions in the last 28 days.", answer.text)
        self.assertIn("I know nothing of your lifts yet.", answer.text)


class CareTests(AskedCase):
    def test_pain_stops_the_movement_and_is_to_be_logged(self) -> None:
        answer = self.ask("my knee hurts 5/10")
        self.assertIn("Stop the movement that hurts for today", answer.text)
        self.assertIn("I cannot say what it is", answer.text)
        self.assertIn("have a professional look at it", answer.text)
        session = self.sessions(self.plan)[0]
        self.assertEqual(block(answer, "actions")["actions"][0]["href"], f"/sessions/{session.pk}")
        self.assertIn("is for a doctor or physiotherapist", self.ask("my knee hurts 8/10").text)
        self.assertIn("You can train around mild pain", self.ask("my knee hurts 2/10").text)
        self.assertEqual(block(self.ask("knee pain", TUESDAY), "actions")["actions"][0]["href"], "/profile")

    def test_illness_comes_before_training(self) -> None:
        answer = self.ask("I have a fever, what do I train today?")
        self.assertIn("without symptoms for a full day", answer.text)
        self.assertEqual(block(answer, "actions")["actions"][0]["href"], "/ill")

    def test_while_an_illness_is_reported_it_is_said_first(self) -> None:
        report, _is_new = feedback.report_illness(athlete=self.ana, symptoms="above_neck", now=NOW)
        self.assertTrue(self.ask("What do I train today?").text.startswith("You reported being ill."))
        self.assertIn("Get well soon.", self.ask("I have a cold").text)
        feedback.correct_illness(report, {"ended_at": NOW}, NOW + timedelta(hours=1))
        self.assertIn("You reported being ill.", self.ask("today", NOW + timedelta(hours=1)).text)
        self.assertNotIn("You reported being ill.", self.ask("I have a cold", NOW + timedelta(hours=25)).text)

    def test_an_emergency_gets_a_number_to_call_and_no_word_of_training(self) -> None:
        for country, number in (("DE", "112"), ("US", "911"), ("CN", "120"), ("", "your local emergency number"),
                                ("XX", "your local emergency number")):  # fmt: skip
            AthleteProfile.objects.filter(user=self.ana).update(country=country)
            answer = self.ask("I have chest pain. What do I train today?")
            with self.subTest(country):
                self.assertIn(f"call {number} now", answer.text)
                self.assertEqual(kinds_in(answer), ["text", "text", "actions"])
                self.assertNotIn("Upper body", answer.text)

    def test_somebody_in_despair_is_sent_to_people(self) -> None:
        answer = self.ask("I don't want to live any more")
        self.assertIn("findahelpline.com", answer.text)
        self.assertEqual(kinds_in(answer), ["text", "text", "actions"])
        AthleteProfile.objects.filter(user=self.ana).update(country="US")
        self.assertIn("988", self.ask("I want to kill myself").text)


class TalkTests(AskedCase):
    def test_what_it_does_not_understand_it_says_and_names_what_it_can(self) -> None:
        answer = self.ask("I love pizza")
        self.assertIn("I did not understand that.", answer.text)
        self.assertGreaterEqual(len(block(answer, "quick_replies")["options"]), 3)

    def test_every_quick_reply_is_a_question_that_it_answers(self) -> None:
        seen = set()
        for text in ("hi", "today", "help", "how am I doing", "why?", "asdf", "week", "I can't train today"):
            for each in blocks(self.ask(text)):
                seen |= {option["text"] for option in each.get("options", ()) if each["type"] == "quick_replies"}
        self.assertGreater(len(seen), 5)
        for text in seen:
            with self.subTest(text):
                self.assertNotIn("I did not understand", self.ask(text).text)

    def test_it_leaves_small_talk_with_a_coach_to_them(self) -> None:
        with at(NOW):
            coaching.write_as_coach(
                coach=self.cleo, athlete_id=self.ana.pk, text="Great work yesterday!", client_id=uuid4(), now=NOW
            )
        for text, is_answered in (("thanks!", False), ("it was fun with you", False), ("What do I train today?", True)):
            question, _is_new = coaching.post(
                athlete=self.ana, text=text, client_id=uuid4(), now=NOW + timedelta(minutes=1)
            )
            coaching.react(self.ana.pk, NOW + timedelta(minutes=1))
            with self.subTest(text):
                self.assertEqual(Message.objects.filter(reply_to=question).exists(), is_answered)

    def test_a_coach_is_not_answered(self) -> None:
        with at(NOW):
            coaching.write_as_coach(
                coach=self.cleo, athlete_id=self.ana.pk, text="What do you train today?", client_id=uuid4(), now=NOW
            )
            coaching.react(self.ana.pk, NOW)
        self.assertEqual(Message.objects.count(), 1)


class LanguageTests(AskedCase):
    def test_the_answer_speaks_the_language_of_the_profile(self) -> None:
        AthleteProfile.objects.filter(user=self.ana).update(locale="zh-hans")
        for text in ("今天练什么？", "What do I train today?"):
            answer = self.ask(text)
            session = block(answer, "session_card")["session"]
            with self.subTest(text):
                self.assertEqual((session["title"], session["day"]), ("上肢 A", "3月2日 星期一"))
                self.assertEqual(session["items"][0]["name"], "杠铃卧推")

    def test_it_takes_an_exercise_by_its_chinese_name(self) -> None:
        AthleteProfile.objects.filter(user=self.ana).update(locale="zh-hans")
        told = block(self.ask("卧推凳有人，卧推换什么"), "swap")
        self.assertEqual(told["item_id"], str(self.item(self.sessions(self.plan)[0]).pk))


class OnceTests(AskedCase):
    def test_the_task_answers_and_a_fault_of_ours_waits_for_its_next_turn(self) -> None:
        question, _is_new = coaching.post(athlete=self.ana, text="today", client_id=uuid4(), now=NOW)
        tasks.answer(str(self.ana.pk))
        self.assertTrue(Message.objects.filter(reply_to=question).exists())
        events.append(self.ana.pk, kinds.MESSAGE, {"broken": True})
        with self.assertRaises(KeyError):
            tasks.answer(str(self.ana.pk))
        due = DueReaction.objects.get(reaction=coaching.NAME)
        self.assertEqual(due.failures, 1)
        self.assertIsNotNone(due.not_before)

    def test_a_question_has_one_answer_however_often_it_is_looked_at(self) -> None:
        answer = self.ask("today")
        for _ in range(3):
            coaching.react(self.ana.pk, NOW)
        self.assertEqual(Message.objects.filter(reply_to=answer.reply_to).count(), 1)

    def test_not_even_a_reaction_that_has_lost_its_place_answers_again(self) -> None:
        self.ask("today")
        ReactionCursor.objects.update(seq=0)
        DueReaction.objects.update_or_create(reaction=coaching.NAME, athlete=self.ana, defaults={"seq": 2})
        self.assertEqual(coaching.react(self.ana.pk, NOW), 2)
        self.assertEqual(Message.objects.count(), 2)

    def test_the_answer_stands_after_its_question_whatever_the_clocks_say(self) -> None:
        question, _is_new = coaching.post(athlete=self.ana, text="today", client_id=uuid4(), now=NOW)
        coaching.react(self.ana.pk, NOW - timedelta(minutes=5))
        newest = Message.objects.for_athlete(self.ana.pk).newest_first()
        self.assertEqual([each.reply_to_id for each in newest], [question.pk, None])

    def test_it_costs_few_queries(self) -> None:
        self.ask("hi")
        for text, queries in (("hello", 16), ("today", 19), ("week", 15), ("why?", 20), ("how am I doing", 18)):
            coaching.post(athlete=self.ana, text=text, client_id=uuid4(), now=NOW)
            with self.subTest(text), self.assertNumQueries(queries):
                coaching.react(self.ana.pk, NOW)
