"""plans.core.swap and plans.core.closed: what can stand in, and what can still be changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.test import SimpleTestCase

from plans.core.closed import Standing, closed_sessions
from plans.core.edits import AddItem, DropItem, Edit, InsertDeload, MoveSession, SetSets
from plans.core.intent import Intent, KnownLift, Limitation
from plans.core.movements import Catalogue, Level, Movement
from plans.core.spec import Item, PlanSpec, Reason, Session, Week
from plans.core.swap import candidates, is_dosed_like, option

MONDAY = date(2030, 1, 7)


def movement(slug: str, **changes: Any) -> Movement:
    facts: dict[str, Any] = {
        "slug": slug, "name_en": slug, "name_zh_hans": slug, "cue_en": "", "cue_zh_hans": "", "pattern": "squat",
        "primary": ("quads",), "secondary": (), "equipment": (frozenset({"barbell"}),), "unilateral": False,
        "level": Level.BEGINNER, "mode": "load", "rpe_use": "rir", "e1rm_use": True, "flags": frozenset(), **changes,
    }  # fmt: skip
    return Movement(**facts)


def item(exercise: str = "squat", **changes: Any) -> Item:
    facts: dict[str, Any] = {"reps_min": 5, "reps_max": 8, "target_rpe": 8.0, **changes}
    return Item(
        id=f"{exercise}-item", exercise=exercise, role="main", sets=3, rest_s=120, why=Reason("main_lift"), **facts
    )


def session(*items: Item, name: str = "s", on: date = MONDAY) -> Session:
    return Session(id=name, on=on, kind="strength", title="full_a", items=items)


def intent(**changes: Any) -> Intent:
    facts: dict[str, Any] = {
        "primary_goal": "strength", "experience_level": "beginner", "time_availability_h": 4,
        "equipment": frozenset({"barbell", "dumbbell"}), "start_on": MONDAY, "today": MONDAY, **changes,
    }  # fmt: skip
    return Intent(**facts)


SQUAT, FRONT, BOX = movement("squat"), movement("front-squat"), movement("box-squat", flags=frozenset({"deep_knee"}))
CATALOGUE = Catalogue.of(
    [
        SQUAT,
        FRONT,
        BOX,
        movement("hard-squat", level=Level.ADVANCED),
        movement("cable-squat", equipment=(frozenset({"cable"}),)),
        movement("wall-sit", mode="time"),
        movement("air-squat", mode="bw", equipment=(frozenset(),)),
    ]
)


class CandidateTests(SimpleTestCase):
    def slugs(self, *others: str, **wishes: Any) -> set[str]:
        standing = session(item(), *(item(other) for other in others))
        return {each.slug for each in candidates(standing, standing.items[0], intent(**wishes), CATALOGUE)}

    def test_it_takes_what_the_athlete_has_can_and_may_do(self) -> None:
        self.assertEqual(self.slugs(), {"front-squat", "box-squat", "air-squat"})

    def test_it_leaves_out_what_the_session_has_and_what_was_excluded(self) -> None:
        self.assertEqual(self.slugs("box-squat", excluded_exercises=frozenset({"air-squat"})), {"front-squat"})

    def test_it_leaves_out_what_health_rules_out(self) -> None:
        self.assertNotIn("box-squat", self.slugs(limitations=(Limitation("knee", 2),)))

    def test_nothing_stands_in_for_what_nobody_knows(self) -> None:
        standing = session(item("unheard-of"))
        self.assertEqual(candidates(standing, standing.items[0], intent(), CATALOGUE), ())

    def test_reps_seconds_and_metres_do_not_stand_in_for_one_another(self) -> None:
        run = movement("run", pattern="endurance", mode="dist")
        hold, carry = movement("hold", mode="time"), movement("carry", pattern="carry", mode="dist")
        in_reps, in_seconds = item(), item(reps_min=None, reps_max=None, duration_s=30)
        in_metres = item(reps_min=None, reps_max=None, distance_m=40)
        for each, prescribed, wanted in (
            (SQUAT, in_reps, True), (hold, in_reps, False), (carry, in_reps, False),
            (SQUAT, in_seconds, False), (hold, in_seconds, True), (run, in_seconds, True), (carry, in_seconds, False),
            (SQUAT, in_metres, False), (hold, in_metres, False), (carry, in_metres, True),
        ):  # fmt: skip
            with self.subTest(slug=each.slug, prescribed=prescribed):
                self.assertEqual(is_dosed_like(each, prescribed), wanted)


class OptionTests(SimpleTestCase):
    def load(self, each: Movement = SQUAT, prescribed: Item | None = None, **wishes: Any) -> tuple[float | None, str]:
        found = option(each, prescribed or item(), intent(**wishes))
        return found.load_kg, found.load_basis

    def test_it_takes_the_load_from_a_told_set_and_rounds_it_down(self) -> None:
        # 100 kg x 5 at RPE 8 is 7 to failure: 100 * (1 + 0.0333 * 6) = 120; 8 reps at RPE 8 are 10: 120 / 1.2997 = 92.3
        self.assertEqual(self.load(known_lifts=(KnownLift("squat", 100, 5, 8.0),)), (90.0, "known"))

    def test_it_has_the_athlete_find_what_is_not_known(self) -> None:
        lift = (KnownLift("squat", 100, 5, 8.0),)
        self.assertEqual(self.load(), (None, "find"))
        self.assertEqual(self.load(FRONT, known_lifts=lift), (None, "find"))
        self.assertEqual(self.load(prescribed=item(target_rpe=None), known_lifts=lift), (None, "find"))
        self.assertEqual(self.load(known_lifts=(KnownLift("squat", 2, 5, 8.0),)), (None, "find"))

    def test_it_asks_for_no_load_where_nothing_is_loaded(self) -> None:
        self.assertEqual(self.load(CATALOGUE["air-squat"]), (None, "bodyweight"))
        seconds = item(reps_min=None, reps_max=None, duration_s=30)
        self.assertEqual(self.load(CATALOGUE["wall-sit"], seconds, equipment=frozenset()), (None, "none"))


class ClosedTests(SimpleTestCase):
    """Session a was yesterday, b is today, c is tomorrow; c is done."""

    TODAY = MONDAY + timedelta(days=1)
    SPEC = PlanSpec(
        "strength",
        "beginner",
        MONDAY,
        3,
        (
            Week(1, "base", False, tuple(
                session(item(name), name=name, on=MONDAY + timedelta(days=day)) for day, name in enumerate("abc")
            )),
            Week(2, "base", False, (session(item("d"), name="d", on=MONDAY + timedelta(days=7)),)),
        ),
    )  # fmt: skip

    def closed(self, edit: Edit, **statuses: str) -> tuple[str, ...]:
        standings = {
            each.id: Standing(each.on, {"c": "done", **statuses}.get(each.id, "planned"))
            for each in self.SPEC.sessions()
        }
        return closed_sessions(self.SPEC, [edit], standings, self.TODAY)

    def test_it_closes_what_is_over_or_done(self) -> None:
        for name, wanted in (("a", ("a",)), ("b", ()), ("c", ("c",)), ("d", ())):
            with self.subTest(name):
                self.assertEqual(self.closed(SetSets(f"{name}-item", 2)), wanted)
                self.assertEqual(self.closed(DropItem(f"{name}-item")), wanted)
                self.assertEqual(self.closed(AddItem(name, "new", "squat", 1, 5, 5, 7.0, 60)), wanted)

    def test_a_missed_session_may_move_to_today_or_later_and_not_into_the_past(self) -> None:
        for name, on, wanted in (
            ("a", self.TODAY, ()), ("a", MONDAY, ("a",)), ("b", MONDAY, ("b",)), ("c", self.TODAY, ("c",)),
        ):  # fmt: skip
            with self.subTest(name=name, on=on):
                self.assertEqual(self.closed(MoveSession(name, on)), wanted)

    def test_a_skipped_session_that_is_to_come_is_open(self) -> None:
        self.assertEqual(self.closed(SetSets("b-item", 2), b="skipped"), ())

    def test_a_deload_touches_every_session_of_its_week(self) -> None:
        self.assertEqual(self.closed(InsertDeload(1)), ("a", "c"))
        self.assertEqual(self.closed(InsertDeload(2)), ())

    def test_what_the_plan_does_not_have_is_not_closed(self) -> None:
        for edit in (SetSets("x-item", 2), MoveSession("x", self.TODAY), InsertDeload(9)):
            self.assertEqual(self.closed(edit), ())

    def test_the_day_of_the_row_counts_not_that_of_the_text(self) -> None:
        spec = replace(self.SPEC, weeks=self.SPEC.weeks[1:])
        standings = {"d": Standing(MONDAY, "planned")}
        self.assertEqual(closed_sessions(spec, [SetSets("d-item", 2)], standings, self.TODAY), ("d",))
