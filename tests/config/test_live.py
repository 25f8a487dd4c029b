"""The console's live page: for staff, and what its figures are made of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from config import live
from events.delivery import figures as streams
from events.models import DueReaction
from tests.base import Cast


class AccessTests(Cast, TestCase):
    def test_it_is_for_staff_only(self) -> None:
        for person, status in ((self.ola, 200), (self.cleo, 403), (self.ana, 302)):
            self.client.force_login(person)
            for name in ("live", "live-figures"):
                with self.subTest(person.email, address=name):
                    self.assertEqual(self.client.get(reverse(name)).status_code, status)

    def test_it_sends_a_stranger_to_the_sign_in(self) -> None:
        answer = self.client.get(reverse("live-figures"))
        self.assertEqual((answer.status_code, answer["Location"].split("?")[0]), (302, reverse("admin:login")))

    def test_the_console_leads_staff_to_it_and_nobody_else(self) -> None:
        for person, leads in ((self.ola, True), (self.cleo, False)):
            self.client.force_login(person)
            with self.subTest(person.email):
                self.assertEqual(reverse("live") in self.client.get("/admin/").content.decode(), leads)


class FigureTests(Cast, TestCase):
    def grown(self, key: str, act: Any) -> int:
        before = live.figures(0.0)["sums"][key]
        act()
        return int(live.figures(0.0)["sums"][key] - before)

    def test_it_counts_over_all_transports(self) -> None:
        def act() -> None:
            streams.OPENED.labels("sse").inc()
            streams.OPENED.labels("websocket").inc(2)

        self.assertEqual(self.grown("opened", act), 3)

    def test_it_tells_causes_and_ways_apart(self) -> None:
        self.assertEqual(self.grown("ended.slow", lambda: streams.ENDED.labels("sse", "slow").inc()), 1)
        self.assertEqual(self.grown("ended.gone", lambda: streams.ENDED.labels("sse", "slow").inc()), 0)
        self.assertEqual(self.grown("replayed", lambda: streams.WRITTEN.labels("sse", "replayed").inc(7)), 7)

    def test_every_cause_has_a_name(self) -> None:
        from events.delivery.subscription import End

        self.assertEqual(set(live.CAUSES), {str(cause) for cause in End})

    def test_it_tells_delays_with_all_pushes_behind_the_last_bound(self) -> None:
        before = live.figures(0.0)["delays"][-1]
        streams.DELAY.observe(99)
        bound, count = live.figures(0.0)["delays"][-1]
        self.assertEqual((bound, count - before[1]), (None, 1))

    def test_it_tells_how_long_the_oldest_reaction_is_due(self) -> None:
        now = timezone.now()
        for name, ago_s, failures in (("a", 40, 0), ("b", 5, 2)):
            due = DueReaction.objects.create(reaction=name, athlete=self.ana, seq=1, failures=failures)
            DueReaction.objects.filter(pk=due.pk).update(due_at=now - timedelta(seconds=ago_s))
        told = live.figures(0.0)["now"]
        self.assertEqual((told["due"], told["failing"]), (2, 1))
        self.assertAlmostEqual(told["oldest_s"], 40, delta=5)

    def test_it_asks_the_database_a_few_times_whatever_there_is(self) -> None:
        live.figures(0.0)  # forecasts are scored once in a while
        with self.assertNumQueries(5):  # reactions that are due; clock, pulse and oldest cause of prompts; signs
            live.figures(0.0)

    def test_the_page_shows_them_without_a_script(self) -> None:
        DueReaction.objects.create(reaction="a", athlete=self.ana, seq=1)
        self.client.force_login(self.ola)
        page = self.client.get(reverse("live")).content.decode()
        self.assertIn('<dd data-now="due">1</dd>', page)
        self.assertRegex(page, r'<dd data-now="open.sse">\d+')
