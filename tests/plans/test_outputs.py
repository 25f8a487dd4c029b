"""The declared shape of answers against real answers: neither may know a field that the other does not."""

from __future__ import annotations

from typing import Any

from django.test import TestCase, override_settings
from django.utils import timezone
from rest_framework import serializers

from plans.api import schemas
from plans.models import Plan
from tests.base import Cast
from tests.plans.base import WIDE, plan_for, wishes


def differences(shape: Any, value: Any, path: str = "") -> list[str]:
    """Fields that only one side has, all the way down."""
    if value is None:
        return [] if shape.allow_null else [f"{path} is null"]
    if isinstance(shape, serializers.ListSerializer):
        return [each for at, inner in enumerate(value) for each in differences(shape.child, inner, f"{path}.{at}")]
    if not isinstance(shape, serializers.Serializer):
        return []
    fields = shape.get_fields()
    found = [f"{path}.{name}" for name in fields.keys() ^ value.keys()]
    for name in fields.keys() & value.keys():
        found += differences(fields[name], value[name], f"{path}.{name}")
    return found


@override_settings(RATE_LIMITS=WIDE)
class ShapeTests(Cast, TestCase):
    plan: Plan

    @classmethod
    def raise_curtain(cls) -> None:
        super().raise_curtain()
        cls.plan = plan_for(cls.ana, now=timezone.now())

    def assert_shape(self, shape: Any, url: str, body: Any = None, method: str = "get") -> None:
        client = self.client_for(self.ana)
        answer = getattr(client, method)(url, body, format="json") if body is not None else client.get(url)
        self.assertEqual(answer.status_code, 200, answer.content)
        self.assertEqual(differences(shape, answer.json()["data"]), [])

    def test_every_answer_has_the_declared_shape(self) -> None:
        session = self.plan.sessions.all()[0]
        item = session.items.all()[0]
        plan, of_session = f"/api/v1/plans/{self.plan.pk}", f"/api/v1/plans/sessions/{session.pk}"
        cases: tuple[tuple[Any, ...], ...] = (
            (schemas.PlanHeadOutput(many=True), "/api/v1/plans"),
            (schemas.PlanOutput(), plan),
            (schemas.TodayOutput(), "/api/v1/plans/today"),
            (schemas.SessionOutput(many=True), f"{plan}/sessions"),
            (schemas.SessionOutput(), of_session),
            (schemas.SessionChangedOutput(), of_session, {"at": "06:45"}, "patch"),
            (schemas.SessionChangedOutput(), of_session, {"status": "skipped"}, "patch"),
            (schemas.SwapOutput(), f"{of_session}/swap", {"item": str(item.pk)}, "post"),
            (schemas.SwapOutput(), f"{of_session}/swap", {"item": str(item.pk), "exercise": item.exercise_id}, "post"),
            (schemas.RevisionOutput(many=True), f"{plan}/revisions"),
            (schemas.PlanOutput(), f"{plan}/revisions/1/restore", {}, "post"),
            (schemas.ExerciseOutput(many=True), "/api/v1/exercises"),
            (schemas.ExerciseOutput(), "/api/v1/exercises/back-squat"),
            (schemas.GeneratedOutput(), "/api/v1/plans/enhanced/generate", wishes(), "post"),
        )
        for shape, url, *sent in cases:
            with self.subTest(url=url, sent=sent):
                self.assert_shape(shape, url, *sent)

    def test_a_rest_day_has_the_shape_of_a_session(self) -> None:
        self.plan.sessions.update(on=self.plan.ends_on)
        self.assert_shape(schemas.TodayOutput(), "/api/v1/plans/today")

    def test_a_difference_would_be_seen(self) -> None:
        self.assertEqual(set(differences(schemas.ExerciseReference(), {"slug": "x", "nom": "y"})), {".name", ".nom"})
        self.assertEqual(differences(schemas.ExerciseReference(), None, "it"), ["it is null"])
