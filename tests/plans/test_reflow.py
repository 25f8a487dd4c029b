from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.test import SimpleTestCase

from plans.core.edits import MoveSession
from plans.core.intent import Intent
from plans.core.reflow import Room, around, free_days, has_main_work, rearranged, reflowed, week_at
from plans.core.spec import Item, PlanSpec, Reason, Session, Week

MONDAY = date(2030, 1, 7)


def day(number: int) -> date:
    """Day 0 is the Monday of week 1."""
    return MONDAY + timedelta(days=number)


def session(name: str, number: int, *, at: str | None = None, role: str = "main") -> Session:
    item = Item(id=f"{name}-item", exercise="back-squat", role=role, sets=3, rest_s=120, why=Reason("main_lift"))
    return Session(id=name, on=day(number), kind="strength", title="full_a", at=at, items=(item,))


def plan(*weeks: tuple[Session, ...]) -> PlanSpec:
    return PlanSpec(
        "strength",
        "intermediate",
        MONDAY,
        3,
        tuple(Week(number, "accumulation", False, sessions) for number, sessions in enumerate(weeks, 1)),
    )


THREE_DAYS = plan((session("a", 0), session("b", 2, at="18:30"), session("c", 4)), (session("d", 7), session("e", 9)))


def room(
    *, today: int = 0, available: frozenset[int] | None = None, blocked: frozenset[int | date] = frozenset()
) -> Room:
    intent = Intent(
        "strength", "intermediate", 4, frozenset(), MONDAY, MONDAY, available_days=available, blocked_days=blocked
    )
    return Room(day(today), intent)


def no_neighbours(spec: PlanSpec) -> bool:
    days = sorted(each.on for each in spec.sessions())
    return all(later - earlier > timedelta(days=1) for earlier, later in pairwise(days))


def anything(spec: PlanSpec) -> bool:
    return True


class ReflowedTests(SimpleTestCase):
    def moves(
        self,
        name: str,
        number: int,
        *,
        holds: Callable[[PlanSpec], bool] = anything,
        fixed: tuple[str, ...] = (),
        **options: Any,
    ) -> list[tuple[str, int]] | None:
        found = reflowed(
            THREE_DAYS,
            MoveSession(name, day(number)),
            room=room(**options),
            fixed=fixed,
            holds=holds,
        )
        return None if found is None else [(move.session, (move.on - MONDAY).days) for move in found]

    def test_it_moves_only_the_session_where_the_week_holds(self) -> None:
        self.assertEqual(self.moves("b", 6), [("b", 6)])

    def test_it_has_the_session_that_stands_on_the_day_make_way_to_the_nearest_free_day(self) -> None:
        self.assertEqual(self.moves("b", 4), [("b", 4), ("c", 3)])

    def test_it_moves_a_second_session_where_one_is_not_enough(self) -> None:
        self.assertEqual(self.moves("a", 3, holds=no_neighbours), [("a", 3), ("b", 1), ("c", 5)])

    def test_it_never_moves_what_is_fixed(self) -> None:
        self.assertIsNone(self.moves("b", 4, fixed=("c",)))

    def test_it_puts_nothing_on_a_day_that_is_over_blocked_or_not_the_athletes(self) -> None:
        self.assertEqual(self.moves("b", 4, today=4), [("b", 4), ("c", 5)])
        self.assertEqual(self.moves("b", 4, blocked=frozenset({3, day(5)})), [("b", 4), ("c", 2)])
        self.assertEqual(self.moves("b", 4, available=frozenset({0, 2, 4, 6})), [("b", 4), ("c", 2)])

    def test_it_says_so_when_no_arrangement_holds(self) -> None:
        self.assertIsNone(self.moves("b", 4, holds=lambda spec: False))

    def test_it_does_not_know_days_outside_the_plan(self) -> None:
        self.assertIsNone(self.moves("b", 14))

    def test_it_keeps_the_hour_of_those_that_make_way(self) -> None:
        found = reflowed(THREE_DAYS, MoveSession("a", day(2), "07:00"), room=room(), fixed=(), holds=anything)
        self.assertEqual([(move.session, move.at) for move in found or ()], [("a", "07:00"), ("b", "18:30")])

    def test_it_moves_into_another_week_among_the_sessions_of_that_week(self) -> None:
        self.assertEqual(self.moves("c", 7), [("c", 7), ("d", 8)])


class FreeDaysTests(SimpleTestCase):
    def days(self, name: str, **options: Any) -> list[int]:
        holds: Callable[[PlanSpec], bool] = options.pop("holds", anything)
        standing = THREE_DAYS.find_session(name)
        assert standing is not None
        found = free_days(THREE_DAYS, standing, room=room(**options), holds=holds)
        return [(each - MONDAY).days for each in found]

    def test_it_lists_the_days_of_the_week_that_nothing_stands_on(self) -> None:
        self.assertEqual(self.days("a"), [1, 3, 5, 6])

    def test_it_offers_no_day_that_is_over(self) -> None:
        self.assertEqual(self.days("a", today=5), [5, 6])

    def test_it_offers_only_days_on_which_the_week_holds(self) -> None:
        self.assertEqual(self.days("c", holds=no_neighbours), [5])
        self.assertEqual(self.days("a", holds=no_neighbours), [])

    def test_it_offers_nothing_for_a_session_outside_the_plan(self) -> None:
        stray = session("z", 30)
        self.assertEqual(free_days(THREE_DAYS, stray, room=room(), holds=anything), ())


class PartsTests(SimpleTestCase):
    def test_it_finds_the_week_of_a_day(self) -> None:
        for number, wanted in ((0, 1), (6, 1), (7, 2), (13, 2), (14, None), (-1, None)):
            with self.subTest(day=number):
                week = week_at(THREE_DAYS, day(number))
                self.assertEqual(week.number if week else None, wanted)

    def test_it_settles_moved_sessions_in_the_week_of_their_day(self) -> None:
        spec = rearranged(THREE_DAYS, {"a": day(8), "e": day(6)})
        self.assertEqual([[each.id for each in week.sessions] for week in spec.weeks], [["b", "c", "e"], ["d", "a"]])

    def test_it_cuts_a_plan_down_to_the_neighbourhood_of_a_day(self) -> None:
        long = plan(*[(session(f"s{number}", number * 7),) for number in range(5)])
        self.assertEqual([week.number for week in around(long, day(14)).weeks], [2, 3, 4])
        self.assertEqual([week.number for week in around(long, day(0)).weeks], [1, 2])
        self.assertEqual(len(around(long, day(99)).weeks), 5)

    def test_it_knows_which_sessions_are_worth_a_new_day(self) -> None:
        for role, wanted in (("main", True), ("conditioning", True), ("mobility", False), ("accessory", False)):
            with self.subTest(role=role):
                self.assertEqual(has_main_work(session("a", 0, role=role)), wanted)
