from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.test import SimpleTestCase

from adaptation.core import pain
from adaptation.core.facts import PainReport, Scheme
from plans.core.edits import DropItem, SetLoad, SwapExercise
from plans.core.intent import REGIONS
from plans.core.movements import MUSCLES, Level, Movement
from tests.adaptation.cases import LIFT, MONDAY, asked, done


def movement(slug: str = LIFT, **facts: Any) -> Movement:
    told = {
        "slug": slug,
        "name_en": slug,
        "name_zh_hans": "",
        "cue_en": "",
        "cue_zh_hans": "",
        "pattern": "horizontal_push",
        "primary": ("chest",),
        "secondary": (),
        "equipment": (frozenset({"barbell"}),),
        "unilateral": False,
        "level": Level.BEGINNER,
        "mode": "load",
        "rpe_use": "rir",
        "e1rm_use": True,
        "flags": frozenset(),
    }
    return Movement(**{**told, **facts})


def report(day: int, severity: int, region: str = "shoulder", exercise: str = LIFT) -> PainReport:
    return PainReport(MONDAY + timedelta(days=day), region, severity, exercise)


class RegionTests(SimpleTestCase):
    def test_it_knows_every_region_of_the_plan_rules_and_only_muscles_of_the_catalogue(self) -> None:
        self.assertEqual(set(pain.REGION_MUSCLES), set(REGIONS))
        named = {muscle for muscles in pain.REGION_MUSCLES.values() for muscle in muscles}
        self.assertLessEqual(named, {*MUSCLES, "neck"})

    def test_it_tells_what_loads_a_region_by_muscles_and_by_strain(self) -> None:
        self.assertTrue(pain.loads_region(movement(), "shoulder"))
        self.assertFalse(pain.loads_region(movement(), "knee"))
        self.assertTrue(pain.loads_region(movement(flags=frozenset({"deep_knee"})), "knee"))
        self.assertFalse(pain.loads_region(movement(), "tail"))

    def test_it_holds_a_region_until_two_sessions_in_a_row_were_at_two_or_less(self) -> None:
        table = [
            ((3,), False), ((4,), True), ((4, 2), True), ((4, 2, 2), False), ((4, 2, 3, 2), True),
            ((4, 2, 3, 2, 1), False), ((9, 0, 0, 5), True), ((5, 0, 0), False),
        ]  # fmt: skip
        for severities, expected in table:
            with self.subTest(severities=severities):
                reports = [report(day, severity) for day, severity in enumerate(severities)]
                self.assertEqual(pain.held_regions(reports), frozenset({"shoulder"} if expected else ()))

    def test_it_counts_the_worst_of_a_day_once(self) -> None:
        self.assertEqual(pain.held_regions([report(0, 4), report(1, 1), report(1, 1)]), {"shoulder"})

    def test_it_holds_a_movement_for_its_own_pain_and_for_that_of_its_region(self) -> None:
        elsewhere = [report(0, 5, "knee", LIFT)]
        self.assertTrue(pain.is_held(movement(), elsewhere))
        self.assertTrue(pain.is_held(movement("dip"), [report(0, 5)]))
        self.assertFalse(pain.is_held(movement("squat", primary=("quads",)), [report(0, 5)]))


class StopTests(SimpleTestCase):
    hurt = done(pain_region="shoulder", pain=5)

    def test_it_tries_swaps_before_taking_the_movement_out(self) -> None:
        swaps = [(SwapExercise("item-1", "push-up"),), (SwapExercise("item-1", "dip"),)]
        proposal = pain.stop(self.hurt, [asked(1)], swaps, [report(0, 5)])
        assert proposal is not None
        self.assertEqual((proposal.after, proposal.is_safety), ({"exercise": "push-up"}, True))
        self.assertEqual(proposal.alternatives, (swaps[1], (DropItem("item-1"),)))

    def test_it_takes_the_movement_out_where_nothing_can_stand_in(self) -> None:
        proposal = pain.stop(self.hurt, [asked(1)], [], [report(0, 5)])
        assert proposal is not None
        self.assertEqual((proposal.edits, proposal.after), ((DropItem("item-1"),), {"exercise": None}))

    def test_it_has_nothing_to_stop_where_nothing_is_to_come(self) -> None:
        self.assertIsNone(pain.stop(self.hurt, [], [], [report(0, 5)]))

    def test_it_sends_to_a_professional_for_severe_lasting_or_rising_pain(self) -> None:
        table = [
            (5, (report(0, 5),), False),
            (7, (report(0, 7),), True),
            (5, (report(-15, 1), report(-3, 6), report(0, 5)), True),
            (5, (report(-14, 6), report(0, 5)), False),
            (5, (report(-3, 4), report(0, 5)), True),
            (5, (report(-3, 5), report(0, 5)), False),
            (5, (report(-30, 9, "knee"), report(0, 5)), False),
        ]
        for severity, reports, expected in table:
            with self.subTest(severity=severity, reports=len(reports)):
                self.assertEqual(pain.should_see_someone(replace(self.hurt, pain=severity), reports), expected)


class HoldTests(SimpleTestCase):
    hurt = done(pain_region="shoulder", pain=5)
    movements = {"dip": movement("dip"), "squat": movement("squat", primary=("quads",)), LIFT: movement()}

    def test_it_takes_rises_back_to_what_was_lifted_last(self) -> None:
        coming = [
            asked(1, exercise="dip", load_kg=12.0), asked(2, exercise="squat", load_kg=120.0), asked(3, load_kg=110.0),
            asked(4, exercise="dip", load_kg=None), asked(5, exercise="unknown", load_kg=50.0),
            asked(6, exercise="dip", load_kg=14.0, reps_min=5, reps_max=5),
            asked(7, exercise="dip", load_kg=15.0, reps_min=5, reps_max=5),
        ]  # fmt: skip
        lifted: dict[tuple[str, Scheme], float] = {("dip", (8, 8)): 10.0}
        proposal = pain.hold_region(self.hurt, coming, self.movements, lifted, [report(0, 5)])
        assert proposal is not None
        self.assertEqual(proposal.edits, (SetLoad("item-1", 10.0), SetLoad("item-7", 14.0)))
        self.assertEqual((proposal.is_safety, proposal.evidence["exercises"]), (True, ["dip"]))

    def test_it_says_nothing_where_nothing_rises(self) -> None:
        coming = [asked(1, exercise="dip", load_kg=10.0), asked(2, exercise="squat", load_kg=99.0)]
        self.assertIsNone(pain.hold_region(self.hurt, coming, self.movements, {}, [report(0, 5)]))
