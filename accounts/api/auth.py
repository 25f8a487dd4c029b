"""/api/v1/auth: an account, tokens, a new password."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import services as accounts
from accounts.api.authentication import address_of
from accounts.api.fields import Flag, LocaleField, TimezoneField
from accounts.tasks import wake

PASSWORD_MIN = 12
OTP_MAX = 32
PASSWORD_MAX = 256  # hashing costs time, so nobody hands in a novel


@extend_schema_field({"type": "string", "minLength": PASSWORD_MIN, "maxLength": PASSWORD_MAX, "format": "password"})
class NewPasswordField(serializers.CharField):
    """Django's validators judge it, in `services`; the shortest length is only told to clients here."""


class Credentials(serializers.Serializer[Any]):
    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=PASSWORD_MAX, trim_whitespace=False)


class Proof(Credentials):
    otp = serializers.CharField(
        max_length=OTP_MAX, required=False, help_text="A code of the second factor, or a recovery code."
    )


class Refresh(serializers.Serializer[Any]):
    refresh = serializers.CharField(max_length=2048)


class Tokens(serializers.Serializer[Any]):
    access = serializers.CharField()
    refresh = serializers.CharField()


PAIR = OpenApiExample("A pair", {"access": "eyJhbGciOiJI…", "refresh": "eyJhbGciOiJI…"}, response_only=True)
ACCOUNT = OpenApiExample(
    "An account",
    {"id": "0195565e-5f0a-7c3e-9a40-0d9b3a1c2f10", "email": "ana@example.org"},
    response_only=True,
    status_codes=["201"],
)
OPENING = OpenApiExample(
    "Ana in Berlin",
    {"email": "ana@example.org", "password": "a phrase of several words", "timezone": "Europe/Berlin"},
    request_only=True,
)


LINK_SENT = OpenApiExample("It is on its way", {"expires_in": 3600}, response_only=True, status_codes=["202"])


class PublicView(APIView):
    """For those who are not logged in yet: a session cookie that happens to be there changes nothing."""

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]


class RegisterView(PublicView):
    """Open an account. It can be used at once; `auth/token` logs in."""

    class Input(Credentials):
        password = NewPasswordField(max_length=PASSWORD_MAX, trim_whitespace=False)
        locale = LocaleField(required=False)
        timezone = TimezoneField(required=False)
        proactive = Flag(required=False, help_text="Spotter may speak unasked, within limits that can be changed.")

    class Output(serializers.Serializer[Any]):
        id = serializers.UUIDField()
        email = serializers.EmailField()

    @extend_schema(operation_id="register", responses={201: Output}, examples=[OPENING, ACCOUNT])
    def post(self, request: Request) -> Response:
        form = self.Input(data=request.data)
        form.is_valid(raise_exception=True)
        user = accounts.register(**form.validated_data, address=address_of(request))
        return Response({"id": user.pk, "email": user.email}, status=201)


class TokenView(PublicView):
    """Log in. Every attempt counts against 5 a minute for this account and address, right or wrong. Where the account
    has a second factor the answer is 401 `second_factor_required`: the same request, with `otp`, then logs in."""

    Input = Proof

    @extend_schema(operation_id="log_in", responses={200: Tokens}, examples=[PAIR])
    def post(self, request: Request) -> Response:
        form = self.Input(data=request.data)
        form.is_valid(raise_exception=True)
        user = accounts.log_in(**form.validated_data, address=address_of(request))
        return tokens(accounts.issue_tokens(user))


class RefreshView(PublicView):
    """A new pair for a refresh token, which is good once. Handing in an old one again ends that login."""

    Input = Refresh

    @extend_schema(operation_id="refresh_tokens", responses={200: Tokens}, examples=[PAIR])
    def post(self, request: Request) -> Response:
        form = self.Input(data=request.data)
        form.is_valid(raise_exception=True)
        return tokens(accounts.rotate_tokens(form.validated_data["refresh"]))


class RevokeView(PublicView):
    """Log out: this refresh token and every access token of the same login end now."""

    Input = Refresh

    @extend_schema(operation_id="log_out", responses={204: None})
    def post(self, request: Request) -> Response:
        form = self.Input(data=request.data)
        form.is_valid(raise_exception=True)
        accounts.revoke_tokens(form.validated_data["refresh"])
        return Response(status=204)


class PasswordView(APIView):
    """Set a new password. Every other session and token ends; a Bearer client goes on with the pair in the answer."""

    class Input(serializers.Serializer[Any]):
        old = serializers.CharField(max_length=PASSWORD_MAX, trim_whitespace=False)
        new = NewPasswordField(max_length=PASSWORD_MAX, trim_whitespace=False)

    class Output(serializers.Serializer[Any]):
        access = serializers.CharField(allow_null=True)
        refresh = serializers.CharField(allow_null=True)

    @extend_schema(operation_id="change_password", responses={200: Output}, examples=[PAIR])
    def post(self, request: Request) -> Response:
        form = self.Input(data=request.data)
        form.is_valid(raise_exception=True)
        user = accounts.change_password(
            user=accounts.signed_in(request.user), **form.validated_data, address=address_of(request)
        )
        if request.auth is None:
            update_session_auth_hash(request._request, user)
            return Response({"access": None, "refresh": None})
        return tokens(accounts.issue_tokens(user))


class ForgottenView(PublicView):
    """Have a link for a new password mailed. The answer is the same where the address has no account. 409
    `mail_unavailable`: this installation sends no mail, and whoever runs it has to be asked."""

    class Input(serializers.Serializer[Any]):
        email = serializers.EmailField(max_length=254)

    class Output(serializers.Serializer[Any]):
        expires_in = serializers.IntegerField(help_text="Seconds for which the link is good.")

    @extend_schema(operation_id="request_password_link", responses={202: Output}, examples=[LINK_SENT])
    def post(self, request: Request) -> Response:
        form = self.Input(data=request.data)
        form.is_valid(raise_exception=True)
        wake(accounts.ask_for_link(**form.validated_data, address=address_of(request)))
        return Response({"expires_in": settings.PASSWORD_RESET_TIMEOUT}, status=202)


class NewPasswordView(PublicView):
    """Set a new password with the token of a link, which is good once. Every session and token of the account ends;
    nobody is logged in by it."""

    class Input(serializers.Serializer[Any]):
        token = serializers.CharField(max_length=160)
        new = NewPasswordField(max_length=PASSWORD_MAX, trim_whitespace=False)

    @extend_schema(operation_id="change_password_by_link", responses={204: None})
    def post(self, request: Request) -> Response:
        form = self.Input(data=request.data)
        form.is_valid(raise_exception=True)
        accounts.set_password_by_link(**form.validated_data, address=address_of(request))
        return Response(status=204)


def tokens(pair: accounts.TokenPair) -> Response:
    return Response({"access": pair.access, "refresh": pair.refresh})
