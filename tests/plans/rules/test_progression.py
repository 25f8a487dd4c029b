from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from plans.core.intent import History
from plans.core.rules.base import Case
from plans.core.spec import Item, PlanSpec
from tests.plans.rules.athletes import (
    ATHLETES,
    MONDAY,
    catalogue,
    lift,
    lifter,
    plan,
    run,
    runner,
    runner_intent,
    strength,
)
from tests.plans.rules.breaking import Change, RuleTests, add, asked, edited, item, items, of, only, spec, week


def sets(count: int, number: int | None = None, place: int | None = None) -> Change:
    return items(lambda each: replace(each, sets=count), number, place)


def phases(*names: str) -> Case:
    """A strength plan of these phases, one week each."""
    easy = tuple(
        replace(
            each,
            items=tuple(
                replace(i, sets=1 + (i.sets > 2), target_rpe=None if i.target_rpe is None else 6.0) for i in each.items
            ),
        )
        for each in strength()
    )
    weeks = [
        (name, easy if name in ("deload", "taper") else strength(rpe=7.5 + 0.125 * at)) for at, name in enumerate(names)
    ]
    return Case(plan("strength", "intermediate", *weeks), lifter(), catalogue())


class ProgressionTests(RuleTests):
    def test_it_refuses_a_jump_in_sets(self) -> None:
        self.assert_caught(
            "P01",
            {
                "second week": of("beginner", sets(3, 2)),
                "last week": of("beginner", sets(3, 4)),
                "after the deload": of("lifter", sets(6, 6)),
                "by one exercise": of("beginner", items(only(("goblet-squat",), sets=5), 3)),
                "by an edit": of("beginner", edited(sets(3, 3))),
                "by a new exercise": of("beginner", add(2, 0, lift("dumbbell-curl", 5))),
            },
        )
        self.assert_silent(
            "P01",
            {
                "two sets": of(
                    "beginner",
                    add(2, 0, lift("dumbbell-curl", 2)),
                    add(3, 0, lift("dumbbell-curl", 2)),
                    add(4, 0, lift("dumbbell-curl", 2)),
                ),
                "back from a deload": of("lifter"),
                "back from a break": of("beginner", sets(1, 1), week(1, phase="return")),
                "a lighter week by an edit": of("beginner", edited(sets(1, 2))),
            },
        )

    def test_it_warns_when_everything_rises_at_once(self) -> None:
        loaded = items(only(("back-squat",), load_kg=80.0))
        harder = items(only(("back-squat",), load_kg=85.0, rest_s=150, sets=4), 2)
        self.assert_caught(
            "P02",
            {
                "one lift": of("lifter", loaded, harder),
                "two lifts": of(
                    "lifter",
                    loaded,
                    items(only(("back-squat",), load_kg=85.0, sets=4), 3),
                    items(only(("chin-up",), rest_s=60), 3),
                ),
            },
        )
        self.assert_silent(
            "P02",
            {
                "same rests": of("lifter", loaded, items(only(("back-squat",), load_kg=85.0, sets=4), 2)),
                "same sets": of("lifter", loaded, items(only(("back-squat",), load_kg=85.0, rest_s=150), 2)),
                "nothing in common": of(
                    "runner", items(lambda each: replace(each, exercise="dead-bug"), 2), sets(4, 2)
                ),
            },
        )

    def test_it_warns_of_a_long_plan_without_a_deload(self) -> None:
        normal = "accumulation"
        self.assert_caught(
            "P03",
            {
                "none": phases(*[normal] * 6),
                "too late": phases(*[normal] * 9, "deload"),
                "too soon": phases(*[normal] * 5, "deload", normal, "deload"),
                "a long tail": phases(*[normal] * 4, "deload", *[normal] * 9),
            },
        )
        self.assert_silent(
            "P03",
            {
                "five weeks": phases(*[normal] * 5),
                "a taper": phases(*[normal] * 6, "taper", "taper"),
                "a beginner": of(
                    "lifter", spec(level="beginner"), lambda case: replace(case, spec=_relabelled(case.spec))
                ),
            },
        )

    def test_it_warns_of_an_odd_deload(self) -> None:
        eased = items(lambda each: replace(each, target_rpe=None if each.target_rpe is None else 8.0), 5)
        self.assert_caught(
            "P04",
            {
                "full sets": of("lifter", sets(3, 5)),
                "hardly any": of("lifter", sets(0, 5, 0), sets(0, 5, 1), sets(0, 5, 2)),
                "as hard": of("lifter", eased),
                "a day less": of("lifter", lambda case: week(5, sessions=case.spec.weeks[4].sessions[:3])(case)),
                "something new": of("lifter", item(5, 0, 0, exercise="zercher-squat")),
            },
        )
        self.assert_silent(
            "P04",
            {
                "lighter loads": of(
                    "lifter",
                    items(only(("back-squat",), load_kg=100.0)),
                    eased,
                    items(only(("back-squat",), load_kg=90.0), 5),
                ),
                "at the start": of("lifter", week(1, phase="deload", is_deload=True)),
            },
        )

    def test_it_warns_when_nothing_progresses(self) -> None:
        flat = items(lambda each: replace(each, target_rpe=None if each.target_rpe is None else 7.0))
        self.assert_caught("P05", {"beginner": of("beginner", flat), "lifter": of("lifter", flat)})
        self.assert_silent(
            "P05",
            {
                "load": of(
                    "beginner",
                    flat,
                    items(only(("goblet-squat",), load_kg=10.0)),
                    items(only(("goblet-squat",), load_kg=12.0), 4),
                ),
                "reps": of("beginner", flat, items(only(("goblet-squat",), reps_max=13), 4)),
                "seconds": of("beginner", flat, items(only(("plank",), duration_s=40), 4)),
                "distance": of("runner", flat),
            },
        )

    def test_it_refuses_a_first_week_beyond_what_was_done(self) -> None:
        did = lambda *weeks: asked(history=History(weekly_sets=weeks))  # noqa: E731
        self.assert_caught(
            "P09",
            {
                "beginner": of("beginner", did(20.0)),
                "lifter": of("lifter", did(30.0)),
                "grower": of("grower", did(30.0, 20.0)),
                "only the last week counts": of("beginner", did(40.0, 40.0, 10.0)),
                "by a few sets": of("beginner", did(24.0)),
            },
        )
        self.assert_silent(
            "P09", {"four more": of("beginner", did(26.0)), "an edit": of("beginner", did(10.0), edited())}
        )

    def test_it_refuses_a_rush_back_after_a_break(self) -> None:
        away = lambda days: asked(  # noqa: E731
            history=History(last_trained_on=MONDAY - timedelta(days=days), weekly_sets=(40.0, 40.0, 40.0))
        )
        self.assert_caught(
            "P10",
            {
                "two weeks": of("beginner", away(14)),
                "a month": of("beginner", away(30)),
                "a year": of("lifter", away(365)),
                "second week": of("beginner", away(20), sets(1, 1), sets(3, 2)),
                "fourth week": of("beginner", away(20), sets(1, 1), sets(1, 2), sets(1, 3), sets(3, 4)),
            },
        )
        self.assert_silent(
            "P10",
            {
                "thirteen days": of("beginner", away(13)),
                "careful": of("beginner", away(20), sets(1, 1), sets(1, 2)),
                "later weeks": of("lifter", away(20), sets(1, 1), sets(1, 2), sets(1, 3), sets(1, 4), sets(2, 5)),
                "an edit": of("beginner", away(20), edited()),
                "nothing logged": of("beginner", asked(history=History(last_trained_on=MONDAY - timedelta(days=60)))),
            },
        )

    def test_it_does_not_ask_for_what_closed_dates_make_impossible(self) -> None:
        closed = frozenset(MONDAY + timedelta(days=4 * 7 + day) for day in range(5))
        no_days = week(5, sessions=ATHLETES["lifter"]().spec.weeks[4].sessions[3:])

        self.assert_caught(
            "P04", {"days left out": of("lifter", no_days), "one more": of("lifter", week(5, sessions=()))}
        )
        self.assert_silent("P04", {"days closed": of("lifter", no_days, asked(blocked_days=closed))})

    def test_a_week_that_closed_dates_cut_short_is_no_early_deload(self) -> None:
        early = frozenset(MONDAY + timedelta(days=7 + day) for day in range(5))
        case = phases("accumulation", "deload", *["accumulation"] * 3, "deload", "accumulation")

        self.assert_caught("P03", {"chosen": case, "later": phases(*["accumulation"] * 4, "deload", "base", "deload")})
        self.assert_silent("P03", {"forced": asked(blocked_days=early)(case)})


def _relabelled(made: PlanSpec) -> PlanSpec:
    return replace(made, weeks=tuple(replace(each, phase="accumulation", is_deload=False) for each in made.weeks))


def runs(*metres: int, known: int | None = 8000, weekly: int | None = None) -> Case:
    """A runner's weeks with these long runs."""
    made = plan("endurance", "intermediate", *[("base", runner(long_m)) for long_m in metres])
    return Case(made, runner_intent(history=History(longest_run_m=known, weekly_run_m=weekly)), catalogue())


class RunningTests(RuleTests):
    def test_it_refuses_a_run_far_beyond_the_longest(self) -> None:
        self.assert_caught(
            "P06",
            {
                "first week": runs(9000),
                "third week": runs(8000, 8000, 10000),
                "new runner": runs(4000, 6500, known=None),
                "after a month": runs(8000, 5000, 5000, 5000, 5000, 5000, 8000),
                "by an edit": of("runner", edited(items(only(("outdoor-run",), distance_m=12000), 2, 3))),
                "intervals": of("runner", items(only(("outdoor-run",), distance_m=1000, sets=10), 1, 1)),
            },
        )
        self.assert_silent(
            "P06",
            {
                "a tenth": runs(8800, 9680),
                "unknown runner": of(
                    "runner", asked(history=History()), items(only(("outdoor-run",), distance_m=30000))
                ),
                "shorter by an edit": of("runner", edited(items(only(("outdoor-run",), distance_m=4000)))),
                "a longer walk": of("runner", item(3, 3, 0, exercise="brisk-walk", distance_m=12000)),
            },
        )

    def test_it_warns_of_a_bigger_week_and_refuses_a_far_bigger_one(self) -> None:
        more = lambda metres: items(only(("outdoor-run",), distance_m=metres), 2, 1)  # noqa: E731
        self.assert_caught("P07", {"a plan": of("runner", more(6500)), "the first week": runs(8000, weekly=11000)})
        self.assert_caught(
            "P07",
            {
                "second week": of("runner", more(9500)),
                "first week": runs(8000, weekly=9000),
                "last week": runs(8000, 8800, 13500),
                "after a deload": of("lifter", add(4, 0, run(3000)), add(6, 0, run(4000))),
                "by an edit": of("runner", edited(more(10000))),
            },
            severity="hard",
        )
        self.assert_silent(
            "P07",
            {
                "no run before": of("lifter", add(2, 0, run(3000))),
                "less by an edit": of("runner", edited(items(only(("outdoor-run",), distance_m=100), 1))),
            },
        )

    def test_it_warns_of_too_much_hard_running(self) -> None:
        self.assert_caught(
            "P08",
            {
                "half of it hard": of("runner", items(_zone(3), 1, 1)),
                "many sessions": of(
                    "lifter", *(add(2, place, replace(run(1000), exercise="cycling", zone=2)) for place in range(4))
                ),
                "two for a beginner": of(
                    "beginner", *(add(2, place, replace(run(1000), exercise="cycling", zone=3)) for place in range(2))
                ),
            },
        )


def _zone(zone: int) -> Callable[[Item], Item]:
    return lambda each: replace(each, zone=zone)
