"""The draw, the slots and the states: what is decided without a database."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.test import SimpleTestCase

from coaching.core import choosing, states
from coaching.core.draw import STYLES, draw, pick_style, replay, uniform
from coaching.core.outages import SPREAD, Outage, outage_since
from coaching.core.slots import Slot, next_start, slot_of
from coaching.services.ticking import new_seed

NOW = datetime(2026, 3, 4, 12, 31, tzinfo=UTC)
NUMBERS = count()
WINDOWS = (time(12, 30), time(18, 30))
BERLIN, APIA, LONDON = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Apia"), ZoneInfo("Europe/London")


def candidate(rule: str, minutes_ago: int = 1, occurrence: str = "") -> choosing.Candidate:
    due_at = NOW - timedelta(minutes=minutes_ago)
    return choosing.Candidate(next(NUMBERS), rule, occurrence or rule, due_at, due_at, NOW + timedelta(hours=4), {})


def chosen(*candidates: choosing.Candidate, muted: tuple[str, ...] = (), halved: tuple[str, ...] = ()) -> str:
    choice = choosing.choose(candidates, subject=uuid4(), muted=dict.fromkeys(muted), halved=frozenset(halved), now=NOW)
    return choice.best.rule


class DrawTests(SimpleTestCase):
    def test_d4_seed_and_probability_give_the_same_action_again(self) -> None:
        draws = [draw(p / 100, new_seed()) for p in range(10, 91) for _again in range(125)]
        self.assertGreater(len(draws), 10_000)
        self.assertTrue(all(replay(each.seed, each.probability) == each.is_treated for each in draws))
        self.assertTrue(all((each.u < each.probability) == each.is_treated for each in draws))

    def test_d5_a_seed_has_at_least_64_bits_of_the_systems_own_randomness(self) -> None:
        seeds = {new_seed() for _each in range(100_000)}
        self.assertEqual(len(seeds), 100_000)
        self.assertEqual({len(bytes.fromhex(seed)) for seed in seeds}, {16})

    def test_it_sends_as_often_as_the_probability_says(self) -> None:
        sent = sum(draw(0.3, f"{number:032x}").is_treated for number in range(20_000))
        self.assertLess(abs(sent / 20_000 - 0.3), 4 * (0.3 * 0.7 / 20_000) ** 0.5)

    def test_certainty_is_certain(self) -> None:
        self.assertTrue(all(draw(1.0, secrets.token_hex(16)).is_treated for _each in range(1000)))

    def test_the_wording_is_drawn_apart_from_the_sending(self) -> None:
        seeds = [f"{number:032x}" for number in range(6000)]
        sent = [seed for seed in seeds if uniform(seed, "send") < 0.5]
        for style in STYLES:
            share = sum(pick_style(seed)[0] == style for seed in sent) / len(sent)
            self.assertLess(abs(share - 1 / 3), 0.04)
        self.assertEqual(pick_style(seeds[0])[1], 1 / 3)


class ChoosingTests(SimpleTestCase):
    def test_r4_the_order_is_fixed_and_the_losers_are_kept(self) -> None:
        order = ["milestone", "missed_session", "high_rpe", "poor_sleep", "habit", "stalled", "check_in"]
        for place, rule in enumerate(order):
            rivals = [candidate(each, minutes_ago=9 - n) for n, each in enumerate(reversed(order[place:]))]
            with self.subTest(rule):
                choice = choosing.choose(rivals, subject=uuid4(), muted={}, halved=frozenset(), now=NOW)
                self.assertEqual(choice.best.rule, rule)
                self.assertEqual({each.rule for each in choice.rivals}, set(order[place + 1 :]))

    def test_of_two_of_one_rule_the_one_that_waits_longer_speaks(self) -> None:
        choice = choosing.choose(
            [candidate("habit", 1, "new"), candidate("habit", 5, "old")],
            subject=uuid4(), muted={}, halved=frozenset(), now=NOW,
        )  # fmt: skip
        self.assertEqual(choice.best.occurrence, "old")

    def test_a_muted_rule_leaves_the_slot_to_another(self) -> None:
        both = (candidate("missed_session"), candidate("check_in"))
        self.assertEqual(chosen(*both), "missed_session")
        self.assertEqual(chosen(*both, muted=("missed_session",)), "check_in")

    def test_less_of_a_rule_is_half_of_it_and_always_the_same_half(self) -> None:
        subject = UUID(int=5)
        days = [f"checkin:{date(2026, 1, 1) + timedelta(days=n)}" for n in range(1000)]
        left_out = [choosing.is_thinned(subject, "check_in", day) for day in days]
        self.assertEqual(left_out, [choosing.is_thinned(subject, "check_in", day) for day in days])
        self.assertLess(abs(sum(left_out) - 500), 65)


class SlotTests(SimpleTestCase):
    def slot(self, wall: str, zone: ZoneInfo = BERLIN, fold: int = 0) -> str:
        at = datetime.fromisoformat(wall).replace(tzinfo=zone, fold=fold).astimezone(UTC)
        return str(slot_of(at, WINDOWS, zone))

    def test_an_instant_falls_into_the_window_that_began_last(self) -> None:
        for wall, slot in (
            ("2026-03-04T12:29:59", "2026-03-03/1"),
            ("2026-03-04T12:30:00", "2026-03-04/0"),
            ("2026-03-04T18:29:59", "2026-03-04/0"),
            ("2026-03-04T18:30:00", "2026-03-04/1"),
            ("2026-03-05T00:10:00", "2026-03-04/1"),
            ("2024-02-29T13:00:00", "2024-02-29/0"),  # a leap day
            ("2026-12-31T23:59:00", "2026-12-31/1"),  # in ISO week 53
        ):
            with self.subTest(wall):
                self.assertEqual(self.slot(wall), slot)

    def test_the_hour_that_comes_twice_begins_no_slot_twice(self) -> None:
        """London, 25 October 2026: 01:00–02:00 comes twice, and a window begins at 01:30."""
        windows = (time(1, 30), time(18, 30))
        seen = []
        at = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)
        while at < datetime(2026, 10, 25, 3, 0, tzinfo=UTC):
            seen.append(slot_of(at, windows, LONDON))
            at += timedelta(minutes=5)
        self.assertEqual(seen, sorted(seen))
        self.assertEqual(len(set(seen)), 2)

    def test_a_day_that_the_zone_skips_has_no_slot(self) -> None:
        at, seen = datetime(2011, 12, 29, 0, tzinfo=UTC), set()
        while at < datetime(2012, 1, 1, tzinfo=UTC):
            seen.add(slot_of(at, WINDOWS, APIA).on)
            at += timedelta(minutes=30)
        self.assertNotIn(date(2011, 12, 30), seen)

    def test_the_next_slot_begins_at_its_window(self) -> None:
        for zone in (BERLIN, LONDON, APIA):
            at = NOW
            for _again in range(4):
                before = slot_of(at, WINDOWS, zone)
                at = next_start(at, WINDOWS, zone)
                self.assertGreater(slot_of(at, WINDOWS, zone), before)
                self.assertEqual(slot_of(at - timedelta(seconds=1), WINDOWS, zone), before)

    def test_slots_have_an_order(self) -> None:
        self.assertLess(Slot(date(2026, 3, 4), 1), Slot(date(2026, 3, 5), 0))


class StateTests(SimpleTestCase):
    def test_it_allows_what_the_table_lists_and_nothing_else(self) -> None:
        allowed = {
            "pending": "sending cancelled expired",
            "sending": "delivered unknown cancelled expired failed",
            "unknown": "delivered seen answered expired",
            "delivered": "seen answered expired",
            "seen": "answered expired",
        }
        for state in states.MOVES:
            self.assertEqual(states.MOVES[state], frozenset(allowed.get(state, "").split()), state)


class OutageTests(SimpleTestCase):
    def test_a_gap_of_ticks_is_an_outage_and_a_late_beat_is_none(self) -> None:
        self.assertIsNone(outage_since(NOW - timedelta(minutes=9), NOW, None))
        self.assertIsNone(outage_since(None, NOW, None))
        self.assertEqual(
            outage_since(NOW - timedelta(minutes=150), NOW, None), Outage(NOW - timedelta(minutes=150), NOW)
        )

    def test_it_is_seen_to_for_half_an_hour(self) -> None:
        known = Outage(NOW - timedelta(hours=3), NOW)
        self.assertEqual(outage_since(NOW, NOW + timedelta(minutes=1), known), known)
        self.assertIsNone(outage_since(NOW + timedelta(minutes=29), NOW + SPREAD, known))

    def test_c7_athletes_are_spread_over_half_an_hour_each_at_their_own_place(self) -> None:
        outage = Outage(NOW - timedelta(hours=3), NOW)
        places = [outage.place_of(uuid4(), NOW) for _each in range(3000)]
        self.assertTrue(all(NOW <= place < NOW + SPREAD for place in places))
        per_minute = [sum(NOW + n * SPREAD / 30 <= p < NOW + (n + 1) * SPREAD / 30 for p in places) for n in range(30)]
        self.assertLess(max(per_minute), 160)
