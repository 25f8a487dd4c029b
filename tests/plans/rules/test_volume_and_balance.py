from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from plans.core.intent import History, Limitation
from plans.core.rules.base import Case
from plans.core.spec import Session
from tests.plans.rules.athletes import catalogue, intent, lift, plan, session
from tests.plans.rules.breaking import RuleTests, add, asked, drop, edited, items, of, only, sessions, spec, week

NO_GYM = frozenset({"none"})


def press_only(slug: str = "push-up") -> Case:
    """Floor exercises on two days: all that a bare room allows."""
    home = (
        lift("bodyweight-squat", 3, (10, 15), 7.0),
        lift(slug, 3, (8, 12), 7.0),
        lift("glute-bridge", 3, (10, 15), 7.0),
    )
    days = session(0, *home), session(3, *home)
    made = plan("weight_loss", "beginner", *[("accumulation", days)] * 2)
    return Case(made, intent(equipment=NO_GYM, days_per_week=2, session_minutes_max=40), catalogue())


class VolumeTests(RuleTests):
    def test_it_warns_of_too_few_sets(self) -> None:
        self.assert_caught(
            "V01",
            {
                "no pulling": of(
                    "lifter", *(drop(slug) for slug in ("barbell-row", "lat-pulldown", "chin-up", "seated-cable-row"))
                ),
                "one set each": of("grower", items(lambda each: replace(each, sets=1))),
                "one week": of(
                    "beginner",
                    items(lambda each: replace(each, sets=1), 2),
                    drop("goblet-squat", 2),
                    drop("leg-press", 2),
                ),
            },
        )

    def test_it_asks_no_minimum_of_easy_weeks_or_of_runs(self) -> None:
        one = lambda each: replace(each, sets=1)  # noqa: E731
        self.assert_silent(
            "V01",
            {
                "deload": of("lifter", items(one, 5)),
                "return": of("lifter", items(one, 1), week(1, phase="return")),
                "taper": of("lifter", items(one, 8), week(8, phase="taper")),
                "runs only": of("runner", sessions(lambda each: replace(each, items=each.items[:0]), None, 0)),
                "nothing to pull with": press_only(),
            },
        )

    def test_it_refuses_too_many_sets(self) -> None:
        self.assert_caught(
            "V02",
            {
                "chest": of("beginner", items(only(("machine-chest-press",), sets=7))),
                "back": of("beginner", items(only(("seated-cable-row", "lat-pulldown"), sets=5))),
                "quads": of("lifter", items(only(("back-squat", "front-squat"), sets=9))),
                "hamstrings in one week": of("lifter", items(only(("lying-leg-curl",), sets=8), 3)),
                "biceps": of("grower", items(only(("dumbbell-curl",), sets=9))),
                "even in a deload": of("lifter", items(only(("lying-leg-curl",), sets=9), 5)),
                "another level": of("grower", spec(level="beginner")),
            },
        )

    def test_it_warns_of_a_muscle_that_gets_all_its_sets_at_once(self) -> None:
        self.assert_caught(
            "V03",
            {
                "chest": of("grower", add(1, 0, lift("cable-fly", 8))),
                "quads": of("grower", items(only(("leg-press",), sets=10), 1, 1)),
            },
        )

    def test_it_refuses_a_session_that_is_too_big(self) -> None:
        many = lambda sets: items(lambda each: replace(each, sets=sets), 1, 0)  # noqa: E731
        self.assert_caught(
            "V04",
            {
                "beginner": of("beginner", many(4)),
                "intermediate": of("grower", many(4)),
                "by one exercise": of(
                    "beginner", items(only(("plank",), sets=10), 1, 0), items(only(("goblet-squat",), sets=4))
                ),
                "advanced": of("grower", spec(level="advanced"), many(5)),
                "in the last week": of("grower", items(lambda each: replace(each, sets=5), 3, 2)),
            },
        )
        self.assert_silent("V04", {"just enough": of("grower", items(only(("leg-press",), sets=10), 1, 1))})

    def test_it_warns_of_a_jump_over_the_last_weeks(self) -> None:
        self.assert_caught(
            "V05",
            {
                "a new plan": of("beginner", asked(history=History(weekly_sets=(20.0, 19.0, 21.0, 20.0)))),
                "one week known": of("beginner", asked(history=History(weekly_sets=(10.0,)))),
                "this week by an edit": of(
                    "beginner",
                    asked(history=History(weekly_sets=(22.0, 22.0)), today=intent().start_on.replace(day=10)),
                    edited(items(lambda each: replace(each, sets=3), 2)),
                ),
            },
        )
        self.assert_silent(
            "V05",
            {
                "as before": of("beginner", asked(history=History(weekly_sets=(28.0, 30.0)))),
                "a later week": of(
                    "beginner",
                    asked(history=History(weekly_sets=(30.0,))),
                    items(lambda each: replace(each, sets=4), 4),
                ),
                "the plan is over": of(
                    "beginner",
                    asked(history=History(weekly_sets=(1.0,)), today=intent().start_on.replace(month=12)),
                    edited(),
                ),
            },
        )

    def test_it_warns_of_a_muscle_once_a_week(self) -> None:
        self.assert_caught(
            "V06",
            {
                "chest": of("grower", sessions(_without("dumbbell-bench-press"), None, 0)),
                "shoulders": of("beginner", drop("machine-chest-press"), drop("seated-cable-row")),
            },
        )
        self.assert_silent(
            "V06", {"one session": of("beginner", week(2, sessions=of("beginner").spec.weeks[1].sessions[:1]))}
        )


def _without(*slugs: str) -> Callable[[Session], Session]:
    return lambda each: replace(each, items=tuple(one for one in each.items if one.exercise not in slugs))


class BalanceTests(RuleTests):
    def test_it_warns_of_pushing_without_pulling(self) -> None:
        self.assert_caught(
            "B01",
            {
                "push": of("grower", items(only(("dumbbell-bench-press",), sets=9))),
                "pull": of("grower", items(only(("seated-cable-row",), sets=9))),
                "no pull": of("grower", drop("seated-cable-row"), drop("lat-pulldown"), drop("dumbbell-curl")),
            },
        )
        self.assert_silent(
            "B01", {"nothing to pull with": press_only(), "deload": of("lifter", items(only(("chin-up",), sets=9), 5))}
        )

    def test_it_warns_of_squats_without_hinges(self) -> None:
        self.assert_caught(
            "B02",
            {
                "squat": of("lifter", items(only(("back-squat",), sets=8))),
                "hinge": of("lifter", items(only(("romanian-deadlift", "conventional-deadlift"), sets=6))),
                "no hinge": of("grower", drop("dumbbell-romanian-deadlift"), drop("seated-leg-curl")),
            },
        )

    def test_it_warns_of_a_body_trained_by_half(self) -> None:
        half = drop("leg-press"), drop("walking-lunge"), drop("seated-leg-curl"), drop("standing-calf-raise")
        self.assert_caught(
            "B03",
            {
                "upper": of("grower", *half),
                "lower": of("beginner", drop("seated-cable-row"), drop("machine-chest-press")),
            },
        )
        self.assert_silent(
            "B03",
            {
                "a focus": of("grower", *half, asked(focus=("chest",))),
                "no legs possible": of(
                    "grower", *half, asked(limitations=(Limitation("knee", 8), Limitation("hip", 9)))
                ),
            },
        )

    def test_it_refuses_a_week_without_a_basic_movement(self) -> None:
        legs = (drop("goblet-squat"), drop("leg-press"))
        self.assert_caught(
            "B04",
            {
                "legs": of("beginner", *legs),
                "push": of("beginner", drop("machine-chest-press"), drop("seated-dumbbell-shoulder-press")),
                "pull": of("beginner", drop("seated-cable-row"), drop("lat-pulldown")),
                "in one week": of("beginner", drop("seated-cable-row", 3), drop("lat-pulldown", 3)),
                "in a deload": of("lifter", drop("back-squat", 5), drop("front-squat", 5)),
                "isolation only": of(
                    "grower", drop("leg-press"), drop("walking-lunge"), add(1, 1, lift("leg-extension", 3)), add(2, 1)
                ),
                "runs for strength": of(
                    "runner", spec(goal="strength"), sessions(_runs_only, None, 0), sessions(_runs_only, None, 2)
                ),
            },
        )
        self.assert_silent(
            "B04",
            {
                "nothing to pull with": press_only(),
                "no legs that may squat": of(
                    "beginner",
                    *legs,
                    asked(limitations=(Limitation("knee", 4),), excluded_exercises=frozenset({"bodyweight-squat"})),
                ),
                "a plan of runs": of("runner", sessions(_runs_only, None, 0), sessions(_runs_only, None, 2)),
            },
        )

    def test_it_warns_of_too_much_isolation(self) -> None:
        curls = lift("dumbbell-curl", 4), lift("triceps-pushdown", 4), lift("lateral-raise", 4)
        self.assert_caught(
            "B05",
            {
                "beginner": of("beginner", add(1, 0, *curls[:2]), add(1, 2, *curls)),
                "others": of("lifter", *(add(1, place, *curls) for place in range(4))),
            },
        )


def _runs_only(each: Session) -> Session:
    run = of("runner").spec.weeks[0].sessions[1].items[0]
    return replace(each, kind="endurance", items=(replace(run, id=f"{each.id}-run"),))
