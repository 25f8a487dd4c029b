"""How the lifts and the load have gone."""

from __future__ import annotations

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.doors import viewer
from adaptation import services as adaptation
from adaptation.api import outputs, schemas


class LiftList(APIView):
    """Every lift that is estimated from the athlete's own ratings: an estimate with its interval, not a tested 1RM."""

    @extend_schema(operation_id="list_lifts", responses=schemas.LiftOutput(many=True), examples=[schemas.LIFTS_EXAMPLE])
    def get(self, request: Request) -> Response:
        athlete = viewer(request)
        found = adaptation.lifts(athlete.pk, timezone.now(), athlete.profile.experience_level)
        return Response([outputs.lift_json(each) for each in found])


class LiftDetail(APIView):
    """One lift with its series, oldest point first; what to expect of it next time; and how good such forecasts were,
    against "same as last time"."""

    @extend_schema(operation_id="get_lift", responses=schemas.LiftSeriesOutput, examples=[schemas.SERIES_EXAMPLE])
    def get(self, request: Request, slug: str) -> Response:
        athlete = viewer(request)
        now = timezone.now()
        found = adaptation.lifts(athlete.pk, now, athlete.profile.experience_level, slug)
        if not found:
            raise Http404
        points = adaptation.series(found[0].lift)
        coming = adaptation.next_time(found[0].lift, now, athlete.profile.local_date(now))
        tried = [
            (athlete.profile.local_date(each.started_at), each)
            for each in adaptation.trials_of(athlete.pk, slug, points, now)
        ]
        return Response(outputs.series_json(found[0], points, adaptation.scored(points), coming, tried))


class Load(APIView):
    """The load of the last eight weeks. Contested figures come with what may be said about them, and no more."""

    @extend_schema(operation_id="get_load", responses=schemas.LoadOutput, examples=[schemas.LOAD_EXAMPLE])
    def get(self, request: Request) -> Response:
        athlete = viewer(request)
        today = athlete.profile.local_date(timezone.now())
        return Response(outputs.load_json(adaptation.training_load(athlete.pk, today)))
