"""The minute tick: one decision a slot, with everything that was known, drawn once and never changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction
from django.test import TestCase

from accounts.models import User
from coaching.core.draw import replay
from coaching.models import CoachingPrompt, Decision, DueMoment, Outcome, PolicyVersion, PromptBudget, PromptPreferences
from coaching.services.ticking import tick
from tests.coaching.ticking import DAY, HOUR, MINUTE, NOON, agreed, cause, due, policy, rules_only, the_decision

EVENING = NOON.replace(hour=18, minute=30)


class DecisionTests(TestCase):
    ana: User

    @classmethod
    def setUpTestData(cls) -> None:
        [cls.ana] = agreed(1)

    def test_d1_a_decision_is_written_whether_or_not_it_is_sent(self) -> None:
        policy(0.5)
        athletes = agreed(60, "b")
        due(athletes, "check_in", "habit")
        ticked = tick(NOON)
        rows = list(Decision.objects.all())
        self.assertEqual((ticked.decisions, len(rows)), (60, 60))
        self.assertEqual({row.is_treated for row in rows}, {True, False})
        self.assertEqual(sum(row.is_treated for row in rows), ticked.sent)
        for row in rows:
            self.assertTrue(row.is_available)
            self.assertEqual((row.slot_on, row.slot_index), (date(2026, 3, 4), 0))
            self.assertEqual((row.rule, row.timezone, row.policy_version), ("habit", "UTC", 7))
            self.assertEqual([each["rule"] for each in row.candidates], ["habit", "check_in"])
            self.assertEqual((row.probability, row.is_treated), (0.5, (row.u or 0) < 0.5))
            self.assertTrue(row.context)
            self.assertEqual(bool(row.arm), row.is_treated)
        self.assertEqual(len({row.subject for row in rows}), 60)

    def test_d2_the_database_refuses_what_was_not_drawn_and_what_has_no_reason(self) -> None:
        good: dict[str, Any] = {
            "athlete": self.ana, "subject": PromptBudget(athlete=self.ana).subject, "slot_on": "2026-03-04",
            "decided_at": NOON, "timezone": "UTC", "rule": "habit", "occurrence": "x", "is_available": True,
            "probability": 0.5, "u": 0.2, "seed": "0" * 32, "is_treated": True,
        }  # fmt: skip
        bad: dict[str, dict[str, Any]] = {
            "available without a probability": {"probability": None},
            "certain": {"probability": 1.0},
            "never": {"probability": 0.0},
            "not available, but sent": {"is_available": False, "reasons": ["min_gap"]},
            "not available, no reason": {"is_available": False, "is_treated": False, "reasons": []},
        }
        for index, (name, change) in enumerate(bad.items()):
            with self.subTest(name), self.assertRaises(IntegrityError), transaction.atomic():
                Decision.objects.create(**{**good, **change}, slot_index=index)
        Decision.objects.create(**good, slot_index=20)
        Decision.objects.create(**{**good, "probability": 1.0}, is_exempt=True, slot_index=21)
        with self.assertRaises(IntegrityError), transaction.atomic():
            Decision.objects.create(**good, slot_index=20)

    def test_d3_what_was_drawn_never_changes(self) -> None:
        due([self.ana])
        tick(NOON)
        mine = Decision.objects.filter(athlete=self.ana)
        changes: list[dict[str, Any]] = [
            {"probability": 0.9},
            {"is_treated": True},
            {"context": {}},
            {"u": 0.1},
            {"seed": "f" * 32},
        ]
        for change in changes:
            with self.subTest(change), self.assertRaises(DatabaseError), transaction.atomic():
                mine.update(**change)
        with self.assertRaises(DatabaseError), transaction.atomic():
            mine.update(athlete=agreed(1, "other")[0])

    def test_d3_but_the_athlete_may_be_erased(self) -> None:
        due([self.ana])
        tick(NOON)
        subject = the_decision(self.ana).subject
        self.ana.delete()
        self.assertIsNone(Decision.objects.get(subject=subject).athlete_id)
        self.assertFalse(PromptBudget.objects.filter(subject=subject).exists())

    def test_d4_stored_rows_replay(self) -> None:
        policy(0.4)
        due(agreed(200, "b"))
        tick(NOON)
        for row in Decision.objects.available():
            self.assertEqual(replay(row.seed, row.probability or 0), row.is_treated)

    def test_d6_the_context_stays_as_it_was_before_the_draw(self) -> None:
        due([self.ana])
        tick(NOON)
        before = Decision.objects.filter(athlete=self.ana).values().get()
        PromptPreferences.objects.filter(pk=self.ana.pk).update(max_per_day=1)
        PromptBudget.objects.filter(pk=self.ana.pk).update(unanswered=6, day_count=0)
        due([self.ana], "habit", due_at=NOON + MINUTE)
        tick(NOON + 2 * MINUTE)
        self.assertEqual(Decision.objects.filter(athlete=self.ana).values().get(), before)

    def test_d7_what_is_not_known_is_null_and_no_zero(self) -> None:
        due([self.ana])
        tick(NOON)
        self.assertIsNone(the_decision(self.ana).context["since_last_h"])

    def test_d8_a_policy_that_fails_is_replaced_by_the_fallback_which_is_marked(self) -> None:
        policy(0.5, kind="thompson")
        PolicyVersion.objects.filter(number=7).update(parameters={"mean": [1.0], "covariance": [[0.0]]})
        due([self.ana])
        with self.assertLogs("coaching.services.tick.chances", "ERROR"):
            tick(NOON)
        row = the_decision(self.ana)
        self.assertEqual((row.policy_version, row.probability, row.is_available), (-1, 0.5, True))

    def test_d8_what_cannot_be_read_of_one_athlete_is_not_available_and_stops_nobody_else(self) -> None:
        others = agreed(3, "b")
        PromptPreferences.objects.filter(pk=self.ana.pk).update(quiet_hours=[{"days": "nonsense"}])
        due([self.ana, *others])
        with self.assertLogs("coaching.services.tick.claiming", "ERROR"):
            tick(NOON)
        row = the_decision(self.ana)
        self.assertEqual((row.is_available, row.is_treated, row.reasons), (False, False, ["service_error"]))
        self.assertEqual(Decision.objects.available().count(), 3)

    def test_an_outcome_is_opened_for_both_arms_and_none_where_nothing_was_drawn(self) -> None:
        policy(0.5)
        athletes = agreed(40, "b")
        due(athletes, "habit")
        due([self.ana])
        PromptPreferences.objects.filter(pk=self.ana.pk).update(enabled=False)
        tick(NOON)
        outcomes = Outcome.objects.select_related("decision")
        self.assertEqual({each.decision.is_treated for each in outcomes}, {True, False})
        self.assertEqual({each.decision.athlete_id for each in outcomes}, {each.pk for each in athletes})
        self.assertEqual({each.closes_at for each in outcomes}, {NOON.replace(hour=0, minute=0) + DAY})

    def test_whoever_refuses_experiments_gets_every_prompt_and_is_not_estimated_from(self) -> None:
        policy(0.1)
        athletes = agreed(20, "b", experiments=False)
        due(athletes)
        tick(NOON)
        rows = Decision.objects.filter(athlete__in=athletes)
        self.assertEqual(
            {(each.is_treated, each.probability, each.is_experiment) for each in rows}, {(True, 1.0, False)}
        )
        self.assertEqual({each.style for each in CoachingPrompt.objects.all()}, {"neutral"})

    def test_nobody_under_age_takes_part_in_experiments(self) -> None:
        self.ana.profile.birth_year = NOON.year - 17
        self.ana.profile.save()
        due([self.ana])
        tick(NOON)
        self.assertFalse(the_decision(self.ana).is_experiment)

    def test_praise_is_certain_and_left_out_of_the_estimates(self) -> None:
        policy(0.1)
        athletes = agreed(20, "b")
        due(athletes, "milestone")
        tick(NOON)
        self.assertEqual(CoachingPrompt.objects.filter(is_exempt=True).count(), 20)
        self.assertFalse(Decision.objects.estimable().exists())

    def test_without_a_draw_nothing_is_an_experiment(self) -> None:
        rules_only()
        due([self.ana])
        tick(NOON)
        row = the_decision(self.ana)
        self.assertEqual((row.is_treated, row.is_experiment, row.probability), (True, False, 1.0))


class OnceTests(TestCase):
    ana: User

    @classmethod
    def setUpTestData(cls) -> None:
        [cls.ana] = agreed(1)
        rules_only()

    def test_r2_a_cause_speaks_once_however_often_it_is_looked_at(self) -> None:
        due([self.ana], key="checkin:2026-03-04")
        for minute in range(100):
            tick(NOON + minute * MINUTE)
        self.assertEqual(CoachingPrompt.objects.count(), 1)
        self.assertEqual(Decision.objects.count(), 1)
        with self.assertRaises(IntegrityError), transaction.atomic():
            DueMoment.objects.bulk_create([cause(self.ana, key="checkin:2026-03-04")])

    def test_r4_one_cause_speaks_in_a_slot_and_the_losers_are_stored(self) -> None:
        due([self.ana], "check_in", "stalled", "missed_session")
        tick(NOON)
        row = the_decision(self.ana)
        self.assertEqual([each["rule"] for each in row.candidates], ["missed_session", "stalled", "check_in"])
        self.assertEqual(CoachingPrompt.objects.get().rule, "missed_session")

    def test_a_loser_that_is_still_true_competes_again_in_the_next_slot(self) -> None:
        PromptPreferences.objects.filter(pk=self.ana.pk).update(min_gap_min=60)
        due([self.ana], "check_in")
        due([self.ana], "missed_session", lasts=6 * HOUR)
        due([self.ana], "stalled", lasts=48 * HOUR)
        tick(NOON)
        self.assertEqual(DueMoment.objects.get(rule="check_in").outcome, "outranked")  # over before the evening
        tick(EVENING - MINUTE)
        self.assertEqual(Decision.objects.count(), 1)
        tick(EVENING)
        self.assertEqual(list(Decision.objects.order_by("slot_index").values_list("rule", "slot_index")),
                         [("missed_session", 0), ("stalled", 1)])  # fmt: skip

    def test_a_slot_has_one_decision_whatever_comes_later_in_it(self) -> None:
        due([self.ana], "check_in")
        tick(NOON)
        due([self.ana], "habit", due_at=NOON + HOUR, lasts=2 * HOUR)
        due([self.ana], "stalled", due_at=NOON + HOUR, lasts=48 * HOUR)
        tick(NOON + 2 * HOUR)
        self.assertEqual(Decision.objects.count(), 1)
        self.assertEqual(DueMoment.objects.get(rule="habit").outcome, "slot_taken")
        self.assertEqual(DueMoment.objects.get(rule="stalled").put_off_to, EVENING)

    def test_a_cause_that_ran_out_is_closed_without_a_decision(self) -> None:
        due([self.ana], due_at=NOON - 5 * HOUR, lasts=HOUR)
        tick(NOON)
        self.assertEqual(DueMoment.objects.get().outcome, "expired")
        self.assertFalse(Decision.objects.exists())

    def test_a_cause_that_moved_to_later_waits_for_its_time(self) -> None:
        due([self.ana], "stalled", lasts=48 * HOUR)
        DueMoment.objects.update(put_off_to=NOON - MINUTE, due_at=NOON + HOUR)
        tick(NOON)
        self.assertFalse(Decision.objects.exists())
        tick(NOON + HOUR)
        self.assertEqual(Decision.objects.count(), 1)

    def test_nothing_is_decided_before_it_is_due(self) -> None:
        due([self.ana], due_at=NOON + MINUTE)
        self.assertEqual(tick(NOON).athletes, 0)
        self.assertEqual(tick(NOON + MINUTE).athletes, 1)

    def test_c3_prompt_decision_budget_and_cause_are_one_commit(self) -> None:
        due([self.ana])
        with self.assertRaises(RuntimeError), transaction.atomic():
            tick(NOON)
            self.assertTrue(CoachingPrompt.objects.exists())
            raise RuntimeError
        self.assertFalse(CoachingPrompt.objects.exists() or Decision.objects.exists())
        self.assertIsNone(DueMoment.objects.get().done_at)
        tick(NOON)
        prompt = CoachingPrompt.objects.get()
        self.assertEqual(prompt.decision, the_decision(self.ana))
        self.assertEqual(PromptBudget.objects.get(pk=self.ana.pk).last_sent_at, NOON)
        self.assertEqual(DueMoment.objects.get().outcome, "decided")
