from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.test import SimpleTestCase
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.core import patch
from plans.core.edits import (
    OPS,
    AddItem,
    DropItem,
    Edit,
    InsertDeload,
    MoveSession,
    SetLoad,
    SetNote,
    SetReps,
    SetSets,
    SetTargetRpe,
    SwapExercise,
)
from plans.core.measure import session_minutes
from plans.core.rules import schema
from plans.core.rules.base import Case
from plans.core.rules.judge import hard, judge
from plans.core.spec import Item, PlanSpec, from_json, to_json
from tests.plans.rules.athletes import ATHLETES, MONDAY, catalogue

LIFTER: PlanSpec = ATHLETES["lifter"]().spec
RUNNER: PlanSpec = ATHLETES["runner"]().spec
SQUAT, HOLD, CHIN, CURL = "w1d0-back-squat", "w1d0-plank", "w1d4-chin-up", "w1d0-lying-leg-curl"
RUN = "w1d1-outdoor-run"


def applied(*edits: Edit, spec: PlanSpec = LIFTER) -> PlanSpec:
    return patch.apply(spec, edits, catalogue())


def item(spec: PlanSpec, item_id: str) -> Item:
    found = spec.find_item(item_id)
    assert found is not None
    return found[1]


def adding(**changes: Any) -> AddItem:
    usual = {"session": "w1d0", "item": "new", "exercise": "crunch", "sets": 2, "reps_min": 8, "reps_max": 12}
    return AddItem(**{**usual, "target_rpe": 7.0, "rest_s": 60, **changes})


class ItemEditTests(SimpleTestCase):
    def test_it_sets_a_load_with_its_ramp(self) -> None:
        squat = item(applied(SetLoad(SQUAT, 100)), SQUAT)
        self.assertEqual((squat.load_kg, squat.load_basis), (100.0, "known"))
        self.assertEqual([step.load_kg for step in squat.ramp], [40.0, 60.0, 80.0])

    def test_it_takes_a_load_back(self) -> None:
        squat = item(applied(SetLoad(SQUAT, 100), SetLoad(SQUAT, None)), SQUAT)
        self.assertEqual((squat.load_kg, squat.load_basis), (None, "find"))
        self.assertEqual(item(applied(SetLoad(CHIN, 5), SetLoad(CHIN, None)), CHIN).load_basis, "bodyweight")

    def test_it_makes_a_ramp_where_work_has_become_heavy(self) -> None:
        seated = "w1d1-seated-dumbbell-shoulder-press"
        self.assertEqual(item(LIFTER, seated).ramp[0].percent, 50)
        bare = applied(DropItem(CURL), adding(exercise="leg-press", reps_min=4, reps_max=6, target_rpe=9.0))
        self.assertEqual([step.percent for step in item(bare, "new").ramp], [40, 60, 80])
        self.assertEqual(item(applied(SetReps(CURL, 12, 15)), CURL).ramp, ())

    def test_it_sets_sets_reps_effort_and_notes(self) -> None:
        squat = item(
            applied(SetSets(SQUAT, 4), SetReps(SQUAT, 3, 5), SetTargetRpe(SQUAT, 7), SetNote(SQUAT, "brace")), SQUAT
        )
        self.assertEqual((squat.sets, squat.reps_min, squat.reps_max, squat.target_rpe), (4, 3, 5, 7.0))
        self.assertEqual(squat.notes, "brace")

    def test_it_swaps_an_exercise_and_keeps_the_id(self) -> None:
        loaded = applied(SetLoad(SQUAT, 100), SetNote(SQUAT, "brace"))
        squat = item(applied(SwapExercise(SQUAT, "leg-press"), spec=loaded), SQUAT)
        self.assertEqual(
            (squat.exercise, squat.load_kg, squat.load_basis, squat.notes), ("leg-press", None, "find", "")
        )
        self.assertEqual((squat.sets, squat.reps_min, squat.why.code), (3, 4, "swapped_in"))
        self.assertTrue(all(step.load_kg is None for step in squat.ramp))

    def test_it_swaps_with_a_load(self) -> None:
        squat = item(applied(SwapExercise(SQUAT, "leg-press", 150, "estimated")), SQUAT)
        self.assertEqual((squat.load_kg, squat.load_basis, squat.ramp[0].load_kg), (150.0, "estimated", 60.0))

    def test_it_swaps_to_bodyweight(self) -> None:
        chin = item(applied(SwapExercise(SQUAT, "bodyweight-squat")), SQUAT)
        self.assertEqual((chin.load_basis, chin.ramp), ("bodyweight", ()))
        self.assertEqual(item(applied(SwapExercise(HOLD, "side-plank")), HOLD).load_basis, "bodyweight")
        self.assertEqual(item(applied(SwapExercise(RUN, "cycling"), spec=RUNNER), RUN).load_basis, "none")

    def test_it_drops_and_adds_items(self) -> None:
        session = applied(DropItem(HOLD), adding()).find_session("w1d0")
        assert session is not None
        self.assertEqual([each.id for each in session.items][-2:], [CURL, "new"])
        self.assertEqual((session.items[-1].role, session.items[-1].load_basis), ("core", "bodyweight"))
        self.assertEqual(item(applied(adding(exercise="leg-press", load_kg=80)), "new").role, "assistance")
        curl = item(applied(adding(exercise="dumbbell-curl")), "new")
        self.assertEqual((curl.role, curl.load_basis, curl.why.code), ("accessory", "find", "added"))

    def test_it_estimates_the_minutes_anew(self) -> None:
        for edit in (SetSets(SQUAT, 5), DropItem(SQUAT), adding(), SwapExercise(SQUAT, "bulgarian-split-squat")):
            with self.subTest(edit):
                spec = applied(edit)
                session = spec.find_session("w1d0")
                assert session is not None
                self.assertEqual(session.estimated_min, round(session_minutes(session, catalogue())))
                self.assertNotEqual(spec.find_session("w1d0"), LIFTER.find_session("w1d0"))

    def test_it_changes_nothing_when_all_is_as_it_says(self) -> None:
        same: tuple[Edit, ...] = (
            SetLoad(SQUAT, None), SetSets(SQUAT, 3), SetReps(SQUAT, 4, 6), SetTargetRpe(SQUAT, 8.0), SetNote(SQUAT, ""),
            SwapExercise(SQUAT, "back-squat"), MoveSession("w1d0", MONDAY),
        )  # fmt: skip
        for edit in same:
            with self.subTest(edit):
                self.assertIs(applied(edit), LIFTER)

    def test_it_refuses_edits_that_do_not_fit(self) -> None:
        alone = replace(LIFTER, weeks=(replace(LIFTER.weeks[0], sessions=(_one_item(LIFTER),)),))
        deload = patch.apply(LIFTER, [InsertDeload(2)], catalogue())
        refused: tuple[tuple[str, Edit, PlanSpec], ...] = (
            ("unknown_item", SetSets("nobody", 3), LIFTER),
            ("unknown_item", DropItem(""), LIFTER),
            ("unknown_session", MoveSession("nobody", MONDAY), LIFTER),
            ("unknown_session", adding(session="nobody"), LIFTER),
            ("unknown_exercise", SwapExercise(SQUAT, "flying-squat"), LIFTER),
            ("unknown_exercise", adding(exercise="flying-squat"), LIFTER),
            ("unknown_week", InsertDeload(9), LIFTER),
            ("already_deload", InsertDeload(2), deload),
            ("last_item", DropItem(SQUAT), alone),
            ("id_taken", adding(item=SQUAT), LIFTER),
            ("id_taken", adding(item=""), LIFTER),
            ("outside_plan", MoveSession("w1d0", MONDAY - timedelta(days=1)), LIFTER),
            ("outside_plan", MoveSession("w1d0", MONDAY + timedelta(days=56)), LIFTER),
            ("not_in_reps", SetReps(HOLD, 8, 12), LIFTER),
            ("not_loaded", SetLoad(HOLD, 10), LIFTER),
            ("not_loaded", adding(load_kg=10), LIFTER),
            ("dosed_differently", SwapExercise(SQUAT, "plank"), LIFTER),
            ("dosed_differently", SwapExercise(HOLD, "crunch"), LIFTER),
            ("dosed_differently", adding(exercise="plank"), LIFTER),
            ("out_of_bounds", SetLoad(SQUAT, -1), LIFTER),
            ("out_of_bounds", SetLoad(SQUAT, 1001), LIFTER),
            ("out_of_bounds", SetLoad(SQUAT, float("nan")), LIFTER),
            ("out_of_bounds", SetSets(SQUAT, 0), LIFTER),
            ("out_of_bounds", SetSets(SQUAT, 11), LIFTER),
            ("out_of_bounds", SetReps(SQUAT, 0, 5), LIFTER),
            ("out_of_bounds", SetReps(SQUAT, 5, 31), LIFTER),
            ("out_of_bounds", SetReps(SQUAT, 8, 5), LIFTER),
            ("out_of_bounds", SetTargetRpe(SQUAT, 10.5), LIFTER),
            ("out_of_bounds", SetTargetRpe(SQUAT, 0.5), LIFTER),
            ("out_of_bounds", SetNote(SQUAT, "x" * 161), LIFTER),
            ("out_of_bounds", adding(rest_s=601), LIFTER),
            ("out_of_bounds", InsertDeload(2, sets_ratio=0.9), LIFTER),
            ("out_of_bounds", InsertDeload(2, load_ratio=1.1), LIFTER),
            ("out_of_bounds", InsertDeload(2, rpe_drop=-1.0), LIFTER),
        )
        for problem, edit, spec in refused:
            with self.subTest(problem, edit=edit), self.assertRaises(patch.EditRefused) as raised:
                patch.apply(spec, [SetNote(SQUAT, "fine"), edit], catalogue())
            facts = raised.exception.facts
            self.assertEqual((facts["problem"], facts["index"], OPS[facts["op"]]), (problem, 1, type(edit)))
            json.dumps(facts, allow_nan=False)


class MoveTests(SimpleTestCase):
    def test_it_moves_a_session_within_its_week(self) -> None:
        spec = applied(MoveSession("w1d0", MONDAY + timedelta(days=2), "18:30"))
        self.assertEqual([session.id for session in spec.weeks[0].sessions], ["w1d1", "w1d0", "w1d3", "w1d4"])
        session = spec.find_session("w1d0")
        assert session is not None
        self.assertEqual((session.on, session.at), (date(2026, 11, 4), "18:30"))

    def test_it_keeps_the_time_when_none_is_given(self) -> None:
        spec = applied(MoveSession("w1d0", MONDAY, "18:30"), MoveSession("w1d0", MONDAY + timedelta(days=2)))
        session = spec.find_session("w1d0")
        assert session is not None
        self.assertEqual(session.at, "18:30")

    def test_it_moves_a_session_into_the_next_week(self) -> None:
        spec = applied(MoveSession("w1d4", MONDAY + timedelta(days=9)))
        self.assertEqual([len(week.sessions) for week in spec.weeks[:3]], [3, 5, 4])
        self.assertIs(spec.weeks[2], LIFTER.weeks[2])


class DeloadTests(SimpleTestCase):
    def test_it_makes_a_week_easier(self) -> None:
        loaded = applied(SetLoad("w2d0-back-squat", 100))
        week = applied(InsertDeload(2), spec=loaded).weeks[1]
        self.assertEqual((week.phase, week.is_deload), ("deload", True))
        squat = week.sessions[0].items[0]
        self.assertEqual((squat.sets, squat.load_kg, squat.target_rpe), (2, 92.5, 6.0))

    def test_it_keeps_the_rules_of_a_deload(self) -> None:
        for name in ("lifter", "grower", "beginner", "runner"):
            with self.subTest(name):
                case = ATHLETES[name]()
                spec = patch.apply(case.spec, [InsertDeload(2)], catalogue())
                found = judge(Case(spec, case.intent, catalogue(), before=case.spec))
                self.assertEqual([each for each in found if each.rule == "P04"], [])
                self.assertEqual(hard(found), ())

    def test_it_never_asks_for_more(self) -> None:
        for old, new in zip(LIFTER.weeks[1].sessions, applied(InsertDeload(2)).weeks[1].sessions, strict=True):
            for before, after in zip(old.items, new.items, strict=True):
                self.assertLessEqual(after.sets, before.sets)
                self.assertGreaterEqual(after.sets, 1)
                self.assertLessEqual(after.target_rpe or 0, before.target_rpe or 0)

    def test_it_shortens_runs(self) -> None:
        week = applied(InsertDeload(2), spec=RUNNER).weeks[1]
        self.assertEqual([session.items[0].distance_m for session in week.sessions][1::2], [2500, 4200])

    def test_it_eases_intervals_and_leaves_stretches(self) -> None:
        session = RUNNER.weeks[0].sessions[1]
        fast = replace(session.items[0], sets=6, distance_m=400, zone=3, target_rpe=8.0)
        timed = replace(fast, id="timed", sets=1, distance_m=None, duration_s=1500, zone=None, target_rpe=None)
        bend = replace(fast, id="bend", exercise="calf-stretch", distance_m=None, duration_s=45, zone=None)
        odd = replace(RUNNER.weeks[0], sessions=(replace(session, items=(fast, timed, bend)),))
        eased = (
            applied(InsertDeload(1), spec=replace(RUNNER, weeks=(odd, *RUNNER.weeks[1:]))).weeks[0].sessions[0].items
        )
        self.assertEqual((eased[0].sets, eased[0].distance_m, eased[0].zone, eased[0].target_rpe), (3, 400, 2, 6.0))
        self.assertEqual((eased[1].duration_s, eased[1].zone, eased[1].target_rpe), (720, None, None))
        self.assertEqual(eased[2], bend)

    def test_it_does_not_take_help_away(self) -> None:
        helped = applied(SwapExercise("w2d4-chin-up", "assisted-pull-up", 20.0, "known"))
        eased = item(applied(InsertDeload(2), spec=helped), "w2d4-chin-up")
        self.assertEqual((eased.exercise, eased.load_kg), ("assisted-pull-up", 20.0))


class DataTests(SimpleTestCase):
    def test_it_refuses_what_is_no_patch(self) -> None:
        good = {"op": "set_sets", "item": "a", "sets": 3}
        bad: tuple[tuple[Any, str], ...] = (
            (None, "record"), ([], "record"), ({}, "op"), ({"op": "explode"}, "op"), ({"op": ["set_load"]}, "op"),
            ({**good, "because": 1}, "unknown because"), ({"op": "set_sets", "item": "a"}, "missing sets"),
            ({**good, "sets": "3"}, "sets"), ({**good, "sets": 3.0}, "sets"), ({**good, "sets": True}, "sets"),
            ({**good, "sets": None}, "sets"), ({**good, "item": ""}, "item"), ({**good, "item": 7}, "item"),
            ({**good, "item": "x" * 81}, "item"),
            ({"op": "set_load", "item": "a", "load_kg": float("nan")}, "load_kg"),
            ({"op": "set_load", "item": "a", "load_kg": float("inf")}, "load_kg"),
            ({"op": "set_load", "item": "a", "load_kg": True}, "load_kg"),
            ({"op": "set_target_rpe", "item": "a", "target_rpe": None}, "target_rpe"),
            ({"op": "set_note", "item": "a", "notes": "x" * 161}, "notes"),
            ({"op": "swap_exercise", "item": "a", "exercise": "b", "load_basis": "hope"}, "load_basis"),
            ({"op": "move_session", "session": "a", "on": "tomorrow"}, "on"),
            ({"op": "move_session", "session": "a", "on": "2026-02-30"}, "on"),
            ({"op": "move_session", "session": "a", "on": "20261102"}, "on"),
            ({"op": "move_session", "session": "a", "on": "2026-11-02", "at": "6pm"}, "at"),
            ({1: 2, "op": "drop_item", "item": "a"}, "unknown 1"),
        )  # fmt: skip
        for record, problem in bad:
            with self.subTest(problem, record=record), self.assertRaises(patch.EditsUnreadable) as raised:
                patch.parse_edits([good, record])
            self.assertEqual(raised.exception.facts["edits"], [{"index": 1, "problems": [problem]}])

    def test_it_names_every_bad_record(self) -> None:
        with self.assertRaises(patch.EditsUnreadable) as raised:
            patch.parse_edits([{"op": "set_sets", "item": "", "sets": ""}, {"op": "drop_item", "item": "a"}, 5])
        wanted = [{"index": 0, "problems": ["item", "sets"]}, {"index": 2, "problems": ["record"]}]
        self.assertEqual(raised.exception.facts["edits"], wanted)

    def test_it_refuses_what_is_no_list_or_too_long(self) -> None:
        unreadable: tuple[Any, ...] = ({}, "[]", None)
        for raw in unreadable:
            with self.subTest(raw), self.assertRaises(patch.EditsUnreadable):
                patch.parse_edits(raw)
        drop = {"op": "drop_item", "item": "a"}
        self.assertEqual(len(patch.parse_edits([drop] * 4, at_most=4)), 4)
        with self.assertRaises(patch.EditsUnreadable) as raised:
            patch.parse_edits([drop] * 5, at_most=4)
        self.assertEqual(raised.exception.facts["edits"][0]["problems"], ["too_many"])

    def test_it_reads_whole_numbers_as_loads(self) -> None:
        (edit,) = patch.parse_edits([{"op": "set_load", "item": "a", "load_kg": 60}])
        self.assertEqual((repr(edit.load_kg), edit), ("60.0", SetLoad("a", 60.0)))  # type: ignore[union-attr]

    def test_it_fills_in_what_may_be_left_out(self) -> None:
        edits = patch.parse_edits(
            [{"op": "insert_deload", "week": 4}, {"op": "move_session", "session": "a", "on": "2026-11-04"}]
        )
        self.assertEqual(edits, (InsertDeload(4), MoveSession("a", date(2026, 11, 4))))


class DiffTests(SimpleTestCase):
    def test_it_tells_every_change(self) -> None:
        after = applied(
            SetLoad(SQUAT, 100),
            SetSets(SQUAT, 4),
            DropItem(HOLD),
            adding(),
            MoveSession("w1d0", MONDAY, "18:30"),
            InsertDeload(3),
        )
        changes = patch.diff(LIFTER, after)
        self.assertEqual(changes[0], {"change": "week", "week": 3, "before": "accumulation", "after": "deload"})
        self.assertEqual(
            changes[1],
            {
                "change": "moved",
                "session": "w1d0",
                "title": "lower_a",
                "before": {"on": "2026-11-02", "at": None},
                "after": {"on": "2026-11-02", "at": "18:30"},
            },
        )
        place = {"session": "w1d0", "on": "2026-11-02", "item": SQUAT, "exercise": "back-squat"}
        self.assertEqual(changes[2], {"change": "changed", **place, "field": "sets", "before": 3, "after": 4})
        self.assertEqual(changes[3], {"change": "changed", **place, "field": "load_kg", "before": None, "after": 100.0})
        self.assertEqual((changes[4]["change"], changes[4]["item"], changes[4]["sets"]), ("added", "new", 2))
        self.assertEqual((changes[-1]["change"], changes[-1]["item"]), ("dropped", HOLD))

    def test_it_tells_of_sessions_that_come_and_go(self) -> None:
        fewer = replace(
            LIFTER, weeks=(replace(LIFTER.weeks[0], sessions=LIFTER.weeks[0].sessions[1:]), *LIFTER.weeks[1:])
        )
        dropped, added = patch.diff(LIFTER, fewer), patch.diff(fewer, LIFTER)
        self.assertEqual((dropped[0]["change"], dropped[0]["session"]), ("session_dropped", "w1d0"))
        self.assertEqual([change["change"] for change in added], ["session_added"] + ["added"] * 4)

    def test_it_finds_nothing_between_a_plan_and_itself(self) -> None:
        self.assertEqual(patch.diff(LIFTER, from_json(to_json(LIFTER))), [])


def _one_item(spec: PlanSpec) -> Any:
    session = spec.weeks[0].sessions[0]
    return replace(session, items=session.items[:1])


IDS = st.sampled_from([each.id for each in LIFTER.items()])
SESSIONS = st.sampled_from([each.id for each in LIFTER.sessions()])
SLUGS = st.sampled_from([movement.slug for movement in catalogue()])
KG = st.one_of(st.none(), st.integers(0, 200), st.floats(0, 200))
DAYS = st.integers(0, 55).map(lambda day: MONDAY + timedelta(days=day))
RATIOS = {"sets_ratio": st.floats(0.4, 0.7), "load_ratio": st.floats(0.8, 1), "rpe_drop": st.floats(0, 4)}
EDITS: st.SearchStrategy[Edit] = st.one_of(
    st.builds(SetLoad, IDS, KG),
    st.builds(SetSets, IDS, st.integers(1, 10)),
    st.builds(SetReps, IDS, st.integers(1, 10), st.integers(10, 30)),
    st.builds(SetTargetRpe, IDS, st.integers(2, 20).map(lambda half: half / 2)),
    st.builds(SwapExercise, IDS, SLUGS, KG),
    st.builds(MoveSession, SESSIONS, DAYS, st.sampled_from([None, "06:30", "18:00"])),
    st.builds(DropItem, IDS),
    st.builds(adding, session=SESSIONS, exercise=SLUGS, item=st.uuids().map(str)),
    st.builds(InsertDeload, st.integers(1, 8), **RATIOS),
    st.builds(SetNote, IDS, st.text(max_size=160)),
)


def _fitting(edits: list[Edit]) -> tuple[list[Edit], PlanSpec]:
    """The edits that fit one after the other, and the plan that they make."""
    spec, kept = LIFTER, []
    for edit in edits:
        try:
            spec = patch.apply(spec, [edit], catalogue())
        except patch.EditRefused:
            continue
        kept.append(edit)
    return kept, spec


class PatchProperties(SimpleTestCase):
    @settings(max_examples=25, deadline=None)
    @given(st.lists(EDITS, max_size=8))
    def test_it_replays_stored_patches_to_the_same_bytes(self, edits: list[Edit]) -> None:
        kept, spec = _fitting(edits)
        stored = json.loads(json.dumps([patch.to_data([edit]) for edit in kept]))
        again = patch.replay(from_json(to_json(LIFTER)), [patch.parse_edits(each) for each in stored], catalogue())
        self.assertEqual(to_json(again), to_json(spec))
        self.assertEqual(to_json(from_json(to_json(spec))), to_json(spec))

    @settings(max_examples=25, deadline=None)
    @given(st.lists(EDITS, max_size=6))
    def test_it_makes_plans_of_sound_form(self, edits: list[Edit]) -> None:
        _, spec = _fitting(edits)
        self.assertEqual(list(schema.faults(spec)), [])
        self.assertEqual(schema.read(to_json(spec)), from_json(to_json(spec)))

    @settings(max_examples=25, deadline=None)
    @given(st.lists(EDITS, max_size=6))
    def test_it_tells_a_change_wherever_there_is_one_to_see(self, edits: list[Edit]) -> None:
        _, spec = _fitting(edits)
        changes = patch.diff(LIFTER, spec)
        self.assertEqual(changes, patch.diff(LIFTER, spec))
        seen = {each.id: replace(each, ramp=(), why=each.why, load_basis="") for each in LIFTER.items()}
        now = {each.id: replace(each, ramp=(), why=each.why, load_basis="") for each in spec.items()}
        touched = {change["item"] for change in changes if "item" in change}
        self.assertEqual({key for key in seen.keys() | now.keys() if seen.get(key) != now.get(key)}, touched)

    @settings(max_examples=25, deadline=None)
    @given(EDITS)
    def test_it_reads_what_it_writes(self, edit: Edit) -> None:
        (again,) = patch.parse_edits(json.loads(json.dumps(patch.to_data([edit]))))
        self.assertEqual(again, edit)
