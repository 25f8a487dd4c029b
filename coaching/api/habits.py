"""/api/v2/coaching/habits: small habits beside the training, and the days on which they were done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import services as accounts
from accounts.api.fields import Id, Text
from accounts.models import User
from coaching.api import examples
from coaching.api.preferences import Wall
from coaching.models import Habit
from coaching.services import habits

HABIT = {
    "id": examples.CLIENT_ID, "title": "Ten minutes of stretching", "days": [0, 2, 4], "at": "20:30",
}  # fmt: skip
KEPT = HABIT | {"is_done_today": False, "created_at": "2026-03-02T17:04:05.123456Z"}
DONE = {"habit": examples.CLIENT_ID, "on": "2026-03-04", "status": "created"}


class HabitInput(serializers.Serializer[Any]):
    id = Id(required=False, help_text="Made by the client, so that sending twice keeps one habit.")
    title = Text(max_length=80)
    days = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=6), min_length=1, max_length=7, help_text="0 = Monday"
    )
    at = Wall(help_text="Local; Spotter may ask about it then.")


class HabitChange(serializers.Serializer[Any]):
    title = Text(max_length=80, required=False)
    days = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=6), min_length=1, max_length=7, required=False
    )
    at = Wall(required=False)


class HabitOutput(HabitInput):
    is_done_today = serializers.BooleanField()
    created_at = serializers.DateTimeField()


class DoneInput(serializers.Serializer[Any]):
    on = serializers.DateField(help_text="Your own day.")
    client_id = Id()


class DoneOutput(serializers.Serializer[Any]):
    habit = serializers.UUIDField()
    on = serializers.DateField()
    status = serializers.ChoiceField(["created", "duplicate"])


def habit_of(request: Request, habit_id: UUID) -> tuple[User, Habit]:
    athlete = accounts.signed_in(request.user)
    try:
        return athlete, habits.find(athlete.pk, habit_id)
    except Habit.DoesNotExist as problem:
        raise Http404 from problem


def told(athlete: User, habit: Habit) -> dict[str, Any]:
    done = habits.done_on(athlete.pk, athlete.profile.local_date(timezone.now()))
    return habits.as_json(habit, habit.pk in done)


class Habits(APIView):
    @extend_schema(
        operation_id="list_habits",
        tags=["coaching"],
        responses=HabitOutput(many=True),
        examples=[OpenApiExample("stretching", KEPT, response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """Your habits, in the order of their hours."""
        athlete = accounts.signed_in(request.user)
        done = habits.done_on(athlete.pk, athlete.profile.local_date(timezone.now()))
        return Response([habits.as_json(each, each.pk in done) for each in habits.standing(athlete.pk)])

    @extend_schema(
        operation_id="record_habit",
        tags=["coaching"],
        request=HabitInput,
        responses={201: HabitOutput, 200: HabitOutput},
        examples=[
            OpenApiExample("stretching", HABIT, request_only=True),
            OpenApiExample("kept", KEPT, response_only=True, status_codes=["201"]),
            OpenApiExample("known already", KEPT, response_only=True, status_codes=["200"]),
        ],
    )
    def post(self, request: Request) -> Response:
        """Take up a habit. 201, or 200 when it was known already."""
        form = HabitInput(data=request.data)
        form.is_valid(raise_exception=True)
        facts = dict(form.validated_data)
        athlete = accounts.signed_in(request.user)
        habit, is_new = habits.add(athlete=athlete, client_id=facts.pop("id", None), now=timezone.now(), **facts)
        return Response(told(athlete, habit), status=201 if is_new else 200)


class HabitView(APIView):
    @extend_schema(
        operation_id="change_habit",
        tags=["coaching"],
        request=HabitChange,
        responses=HabitOutput,
        examples=[
            OpenApiExample("later", {"at": "21:00"}, request_only=True),
            OpenApiExample("changed", KEPT | {"at": "21:00"}, response_only=True),
        ],
    )
    def patch(self, request: Request, habit_id: UUID) -> Response:
        """Change its title, days or hour. What was done stays done."""
        athlete, habit = habit_of(request, habit_id)
        form = HabitChange(data=request.data)
        form.is_valid(raise_exception=True)
        return Response(told(athlete, habits.edit(habit, form.validated_data, timezone.now())))

    @extend_schema(operation_id="end_habit", tags=["coaching"], responses={204: None})
    def delete(self, request: Request, habit_id: UUID) -> Response:
        """Give it up. The days on which it was done are kept."""
        _athlete, habit = habit_of(request, habit_id)
        habits.end(habit, timezone.now())
        return Response(status=204)


class HabitDoneView(APIView):
    @extend_schema(
        operation_id="record_habit_done",
        tags=["coaching"],
        request=DoneInput,
        responses={201: DoneOutput, 200: DoneOutput},
        examples=[
            OpenApiExample("today", {"on": "2026-03-04", "client_id": examples.CLIENT_ID}, request_only=True),
            OpenApiExample("noted", DONE, response_only=True, status_codes=["201"]),
            OpenApiExample("known", DONE | {"status": "duplicate"}, response_only=True, status_codes=["200"]),
        ],
    )
    def post(self, request: Request, habit_id: UUID) -> Response:
        """Say that it was done on a day, also days later. 201, or 200 when that was known."""
        athlete, habit = habit_of(request, habit_id)
        form = DoneInput(data=request.data)
        form.is_valid(raise_exception=True)
        done, is_new = habits.tick(athlete=athlete, habit=habit, now=timezone.now(), **form.validated_data)
        status = "created" if is_new else "duplicate"
        return Response({"habit": str(habit.client_id), "on": done.on, "status": status}, status=201 if is_new else 200)
