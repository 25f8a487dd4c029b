"""After an outage: one prompt at most for each athlete, spread over time; what was missed is written down as such."""

from __future__ import annotations

from datetime import timedelta

from django.test import TestCase

from accounts.models import User
from coaching.core.outages import SPREAD, Outage
from coaching.models import CoachingPrompt, Decision, DueMoment, Pulse
from coaching.services import heartbeat
from coaching.services.ticking import tick
from tests.coaching.ticking import HOUR, MINUTE, NOON, agreed, cause, due, rules_only

BACK = NOON + 150 * MINUTE
OUTAGE = Outage(NOON - MINUTE, BACK)


class OutageTests(TestCase):
    athletes: list[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.athletes = agreed(30)
        rules_only()

    def test_c7_only_the_newest_living_cause_speaks_and_later_for_each(self) -> None:
        due(self.athletes, "missed_session", due_at=NOON, lasts=6 * HOUR)
        due(self.athletes, "stalled", due_at=NOON + HOUR, lasts=48 * HOUR)
        due(self.athletes, "habit", due_at=NOON + 2 * HOUR, lasts=10 * MINUTE)  # over by now
        ticked = tick(BACK, outage=OUTAGE)
        prompts = list(CoachingPrompt.objects.all())
        self.assertEqual({each.rule for each in prompts}, {"stalled"})
        self.assertEqual(len(prompts), 30)
        self.assertTrue(all(BACK <= each.not_before < BACK + SPREAD for each in prompts))
        self.assertGreater(len({each.not_before for each in prompts}), 20)
        self.assertEqual(ticked.missed, 60)
        self.assertLess(len(ticked.prompts), 3)  # hardly anybody's may go at once

    def test_c7_at_most_one_within_the_gap_also_in_the_minutes_after(self) -> None:
        due(self.athletes, "stalled", due_at=NOON, lasts=48 * HOUR)
        tick(BACK, outage=OUTAGE)
        due(self.athletes, "habit", due_at=BACK + 2 * MINUTE)
        tick(BACK + 3 * MINUTE, outage=OUTAGE)
        self.assertEqual(CoachingPrompt.objects.count(), 30)

    def test_c8_missed_slots_are_decisions_that_were_not_available(self) -> None:
        back = NOON + 8 * HOUR  # the slot of noon went by
        due(self.athletes, "check_in", due_at=NOON, lasts=4 * HOUR)
        due(self.athletes, "habit", due_at=NOON + HOUR, lasts=2 * HOUR)
        ticked = tick(back, outage=Outage(NOON - MINUTE, back))
        rows = list(Decision.objects.all())
        self.assertEqual((len(rows), ticked.missed), (30, 60))
        self.assertEqual({(tuple(each.reasons), each.slot_index, each.is_available) for each in rows},
                         {(("outage",), 0, False)})  # fmt: skip
        self.assertEqual({tuple(c["rule"] for c in each.candidates) for each in rows}, {("habit", "check_in")})
        self.assertEqual(set(DueMoment.objects.values_list("outcome", flat=True)), {"outage"})

    def test_c8_what_was_missed_in_the_slot_that_speaks_stands_in_its_decision(self) -> None:
        due(self.athletes[:1], "check_in", due_at=NOON, lasts=HOUR)
        due(self.athletes[:1], "stalled", due_at=NOON, lasts=48 * HOUR)
        tick(BACK, outage=OUTAGE)
        row = Decision.objects.get()
        self.assertEqual([each["rule"] for each in row.candidates], ["stalled", "check_in"])
        self.assertTrue(row.is_treated)

    def test_c6_a_cause_that_would_be_over_before_its_turn_does_not_speak(self) -> None:
        turns = {each.pk: OUTAGE.place_of(each.pk, BACK) for each in self.athletes}
        rows = [cause(each, "habit", NOON, lasts=BACK - NOON + SPREAD / 2) for each in self.athletes]
        DueMoment.objects.bulk_create(rows)
        tick(BACK, outage=OUTAGE)
        spoken = set(CoachingPrompt.objects.values_list("athlete_id", flat=True))
        self.assertEqual(spoken, {pk for pk, turn in turns.items() if turn < BACK + SPREAD / 2})
        self.assertTrue(0 < len(spoken) < 30)

    def test_the_clock_notices_an_outage_by_itself(self) -> None:
        heartbeat.minute(NOON - MINUTE)
        due(self.athletes, "check_in", due_at=NOON, lasts=4 * HOUR)
        due(self.athletes, "stalled", due_at=NOON, lasts=48 * HOUR)
        ticked = heartbeat.minute(BACK)
        assert ticked is not None
        self.assertEqual((ticked.sent, ticked.missed), (30, 30))
        pulse = Pulse.objects.get(pk="tick")
        self.assertEqual((pulse.outage_from, pulse.outage_to), (NOON - MINUTE, BACK))
        due(self.athletes, "milestone", due_at=NOON + HOUR, lasts=48 * HOUR)  # found only now, from before
        ticked = heartbeat.minute(BACK + MINUTE)
        assert ticked is not None
        self.assertEqual(ticked.sent, 0)

    def test_a_quiet_night_is_no_outage(self) -> None:
        for minute in range(30):
            heartbeat.minute(NOON + minute * MINUTE)
        self.assertIsNone(Pulse.objects.get(pk="tick").outage_from)


class TurnTests(TestCase):
    def test_a_rush_calls_for_help_and_helpers_stop_with_the_turn(self) -> None:
        called: list[int] = []
        due(agreed(1))
        heartbeat.minute(NOON, call_help=lambda: called.append(1))
        self.assertEqual(called, [])
        self.assertIsNone(heartbeat.help_out(NOON))  # nobody is at it
        from coaching.services import pulses

        pulses.begin("tick", NOON + MINUTE, MINUTE / 2)
        due(agreed(2, "b"), due_at=NOON + MINUTE)
        helped = heartbeat.help_out(NOON + MINUTE)
        assert helped is not None
        self.assertEqual(helped.decisions, 2)

    def test_two_clocks_make_one_tick(self) -> None:
        self.assertIsNotNone(heartbeat.minute(NOON))
        self.assertIsNone(heartbeat.minute(NOON + timedelta(seconds=5)))
        self.assertIsNotNone(heartbeat.minute(NOON + MINUTE))

    def test_a_frozen_leader_loses_its_turn_and_cannot_end_that_of_another(self) -> None:
        from coaching.services import pulses

        frozen = pulses.begin("tick", NOON, MINUTE / 2)
        assert frozen is not None
        self.assertIsNone(pulses.begin("tick", NOON + MINUTE, MINUTE / 2))
        later = pulses.begin("tick", NOON + 3 * MINUTE, MINUTE / 2)
        self.assertIsNotNone(later)
        self.assertFalse(pulses.renew(frozen, NOON + 3 * MINUTE))
        pulses.finish(frozen, NOON + 4 * MINUTE, {})
        self.assertIsNotNone(Pulse.objects.get(pk="tick").lease_until)

    def test_a_clock_that_was_set_back_an_hour_does_not_stop_the_tick(self) -> None:
        self.assertIsNotNone(heartbeat.minute(NOON))
        self.assertIsNotNone(heartbeat.minute(NOON - HOUR))
