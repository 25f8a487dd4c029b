from __future__ import annotations

from dataclasses import replace

from plans.core.rules.base import Case
from plans.core.rules.provenance import changed_sets
from tests.plans.rules.athletes import lift
from tests.plans.rules.breaking import (
    Change,
    RuleTests,
    add,
    asked,
    drop,
    edited,
    item,
    items,
    of,
    only,
    sessions,
    spec,
    week,
)


def by_model(*changes: Change) -> Case:
    return of("lifter", edited(*changes, author="model"))


class ProvenanceTests(RuleTests):
    def test_it_refuses_another_goal(self) -> None:
        goals = ("strength", "endurance", "flexibility", "muscle_gain", "sports_specific")
        self.assert_caught("X02", {goal: of("beginner", spec(goal=goal)) for goal in goals})
        self.assert_caught("X02", {goal: of("beginner", asked(primary_goal=goal)) for goal in goals})

    def test_it_bounds_what_a_model_may_change(self) -> None:
        all_but = lambda **changes: items(lambda each: replace(each, **changes))  # noqa: E731
        self.assert_caught(
            "X03",
            {
                "every rest": by_model(all_but(rest_s=100)),
                "every effort": by_model(
                    items(lambda each: replace(each, target_rpe=7.0) if each.target_rpe else each)
                ),
                "half dropped": by_model(
                    *(drop(slug) for slug in ("back-squat", "front-squat", "chin-up", "barbell-row", "plank"))
                ),
                "half added": by_model(
                    *(add(number, place, lift("crunch", 9)) for number in (1, 2, 3) for place in range(4))
                ),
                "a rest day": by_model(_extra_day),
                "the deload": by_model(week(5, phase="accumulation", is_deload=False)),
                "a warm-up": by_model(sessions(lambda each: replace(each, warm_up_min=3), 1, 0)),
                "a ramp": by_model(items(only(("back-squat",), ramp=()), 1)),
            },
        )

    def test_it_lets_a_model_make_small_changes(self) -> None:
        self.assert_silent(
            "X03",
            {
                "a load": by_model(items(only(("back-squat",), load_kg=80.0))),
                "notes": by_model(items(lambda each: replace(each, notes="breathe"))),
                "days": by_model(sessions(lambda each: replace(each, at="18:30"))),
                "a swap": by_model(item(1, 0, 0, exercise="leg-press", ramp=())),
                "a deload earlier": by_model(week(4, phase="deload", is_deload=True)),
                "a week that a rule wrote": of("lifter", edited(items(lambda each: replace(each, rest_s=100)))),
                "a new plan": of("lifter", lambda case: replace(case, author="model")),
                "fewer weeks": by_model(lambda case: replace(case, spec=replace(case.spec, weeks=case.spec.weeks[:6]))),
            },
        )

    def test_it_counts_the_sets_that_changed(self) -> None:
        before = of("beginner").spec
        for name, change, sets in (
            ("nothing", spec(), 0),
            ("a note", item(1, 0, 0, notes="slowly"), 0),
            ("one item", item(1, 0, 0, rest_s=60), 2),
            ("more sets", item(1, 0, 0, sets=5), 5),
            ("fewer sets", item(1, 0, 0, sets=1), 2),
            ("dropped", drop("goblet-squat", 1), 4),
            ("added", add(1, 0, lift("crunch", 3)), 3),
        ):
            with self.subTest(name):
                self.assertEqual(changed_sets(before, of("beginner", change).spec), sets)

    def test_it_lets_nobody_change_a_plan_without_sets(self) -> None:
        empty = of(
            "beginner",
            lambda case: replace(case, spec=replace(case.spec, weeks=(replace(case.spec.weeks[0], sessions=()),))),
        )
        filled = replace(of("beginner"), before=empty.spec, author="model")
        self.assert_caught("X03", {str(at): filled for at in range(5)})


def _extra_day(case: Case) -> Case:
    first = case.spec.weeks[0]
    session = first.sessions[0]
    extra = replace(session, id="extra", on=session.on.replace(day=4), items=(lift("crunch", 1, id="extra-1"),))
    return replace(
        case, spec=replace(case.spec, weeks=(replace(first, sessions=(*first.sessions, extra)), *case.spec.weeks[1:]))
    )
