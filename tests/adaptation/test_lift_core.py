"""The next loads of a lift: tables for what they should be, and a thousand random logs for what they may never be."""

from __future__ import annotations

import random
from datetime import timedelta
from math import isfinite

import pytest
from django.test import SimpleTestCase

from adaptation.core import verdict
from adaptation.core.facts import Asked, Done
from adaptation.core.lift import LiftCase, load_proposal
from adaptation.core.proposals import Proposal
from plans.core.edits import SetLoad, SetReps, SetSets
from science.effort import RatedSet
from science.estimator import LiftState
from tests.adaptation.cases import MONDAY, asked, case, done, learnt, sets, state_of

LOGS = 1200
SESSIONS = 6


def loads_of(proposal: Proposal | None) -> list[float | None]:
    return [edit.load_kg for edit in proposal.edits if isinstance(edit, SetLoad)] if proposal else []


class NextLoadTests(SimpleTestCase):
    def test_it_adds_one_step_after_work_on_target(self) -> None:
        proposal = load_proposal(case(done()))
        assert proposal is not None
        self.assertEqual((proposal.rule, loads_of(proposal), proposal.is_safety), ("load_up", [102.5, 102.5], False))
        self.assertEqual(proposal.expects, (("item-1", "load_kg", 100.0), ("item-2", "load_kg", 100.0)))

    def test_it_adds_more_after_easy_work_than_the_same_state_would_earn_on_target(self) -> None:
        for e1rm_kg in (90.0, 110.0, 130.0, 150.0, 190.0):
            with self.subTest(e1rm_kg=e1rm_kg):
                state = state_of(e1rm_kg)
                on_target = loads_of(load_proposal(case(done(), state=state)))[0] or 0.0
                easy = loads_of(load_proposal(case(done(sets((8, 8, 8), rpe=6.0)), state=state)))[0] or 0.0
                self.assertGreater(easy, on_target)
                self.assertLessEqual(easy, 110.0)

    def test_it_leaves_the_step_to_the_estimate_when_effort_or_reps_were_not_quite_there(self) -> None:
        weak = state_of(120.0)
        table = [
            ("half a point over", done(sets((8, 8, 8), rpe=8.5))),
            ("at the lower end of the range", done(sets((6, 6, 6)), asked=asked(0, reps_min=6, reps_max=10))),
        ]
        for name, work in table:
            with self.subTest(name):
                coming = [asked(1, reps_min=work.asked.reps_min, reps_max=work.asked.reps_max)] if work.asked else []
                proposal = load_proposal(case(work, coming, state=weak))
                self.assertEqual(loads_of(proposal), [])

    def test_it_takes_a_planned_rise_back_when_the_session_did_not_go_well(self) -> None:
        rising = [asked(1, load_kg=102.5), asked(2, load_kg=105.0)]
        table = {
            "failed": sets((4, 4, 4), rpe=10.0),
            "partly_failed": sets((8,)) + sets((4, 4), rpe=10.0),
            "grinding": sets((8, 8, 8), rpe=10.0),
            "incomplete": sets((8,)),
        }
        for code, working in table.items():
            with self.subTest(code):
                proposal = load_proposal(case(done(working), rising))
                assert proposal is not None
                self.assertEqual((proposal.rule, proposal.kind), ("load_hold", "hold"))
                self.assertEqual((loads_of(proposal), proposal.is_safety), ([100.0, 100.0], True))
                self.assertEqual(proposal.evidence["verdict"], code)

    def test_it_says_why_the_load_stays_also_when_nothing_has_to_change(self) -> None:
        proposal = load_proposal(case(done(sets((8, 8, 8), rpe=10.0))))
        assert proposal is not None
        self.assertEqual((proposal.rule, proposal.edits, proposal.before), ("load_hold", (), {"load_kg": 100.0}))

    def test_it_lowers_the_load_by_five_to_ten_percent_after_failing_twice(self) -> None:
        for load_kg, increment in ((100.0, 2.5), (60.0, 2.5), (22.0, 2.0), (12.0, 1.0), (7.0, 1.0), (200.0, 2.5)):
            with self.subTest(load_kg=load_kg):
                work = done(sets((4, 4, 4), load_kg, 10.0), asked=asked(0, load_kg=load_kg))
                coming = [asked(1, load_kg=load_kg)]
                proposal = load_proposal(case(work, coming, increment_kg=increment, failed_running=2))
                assert proposal is not None
                self.assertEqual((proposal.rule, proposal.is_safety), ("load_down", True))
                (load,) = loads_of(proposal)
                self.assertTrue(0.9 * load_kg - 1e-6 <= (load or 0) <= 0.95 * load_kg + 1e-6, load)

    def test_it_takes_a_set_away_where_no_smaller_load_can_be_put_together(self) -> None:
        work = done(sets((4, 4, 4), 3.0, 10.0), asked=asked(0, load_kg=3.0))
        coming = [asked(1, load_kg=3.0), asked(2, load_kg=3.0, sets=1), asked(3, load_kg=3.0, is_deload=True)]
        proposal = load_proposal(case(work, coming, increment_kg=1.0, failed_running=2))
        assert proposal is not None
        self.assertEqual((proposal.rule, proposal.edits), ("one_set_less", (SetSets("item-1", 2),)))

    def test_it_holds_where_neither_load_nor_sets_can_come_down(self) -> None:
        work = done(sets((4,), 3.0, 10.0), asked=asked(0, load_kg=3.0, sets=1))
        proposal = load_proposal(case(work, [asked(1, load_kg=3.0, sets=1)], increment_kg=1.0, failed_running=2))
        assert proposal is not None
        self.assertEqual((proposal.rule, proposal.edits), ("load_hold", ()))

    def test_it_adds_a_rep_where_the_smallest_plate_would_be_more_than_a_tenth(self) -> None:
        work = done(sets((8, 8, 8), 4.0), asked=asked(0, load_kg=4.0))
        proposal = load_proposal(case(work, [asked(1, load_kg=4.0)], increment_kg=1.0))
        assert proposal is not None
        self.assertEqual((proposal.rule, proposal.edits), ("rep_more", (SetReps("item-1", 9, 9),)))
        highest = asked(1, load_kg=4.0, reps_min=30, reps_max=30)
        work = done(sets((30, 30, 30), 4.0), asked=asked(0, load_kg=4.0, reps_min=30, reps_max=30))
        self.assertIsNone(load_proposal(case(work, [highest], increment_kg=1.0)))

    def test_it_finds_a_load_that_was_open_within_a_tenth_of_what_was_lifted(self) -> None:
        open_items = [asked(1, load_kg=None), asked(2, load_kg=None)]
        work = done(sets((8, 8, 8), 60.0, 6.0), asked=asked(0, load_kg=None))
        proposal = load_proposal(case(work, open_items))
        assert proposal is not None
        self.assertEqual(proposal.rule, "load_found")
        for load in loads_of(proposal):
            self.assertTrue(60.0 < (load or 0) <= 66.0, load)

    def test_it_leaves_other_reps_open_where_nothing_is_known_of_them(self) -> None:
        coming = [asked(1), asked(2, load_kg=None, reps_min=3, reps_max=3)]
        proposal = load_proposal(case(done(), coming, state=None))
        self.assertEqual(loads_of(proposal), [102.5])

    def test_it_moves_a_lift_without_an_estimate_by_one_step(self) -> None:
        self.assertEqual(loads_of(load_proposal(case(done(), state=None))), [102.5, 102.5])
        easy = case(done(sets((8, 8, 8), rpe=6.0)), state=None)
        self.assertEqual(loads_of(load_proposal(easy)), [105.0, 105.0])

    def test_it_keeps_heavy_and_light_days_of_a_lift_apart(self) -> None:
        heavy = asked(1, load_kg=120.0, reps_min=3, reps_max=3)
        proposal = load_proposal(
            case(done(), [heavy, asked(2)], state=state_of(135.0), loads_by_scheme=(((3, 3), 120.0),))
        )
        edits = {edit.item: edit.load_kg for edit in (proposal.edits if proposal else ()) if isinstance(edit, SetLoad)}
        self.assertIn(edits["item-2"], (102.5, 105.0))
        self.assertTrue(115.0 <= (edits.get("item-1") or 120.0) <= 132.0)

    def test_it_lets_no_heavy_day_rise_above_its_own_last_load_after_a_failed_light_one(self) -> None:
        heavy = asked(1, load_kg=122.5, reps_min=3, reps_max=3)
        work = done(sets((4, 4, 4), rpe=10.0))
        proposal = load_proposal(case(work, [heavy, asked(2)], loads_by_scheme=(((3, 3), 120.0),)))
        self.assertEqual(loads_of(proposal), [120.0])

    def test_it_goes_to_other_reps_by_the_estimate_and_at_most_a_tenth_up(self) -> None:
        fewer = asked(1, load_kg=100.0, reps_min=2, reps_max=2)
        proposal = load_proposal(case(done(), [fewer], state=state_of(150.0)))
        self.assertEqual(loads_of(proposal), [110.0])
        more = asked(1, load_kg=100.0, reps_min=15, reps_max=15)
        proposal = load_proposal(case(done(), [more], state=state_of(130.0)))
        assert proposal is not None
        self.assertEqual(proposal.rule, "load_trimmed")
        self.assertLess(loads_of(proposal)[0] or 0, 90.0)

    def test_it_leaves_an_easier_week_as_easy_as_it_is(self) -> None:
        coming = [asked(1, load_kg=92.5, is_deload=True), asked(2)]
        proposal = load_proposal(case(done(), coming))
        assert proposal is not None
        self.assertEqual([edit.item for edit in proposal.edits if isinstance(edit, SetLoad)], ["item-2"])

    def test_it_plans_no_step_beyond_the_next_one(self) -> None:
        rising = [asked(number, load_kg=100.0 + 2.5 * number) for number in range(1, 5)]
        proposal = load_proposal(case(done(), rising))
        self.assertEqual(loads_of(proposal), [102.5, 102.5, 102.5])

    def test_it_trims_a_rise_that_the_plan_had_too_steep(self) -> None:
        proposal = load_proposal(case(done(), [asked(1, load_kg=115.0)], state=state_of(128.0)))
        assert proposal is not None
        self.assertEqual((proposal.rule, proposal.is_safety), ("load_trimmed", False))

    def test_it_holds_for_pain_whatever_the_session_said(self) -> None:
        proposal = load_proposal(case(done(sets((8, 8, 8), rpe=6.0)), [asked(1, load_kg=102.5)], is_held=True))
        assert proposal is not None
        self.assertEqual((loads_of(proposal), proposal.evidence["is_held_for_pain"]), ([100.0], True))

    def test_it_says_nothing_where_nothing_can_be_said(self) -> None:
        table = {
            "nothing to come": LiftCase(done(), verdict.judge(done()), state_of(), (), 2.5, 0, False),
            "not in the plan": case(done(asked=None)),
            "no load, none asked for": case(done(sets((8, 8, 8), 0.0), asked=asked(0, load_kg=None)), state=None),
        }
        for name, found in table.items():
            with self.subTest(name):
                self.assertIsNone(load_proposal(found))

    def test_it_holds_at_what_was_asked_for_when_nothing_was_done(self) -> None:
        work = done((), completion=0.0)
        proposal = load_proposal(case(work, [asked(1, load_kg=105.0)], state=state_of()))
        self.assertEqual(loads_of(proposal), [100.0])

    def test_it_tells_a_second_judgement_of_the_same_session_from_the_first(self) -> None:
        causes = {proposal.cause for word in ("", "-1") if (proposal := load_proposal(case(done(), because=word)))}
        self.assertEqual(causes, {"lift:rating-1", "lift:rating-1-1"})


@pytest.mark.long
class RandomLogs(SimpleTestCase):
    """What no log may lead to, over a thousand of them: rising plans, mixed reps, failures, pain, nonsense."""

    def test_it_never_breaks_the_bounds(self) -> None:
        for seed in range(LOGS):
            with self.subTest(seed=seed):
                self.follow(random.Random(seed))

    def follow(self, rng: random.Random) -> None:
        start_kg = rng.choice((3.0, 8.0, 12.0, 20.0, 47.5, 60.0, 100.0, 180.0))
        increment = rng.choice((0.5, 1.0, 2.0, 2.5, 5.0))
        level = rng.choice(("beginner", "intermediate", "advanced"))
        plan = self.plan_of(rng, start_kg)
        state: LiftState | None = None
        failed: list[verdict.Verdict] = []
        loads: dict[tuple[int | None, int | None], float] = {}
        for place in range(SESSIONS):
            work = self.session(rng, plan[place], level, place)
            if any(each.reported_rir is not None and each.load_kg > 0 and each.reps for each in work.working):
                state = learnt(work, state)
            judged = verdict.judge(work)
            failed.append(judged)
            found = LiftCase(
                done=work,
                verdict=judged,
                state=None if rng.random() < 0.1 else state,
                coming=tuple(plan[place + 1 :]),
                increment_kg=increment,
                failed_running=verdict.failures_running(failed),
                is_held=rng.random() < 0.15,
                loads_by_scheme=tuple(loads.items()),
            )
            proposal = load_proposal(found)
            self.check(found, proposal)
            if work.asked is not None and work.load_kg is not None:
                loads[work.asked.scheme] = work.load_kg
            plan = self.carried_out(plan, proposal)

    def plan_of(self, rng: random.Random, start_kg: float) -> list[Asked]:
        schemes = rng.sample([(3, 3), (5, 5), (8, 8), (6, 10), (12, 15)], rng.choice((1, 1, 2)))
        plan = []
        for number in range(SESSIONS + 3):
            low, high = schemes[number % len(schemes)]
            load = round(start_kg * (1 + 0.02 * number * rng.random()) * 2) / 2
            plan.append(
                asked(
                    number, reps_min=low, reps_max=high, load_kg=None if rng.random() < 0.1 else load,
                    target_rpe=rng.choice((6.0, 7.0, 8.0, 8.0, 9.0)), sets=rng.randint(1, 5),
                    is_deload=rng.random() < 0.1,
                )
            )  # fmt: skip
        return plan

    def session(self, rng: random.Random, planned: Asked, level: str, place: int) -> Done:
        load = planned.load_kg if planned.load_kg and rng.random() < 0.8 else rng.choice((5.0, 40.0, 90.0))
        mood = rng.choice(("good", "good", "easy", "hard", "failed", "mixed", "short"))
        working = []
        for number in range(rng.randint(0, planned.sets) if mood == "short" else planned.sets):
            fails = mood == "failed" or (mood == "mixed" and number > 0)
            reps = rng.randint(0, (planned.reps_min or 1) - 1) if fails else rng.randint(planned.reps_min or 1, 20)
            rpe = {"good": 8.0, "easy": 5.5, "hard": 9.5}.get(mood, 7.5)
            working.append(RatedSet(load, reps, 10.0 if fails else rpe, failed=fails and rng.random() < 0.5))
        return Done(
            feedback=f"rating-{place}", session=planned.session, on=MONDAY + timedelta(days=7 * place),
            exercise=planned.exercise, sets=tuple(working), rpe=8.0,
            completion=rng.choice((100.0, 100.0, 60.0)) if mood == "short" else 100.0, level=level, asked=planned,
        )  # fmt: skip

    def check(self, found: LiftCase, proposal: Proposal | None) -> None:
        if proposal is None:
            return
        self.assertTrue(0 <= proposal.confidence <= 1)
        self.assert_finite(proposal.evidence)
        planned = {each.item: each for each in found.coming}
        may_rise = found.verdict.may_rise and not found.is_held
        for edit in proposal.edits:
            if isinstance(edit, SetSets):
                self.assertEqual(edit.sets, planned[edit.item].sets - 1)
                self.assertGreaterEqual(edit.sets, 1)
            if isinstance(edit, SetReps):
                self.assertTrue(may_rise and 1 <= edit.reps_min <= edit.reps_max <= 30)
            if isinstance(edit, SetLoad):
                self.check_load(found, planned[edit.item], edit.load_kg, may_rise)

    def check_load(self, found: LiftCase, planned: Asked, load_kg: float | None, may_rise: bool) -> None:
        assert load_kg is not None and isfinite(load_kg) and load_kg > 0
        anchor = self.anchor(found, planned)
        if not may_rise:
            self.assertLessEqual(load_kg, anchor + 1e-6)
            self.assertLessEqual(load_kg, (planned.load_kg or load_kg) + 1e-6)
        self.assertLessEqual(load_kg, 1.1 * anchor + 1e-6)

    def anchor(self, found: LiftCase, planned: Asked) -> float:
        """The load that was lifted last in these reps, else at all; what was asked for where the work was cut short."""
        then = found.done.asked
        assert then is not None
        last = found.done.load_kg if found.done.load_kg is not None else then.load_kg
        assert last is not None
        if found.verdict.code == verdict.INCOMPLETE:
            last = max(last, then.load_kg or 0.0)
        return {**dict(found.loads_by_scheme), then.scheme: last}.get(planned.scheme, last)

    def assert_finite(self, value: object) -> None:
        if isinstance(value, float):
            self.assertTrue(isfinite(value))
        elif isinstance(value, dict):
            for each in value.values():
                self.assert_finite(each)

    def carried_out(self, plan: list[Asked], proposal: Proposal | None) -> list[Asked]:
        loads = {edit.item: edit.load_kg for edit in (proposal.edits if proposal else ()) if isinstance(edit, SetLoad)}
        facts = Asked.__slots__
        return [
            Asked(**{**{name: getattr(each, name) for name in facts}, "load_kg": loads.get(each.item, each.load_kg)})
            for each in plan
        ]
