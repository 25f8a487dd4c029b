from datetime import timedelta

from django.test import SimpleTestCase

from adaptation.core import away
from adaptation.core.away import Usual
from plans.core.edits import MoveSession, SetLoad, SetSets, SetTargetRpe
from tests.adaptation.cases import MONDAY, asked

INCREMENTS = {asked().exercise: 2.5}


class UnearnedTests(SimpleTestCase):
    def test_it_keeps_coming_loads_at_what_the_missed_session_asked_for(self) -> None:
        missed = (asked(1, load_kg=102.5), asked(2, load_kg=105.0))
        coming = (asked(3, load_kg=107.5), asked(4, load_kg=102.5), asked(5, load_kg=110.0))
        proposal = away.unearned(missed, coming)
        assert proposal is not None
        self.assertEqual(proposal.edits, (SetLoad("item-3", 102.5), SetLoad("item-5", 102.5)))
        self.assertTrue(proposal.is_safety)

    def test_it_leaves_other_reps_easier_weeks_and_open_loads_alone(self) -> None:
        missed = (asked(1, load_kg=80.0, is_deload=True), asked(2, load_kg=None))
        coming = (asked(3), asked(4, load_kg=None), asked(5, load_kg=120.0, reps_min=3, reps_max=3))
        self.assertIsNone(away.unearned(missed, coming))


class MoveTests(SimpleTestCase):
    def test_it_asks_whether_to_move_a_missed_session_to_the_first_free_day(self) -> None:
        days = (MONDAY + timedelta(days=2), MONDAY + timedelta(days=4))
        proposal = away.move_missed("session-1", MONDAY, days)
        assert proposal is not None
        self.assertEqual((proposal.edits, proposal.always_asks), ((MoveSession("session-1", days[0]),), True))

    def test_it_asks_nothing_without_a_free_day(self) -> None:
        self.assertIsNone(away.move_missed("session-1", MONDAY, ()))


class ComebackTests(SimpleTestCase):
    usual = {f"item-{number}": Usual(4, 100.0, 8.0) for number in range(1, 8)}

    def back_after(self, days: int, **changes: object) -> tuple[object, ...]:
        coming = [asked(number, sets=4, **changes) for number in range(1, 7)]
        found = away.comeback(coming[0].on - timedelta(days=days), coming, self.usual, INCREMENTS)
        return found.edits if found else ()

    def test_it_lowers_loads_by_half_a_percent_a_day_beyond_ten_down_to_eighty(self) -> None:
        for days, load_kg in ((10, None), (11, 97.5), (20, 95.0), (40, 85.0), (60, 80.0), (400, 80.0)):
            with self.subTest(days=days):
                edits = self.back_after(days)
                first = next((edit.load_kg for edit in edits if isinstance(edit, SetLoad)), None)
                self.assertEqual(first, load_kg)

    def test_it_lowers_sets_from_two_weeks_on_and_lets_them_grow_back(self) -> None:
        self.assertFalse(any(isinstance(edit, SetSets) for edit in self.back_after(13)))
        sets = [edit.sets for edit in self.back_after(14) if isinstance(edit, SetSets)]
        self.assertEqual(sets, [2, 2, 3, 3])

    def test_it_asks_for_a_rep_more_in_reserve_in_the_first_session_only(self) -> None:
        self.assertEqual(
            [edit for edit in self.back_after(20) if isinstance(edit, SetTargetRpe)], [SetTargetRpe("item-1", 7.0)]
        )

    def test_it_never_asks_for_less_than_an_easy_effort_or_for_any_where_there_is_none(self) -> None:
        for rpe in (5.0, None):
            with self.subTest(rpe=rpe):
                coming = [asked(1, target_rpe=rpe)]
                found = away.comeback(MONDAY - timedelta(days=30), coming, {}, INCREMENTS)
                self.assertFalse(any(isinstance(edit, SetTargetRpe) for edit in (found.edits if found else ())))

    def test_it_changes_nothing_twice(self) -> None:
        eased = [
            asked(1, load_kg=95.0, sets=2, target_rpe=7.0),
            asked(2, load_kg=95.0, sets=2),
            asked(3, load_kg=95.0, sets=3),
        ]
        last_on = eased[0].on - timedelta(days=20)
        self.assertIsNone(away.comeback(last_on, eased, self.usual, INCREMENTS))

    def test_it_plans_no_rise_over_the_time_off(self) -> None:
        coming = [asked(1, load_kg=100.0), asked(2, load_kg=110.0)]
        found = away.comeback(coming[0].on - timedelta(days=20), coming, {}, INCREMENTS)
        self.assertEqual({edit.load_kg for edit in (found.edits if found else ()) if isinstance(edit, SetLoad)}, {95.0})

    def test_it_works_with_light_and_with_open_loads(self) -> None:
        coming = [asked(1, load_kg=2.0), asked(2, load_kg=None, reps_min=5)]
        found = away.comeback(coming[0].on - timedelta(days=20), coming, {}, INCREMENTS)
        self.assertEqual([edit.load_kg for edit in (found.edits if found else ()) if isinstance(edit, SetLoad)], [1.5])

    def test_it_has_nothing_to_say_without_a_session_to_come(self) -> None:
        self.assertIsNone(away.comeback(MONDAY, (), {}, INCREMENTS))
