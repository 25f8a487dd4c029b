"""/api/v1/me/coaches and /api/v1/me/athletes: who coaches whom."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import services as accounts
from accounts.core.refusals import CoachRequired
from accounts.models import CoachAssignment


class Person(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    display_name = serializers.CharField(source="profile.display_name")
    email = serializers.EmailField()


class Assignment(serializers.ModelSerializer[CoachAssignment]):
    status = serializers.ChoiceField(["invited", "active", "ended"])

    class Meta:
        model = CoachAssignment
        fields = ["id", "status", "invited_at", "consented_at", "until"]


class AsAthlete(Assignment):
    coach = Person()

    class Meta(Assignment.Meta):
        fields = [*Assignment.Meta.fields, "coach"]


class AsCoach(Assignment):
    athlete = Person()

    class Meta(Assignment.Meta):
        fields = [*Assignment.Meta.fields, "athlete"]


ASSIGNMENT: dict[str, Any] = {
    "id": "0195565e-5f0a-7c3e-9a40-0d9b3a1c2f20",
    "status": "active",
    "invited_at": "2026-03-01T09:00:00Z",
    "consented_at": "2026-03-01T12:30:00Z",
    "until": None,
}
CLEO = {"id": "0195565e-5f0a-7c3e-9a40-0d9b3a1c2f21", "display_name": "Cleo", "email": "cleo@example.org"}
ANA = {"id": "0195565e-5f0a-7c3e-9a40-0d9b3a1c2f22", "display_name": "Ana", "email": "ana@example.org"}
BY_CLEO = OpenApiExample("Coached by Cleo", {**ASSIGNMENT, "coach": CLEO}, response_only=True)
COACHED_ANA = OpenApiExample("Ana", {**ASSIGNMENT, "athlete": ANA}, response_only=True)
INVITED = OpenApiExample("Invited", {"email": "ana@example.org"}, status_codes=["202"])


class CoachesView(APIView):
    """The invitations of coaches to the person who asks, and those in force, newest first."""

    @extend_schema(operation_id="list_coaches", responses={200: AsAthlete(many=True)}, examples=[BY_CLEO])
    def get(self, request: Request) -> Response:
        mine = (
            CoachAssignment.objects.open()
            .filter(athlete=accounts.signed_in(request.user))
            .select_related("coach__profile")
        )
        return Response(AsAthlete(mine.order_by("-invited_at", "-pk"), many=True).data)


class AcceptView(APIView):
    """Agree to be coached: from now on this coach sees and steers the training."""

    @extend_schema(operation_id="accept_coach", request=None, responses={200: AsAthlete}, examples=[BY_CLEO])
    def post(self, request: Request, assignment_id: UUID) -> Response:
        try:
            assignment = accounts.accept(athlete=accounts.signed_in(request.user), assignment_id=assignment_id)
        except CoachAssignment.DoesNotExist as problem:
            raise Http404 from problem
        return Response(AsAthlete(assignment).data)


class EndView(APIView):
    """Decline an invitation, or end the coaching. Both sides may, at any time, without a reason."""

    @extend_schema(operation_id="end_coach", request=None, responses={204: None})
    def post(self, request: Request, assignment_id: UUID) -> Response:
        try:
            accounts.end(person=accounts.signed_in(request.user), assignment_id=assignment_id)
        except CoachAssignment.DoesNotExist as problem:
            raise Http404 from problem
        return Response(status=204)


@extend_schema_view(post=extend_schema(operation_id="end_athlete"))
class EndAthleteView(EndView):
    """The same door, as a coach finds it."""


class IsCoach(IsAuthenticated):
    def has_permission(self, request: Request, view: APIView) -> bool:
        if not super().has_permission(request, view):
            return False
        person = accounts.signed_in(request.user)
        if not person.is_coach:
            accounts.audit("access.refused", actor=person, target=request.path)
            raise CoachRequired
        return True


class AthletesView(APIView):
    """For coaches: the athletes who agreed. Invitations that wait are not shown: that would tell who has an account."""

    permission_classes = [IsCoach]

    class Input(serializers.Serializer[Any]):
        email = serializers.EmailField(max_length=254)

    class Invited(serializers.Serializer[Any]):
        email = serializers.EmailField()

    @extend_schema(
        operation_id="list_athletes", request=None, responses={200: AsCoach(many=True)}, examples=[COACHED_ANA]
    )
    def get(self, request: Request) -> Response:
        theirs = CoachAssignment.objects.in_force(timezone.now()).filter(coach=accounts.signed_in(request.user))
        athletes = theirs.select_related("athlete__profile").order_by("-consented_at", "-pk")
        return Response(AsCoach(athletes, many=True).data)

    @extend_schema(operation_id="invite_athlete", responses={202: Invited}, examples=[INVITED])
    def post(self, request: Request) -> Response:
        """Invite an athlete. The answer is the same whether or not the address has an account."""
        form = self.Input(data=request.data)
        form.is_valid(raise_exception=True)
        accounts.invite(coach=accounts.signed_in(request.user), email=form.validated_data["email"])
        return Response({"email": form.validated_data["email"]}, status=202)
