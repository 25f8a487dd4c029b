"""Whom a coach should look at first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.test import SimpleTestCase

from adaptation.core.attention import Lately, needs, urgency

TODAY = date(2026, 3, 30)
DAY = timedelta(days=1)
FINE: dict[str, Any] = {
    "today": TODAY, "last_on": TODAY - 2 * DAY, "starts_on": TODAY - 20 * DAY, "ends_on": TODAY + 20 * DAY,
}  # fmt: skip


def lately(**news: Any) -> Lately:
    return Lately(**{**FINE, **news})


class AttentionTests(SimpleTestCase):
    def test_it_finds_nothing_about_whoever_is_on_their_way(self) -> None:
        self.assertEqual(needs(lately()), ())

    def test_it_names_each_reason(self) -> None:
        cases: tuple[tuple[dict[str, Any], list[tuple[str, int]]], ...] = (
            ({"pain_severity": 4}, [("pain", 4)]),
            ({"pain_severity": 3}, [("twinge", 3)]),
            ({"waiting": 2}, [("waiting", 2)]),
            ({"missed": [TODAY - 14 * DAY, TODAY - DAY]}, [("missed", 2)]),
            ({"missed": [TODAY - 15 * DAY, TODAY]}, []),
            ({"last_on": TODAY - 9 * DAY}, []),
            ({"last_on": TODAY - 10 * DAY}, [("silent", 10)]),
            ({"last_on": None}, [("silent", 20)]),
            ({"last_on": None, "starts_on": TODAY}, []),
            ({"last_on": TODAY - 40 * DAY, "starts_on": TODAY - 2 * DAY}, []),
            ({"ends_on": TODAY + 7 * DAY}, []),
            ({"ends_on": TODAY + 6 * DAY}, [("plan_ends", 1)]),
            ({"ends_on": TODAY}, [("plan_ends", 7)]),
            ({"ends_on": TODAY - DAY}, [("plan_over", 1)]),
            ({"starts_on": None, "ends_on": None, "last_on": None}, [("no_plan", 0)]),
            ({"ill_since": TODAY - 2 * DAY, "missed": [TODAY - DAY], "last_on": TODAY - 12 * DAY}, [("ill", 2)]),
        )
        for news, expected in cases:
            with self.subTest(news=news):
                self.assertEqual([(each.code, each.count) for each in needs(lately(**news))], expected)

    def test_it_puts_the_gravest_first(self) -> None:
        found = needs(lately(pain_severity=8, waiting=1, missed=[TODAY - DAY], ends_on=TODAY))
        self.assertEqual([each.code for each in found], ["pain", "waiting", "missed", "plan_ends"])

    def test_it_sorts_athletes_by_their_gravest_need_and_how_much_of_it_there_is(self) -> None:
        news: tuple[dict[str, Any], ...] = (
            {"pain_severity": 8}, {"pain_severity": 5, "waiting": 9}, {"ill_since": TODAY}, {"waiting": 3},
            {"waiting": 1}, {"missed": [TODAY - DAY]}, {"ends_on": TODAY}, {"pain_severity": 2}, {},
        )  # fmt: skip
        ranks = [urgency(needs(lately(**each))) for each in news]
        self.assertEqual(ranks, sorted(ranks))
        self.assertEqual(len(set(ranks)), len(ranks))
