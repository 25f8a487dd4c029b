from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from plans.core.rules.base import Case, Readiness
from plans.core.spec import Item
from tests.plans.rules.athletes import MONDAY, catalogue, lift, lifter, plan, run, session, stretch
from tests.plans.rules.breaking import Change, RuleTests, add, asked, edited, item, items, of, only, sessions, week


def days(*numbers: int, level: str = "intermediate", weeks: int = 1, kind: str = "strength") -> Case:
    """One exercise on each of these weekdays."""
    made = tuple(session(day, lift("machine-row", 1), kind=kind) for day in numbers)
    value = plan("strength", level, *[("accumulation", made)] * weeks)
    return Case(value, lifter(days_per_week=len(numbers), experience_level=level), catalogue())


def on(number: int, place: int, day: int) -> Change:
    """Move a session to a day, counted from the first of the plan."""
    return sessions(lambda each: replace(each, on=MONDAY + timedelta(days=day)), number, place)


def daily(item: Item, kind: str) -> Change:
    """A first week with this one item on each of its days."""
    made = (session(day, replace(item, id=f"{day}"), kind=kind, warm_up_min=0) for day in range(7))
    return week(1, sessions=tuple(made))


class RecoveryTests(RuleTests):
    def test_it_refuses_a_week_without_rest(self) -> None:
        self.assert_caught(
            "R01",
            {
                "seven days": days(*range(7)),
                "in the second week": days(*range(7), weeks=2),
                "an advanced lifter": days(*range(7), level="advanced"),
                "called mobility": days(*range(7), kind="mobility"),
                "called a walk": of("lifter", daily(run(5000), "walk")),
                "a walk that is fast": of("lifter", daily(run(5000, 3, "brisk-walk"), "walk")),
                "nobody knows what": of(
                    "lifter", daily(replace(lift("plank", 1), exercise="flying-squat"), "mobility")
                ),
            },
        )
        self.assert_silent(
            "R01",
            {
                "six days": days(*range(6)),
                "stretching": of("lifter", daily(stretch("calf-stretch"), "mobility")),
                "walking": of("lifter", daily(run(5000, slug="brisk-walk"), "walk")),
            },
        )

    def test_it_warns_of_the_same_muscle_on_two_days_in_a_row(self) -> None:
        rows = lift("machine-row", 5)
        table = {
            "next day": of("lifter", add(1, 0, rows), add(1, 1, rows)),
            "across the week": of("lifter", add(1, 3, rows), add(2, 0, rows), on(1, 3, 6)),
        }
        self.assert_caught("R02", table)
        beginner = {
            "next day": of("beginner", on(1, 1, 1), add(1, 1, rows), add(1, 0, rows)),
            "last day": of("beginner", on(1, 2, 3), add(1, 1, rows), add(1, 2, rows)),
            "across the week": of("beginner", on(1, 2, 6), add(1, 2, rows), add(2, 0, rows)),
            "another muscle": of(
                "beginner", on(2, 1, 8), add(2, 0, lift("leg-extension", 4)), add(2, 1, lift("leg-extension", 4))
            ),
            "half sets": of(
                "beginner", on(1, 1, 1), add(1, 1, lift("lat-pulldown", 8)), add(1, 0, lift("lat-pulldown", 8))
            ),
        }
        self.assert_caught("R02", beginner, severity="hard")
        self.assert_silent("R02", {"a day between": of("beginner", add(1, 0, rows), add(1, 1, rows))})

    def test_it_refuses_long_streaks(self) -> None:
        self.assert_caught(
            "R03",
            {
                "three for a beginner": days(0, 1, 2, level="beginner"),
                "four": days(0, 1, 2, 3),
                "four for the advanced": days(2, 3, 4, 5, level="advanced"),
                "across the week": days(0, 1, 5, 6, weeks=2),
                "a beginner across the week": days(0, 5, 6, level="beginner", weeks=2),
            },
        )
        self.assert_silent("R03", {"three": days(0, 1, 2), "two for a beginner": days(0, 1, level="beginner")})

    def test_it_refuses_too_many_days(self) -> None:
        self.assert_caught(
            "R04",
            {
                "beginner": days(0, 1, 3, 4, 6, level="beginner"),
                "six": days(0, 1, 2, 4, 5, 6),
                "seven": days(*range(7), level="advanced"),
                "in week two": days(0, 1, 2, 4, 5, 6, weeks=2),
                "called mobility": days(0, 1, 3, 4, 6, level="beginner", kind="mobility"),
            },
        )
        self.assert_silent(
            "R04", {"six, advanced": days(0, 1, 2, 4, 5, 6, level="advanced"), "five": days(0, 1, 2, 4, 5)}
        )

    def test_it_warns_of_a_heavy_hinge_after_heavy_squats(self) -> None:
        squat, pull = lift("back-squat", 3, (4, 6), 8.0), lift("conventional-deadlift", 2, (4, 6), 8.0)
        self.assert_caught(
            "R05",
            {
                "next day": of("lifter", add(1, 1, pull)),
                "across the week": of("lifter", on(1, 3, 6), add(1, 3, squat), add(2, 0, pull)),
            },
        )
        light = lift("romanian-deadlift", 3, (8, 10), 7.0)
        self.assert_silent(
            "R05", {"light": of("lifter", add(1, 1, light)), "light squats": of("grower", add(1, 0, pull))}
        )

    def test_it_refuses_more_on_a_bad_day(self) -> None:
        harder = edited(items(only(("back-squat",), target_rpe=9.0)))
        ready = lambda **signs: lambda case: replace(case, readiness=Readiness(**signs))  # noqa: E731
        bad = ready(sleep_h=5.0)
        self.assert_caught(
            "R06",
            {
                "little sleep": of("lifter", harder, bad),
                "sore": of("lifter", harder, ready(soreness=8)),
                "pain": of("lifter", harder, ready(is_pain_rising=True)),
                "more load": of(
                    "lifter",
                    items(only(("chin-up",), load_kg=5.0)),
                    edited(items(only(("chin-up",), load_kg=7.5))),
                    bad,
                ),
                "more sets": of("lifter", edited(items(only(("chin-up",), sets=5))), bad),
                "something new": of("lifter", edited(add(1, 0, lift("leg-press", 2))), bad),
                "a faster run": of("runner", edited(item(1, 1, 0, zone=3)), bad),
            },
        )
        self.assert_silent(
            "R06",
            {
                "good sleep": of("lifter", harder, ready(sleep_h=8.0, soreness=3)),
                "nothing told": of("lifter", harder),
                "nothing told of today": of("lifter", harder, ready()),
                "easier": of("lifter", edited(items(only(("back-squat",), target_rpe=6.0))), bad),
                "another exercise": of(
                    "lifter", edited(items(only(("back-squat",), exercise="leg-press", sets=4))), bad
                ),
                "what is over": of("lifter", asked(today=MONDAY.replace(year=2027)), harder, bad),
                "a new plan": of("lifter", bad),
            },
        )


class TimeTests(RuleTests):
    def test_it_refuses_sessions_that_take_too_long(self) -> None:
        self.assert_caught(
            "T01",
            {
                "own limit": of("beginner", asked(session_minutes_max=20)),
                "hours shared out": of("beginner", asked(time_availability_h=1.5)),
                "long rests": of("beginner", items(lambda each: replace(each, rest_s=600))),
                "a long run": of("runner", asked(time_availability_h=2.0)),
                "many sets": of("lifter", asked(session_minutes_max=45), items(lambda each: replace(each, sets=6), 2)),
                "a long warm-up": of("beginner", sessions(lambda each: replace(each, warm_up_min=70))),
                "a long cool-down": of("beginner", sessions(lambda each: replace(each, cool_down_min=70), 1, 1)),
                "the week as a whole": of("lifter", asked(time_availability_h=1.8, session_minutes_max=90)),
            },
        )
        self.assert_silent("T01", {"a long run takes its share": of("runner", asked(time_availability_h=3.9))})

    def test_it_warns_of_time_left_unused(self) -> None:
        self.assert_caught(
            "T02",
            {
                "a session": of("beginner", week(1), items(lambda each: replace(each, sets=1, ramp=()), 1, 0)),
                "the plan": of("beginner", items(lambda each: replace(each, sets=1, ramp=(), rest_s=30))),
            },
        )
        self.assert_silent(
            "T02",
            {
                "a deload": of("lifter", items(lambda each: replace(each, sets=1, ramp=()), 5)),
                "twenty hours": of("lifter", asked(time_availability_h=20.0)),
            },
        )

    def test_it_refuses_a_cold_start(self) -> None:
        bare = lambda *slugs: items(only(slugs, ramp=()))  # noqa: E731
        self.assert_caught(
            "T03",
            {
                "no warm-up": of("beginner", sessions(lambda each: replace(each, warm_up_min=0))),
                "in one session": of("runner", sessions(lambda each: replace(each, warm_up_min=1), 2, 3)),
                "no ramp to a squat": of("lifter", bare("back-squat")),
                "no ramp to a deadlift": of("lifter", bare("conventional-deadlift")),
                "in one week": of("lifter", items(only(("overhead-press",), ramp=()), 4)),
                "with a load": of("lifter", items(only(("barbell-bench-press",), ramp=(), load_kg=60.0))),
            },
        )
        self.assert_silent(
            "T03",
            {
                "light": of("beginner", bare("goblet-squat", "machine-chest-press")),
                "nothing lighter": of("lifter", items(only(("back-squat",), ramp=(), load_kg=2.5))),
                "warm from before": of("lifter", add(1, 0, lift("front-squat", 2, (4, 6), 8.0, ramp=()))),
                "stretching": of("beginner", session_of_stretches),
            },
        )

    def test_it_warns_of_isolation_before_compounds(self) -> None:
        def first(slug: str) -> Change:
            return sessions(lambda each: replace(each, items=(lift(slug, 2, id=each.id), *each.items)), 1, 0)

        self.assert_caught(
            "T04", {"legs": of("beginner", first("leg-extension")), "chest": of("grower", first("cable-fly"))}
        )
        self.assert_silent(
            "T04", {"another muscle": of("grower", first("leg-extension")), "trunk": of("grower", first("dead-bug"))}
        )

    def test_it_warns_of_odd_numbers_of_exercises(self) -> None:
        nine = tuple(lift(slug, 1) for slug in ("dumbbell-curl", "lateral-raise", "triceps-pushdown", "crunch"))
        self.assert_caught(
            "T05",
            {
                "two": of("beginner", sessions(lambda each: replace(each, items=each.items[:2]), 1, 0)),
                "nine": of("beginner", add(1, 0, *nine)),
            },
        )
        brief = sessions(lambda each: replace(each, items=each.items[:2]))
        self.assert_silent(
            "T05", {"one run": of("runner"), "no time": of("beginner", brief, asked(session_minutes_max=19))}
        )


def session_of_stretches(case: Case) -> Case:
    return sessions(
        lambda each: replace(
            each, kind="mobility", warm_up_min=0, items=(replace(stretch("calf-stretch"), id=each.id),)
        ),
        1,
        0,
    )(case)
