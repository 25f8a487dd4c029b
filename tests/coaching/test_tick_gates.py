"""What stands in the way of a prompt: consent, caps, pauses, holds, a conversation. Each is a reason, and no draw."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.test import TestCase

from accounts.models import AthleteProfile, User
from coaching import services as coaching
from coaching.core.deciding import decide
from coaching.core.slots import next_start
from coaching.models import (
    CoachingPrompt,
    Decision,
    DueMoment,
    Message,
    PromptBudget,
    PromptPreferences,
    SafetyEvent,
    SafetyHold,
)  # fmt: skip
from coaching.services import ticking
from coaching.services.tick import storing
from coaching.services.tick.chances import chance_at
from coaching.services.tick.claiming import open_budgets, read
from coaching.services.ticking import tick
from tests.coaching.ticking import DAY, HOUR, MINUTE, NOON, agreed, cause, due, rules_only, the_decision


class GateTests(TestCase):
    ana: User

    @classmethod
    def setUpTestData(cls) -> None:
        [cls.ana] = agreed(1)
        rules_only()

    def choose(self, **choices: Any) -> None:
        PromptPreferences.objects.filter(pk=self.ana.pk).update(**choices)

    def spend(self, **spent: Any) -> None:
        PromptBudget.objects.update_or_create(pk=self.ana.pk, defaults=spent)

    def reasons(self, rule: str = "check_in", now: datetime = NOON) -> list[str]:
        """Why nothing is sent; empty where it is."""
        DueMoment.objects.bulk_create([cause(self.ana, rule, now - MINUTE)])
        tick(now)
        row = the_decision(self.ana)
        self.assertEqual(row.is_treated, not row.reasons)
        self.assertEqual(row.seed != "", row.is_available)
        return list(row.reasons)

    def test_nothing_stands_in_the_way_of_who_agreed(self) -> None:
        self.assertEqual(self.reasons(), [])

    def test_nobody_is_spoken_to_without_having_agreed(self) -> None:
        self.choose(enabled=False)
        self.assertEqual(self.reasons(), ["not_enabled"])

    def test_a_closed_account_is_not_spoken_to(self) -> None:
        User.objects.filter(pk=self.ana.pk).update(is_active=False)
        self.assertEqual(self.reasons(), ["not_enabled"])

    def test_f1_the_cap_of_the_day_and_of_the_week(self) -> None:
        self.spend(day=NOON.date(), day_count=2, week="2026-W10", week_count=7, last_sent_at=NOON - 5 * HOUR)
        self.assertEqual(self.reasons(), ["day_cap", "week_cap"])

    def test_f1_the_update_that_spends_refuses_by_itself(self) -> None:
        """Whatever was read before: a budget that has changed, or preferences, are not gone past."""
        changes: dict[str, dict[str, Any]] = {
            "sent meanwhile": {"last_sent_at": NOON - MINUTE},
            "counted meanwhile": {"day_count": 1},
        }
        for name, change in changes.items():
            with self.subTest(name):
                DueMoment.objects.all().delete()
                PromptBudget.objects.all().delete()
                due([self.ana])
                open_budgets(NOON)
                [standing] = read([self.ana.pk], NOON)
                assert standing.standing is not None
                drawn = decide(
                    standing.standing, standing.candidates, NOON, chance=chance_at(NOON), new_seed=ticking.new_seed
                )
                decided = [(standing, drawn)]
                PromptBudget.objects.filter(pk=self.ana.pk).update(**change)
                [(_due, after)] = storing.spend(decided)
                self.assertEqual([each.reasons for each in after.points], [("cap_guard",)])
                self.assertFalse(after.points[0].is_treated)

    def test_f2_the_week_is_the_iso_week_also_the_53rd(self) -> None:
        now = datetime.fromisoformat("2027-01-01T12:31:00+00:00")  # in 2026-W53
        self.choose(enabled_at=NOON)
        self.spend(day=now.date() - DAY, day_count=2, week="2026-W53", week_count=7, last_sent_at=now - 24 * HOUR)
        self.assertEqual(self.reasons(now=now), ["week_cap"])

    def test_f2_a_flight_to_the_west_does_not_refill_a_cap(self) -> None:
        """Auckland to Los Angeles: the civil day begins again, 21 hours behind."""
        AthleteProfile.objects.filter(user=self.ana).update(timezone="America/Los_Angeles")
        now = datetime.fromisoformat("2026-03-04T22:00:00+00:00")  # 14:00 on the 4th; in Auckland 11:00 on the 5th
        self.choose(min_gap_min=60)
        self.spend(day=now.date() + DAY, day_count=2, week="2026-W10", week_count=2, last_sent_at=now - 14 * HOUR)
        self.assertEqual(self.reasons(now=now), ["day_cap"])

    def test_f9_the_gap_counts_every_rule(self) -> None:
        due([self.ana], "milestone")
        tick(NOON)
        self.choose(max_per_day=5)
        due([self.ana], "habit", due_at=NOON + 90 * MINUTE)
        DueMoment.objects.filter(rule="habit").update(due_at=NOON + 6 * HOUR - MINUTE, expires_at=NOON + 9 * HOUR)
        self.choose(min_gap_min=7 * 60)
        tick(NOON + 6 * HOUR)
        self.assertEqual(Decision.objects.get(rule="habit").reasons, ["min_gap"])

    def test_f8_nobody_is_interrupted_while_talking(self) -> None:
        coaching.post(athlete=self.ana, text="What do I train today?", client_id=uuid4(), now=NOON - 9 * MINUTE)
        self.assertEqual(self.reasons(), ["in_conversation"])

    def test_f8_nor_while_typing(self) -> None:
        open_budgets(NOON)
        self.spend(typing_at=None)
        coaching.typing(athlete_id=self.ana.pk, author=Message.Author.ATHLETE, now=NOON - timedelta(seconds=5))
        self.assertEqual(self.reasons(), ["in_conversation"])

    def test_f8_a_talk_is_over_after_ten_minutes(self) -> None:
        coaching.post(athlete=self.ana, text="What do I train today?", client_id=uuid4(), now=NOON - 11 * MINUTE)
        self.assertEqual(self.reasons(), [])

    def test_a_safety_hold_stops_everything_at_the_next_tick(self) -> None:
        event = SafetyEvent.objects.create(
            athlete=self.ana, category="self_harm", source="message", source_id=uuid4(), lexicon="1", created_at=NOON
        )
        SafetyHold.objects.create(athlete=self.ana, event=event, category="self_harm", since=NOON - HOUR)
        self.assertEqual(self.reasons("milestone"), ["safety_hold"])

    def test_pauses_are_reasons(self) -> None:
        for choices, reason in (
            ({"quiet_until": NOON + HOUR}, "do_not_disturb"),
            ({"holiday_from": NOON.date(), "holiday_to": NOON.date()}, "holiday"),
            ({"quiet_hours": [{"days": [], "from": "12:00", "to": "13:00"}]}, "quiet_hours"),
            ({"muted_rules": [{"rule": "check_in", "until": None}]}, "muted"),
        ):
            with self.subTest(reason):
                DueMoment.objects.all().delete()
                Decision.objects.all().delete()
                self.choose(quiet_until=None, holiday_from=None, holiday_to=None, quiet_hours=[], muted_rules=[])
                self.choose(**choices)
                self.assertEqual(self.reasons(), [reason])

    def test_f5_less_of_a_rule_is_every_second_time(self) -> None:
        self.choose(halved_rules=["check_in"], min_gap_min=30, max_per_week=35, quiet_hours=[])
        for day in range(40):
            now = NOON + day * DAY
            DueMoment.objects.bulk_create([cause(self.ana, "check_in", now - MINUTE)])
            PromptBudget.objects.filter(pk=self.ana.pk).update(unanswered=0)
            tick(now)
        left_out = [each.reasons == ["less_of_this"] for each in Decision.objects.all()]
        self.assertEqual(len(left_out), 40)
        self.assertTrue(9 < sum(left_out) < 31)

    def test_what_is_kept_off_now_gets_another_chance_in_the_next_slot(self) -> None:
        self.choose(quiet_until=NOON + HOUR)
        DueMoment.objects.bulk_create([cause(self.ana, "stalled", NOON - MINUTE, lasts=48 * HOUR)])
        tick(NOON)
        row = DueMoment.objects.get()
        evening = next_start(NOON, self.windows(), self.ana.profile.zone)
        self.assertEqual((row.done_at, row.put_off_to), (None, evening))
        tick(evening)
        self.assertEqual([each.is_treated for each in Decision.objects.order_by("decided_at")], [False, True])

    def windows(self) -> Any:
        from coaching.core.slots import DEFAULT_WINDOWS

        return DEFAULT_WINDOWS

    def test_quiet_nights_of_ramadan_in_casablanca_follow_the_zone(self) -> None:
        """The clock goes back an hour for Ramadan (15 February to 22 March 2026): 20:30 UTC is 20:30, not 21:30."""
        AthleteProfile.objects.filter(user=self.ana).update(timezone="Africa/Casablanca")
        self.assertEqual(self.reasons(now=NOON.replace(hour=20, minute=30)), [])

    def test_what_is_sent_is_spent(self) -> None:
        due([self.ana])
        tick(NOON)
        budget = PromptBudget.objects.get(pk=self.ana.pk)
        self.assertEqual((budget.day, budget.day_count, budget.week, budget.week_count),
                         (NOON.date(), 1, "2026-W10", 1))  # fmt: skip
        self.assertEqual((budget.last_sent_at, budget.unanswered), (NOON, 1))
        self.assertEqual(CoachingPrompt.objects.get().budget_day, NOON.date())
