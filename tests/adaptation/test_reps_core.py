from typing import Any

from django.test import SimpleTestCase

from adaptation.core import verdict
from adaptation.core.facts import Asked, Done
from adaptation.core.proposals import Proposal
from adaptation.core.reps import RepsCase, reps_proposal
from plans.core.edits import SetReps, SetSets
from tests.adaptation.cases import asked, done, sets

PUSH_UP = {"exercise": "push-up", "load_kg": None, "reps_min": 10, "reps_max": 12}


def push_ups(number: int, **changes: Any) -> Asked:
    return asked(number, **{**PUSH_UP, **changes})


def body(reps: tuple[int, ...] = (12, 12, 12), rpe: float = 8.0, **changes: Any) -> Done:
    return done(sets(reps, 0.0, rpe), **{"exercise": "push-up", "asked": push_ups(0), **changes})


def propose(work: Done, *coming: Asked, running: int = 0, is_held: bool = False) -> Proposal | None:
    return reps_proposal(RepsCase(work, verdict.judge(work), coming or (push_ups(1),), running, is_held))


class RepsTests(SimpleTestCase):
    def test_it_adds_a_rep_when_every_set_reached_the_top(self) -> None:
        proposal = propose(body(), push_ups(1), push_ups(2))
        assert proposal is not None
        self.assertEqual(proposal.rule, "reps_up")
        self.assertEqual(proposal.edits, (SetReps("item-1", 11, 13), SetReps("item-2", 11, 13)))
        self.assertEqual(proposal.expects, (("item-1", "reps_max", 12), ("item-2", "reps_max", 12)))

    def test_it_waits_until_every_set_reached_the_top(self) -> None:
        self.assertIsNone(propose(body((12, 12, 11))))

    def test_it_adds_more_after_easy_sets(self) -> None:
        proposal = propose(body((11, 11, 11), 6.0))
        assert proposal is not None
        self.assertEqual((proposal.rule, proposal.edits), ("reps_up_easy", (SetReps("item-1", 12, 14),)))

    def test_it_adds_no_more_than_there_is_room_for_and_then_a_set(self) -> None:
        near = {"reps_min": 18, "reps_max": 19}
        proposal = propose(body((19, 19, 19), 6.0, asked=push_ups(0, **near)), push_ups(1, **near))
        self.assertEqual(proposal.edits if proposal else (), (SetReps("item-1", 19, 20),))
        top = {"reps_min": 18, "reps_max": 20}
        proposal = propose(body((20, 20, 20), asked=push_ups(0, **top)), push_ups(1, **top), push_ups(2, sets=5, **top))
        assert proposal is not None
        self.assertEqual((proposal.rule, proposal.edits), ("one_set_more", (SetSets("item-1", 4),)))
        self.assertEqual(proposal.expects, (("item-1", "sets", 3),))
        self.assertIsNone(propose(body((20, 20, 20), asked=push_ups(0, **top)), push_ups(1, sets=5, **top)))

    def test_it_touches_only_the_same_range_of_reps(self) -> None:
        self.assertIsNone(propose(body(), push_ups(1, reps_min=6, reps_max=8)))

    def test_it_holds_after_a_failure_and_takes_planned_reps_back(self) -> None:
        failing = body((6, 6, 6), 10.0)
        proposal = propose(failing, push_ups(1), push_ups(2, reps_min=12, reps_max=14))
        assert proposal is not None
        self.assertEqual((proposal.rule, proposal.kind, proposal.is_safety), ("reps_hold", "hold", True))
        self.assertEqual(proposal.edits, (SetReps("item-2", 10, 12),))
        proposal = propose(failing)
        assert proposal is not None
        self.assertEqual((proposal.rule, proposal.edits), ("reps_hold", ()))

    def test_it_asks_for_fewer_reps_after_failing_twice(self) -> None:
        proposal = propose(body((6, 6, 6), 10.0), running=2)
        assert proposal is not None
        self.assertEqual((proposal.rule, proposal.edits), ("reps_down", (SetReps("item-1", 9, 11),)))
        self.assertTrue(proposal.is_safety)

    def test_it_asks_for_a_set_less_where_reps_cannot_come_down(self) -> None:
        single = {"reps_min": 1, "reps_max": 1}
        work = body((0, 0, 0), 10.0, asked=push_ups(0, **single))
        proposal = propose(work, push_ups(1, **single), running=2)
        self.assertEqual(proposal.edits if proposal else (), (SetSets("item-1", 2),))
        proposal = propose(work, push_ups(1, sets=1, **single), running=2)
        self.assertEqual((proposal.rule, proposal.edits) if proposal else None, ("reps_hold", ()))

    def test_it_holds_for_pain(self) -> None:
        proposal = propose(body(rpe=6.0), is_held=True)
        self.assertEqual(proposal.rule if proposal else None, "reps_hold")

    def test_it_says_nothing_where_nothing_can_be_said(self) -> None:
        table = {
            "not in the plan": propose(body(asked=None)),
            "timed": propose(body(asked=push_ups(0, reps_min=None, reps_max=None))),
            "no effort asked for": propose(body(asked=push_ups(0, target_rpe=None))),
            "only an easier week to come": propose(body(), push_ups(1, is_deload=True)),
            "only timed work to come": propose(body(), push_ups(1, reps_min=None, reps_max=None)),
        }
        for name, proposal in table.items():
            with self.subTest(name):
                self.assertIsNone(proposal)
