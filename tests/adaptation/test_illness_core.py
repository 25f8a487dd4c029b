"""What the rules make of an illness that was reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

from django.test import SimpleTestCase

from adaptation.core import illness
from adaptation.core.away import Usual
from adaptation.core.engine import SpotterPolicy
from adaptation.core.engine_plan import date_of
from adaptation.core.engine_types import IllnessTold, LiftResult, Prescription, RatedSet, SessionResult
from adaptation.core.facts import DayReadiness, Recent, SessionRecord
from adaptation.core.illness import Spell
from plans.core.edits import SetLoad, SetSets, SetTargetRpe
from science import dose
from tests.adaptation.cases import LIFT, MONDAY, asked
from tests.adaptation.test_engine import DAYS, FINE, engine

STEPS = {LIFT: 2.5}


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def ill(symptoms: str = "fever", first: int = 0, last: int | None = None) -> Spell:
    """From day `first` on, counted from a Monday; the last symptom was in the evening of day `last`."""
    ended_at = None if last is None else datetime(2026, 3, 2, 20, tzinfo=UTC) + timedelta(days=last)
    return illness.spell("report", symptoms, day(first), ended_at, UTC)


class SpellTests(SimpleTestCase):
    def test_it_holds_until_a_whole_day_begins_after_a_full_day_without_symptoms(self) -> None:
        told = ill(first=2, last=4)
        self.assertEqual([told.holds(day(number)) for number in range(1, 8)], [False, *[True] * 4, False, False])
        self.assertTrue(ill(first=2).holds(day(400)))

    def test_it_frees_the_next_day_but_one_when_the_last_symptom_was_at_midnight(self) -> None:
        berlin = ZoneInfo("Europe/Berlin")
        midnight = datetime(2026, 3, 4, tzinfo=berlin)
        self.assertEqual(illness.spell("report", "fever", day(0), midnight, berlin).free_on, date(2026, 3, 5))
        later = midnight + timedelta(seconds=1)
        self.assertEqual(illness.spell("report", "fever", day(0), later, berlin).free_on, date(2026, 3, 6))

    def test_it_waits_to_the_hour_for_whoever_trains_now(self) -> None:
        told = ill(last=2)
        hard_from = datetime(2026, 3, 5, 20, tzinfo=UTC)
        for moment, waits in ((hard_from - timedelta(minutes=1), True), (hard_from, False)):
            self.assertEqual(illness.at([told], moment, moment.date()) is not None, waits)

    def test_it_goes_by_the_worst_of_two(self) -> None:
        cold, fever = ill("above_neck", 0, 6), ill("fever", 2, 4)
        for number, expected in ((1, cold), (3, fever), (5, fever), (6, cold)):
            self.assertEqual(illness.on_day([fever, cold], day(number)), expected)


class EaseTests(SimpleTestCase):
    def test_it_halves_the_sets_and_leaves_as_much_in_reserve_as_an_easy_set_has(self) -> None:
        found = illness.ease(ill("above_neck"), [asked(1, sets=5)], STEPS, MONDAY)
        # 8 reps at RPE 8 are 77 % of 1RM by the curve, at RPE 5 71 %: 100 kg become 92.9, and the bar has steps of 2.5
        self.assertEqual(found.edits, (SetTargetRpe("item-1", 5.0), SetSets("item-1", 2), SetLoad("item-1", 92.5)))
        self.assertTrue(found.is_safety)

    def test_it_never_asks_for_more_than_before(self) -> None:
        for sets in (1, 2, 3, 8):
            for rpe in (5.5, 7.0, 9.5, 10.0):
                for load_kg in (None, 2.5, 20.0, 141.0):
                    with self.subTest(sets=sets, rpe=rpe, load_kg=load_kg):
                        before = asked(1, sets=sets, target_rpe=rpe, load_kg=load_kg)
                        for edit in illness.ease(ill("above_neck"), [before], STEPS, MONDAY).edits:
                            if isinstance(edit, SetSets):
                                self.assertLess(edit.sets, sets)
                            elif isinstance(edit, SetLoad):
                                self.assertLess(edit.load_kg or 0, load_kg or 0)
                            else:
                                self.assertEqual(edit, SetTargetRpe("item-1", 5.0))

    def test_it_leaves_the_help_of_a_machine_alone(self) -> None:
        found = illness.ease(ill("above_neck"), [asked(1)], {}, MONDAY)
        self.assertFalse(any(isinstance(edit, SetLoad) for edit in found.edits))

    def test_it_knows_what_is_easy_and_what_cannot_be_made_so(self) -> None:
        run = asked(1, reps_min=None, reps_max=None, load_kg=None, sets=1)
        for session, easy, can in (
            ([asked(1)], False, True),
            ([asked(1, target_rpe=5.0), asked(1, target_rpe=None)], True, True),
            ([replace(run, target_rpe=4.0)], True, True),
            ([replace(run, target_rpe=5.0), asked(1)], False, False),
        ):
            with self.subTest(session=session):
                self.assertEqual(all(map(illness.is_easy, session)), easy)
                self.assertEqual(illness.can_ease(session), can)

    def test_it_says_to_see_a_doctor_for_a_fever_and_after_more_than_ten_days(self) -> None:
        for symptoms, days, expected in (("fever", 1, True), ("above_neck", 10, False), ("below_neck", 11, True)):
            with self.subTest(symptoms=symptoms, days=days):
                self.assertEqual(illness.told(ill(symptoms), day(days - 1))["see_doctor"], expected)


class ComebackTests(SimpleTestCase):
    coming = tuple(asked(number, on=day(number), sets=5) for number in range(8))

    def back(self, symptoms: str, days_ill: int, usual: dict[str, Usual] | None = None) -> dict[str, list[object]]:
        spell = ill(symptoms, 1 - days_ill, 0)
        found = illness.comeback(spell, None, self.coming, usual or {}, day(1))
        assert found is not None
        by_item: dict[str, list[object]] = {}
        for edit in found.edits:
            assert isinstance(edit, SetSets | SetTargetRpe)
            by_item.setdefault(edit.item, []).append(edit.sets if isinstance(edit, SetSets) else edit.target_rpe)
        return by_item

    def test_it_begins_on_the_first_free_day_and_rises_from_session_to_session(self) -> None:
        self.assertEqual(self.back("fever", 8), {"item-2": [2, 7.0], "item-3": [3], "item-4": [4], "item-5": [4]})
        self.assertEqual(self.back("below_neck", 3), {"item-2": [4, 7.0], "item-3": [4]})

    def test_it_never_falls_back_and_never_asks_for_more_than_was_usual(self) -> None:
        for sets in range(1, 9):
            lasting: list[list[int]] = []
            for days_ill in range(1, 15):
                coming = [replace(each, sets=sets) for each in self.coming]
                found = illness.comeback(ill("fever", 1 - days_ill, 0), None, coming, {}, day(1))
                assert found is not None
                told = {edit.item: edit.sets for edit in found.edits if isinstance(edit, SetSets)}
                lasting.append([told.get(each.item, sets) for each in coming[2:]])
                self.assertEqual(lasting[-1], sorted(lasting[-1]))
                self.assertLessEqual(max(lasting[-1]), sets)
            for shorter, longer in pairwise(lasting):
                self.assertTrue(all(more >= less for more, less in zip(shorter, longer, strict=True)))

    def test_it_only_asks_for_a_rep_more_in_reserve_after_a_cold(self) -> None:
        self.assertEqual(self.back("above_neck", 8), {"item-2": [7.0]})

    def test_it_starts_from_what_was_usual_and_never_adds_to_a_cut(self) -> None:
        usual = {"item-2": Usual(10, 100.0, 9.0)}
        self.assertEqual(self.back("fever", 8, usual)["item-3"], [3])
        self.assertNotIn("item-2", self.back("fever", 8, usual))

    def test_it_has_nothing_to_say_while_it_lasts_or_after_training(self) -> None:
        self.assertIsNone(illness.comeback(ill(), None, self.coming, {}, day(1)))
        self.assertFalse(illness.is_way_back(ill(), None))
        over = ill(last=0)
        self.assertEqual([illness.is_way_back(over, last) for last in (None, day(1), day(2))], [True, True, False])


class DiscountTests(SimpleTestCase):
    recent = Recent(
        innovations=(-2.0, -2.0, 0.5),
        course=((day(-20), 0.1), (day(0), -2.0), (day(3), -2.0), (day(9), 0.5)),
        sessions=(SessionRecord("a", day(0), 40.0), SessionRecord("b", day(9), 100.0)),
        readiness=(DayReadiness(day(1), -2.0), DayReadiness(day(9), 0.0)),
        session_rpe_change=2.0,
    )

    def test_it_leaves_out_the_days_that_an_illness_explains(self) -> None:
        found = illness.without_illness(self.recent, [ill(first=0, last=2)], day(9))
        self.assertEqual(found.innovations, (0.5,))
        self.assertEqual([on for on, _ in found.course], [day(-20), day(9)])
        self.assertEqual([each.session for each in found.sessions], ["b"])
        self.assertEqual([each.on for each in found.readiness], [day(9)])
        self.assertEqual(found.session_rpe_change, 2.0)

    def test_it_compares_no_session_that_an_illness_explains(self) -> None:
        clouded = illness.without_illness(self.recent, [ill(first=8, last=8)], day(9))
        self.assertIsNone(clouded.session_rpe_change)

    def test_it_changes_nothing_without_an_illness(self) -> None:
        self.assertIs(illness.without_illness(self.recent, [], day(9)), self.recent)
        self.assertEqual(illness.without_illness(self.recent, [ill(first=-50, last=-45)], day(9)), self.recent)

    def test_it_learns_no_answer_to_volume_from_a_week_of_illness(self) -> None:
        number = (MONDAY.toordinal() - 1) // 7
        weeks = tuple(dose.Week(number + more, 6.0) for more in (-1, 0, 1))
        kept = illness.healthy_weeks(weeks, [ill(first=2, last=3)])
        self.assertEqual([week.number for week in kept], [number - 1, number + 1])

    def test_it_speaks_of_no_plateau_for_three_weeks(self) -> None:
        for number, expected in ((-1, True), (0, False), (23, False), (24, True)):
            self.assertEqual(illness.may_read_trend([ill(first=0, last=2)], day(number)), expected)
        self.assertFalse(illness.may_read_trend([ill()], day(100)))

    def test_it_reopens_what_need_not_wait_any_more(self) -> None:
        left_out = {"past": day(1), "held": day(3), "free": day(4)}
        self.assertEqual(illness.reopened([ill(first=1, last=2)], left_out, day(3)), ("free",))
        self.assertEqual(illness.reopened([], left_out, day(3)), ("held", "free"))


class AnyLogTests(SimpleTestCase):
    """Random athletes with random illness: what must hold for all of them."""

    def test_it_never_asks_for_hard_work_or_for_more_while_somebody_is_ill(self) -> None:
        for seed in range(24):
            with self.subTest(seed=seed):
                Life(seed).live(self)


class Life:
    """Six weeks of one athlete, ill twice."""

    def __init__(self, seed: int) -> None:
        self.luck = Random(seed)
        level = self.luck.choice(("beginner", "intermediate", "advanced"))
        self.policy: SpotterPolicy = engine(level=level, weeks=6)
        self.ill = [self.illness(0, 14), self.illness(18, 30)]

    def illness(self, earliest: int, latest: int) -> IllnessTold:
        first = self.luck.randint(earliest, latest)
        symptoms = self.luck.choice(("above_neck", "below_neck", "fever"))
        return IllnessTold(symptoms, first, first + self.luck.randint(0, 7))

    def live(self, test: SimpleTestCase) -> None:
        for number in range(42):
            before = self.asked_for()
            for told in self.ill:
                if number == told.started_day:
                    self.policy.hear(IllnessTold(told.symptoms, told.started_day), number)
                elif told.ended_day is not None and number == told.ended_day + self.luck.randint(1, 2):
                    self.policy.hear(told, number)
            if number % 7 in DAYS and self.luck.random() < 0.9:
                self.train(test, number)
            if self.held(number) is not None:
                test.assertEqual(risen(before, self.asked_for()), [], f"day {number}")

    def held(self, number: int) -> Spell | None:
        return illness.on_day(self.policy.desk.spells, date_of(number))

    def train(self, test: SimpleTestCase, number: int) -> None:
        page = self.policy.plan_session(number, FINE)
        held = self.held(number)
        if held is not None:
            efforts = {one.target_rpe for each in page.lifts for one in each.sets}
            test.assertLessEqual(efforts, set() if held.needs_rest else {5.0}, f"day {number}")
        self.policy.observe(SessionResult(number, self.done(page), self.luck.choice((6.0, 8.0))))

    def done(self, page: Prescription) -> tuple[LiftResult, ...]:
        """As asked, or clearly easier or harder."""
        felt = self.luck.choice((-2.5, 0.0, 0.0, 1.5))
        return tuple(
            LiftResult(
                each.lift,
                tuple(RatedSet(one.load_kg or 20.0, one.reps, min(10.0, one.target_rpe + felt)) for one in each.sets),
            )
            for each in page.lifts
        )

    def asked_for(self) -> dict[str, tuple[float, float, float]]:
        return {
            item.id: (item.sets, item.load_kg or 0.0, item.target_rpe or 0.0) for item in self.policy.desk.spec.items()
        }


def risen(
    before: dict[str, tuple[float, float, float]], after: dict[str, tuple[float, float, float]]
) -> list[tuple[str, tuple[float, float, float], tuple[float, float, float]]]:
    """Items of which more is asked than before."""
    return [
        (item, was, after[item])
        for item, was in before.items()
        if any(new > old for new, old in zip(after[item], was, strict=True))
    ]
