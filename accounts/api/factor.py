"""/api/v2/auth/second-factor: the second factor of one's own account, as the page sets it up."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import services as accounts
from accounts.api.auth import OTP_MAX, PASSWORD_MAX
from accounts.api.authentication import address_of
from accounts.models import SecondFactor, User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105  the one that everybody's examples show
CODES = ["k7q2-m4xd-3hva-pz5t", "c3wn-y6re-b2ju-s4fo"]
STATE = OpenApiExample("On", {"status": "on", "recovery_codes_left": 9}, response_only=True)
BEGUN = OpenApiExample(
    "For the app",
    {"secret": SECRET, "otpauth_url": f"otpauth://totp/Spotter:ana%40example.org?secret={SECRET}&issuer=Spotter"},
    response_only=True,
    status_codes=["201"],
)
ON = OpenApiExample(
    "Switched on",
    {"recovery_codes": CODES, "access": "eyJhbGciOiJI…", "refresh": "eyJhbGciOiJI…"},
    response_only=True,
)
RENEWED = OpenApiExample("New ones", {"recovery_codes": CODES}, response_only=True, status_codes=["201"])


class FactorPassword(serializers.Serializer[Any]):
    password = serializers.CharField(max_length=PASSWORD_MAX, trim_whitespace=False)


class FactorCode(serializers.Serializer[Any]):
    otp = serializers.CharField(max_length=OTP_MAX, help_text="A code of the app that holds the new secret.")


class FactorOwner(FactorPassword):
    otp = serializers.CharField(max_length=OTP_MAX, help_text="A code of the app, or a recovery code.")


class FactorLeaver(FactorPassword):
    otp = serializers.CharField(
        max_length=OTP_MAX, required=False, default="", help_text="Needed unless it was only begun."
    )


class FactorView(APIView):
    """Two-step sign-in: how it stands, setting it up, switching it off."""

    confirms_delete = True

    class State(serializers.Serializer[Any]):
        status = serializers.ChoiceField(["off", "begun", "on"])
        recovery_codes_left = serializers.IntegerField()

    class Begun(serializers.Serializer[Any]):
        secret = serializers.CharField(help_text="Base 32, for typing it into an authenticator app.")
        otpauth_url = serializers.CharField(help_text="The same for a QR code: SHA-1, 6 digits, 30 s.")

    @extend_schema(operation_id="get_second_factor", request=None, responses={200: State}, examples=[STATE])
    def get(self, request: Request) -> Response:
        """Whether signing in asks for a code: `begun` waits for its first one."""
        user = accounts.signed_in(request.user)
        factor = SecondFactor.objects.filter(user=user).first()
        status = "off" if factor is None else "begun" if factor.confirmed_at is None else "on"
        return Response({"status": status, "recovery_codes_left": accounts.codes_left(user)})

    @extend_schema(
        operation_id="request_second_factor", request=FactorPassword, responses={201: Begun}, examples=[BEGUN]
    )
    def post(self, request: Request) -> Response:
        """A new secret for an authenticator app. Nothing changes until `confirm` has got a code of it; asking again
        gives another one. 409 `second_factor_is_on`: the one that is on is switched off first."""
        form = FactorPassword(data=request.data)
        form.is_valid(raise_exception=True)
        factor = accounts.begin_factor(
            accounts.signed_in(request.user), form.validated_data["password"], address_of(request)
        )
        secret = accounts.secret_of(factor) or ""
        return Response({"secret": secret, "otpauth_url": accounts.address_of_factor(factor, secret)}, status=201)

    @extend_schema(operation_id="end_second_factor", request=FactorLeaver, responses={204: None})
    def delete(self, request: Request) -> Response:
        """Switch it off, with the password and a code, or drop what was only begun."""
        form = FactorLeaver(data=request.data)
        form.is_valid(raise_exception=True)
        password, code = form.validated_data["password"], form.validated_data["otp"]
        accounts.end_factor(accounts.signed_in(request.user), password, code, address_of(request))
        if request.auth is None:
            request._request.session.pop(accounts.FACTOR_SEEN, None)
        return Response(status=204)


class ConfirmView(APIView):
    """Switch it on with a first code of the new secret. The answer has ten recovery codes, each good once, which are
    not shown again. Every session and token ends; a Bearer client goes on with the pair in the answer."""

    Input = FactorCode

    class Output(serializers.Serializer[Any]):
        recovery_codes = serializers.ListField(child=serializers.CharField())
        access = serializers.CharField(allow_null=True)
        refresh = serializers.CharField(allow_null=True)

    @extend_schema(operation_id="accept_second_factor", responses={200: Output}, examples=[ON])
    def post(self, request: Request) -> Response:
        form = self.Input(data=request.data)
        form.is_valid(raise_exception=True)
        user = accounts.signed_in(request.user)
        codes = accounts.confirm_factor(user, form.validated_data["otp"], address_of(request))
        pair: dict[str, str | None] = {"access": None, "refresh": None}
        if request.auth is None:
            reopen_session(request, user)
        else:
            fresh = accounts.issue_tokens(user)
            pair = {"access": fresh.access, "refresh": fresh.refresh}
        return Response({"recovery_codes": codes, **pair})


class CodesView(APIView):
    """Ten new recovery codes; the former ones are good no more. With the password and a code."""

    Input = FactorOwner

    class Output(serializers.Serializer[Any]):
        recovery_codes = serializers.ListField(child=serializers.CharField())

    @extend_schema(operation_id="request_recovery_codes", responses={201: Output}, examples=[RENEWED])
    def post(self, request: Request) -> Response:
        form = self.Input(data=request.data)
        form.is_valid(raise_exception=True)
        user = accounts.signed_in(request.user)
        password, code = form.validated_data["password"], form.validated_data["otp"]
        return Response({"recovery_codes": accounts.renew_codes(user, password, code, address_of(request))}, status=201)


def reopen_session(request: Request, user: User) -> None:
    """All sessions have ended, this one too; the browser goes on in a new one, which has shown the factor."""
    session = request._request.session
    session.flush()
    login(request._request, user, "django.contrib.auth.backends.ModelBackend")
    session[accounts.FACTOR_SEEN] = True
