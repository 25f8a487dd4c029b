from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from plans.core.intent import Health, KnownLift, LiftKnowledge
from plans.core.spec import Item, Session
from tests.plans.rules.athletes import MONDAY, lift
from tests.plans.rules.breaking import Change, RuleTests, add, asked, edited, item, items, of, only, sessions, spec

Thing = TypeVar("Thing", Item, Session)


def known(slug: str, e1rm_kg: float, last_kg: float | None = None, k: float = 0.0333) -> Change:
    return asked(lifts={slug: LiftKnowledge(e1rm_kg, e1rm_kg - 5, e1rm_kg + 5, k, last_kg, MONDAY)})


class IntensityTests(RuleTests):
    def test_it_warns_of_a_strength_plan_without_heavy_work(self) -> None:
        light = items(
            lambda each: each if each.reps_min is None else _with(each, reps_min=10, reps_max=12, target_rpe=7.0)
        )
        one_set = items(lambda each: _with(each, sets=1))
        self.assert_caught("I01", {"light": of("lifter", light), "one set": of("lifter", one_set)})
        self.assert_silent(
            "I01",
            {
                "a beginner": of("lifter", light, spec(level="beginner")),
                "another goal": of("lifter", light, spec(goal="sports_specific")),
                "high blood pressure": of("lifter", light, asked(health=Health(frozenset({"hypertension"})))),
                "heavy by its load": of(
                    "lifter",
                    light,
                    known("back-squat", 100),
                    items(only(("back-squat",), load_kg=82.5)),
                ),
            },
        )

    def test_it_warns_of_sets_that_build_no_muscle(self) -> None:
        self.assert_caught(
            "I02",
            {
                "far from failure": of("grower", items(lambda each: _with(each, target_rpe=5.5))),
                "singles": of("grower", items(lambda each: _with(each, reps_min=2, reps_max=4), 2)),
            },
        )
        self.assert_silent("I02", {"another goal": of("lifter", items(lambda each: _with(each, target_rpe=5.5)))})

    def test_it_warns_of_power_work_that_is_slow(self) -> None:
        jump = lift("box-jump", 3, (3, 5), 7.0, role="power", ramp=())
        clean = lift("power-clean", 3, (2, 3), 7.0, role="power", load_kg=80.0)
        first = lambda new: sessions(lambda each: _with(each, items=(new, *each.items)), 1, 0)  # noqa: E731
        self.assert_caught(
            "I03",
            {
                "after lifting": of("lifter", add(1, 0, jump)),
                "many reps": of("lifter", first(_with(jump, reps_max=10))),
                "heavy": of("lifter", first(clean), known("power-clean", 100)),
                "too light": of("lifter", first(_with(clean, load_kg=20.0)), known("power-clean", 100)),
            },
        )
        self.assert_silent(
            "I03",
            {
                "first": of("lifter", first(jump)),
                "at 60 %": of("lifter", first(_with(clean, load_kg=60.0)), known("power-clean", 100)),
                "jumps to get warm": of("lifter", add(1, 0, _with(jump, role="conditioning"))),
            },
        )

    def test_it_refuses_sets_to_failure(self) -> None:
        self.assert_caught(
            "I04",
            {
                "a beginner": of("beginner", item(1, 0, 1, target_rpe=10.0)),
                "a beginner's curl": of("beginner", item(3, 1, 3, target_rpe=10.0)),
                "a squat": of("lifter", items(only(("back-squat",), target_rpe=10.0), 2)),
                "a deadlift": of("lifter", items(only(("conventional-deadlift",), target_rpe=10.0))),
                "too many": of("grower", items(lambda each: _with(each, target_rpe=10.0), 1, 0)),
                "a test of the bench": of("lifter", items(only(("barbell-bench-press",), role="test"), 8)),
            },
        )
        few = items(only(("lateral-raise", "dumbbell-curl"), target_rpe=10.0))
        self.assert_silent("I04", {"curls of someone trained": of("grower", few)})

    def test_it_refuses_reps_that_nobody_can_do(self) -> None:
        loaded = lambda slug, kg: items(only((slug,), load_kg=kg))  # noqa: E731
        self.assert_caught(
            "I05",
            {
                "at the maximum": of("lifter", known("back-squat", 100), loaded("back-squat", 100.0)),
                "above it": of("lifter", known("back-squat", 100), loaded("back-squat", 120.0)),
                "twelve at 85 %": of("grower", known("leg-press", 100, k=0.0333), loaded("leg-press", 85.0)),
                "a told lift": of(
                    "lifter",
                    asked(known_lifts=(KnownLift("overhead-press", 50.0, 5, 9.0),)),
                    loaded("overhead-press", 55.0),
                ),
                "in one week": of("lifter", known("chin-up", 40), items(only(("chin-up",), load_kg=37.5), 4)),
            },
        )
        self.assert_silent(
            "I05",
            {
                "a lift for many reps": of("grower", known("leg-press", 100, k=0.015), loaded("leg-press", 80.0)),
                "nothing known": of("lifter", loaded("back-squat", 300.0)),
                "a hold": of("beginner", known("plank", 10), loaded("plank", 10.0)),
            },
        )

    def test_it_warns_of_short_rests(self) -> None:
        self.assert_caught(
            "I06",
            {
                "heavy": of("lifter", items(only(("back-squat",), rest_s=60))),
                "growth": of("grower", items(only(("lateral-raise",), rest_s=30))),
            },
        )
        self.assert_silent("I06", {"light and quick": of("beginner", items(only(("goblet-squat",), rest_s=40)))})

    def test_it_refuses_a_jump_in_load(self) -> None:
        raised = lambda kg: of("lifter", known("back-squat", 150, 100.0), items(only(("back-squat",), load_kg=kg)))  # noqa: E731
        self.assert_caught(
            "I07",
            {
                "a little": raised(110.5),
                "a lot": raised(130.0),
                "small loads": of(
                    "grower", known("lateral-raise", 15, 5.0), items(only(("lateral-raise",), load_kg=8.0))
                ),
                "only in the first week": of(
                    "lifter", known("back-squat", 150, 100.0), items(only(("back-squat",), load_kg=115.0), 1)
                ),
                "this week by an edit": of(
                    "lifter",
                    known("back-squat", 150, 100.0),
                    asked(today=MONDAY.replace(day=11)),
                    edited(items(only(("back-squat",), load_kg=115.0), 2)),
                ),
            },
        )
        self.assert_silent(
            "I07",
            {
                "a tenth": raised(110.0),
                "one step": of("grower", known("lateral-raise", 15, 5.0), items(only(("lateral-raise",), load_kg=7.5))),
                "a later week": of(
                    "lifter", known("back-squat", 150, 100.0), items(only(("back-squat",), load_kg=115.0), 3)
                ),
                "never lifted": of("lifter", known("back-squat", 150), items(only(("back-squat",), load_kg=130.0))),
                "the plan is over": of(
                    "lifter", known("back-squat", 150, 1.0), asked(today=MONDAY.replace(year=2027)), edited()
                ),
            },
        )


class PowerTests(RuleTests):
    def test_it_takes_a_known_lift_at_its_best(self) -> None:
        """A told set without a rating counts as done to the last rep."""
        told = (
            KnownLift("back-squat", 100.0, 5),
            KnownLift("back-squat", 60.0, 5, 6.0),
            KnownLift("back-squat", 0.0, 5),
        )
        case = of("lifter", asked(known_lifts=told), items(only(("back-squat",), load_kg=113.3)))
        self.assert_caught("I05", {str(at): case for at in range(5)})


def _with(each: Thing, **changes: Any) -> Thing:
    is_hold = isinstance(each, Item) and each.reps_min is None
    return replace(each, **{name: value for name, value in changes.items() if not (is_hold and "reps" in name)})
