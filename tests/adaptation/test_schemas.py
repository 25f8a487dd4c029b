"""The OpenAPI document says what the answers of adaptation really hold."""

from __future__ import annotations

from typing import Any

from django.test import TestCase
from drf_spectacular.generators import SchemaGenerator
from rest_framework import serializers

from adaptation.api import schemas
from tests.adaptation.stage import API, BENCH, Training, at, bench_plan, evening, sets_of


def keys_of(shape: serializers.Serializer[Any]) -> set[str]:
    return set(shape.fields)


class SchemaTests(Training, TestCase):
    def test_it_declares_the_shapes_of_real_answers(self) -> None:
        plan = bench_plan(self.ana)
        first, second, *_ = self.sessions(plan)
        self.train(self.ana, first, sets=sets_of((8, 8, 8), 100.0, 8))
        client, url = self.client_for(self.ana), f"{API}/plans/{plan.pk}/adaptations"
        with at(evening(first.on)):
            (listed,) = client.get(url).json()["data"]
            applied = client.post(f"{url}/apply", {"ids": [listed["id"]]}, format="json").json()["data"]
            body = {"item": str(self.item(second).pk), "sets_done": []}
            advice = client.post(f"{API}/plans/sessions/{second.pk}/next-set", body, format="json").json()["data"]
            (lift,) = client.get(f"{API}/progress/lifts").json()["data"]
            series = client.get(f"{API}/progress/lifts/{BENCH}").json()["data"]
            load = client.get(f"{API}/progress/load").json()["data"]
        table: list[tuple[dict[str, Any], serializers.Serializer[Any]]] = [
            (listed, schemas.SuggestionOutput()),
            (applied, schemas.AppliedOutput()),
            (advice, schemas.NextSetOutput()),
            (lift, schemas.LiftOutput()),
            (lift["e1rm_kg"], schemas.IntervalOutput()),
            (lift["plateau"], schemas.PlateauOutput()),
            (lift["last"], schemas.LastSetOutput()),
            (series, schemas.LiftSeriesOutput()),
            (series["series"][0], schemas.PointOutput()),
            (load, schemas.LoadOutput()),
            (load["acwr"], schemas.AcwrOutput()),
            (load["daily"][0], schemas.DayOutput()),
        ]
        for told, shape in table:
            with self.subTest(type(shape).__name__):
                self.assertEqual(set(told), keys_of(shape))

    def test_it_gives_examples_that_fit_the_shapes(self) -> None:
        for value, shape in (
            (schemas.SUGGESTION, schemas.SuggestionOutput()),
            (schemas.LIFT, schemas.LiftOutput()),
            (schemas.APPLIED_EXAMPLE.value, schemas.AppliedOutput()),
            (schemas.ADVICE_EXAMPLE.value, schemas.NextSetOutput()),
            (schemas.SERIES_EXAMPLE.value, schemas.LiftSeriesOutput()),
            (schemas.LOAD_EXAMPLE.value, schemas.LoadOutput()),
        ):
            with self.subTest(type(shape).__name__):
                self.assertEqual(set(value), keys_of(shape))

    def test_it_describes_every_path_of_the_contract(self) -> None:
        paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
        expected = {
            "/api/v1/plans/{plan_id}/adaptations": "get",
            "/api/v1/plans/{plan_id}/adaptations/apply": "post",
            "/api/v1/plans/{plan_id}/adaptations/dismiss": "post",
            "/api/v1/plans/sessions/{session_id}/next-set": "post",
            "/api/v1/progress/lifts": "get",
            "/api/v1/progress/lifts/{slug}": "get",
            "/api/v1/progress/load": "get",
        }
        for path, method in expected.items():
            with self.subTest(path):
                self.assertIn(method, paths[path])
