"""Dialogues: every path leads somewhere, a tap is carried out once, and what the athlete wants of prompts is heard."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.test import SimpleTestCase, TestCase

from adaptation.models import AdaptationSuggestion
from coaching.core import dialogues
from coaching.core.dialogues import DIALOGUES, END, Ending
from coaching.core.easing import Work, lighter, shorter
from coaching.core.moments.rules import RULES
from coaching.core.prompt_lint import faults
from coaching.core.refusals import PromptAnswerUnfit
from coaching.core.wordings import SLOTS, rule_of
from coaching.models import (
    CheckIn,
    CoachingPrompt,
    Habit,
    HabitDone,
    Message,
    PromptBudget,
    PromptInteraction,
    PromptPreferences,
)
from coaching.services import habits, responding
from coaching.wording import prompts
from coaching.wording.preferences import RULE_NAMES
from events.models import JournalEntry
from plans.core.edits import SetLoad, SetSets, SetTargetRpe
from plans.models import Plan, PlannedSession
from tests.adaptation.stage import BENCH, Training, lift, spec_of_weeks, store

NOW = datetime(2026, 3, 3, 11, tzinfo=UTC)  # the day after the first session
ROW = "barbell-row"


class PathsTest(SimpleTestCase):
    def test_it_has_a_dialogue_for_every_rule(self) -> None:
        rules = {name.removesuffix("_offered").removesuffix("_planned") for name in DIALOGUES}
        self.assertEqual(rules, set(RULES))

    def test_it_has_words_and_a_name_for_every_rule(self) -> None:
        self.assertEqual({rule_of(topic) for topic in SLOTS}, set(RULES))
        self.assertEqual(set(RULE_NAMES), set(RULES))

    def test_it_leads_every_path_to_a_patch_something_noted_or_a_preference(self) -> None:
        for name, steps in DIALOGUES.items():
            for facts in ({}, {"session": "s", "is_open": True}):
                for path in dialogues.paths(steps, facts):
                    with self.subTest(name, path=[each.id for each in path]):
                        endings = {act.ending for option in path for act in option.acts}
                        self.assertTrue(endings & set(Ending))
                        self.assertLessEqual(len(path), 4)

    def test_it_m3_offers_two_to_four_answers_with_not_now_and_stop_these(self) -> None:
        for name, steps in DIALOGUES.items():
            for step in steps.values():
                with self.subTest(name, step=step.id):
                    offered = [option.id for option in dialogues.options(step)]
                    self.assertTrue(2 <= len(offered) <= 4)
                    self.assertEqual(len(set(offered)), len(offered))
                    self.assertIn("stop", offered)
                    if step.id != "fewer":
                        self.assertIn("not_now", offered)

    def test_it_r5_only_ever_takes_away(self) -> None:
        work = (Work("a", "main", 4, 8.0, 100.0, 2.5), Work("b", "accessory", 1, None, None, None))
        self.assertEqual(lighter(work), (SetSets("a", 3), SetTargetRpe("a", 7.0), SetLoad("a", 90.0)))
        self.assertEqual(shorter(work), (SetSets("a", 2),))
        self.assertEqual(lighter((Work("a", "main", 1, 5.0, 2.5, 2.5),)), ())

    def test_it_words_every_step_answer_and_result_and_they_pass_the_linter(self) -> None:
        for rule, steps in DIALOGUES.items():
            for step in steps.values():
                for option in dialogues.options(step):
                    self.assertIn(option.id, prompts.OPTIONS)
                if step.id:
                    self.assertEqual(faults(prompts.question(step.id), rule), (), step.id)
        for code, words in prompts.RESULTS.items():
            self.assertEqual(faults(str(words), "high_rpe"), (), code)


class DialogueCase(Training, TestCase):
    """Ana was to train on Monday and has not; bench press and rows, Mondays and Wednesdays."""

    plan: Plan
    habit: Habit
    suggestion: AdaptationSuggestion

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        weeks = [[[lift(), lift(ROW, load_kg=60.0)] for _ in range(2)] for _ in range(4)]
        cls.plan = store(cls.ana, spec_of_weeks(weeks))
        PromptPreferences.objects.create(athlete=cls.ana, enabled=True, enabled_at=NOW - timedelta(days=20))
        PromptBudget.objects.create(athlete=cls.ana, unanswered=5, first_unanswered_at=NOW - timedelta(days=3))
        cls.habit, _is_new = habits.add(athlete=cls.ana, title="Walk", days=list(range(7)), at=NOW.time(), now=NOW)
        cls.suggestion = AdaptationSuggestion.objects.create(
            plan=cls.plan, kind="deload", rule="deload", topic="deload", occurrence="x", target={"week": 2}, before={},
            after={}, edits=[{"op": "insert_deload", "week": 2, "sets_ratio": 0.5, "load_ratio": 0.9}], evidence={},
            confidence=0.9, requires="athlete", base_revision=1, expires_at=NOW + timedelta(days=9),
        )  # fmt: skip

    def facts(self, rule: str, kind: str = "") -> dict[str, Any]:
        first, second = self.sessions(self.plan)[:2]
        told: dict[str, Any] = {
            "check_in": {"on": "2026-03-03", "session": str(second.pk), "is_open": True},
            "habit": {"habit": str(self.habit.pk), "title": "Walk", "on": "2026-03-03", "at": "11:00"},
            "stalled": {"exercise": BENCH, "since": "2026-02-01", "days": 21, "sessions": 5},
            "missed_session": {"session": str(first.pk), "on": "2026-03-02", "title": first.title, "minutes": 60},
            "pain_follow_up": {"exercise": ROW, "region": "knee", "severity": 4, "on": "2026-03-02"},
            "comeback": {"session": str(second.pk), "on": "2026-03-04", "title": second.title, "days": 12},
            "high_rpe": {"session": str(second.pk), "count": 3, "rpe": 9.2},
            "poor_sleep": {"session": None, "nights": 2, "under_h": 6.0, "on": "2026-03-03"},
            "milestone": {"kind": "sessions", "count": 10},
            "unread_suggestion": {"suggestion": str(self.suggestion.pk), "plan": str(self.plan.pk), "count": 1},
            "deload_due": {"suggestion": str(self.suggestion.pk), "plan": str(self.plan.pk)},
            "plan_finished": {"plan": str(self.plan.pk), "done": 9, "sessions": 10},
            "stay_quiet": {"count": 7},
        }
        return {**told.get(rule, {}), **({"kind": kind} if kind else {})}

    def prompt(self, rule: str, kind: str = "", **columns: Any) -> CoachingPrompt:
        values = {"status": "delivered", "delivered_at": NOW, "facts": self.facts(rule, kind), **columns}
        return CoachingPrompt.objects.create(
            athlete=self.ana, rule=rule, occurrence=f"{rule}:{uuid4()}", not_before=NOW,
            expires_at=NOW + timedelta(hours=4), created_at=NOW, **values,
        )  # fmt: skip

    def tap(self, prompt: CoachingPrompt, choice: str, client_id: UUID | None = None, **more: Any) -> PromptInteraction:
        told = {"athlete": self.ana, "prompt_id": prompt.pk, "client_id": client_id or uuid4(), "now": NOW, **more}
        return responding.respond(choice=choice, **told)

    def said(self) -> Message:
        return Message.objects.for_athlete(self.ana.pk).newest_first()[0]

    def status(self, session: PlannedSession) -> tuple[str, str]:
        row = PlannedSession.objects.get(pk=session.pk)
        return str(row.on), row.status


class WalkTest(DialogueCase):
    def test_it_walks_every_path_of_every_rule_to_its_end(self) -> None:
        """What a tap does is undone after each path; everything that it ought to store is there before."""
        for name, steps in DIALOGUES.items():
            kind = name.rpartition("_")[2] if name.startswith("deload_due_") else ""
            rule = name.removesuffix(f"_{kind}") if kind else name
            kind = kind or ("sessions" if rule == "milestone" else "")
            for path in dialogues.paths(steps, self.facts(rule, kind)):
                if any(option.id in dialogues.ALWAYS for option in path[1:]):
                    continue  # they do the same after every step
                with self.subTest(name, path=[option.id for option in path]), transaction.atomic():
                    prompt = self.prompt(rule, kind)
                    done = [each for option in path for each in self.tap(prompt, option.id).result["done"]]
                    prompt.refresh_from_db()
                    self.assertEqual((prompt.status, prompt.step), ("answered", END))
                    self.assertTrue(done)
                    stored = {key for each in done for key in each}
                    wanted = {"revision", "session", "suggestion", "metric", "preference"}
                    self.assertTrue(stored & wanted, done)
                    self.assertNotIn("refused", [each["code"] for each in done], path)
                    transaction.set_rollback(True)

    def test_it_moves_shortens_or_skips_a_missed_session(self) -> None:
        first = self.sessions(self.plan)[0]
        for choices, wanted in (
            (("no_time", "move"), ("2026-03-03", "planned")),
            (("no_time", "shorten"), ("2026-03-03", "planned")),
            (("too_tired", "skip"), ("2026-03-02", "skipped")),
        ):
            with self.subTest(choices), transaction.atomic():
                prompt = self.prompt("missed_session")
                for choice in choices:
                    self.tap(prompt, choice)
                self.assertEqual(self.status(first), wanted)
                self.assertEqual(self.item(first).sets, 2 if "shorten" in choices else 3)
                transaction.set_rollback(True)

    def test_it_asks_on_with_buttons_that_name_the_prompt(self) -> None:
        prompt = self.prompt("missed_session")
        self.tap(prompt, "no_time")
        content: Any = self.said().content
        self.assertEqual(content["prompt"]["step"], "time")
        [text, buttons] = content["blocks"]
        self.assertEqual(buttons["prompt"], str(prompt.pk))
        self.assertEqual([each["choice"] for each in buttons["options"]], ["move", "shorten", "not_now", "stop"])
        self.assertEqual(self.said().text, text["text"])

    def test_it_notes_how_the_athlete_is_and_eases_the_day(self) -> None:
        prompt = self.prompt("check_in")
        for choice in ("worn_out", "lighter"):
            self.tap(prompt, choice)
        self.assertEqual(CheckIn.objects.get(athlete=self.ana).feeling, 1)
        item = self.item(self.sessions(self.plan)[1])
        self.assertEqual((item.sets, item.target_rpe, item.load_kg), (2, 7.0, 90.0))

    def test_it_swaps_or_leaves_out_what_hurts_and_names_a_professional(self) -> None:
        prompt = self.prompt("pain_follow_up")
        self.tap(prompt, "hurts")
        self.assertIn("professional", self.said().text)
        self.tap(prompt, "leave_out")
        second = self.sessions(self.plan)[1]
        self.assertEqual([item.exercise_id for item in second.items.all()], [BENCH])
        self.assertEqual(CheckIn.objects.get(athlete=self.ana).pain, {"knee": True})

    def test_it_ticks_a_habit_off(self) -> None:
        self.tap(self.prompt("habit"), "done")
        self.assertTrue(HabitDone.objects.filter(habit=self.habit, on="2026-03-03").exists())

    def test_it_says_so_where_nothing_can_be_changed_any_more(self) -> None:
        prompt = self.prompt("missed_session")
        self.tap(prompt, "no_time")
        PlannedSession.objects.filter(pk=prompt.facts["session"]).update(status="done")
        interaction = self.tap(prompt, "move")
        self.assertEqual(interaction.result["done"], [{"code": "gone", "facts": {}}])
        self.assertIn("nothing has changed", self.said().text)


class AnsweringTest(DialogueCase):
    def test_it_c5_takes_one_client_id_for_one_answer(self) -> None:
        prompt, client_id = self.prompt("check_in"), uuid4()
        first, again = (self.tap(prompt, "good", client_id) for _ in range(2))
        self.assertEqual(first.pk, again.pk)
        self.assertEqual(PromptInteraction.objects.count(), 1)
        self.assertEqual(Message.objects.count(), 1)

    def test_it_c5_takes_a_late_answer_and_leaves_the_prompt_expired(self) -> None:
        prompt = self.prompt("check_in", status="expired")
        interaction = self.tap(prompt, "good")
        prompt.refresh_from_db()
        self.assertTrue(interaction.is_late)
        self.assertEqual(prompt.status, "expired")
        self.assertEqual(CheckIn.objects.get(athlete=self.ana).feeling, 5)

    def test_it_f5_ends_the_row_of_unanswered_prompts_with_any_answer(self) -> None:
        self.tap(self.prompt("check_in"), "not_now")
        budget = PromptBudget.objects.get(athlete=self.ana)
        self.assertEqual((budget.unanswered, budget.first_unanswered_at), (0, None))

    def test_it_f5_mutes_for_the_day_halves_and_stops(self) -> None:
        prompt = self.prompt("check_in")
        self.tap(prompt, "not_now")
        chosen = PromptPreferences.objects.get(athlete=self.ana)
        [muted] = chosen.muted_rules
        self.assertEqual(muted["rule"], "check_in")
        self.assertEqual(datetime.fromisoformat(muted["until"]), datetime(2026, 3, 3, 23, tzinfo=UTC))
        self.tap(prompt, "less")
        self.assertEqual(PromptPreferences.objects.get(athlete=self.ana).halved_rules, ["check_in"])
        waiting = self.prompt("habit", status="pending", delivered_at=None)
        self.tap(prompt, "stop")
        waiting.refresh_from_db()
        self.assertFalse(PromptPreferences.objects.get(athlete=self.ana).enabled)
        self.assertEqual((waiting.status, waiting.because), ("cancelled", "opted_out"))

    def test_it_does_nothing_for_a_button_of_a_step_that_lies_behind(self) -> None:
        prompt = self.prompt("check_in")
        self.tap(prompt, "good")
        interaction = self.tap(prompt, "worn_out")
        self.assertEqual(interaction.result["done"], [{"code": "outdated", "facts": {}}])
        self.assertEqual(CheckIn.objects.get(athlete=self.ana).feeling, 5)

    def test_it_refuses_what_a_prompt_does_not_offer_and_prompts_of_others(self) -> None:
        prompt = self.prompt("check_in")
        for choice in ("apply", ""):
            with self.subTest(choice), self.assertRaises(PromptAnswerUnfit):
                self.tap(prompt, choice)
        with self.assertRaises(CoachingPrompt.DoesNotExist):
            self.tap(prompt, "good", athlete=self.ben)
        with self.assertRaises(CoachingPrompt.DoesNotExist):
            self.tap(self.prompt("habit", status="pending", delivered_at=None), "done")
        self.assertFalse(PromptInteraction.objects.exists())

    def test_it_keeps_words_as_a_message_and_screens_them_at_once(self) -> None:
        from coaching.models import SafetyHold

        self.tap(self.prompt("check_in"), "", text="I want to kill myself")
        self.assertEqual(self.said().author, "athlete")
        self.assertTrue(SafetyHold.objects.filter(athlete=self.ana).exists())

    def test_it_tells_the_other_screens_of_an_answer(self) -> None:
        prompt = self.prompt("milestone", "sessions")
        self.assertTrue(responding.mark_seen(athlete=self.ana, prompt_id=prompt.pk, now=NOW))
        self.assertFalse(responding.mark_seen(athlete=self.ana, prompt_id=prompt.pk, now=NOW))
        self.tap(prompt, "strong")
        told = JournalEntry.objects.filter(athlete=self.ana, kind="coaching.prompt_updated")
        self.assertEqual([entry.payload["status"] for entry in told.order_by("seq")], ["seen", "answered"])

    def test_it_knows_the_hour_that_an_athlete_chose_for_the_check_in(self) -> None:
        self.tap(self.prompt("welcome"), "evening")
        chosen = PromptPreferences.objects.get(athlete=self.ana)
        self.assertEqual(f"{chosen.check_in_at:%H:%M}", "18:30")

    def test_it_says_so_where_the_exercise_does_not_come_again(self) -> None:
        prompt = self.prompt("pain_follow_up")
        PlannedSession.objects.filter(plan=self.plan).update(status="done")
        self.tap(prompt, "hurts")
        interaction = self.tap(prompt, "swap")
        self.assertEqual(interaction.result["done"], [{"code": "not_coming", "facts": {"name": ROW}}])
        self.assertIn("Barbell Row does not come again", self.said().text)
