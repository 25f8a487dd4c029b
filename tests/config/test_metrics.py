"""GET /metrics: who may read it, and what it says of the forecasts."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any
from unittest import mock

from django.db import OperationalError, connection
from django.test import SimpleTestCase, TestCase, override_settings
from django.urls import reverse
from prometheus_client import CollectorRegistry, generate_latest

from adaptation.core import forecasts
from adaptation.core.forecasts import Expected
from config.metrics import ForecastCollector, ReactionCollector, bury_the_dead, figures, registry
from events.models import DueReaction
from science.forecast import Interval
from tests.adaptation.stage import Training, bench_plan, sets_of

TOKEN = "a-token-that-nobody-guesses"


def expected(told: float, same: float) -> Expected:
    return Expected(load_kg=100.0, reps=8, rpe=Interval(8.0, 7.0, 9.0), told_rpe=told, same_rpe=same)


class AccessTests(Training, TestCase):
    url = reverse("metrics")

    def test_it_answers_this_machine_where_no_token_is_set(self) -> None:
        answer = self.client.get(self.url)
        self.assertEqual(answer.status_code, 200)
        self.assertIn(b"django_http_requests_total_by_method", answer.content)

    def test_it_refuses_other_machines_and_proxies_where_no_token_is_set(self) -> None:
        for asked in ({"REMOTE_ADDR": "203.0.113.9"}, {"headers": {"X-Forwarded-For": "203.0.113.9"}}):
            with self.subTest(asked):
                self.assertEqual(self.client.get(self.url, **asked).status_code, 403)

    @override_settings(HEALTH_TOKEN=TOKEN)
    def test_it_wants_the_token_where_one_is_set(self) -> None:
        for headers, status in (
            ({}, 403),
            ({"Authorization": "Bearer another"}, 403),
            ({"Authorization": f"Basic {TOKEN}"}, 403),
            ({"Authorization": f"Bearer {TOKEN}"}, 200),
            ({"X-Health-Token": TOKEN}, 200),
        ):
            with self.subTest(headers):
                self.assertEqual(self.client.get(self.url, headers=headers).status_code, status)

    @override_settings(HEALTH_TOKEN=TOKEN)
    def test_it_answers_staff_and_nobody_else_who_is_signed_in(self) -> None:
        for person, status in ((self.ana, 403), (self.cleo, 403), (self.ola, 200)):
            self.client.force_login(person)
            with self.subTest(person.email):
                self.assertEqual(self.client.get(self.url).status_code, status)


class FigureTests(SimpleTestCase):
    def test_it_tells_error_ratio_and_coverage(self) -> None:
        score = forecasts.score([expected(8.5, 9.5), expected(9.5, 9.0)])
        self.assertEqual(
            figures(score),
            {
                "spotter_forecast_sessions": 2.0,
                "spotter_forecast_rpe_error": 1.0,
                "spotter_forecast_rpe_error_ratio": 1.0 / 0.75,
                "spotter_forecast_interval_coverage_ratio": 0.5,
            },
        )

    def test_it_tells_no_ratio_to_a_rule_that_never_erred(self) -> None:
        told = figures(forecasts.score([expected(8.0, 8.0)]))
        self.assertNotIn("spotter_forecast_rpe_error_ratio", told)

    def test_it_tells_of_nothing_where_nothing_was_forecast(self) -> None:
        self.assertEqual(figures(None), {"spotter_forecast_sessions": 0.0})


class CollectorTests(Training, TestCase):
    def page(self) -> str:
        registry = CollectorRegistry()
        registry.register(ForecastCollector())
        return generate_latest(registry).decode()

    def test_it_scores_the_forecasts_that_were_learnt(self) -> None:
        for session in self.sessions(bench_plan(self.ana))[:4]:
            self.train(self.ana, session, sets=sets_of((8, 8, 8), 100.0, 8))
        self.assertIn("spotter_forecast_sessions 3.0", self.page())

    def test_it_asks_the_database_once_in_a_while(self) -> None:
        collector = ForecastCollector()
        with self.assertNumQueries(1):
            for _ in range(3):
                list(collector.collect())

    def test_it_registers_without_a_database(self) -> None:
        with self.assertNumQueries(0):
            CollectorRegistry().register(ForecastCollector())

    def test_it_leaves_the_other_metrics_alone_when_the_database_is_away(self) -> None:
        def lost(*call: Any) -> None:
            raise OperationalError("the database system is shutting down")

        with connection.execute_wrapper(lost):
            self.assertEqual(list(ForecastCollector().collect()), [])


class ReactionTests(Training, TestCase):
    def told(self) -> dict[str, float]:
        return {family.name: family.samples[0].value for family in ReactionCollector().collect()}

    def test_it_tells_what_is_due_in_one_query(self) -> None:
        before = self.told()["spotter_reactions_due"]
        DueReaction.objects.create(reaction="a", athlete=self.ana, seq=1)
        with self.assertNumQueries(1):
            told = self.told()
        self.assertEqual(told["spotter_reactions_due"], before + 1)

    def test_it_tells_of_no_lag_where_nothing_is_due(self) -> None:
        DueReaction.objects.all().delete()
        self.assertEqual(set(self.told().values()), {0.0})


class ProcessesTests(Training, TestCase):
    """Of processes that share a folder each answers for all."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_it_tells_of_reactions_there_too(self) -> None:
        with mock.patch.dict(os.environ, PROMETHEUS_MULTIPROC_DIR=str(self.folder)):
            told = generate_latest(registry()).decode()
        self.assertIn("spotter_reactions_due ", told)
        self.assertNotIn("spotter_streams_open", told)  # nobody has told of any

    def test_it_forgets_the_open_streams_of_a_process_that_was_killed(self) -> None:
        dead, alive = (self.folder / f"gauge_livesum_{pid}.db" for pid in (2**22 + 1, os.getpid()))
        for path in (dead, alive):
            path.touch()
        bury_the_dead(self.folder)
        self.assertEqual(list(self.folder.iterdir()), [alive])
