"""/api/v2/coaching/push: notifications of this browser."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import services as accounts
from accounts.api.fields import Text
from accounts.models import TokenFamily
from coaching.services import push

KEY = "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM"
ENDPOINT = "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABh"
SUBSCRIPTION = {"endpoint": ENDPOINT, "keys": {"p256dh": KEY, "auth": "tBHItJI5svbpez7KI4CCXg"}}


class Keys(serializers.Serializer[Any]):
    p256dh = Text(max_length=128)
    auth = Text(max_length=64)


class SubscriptionInput(serializers.Serializer[Any]):
    """`PushSubscription.toJSON()` of the browser, as it is."""

    endpoint = serializers.URLField(max_length=1000)
    keys = Keys()


class EndInput(serializers.Serializer[Any]):
    endpoint = serializers.URLField(max_length=1000)


class KeyOutput(serializers.Serializer[Any]):
    public_key = serializers.CharField(allow_null=True, help_text="Null: this Spotter sends no notifications.")


class SubscribedOutput(serializers.Serializer[Any]):
    endpoint = serializers.CharField()


def login_of(request: Request) -> Session | TokenFamily | None:
    """What the person is signed in by: the session of the pages, or the tokens of a login. None: it has just ended."""
    if request.auth is not None:
        return accounts.login_of_access_token(str(request.auth))
    return Session.objects.filter(pk=request.session.session_key).first()


class Push(APIView):
    confirms_delete = True  # by the address of the browser that is to be told no more

    @extend_schema(
        operation_id="get_push_key",
        tags=["coaching"],
        responses=KeyOutput,
        examples=[OpenApiExample("a key", {"public_key": KEY}, response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """The key that a browser needs to subscribe."""
        return Response({"public_key": push.public_key() or None})

    @extend_schema(
        operation_id="record_push_subscription",
        tags=["coaching"],
        request=SubscriptionInput,
        responses={201: SubscribedOutput},
        examples=[
            OpenApiExample("a browser", SUBSCRIPTION, request_only=True),
            OpenApiExample("kept", {"endpoint": ENDPOINT}, response_only=True, status_codes=["201"]),
        ],
    )
    def post(self, request: Request) -> Response:
        """Have this browser told when the coach has a message, though not what it says. Sent twice, kept once."""
        form = SubscriptionInput(data=request.data)
        form.is_valid(raise_exception=True)
        said = form.validated_data
        row = push.subscribe(
            athlete=accounts.signed_in(request.user),
            endpoint=said["endpoint"],
            p256dh=said["keys"]["p256dh"],
            auth=said["keys"]["auth"],
            locale=get_language() or "en",
            login=login_of(request),
            now=timezone.now(),
        )
        return Response({"endpoint": row.endpoint}, status=201)

    @extend_schema(operation_id="end_push_subscription", tags=["coaching"], request=EndInput, responses={204: None})
    def delete(self, request: Request) -> Response:
        """Tell this browser no more."""
        form = EndInput(data=request.data)
        form.is_valid(raise_exception=True)
        push.unsubscribe(athlete=accounts.signed_in(request.user), endpoint=form.validated_data["endpoint"])
        return Response(status=204)
