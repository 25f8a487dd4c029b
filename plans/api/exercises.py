"""The exercises that there are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.doors import viewer
from plans import services as plans
from plans.api import examples, inputs, outputs, schemas
from plans.core.movements import MAJOR_MUSCLES, Movement
from plans.models import Exercise


class ExerciseList(GenericAPIView[Exercise]):
    """The shared exercises and one's own private ones, by name; the filters narrow together."""

    @extend_schema(
        operation_id="list_exercises",
        parameters=[
            OpenApiParameter(
                "q", {"type": "string", "maxLength": 80}, description="Part of a name, English or Chinese."
            ),
            OpenApiParameter(
                "equipment",
                {"type": "string", "minLength": 1, "maxLength": 400},
                description="What there is, separated by commas.",
            ),
            OpenApiParameter("muscle", enum=sorted(inputs.MUSCLE_WORDS), description="A muscle or a group of muscles."),
            OpenApiParameter(
                "pattern", enum=inputs.PATTERN_WORDS, description="A movement pattern or a family of patterns."
            ),
        ],
        responses=schemas.ExerciseOutput(many=True),
        examples=[examples.EXERCISES],
    )
    def get(self, request: Request) -> Response:
        form = inputs.ExerciseFilter(data=request.query_params.dict())
        form.is_valid(raise_exception=True)
        exercises = Exercise.objects.visible_to(viewer(request).pk).named_like(form.validated_data.pop("q", ""))
        if form.validated_data:
            exercises = exercises.filter(
                slug__in=matching(plans.catalogue_for(viewer(request).pk), form.validated_data)
            )
        page = self.paginate_queryset(exercises.order_by("slug"))
        return self.get_paginated_response([outputs.exercise_json(exercise) for exercise in page or ()])


class ExerciseDetail(APIView):
    @extend_schema(operation_id="get_exercise", responses=schemas.ExerciseOutput, examples=[examples.ONE_EXERCISE])
    def get(self, request: Request, slug: str) -> Response:
        """One exercise."""
        return Response(
            outputs.exercise_json(get_object_or_404(Exercise.objects.visible_to(viewer(request).pk), slug=slug))
        )


def matching(movements: Iterable[Movement], wanted: dict[str, Any]) -> list[str]:
    """Slugs of the movements that can be done with this equipment, train this muscle, follow this pattern. Decided on
    values: what an exercise needs is a list of alternatives, which not every database can search."""
    muscles = set(MAJOR_MUSCLES.get(wanted.get("muscle", ""), (wanted.get("muscle"),)))
    return [
        each.slug
        for each in movements
        if ("equipment" not in wanted or each.is_possible_with(wanted["equipment"]))
        and ("muscle" not in wanted or not muscles.isdisjoint((*each.primary, *each.secondary)))
        and ("pattern" not in wanted or wanted["pattern"] in (each.pattern, each.family))
    ]
