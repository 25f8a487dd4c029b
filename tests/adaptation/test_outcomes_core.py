"""What the estimate says of the prescription before a change and after it."""

from __future__ import annotations

from datetime import date

from django.test import SimpleTestCase

from adaptation.core import outcomes
from adaptation.core.outcomes import Ask, Outcome
from science.effort import RatedSet
from tests.adaptation.cases import sets, state_of

DAY = date(2026, 3, 9)


class LookBackTests(SimpleTestCase):
    def look(self, moved: str, old: Ask, new: Ask, done: tuple[RatedSet, ...]) -> Outcome:
        found = outcomes.look_back(state_of(130.0), DAY, moved, old, new, done)
        assert found is not None
        return found

    def test_it_expects_the_heavier_load_to_be_harder_and_less_sure(self) -> None:
        found = self.look("load_kg", Ask(100.0, 8, 3), Ask(105.0, 8, 3), sets((8, 8, 8), 105.0, 9.0))
        self.assertGreater(found.new.rpe.value, found.old.rpe.value)
        self.assertLess(found.new.chance, found.old.chance)
        for side in (found.old, found.new):
            self.assertTrue(1 <= side.rpe.low < side.rpe.value < side.rpe.high <= 10)
        self.assertEqual((found.on, found.moved, found.reported.rpe), (DAY, "load_kg", 9.0))

    def test_it_expects_more_reps_to_be_harder(self) -> None:
        found = self.look("reps_max", Ask(100.0, 8, 3), Ask(100.0, 9, 3), sets((9, 9, 9), 100.0, 8.5))
        self.assertGreater(found.new.rpe.value, found.old.rpe.value)

    def test_it_looks_at_the_last_set_where_sets_were_changed(self) -> None:
        done = (*sets((8, 8), 100.0, 8.0), RatedSet(100.0, 7, 9.5))
        found = self.look("sets", Ask(100.0, 8, 2), Ask(100.0, 8, 3), done)
        self.assertEqual((found.old.number, found.new.number), (2, 3))
        self.assertGreater(found.new.rpe.value, found.old.rpe.value)
        self.assertEqual((found.reported.reps, found.reported.rpe), (7, 9.5))

    def test_it_is_not_coloured_by_how_the_session_went(self) -> None:
        old, new = Ask(100.0, 8, 3), Ask(105.0, 8, 3)
        answers = {
            (found.old.rpe.value, found.new.rpe.value)
            for rpe in (6.0, 10.0)
            for found in [self.look("load_kg", old, new, sets((8,), 105.0, rpe))]
        }
        self.assertEqual(len(answers), 1)

    def test_it_tells_a_failed_set_as_failed(self) -> None:
        found = self.look("load_kg", Ask(100.0, 8, 3), Ask(105.0, 8, 3), sets((6,), 105.0, None, failed=True))
        self.assertEqual((found.reported.failed, found.reported.rpe), (True, 10.0))

    def test_it_says_nothing_without_a_rated_set_or_a_load(self) -> None:
        state, old, new = state_of(), Ask(100.0, 8, 3), Ask(105.0, 8, 3)
        self.assertIsNone(outcomes.look_back(state, DAY, "load_kg", old, new, sets((8,), 105.0, None)))
        self.assertIsNone(outcomes.look_back(state, DAY, "load_kg", Ask(0.0, 8, 3), new, sets((8,), 105.0)))
