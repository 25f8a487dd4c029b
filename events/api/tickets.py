"""What a stream needs beside itself: a ticket to open it, and a word on what was shown."""

from __future__ import annotations

from typing import Any, cast

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from events import services as events
from events.core.grant import Credentials
from events.core.refusals import AccessRefused

MAX_SEQ = 10**18


class TicketOutput(serializers.Serializer[Any]):
    ticket = serializers.CharField(help_text="Put it into the address of a stream, once.")
    expires_in = serializers.IntegerField(help_text="Seconds.")


class Ticket(APIView):
    """A ticket that opens one stream or WebSocket (`?ticket=`), for clients that cannot send a header there.

    It is worth no more than the token or session it was fetched with: the stream ends with that.
    """

    @extend_schema(
        operation_id="journal_ticket",
        tags=["coaching"],
        request=None,
        responses=TicketOutput,
        examples=[OpenApiExample("a ticket", value={"ticket": "pC2u…", "expires_in": 30}, response_only=True)],
    )
    def post(self, request: Request) -> Response:
        now = timezone.now()
        try:
            grant = events.admit(shown(request), now)
        except AccessRefused as problem:
            raise NotAuthenticated from problem
        answer = {"ticket": events.issue_ticket(grant, now), "expires_in": events.TICKET_S}
        return Response(answer, headers={"Cache-Control": "no-store"})


def shown(request: Request) -> Credentials:
    """What this request was let in with."""
    if isinstance(request.auth, str):
        return Credentials(token=request.auth)
    return Credentials(session_key=request._request.session.session_key or "")


class Ack(APIView):
    """Says that everything up to this entry has been shown on some screen. Never goes back; sent twice, it changes
    nothing."""

    class Input(serializers.Serializer[Any]):
        seq = serializers.IntegerField(min_value=0, max_value=MAX_SEQ)

    class Output(serializers.Serializer[Any]):
        seq = serializers.IntegerField(help_text="How far it is now, over all devices.")

    @extend_schema(
        operation_id="journal_ack",
        tags=["coaching"],
        request=Input,
        responses=Output,
        examples=[OpenApiExample("up to an entry", value={"seq": 105}, response_only=True)],
    )
    def post(self, request: Request) -> Response:
        form = self.Input(data=request.data)
        form.is_valid(raise_exception=True)
        return Response({"seq": events.ack(cast(User, request.user).pk, form.validated_data["seq"])})
