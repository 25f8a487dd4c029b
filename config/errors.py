"""Every refusal of every path, in one shape: seven fields for programs, or a page for people."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from http import HTTPStatus
from shutil import disk_usage
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as Invalid
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template import loader
from django.template.exceptions import TemplateDoesNotExist
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from accounts.core.refusals import (
    AnswerInProgress,
    CoachRequired,
    CodeWrong,
    EmailTaken,
    IdempotencyConflict,
    LimiterAway,
    LinkRefused,
    LoginRefused,
    MailUnavailable,
    PasswordWrong,
    SecondFactorIsOn,
    SecondFactorMissing,
    SecondFactorRequired,
    SecondFactorWrong,
    TokenRefused,
    TooManyAttempts,
)
from adaptation.core.refusals import StaleSuggestion, SuggestionNeeds
from coaching.core.refusals import (
    HabitDayUnfit,
    HabitIdTaken,
    MessageIdTaken,
    MessageUnfit,
    PromptAnswerUnfit,
    PushEndpointUnfit,
    PushUnavailable,
    TooManyHabits,
)
from config import limits
from config.idempotency import Replay
from diagnosis.core.refusals import (
    DiagnosisOver,
    DiagnosisRunning,
    NoQuestion,
    NothingToRetry,
    OfferGone,
    ReportNotReady,
)
from events.core.refusals import AckAhead
from feedback import wording as feedback_wording
from feedback.core.refusals import (
    AnotherAthlete,
    ExerciseUnknown,
    IdTaken,
    IllnessRunning,
    LogUnreadable,
    MappingUnknown,
    TimestampImplausible,
)
from plans import wording as plan_wording
from plans.core.intent import IntentInfeasible, NeedsClearance
from plans.core.patch import EditRefused
from plans.core.refusals import (
    ChangeIdTaken,
    NoSubstitute,
    PlanNotActive,
    PlanRefused,
    RefinementAway,
    RefinementNeeds,
    SessionClosed,
    StaleRefinement,
    StaleRevision,
)
from plans.wording import refinement as refinement_wording

logger = logging.getLogger(__name__)
API = "/api/"
RETRY_S = 5
LEAST_FREE = 2**20  # bytes

# What the cores and services of the apps refuse, as a status and a sentence. A sentence may use the facts, or be a
# function of them where a code has to be worded. Subclasses are found as well; the nearest class wins.
Sentence = Any  # a (lazy) string with %(fact)s places, or a function of the facts
REFUSALS: dict[type[Exception], tuple[int, Sentence]] = {
    # accounts
    AnswerInProgress: (409, gettext_lazy("The first request with this Idempotency-Key is still at work.")),
    CoachRequired: (403, gettext_lazy("Only a coach can do this.")),
    CodeWrong: (403, gettext_lazy("This code is wrong, or was used already. Wait for the next one.")),
    EmailTaken: (409, gettext_lazy("This e-mail address has an account already. Sign in instead.")),
    IdempotencyConflict: (409, gettext_lazy("This Idempotency-Key was used for another request.")),
    LimiterAway: (503, gettext_lazy("Signing in is not possible at the moment. Please try again shortly.")),
    LinkRefused: (422, gettext_lazy("This link was used already, or is too old. Ask for a new one.")),
    LoginRefused: (401, gettext_lazy("The e-mail address or the password is wrong.")),
    MailUnavailable: (409, gettext_lazy("This installation of Spotter sends no mail. Ask whoever runs it for a link.")),
    PasswordWrong: (403, gettext_lazy("The password is wrong.")),
    SecondFactorIsOn: (409, gettext_lazy("Two-step sign-in is on already. Switch it off first.")),
    SecondFactorMissing: (403, gettext_lazy("Staff need a second factor. Sign in on the web page and set it up.")),
    SecondFactorRequired: (401, gettext_lazy("The code of the second factor is needed as well.")),
    SecondFactorWrong: (401, gettext_lazy("This code is wrong, or was used already. Wait for the next one.")),
    TokenRefused: (401, gettext_lazy("The token is not valid, or not valid any more. Sign in again.")),
    TooManyAttempts: (429, gettext_lazy("Too many attempts. Try again in %(retry_after_s)d s.")),
    # events
    AckAhead: (422, gettext_lazy("Your journal has no entry %(seq)d yet; the newest is %(head)d.")),
    # plans
    ChangeIdTaken: (409, gettext_lazy("This id already stands for another change.")),
    EditRefused: (422, plan_wording.edit_problem),
    IntentInfeasible: (422, plan_wording.change),
    NeedsClearance: (422, plan_wording.clearance),
    NoSubstitute: (422, gettext_lazy("This exercise cannot stand in here. The details list those that can.")),
    PlanNotActive: (409, gettext_lazy("This plan is over, so it cannot be changed.")),
    PlanRefused: (422, plan_wording.rules_broken),
    RefinementAway: (409, refinement_wording.away),
    RefinementNeeds: (403, refinement_wording.NEEDS_COACH),
    SessionClosed: (409, gettext_lazy("This session is done or its day is over.")),
    StaleRefinement: (409, refinement_wording.STALE),
    StaleRevision: (409, gettext_lazy("The plan has changed in the meantime. Reload it.")),
    # feedback
    AnotherAthlete: (409, feedback_wording.ANOTHER_ATHLETE),
    ExerciseUnknown: (422, feedback_wording.EXERCISE_UNKNOWN),
    IdTaken: (409, feedback_wording.ID_TAKEN),
    IllnessRunning: (409, feedback_wording.ILLNESS_RUNNING),
    LogUnreadable: (422, feedback_wording.log_unreadable),
    MappingUnknown: (422, feedback_wording.MAPPING_UNKNOWN),
    TimestampImplausible: (422, feedback_wording.TIMESTAMP_IMPLAUSIBLE),
    # adaptation
    StaleSuggestion: (409, gettext_lazy("The plan has moved on since this was suggested.")),
    SuggestionNeeds: (403, gettext_lazy("Someone else has to confirm this suggestion.")),
    # diagnosis
    DiagnosisOver: (409, gettext_lazy("This diagnosis has ended already.")),
    DiagnosisRunning: (409, gettext_lazy("A diagnosis is already running. Wait for it, or cancel it first.")),
    NoQuestion: (409, gettext_lazy("This diagnosis has no question that waits for this answer.")),
    NothingToRetry: (409, gettext_lazy("There is nothing to try again: the diagnosis is running or complete.")),
    OfferGone: (409, gettext_lazy("The plan has moved on, so this change cannot be offered any more.")),
    ReportNotReady: (409, gettext_lazy("There is no report of this diagnosis yet.")),
    # coaching
    HabitDayUnfit: (422, gettext_lazy("This day has not come, is long over, or lies before the habit.")),
    HabitIdTaken: (409, gettext_lazy("This id already stands for something else.")),
    PromptAnswerUnfit: (422, gettext_lazy("This message does not offer this answer.")),
    PushEndpointUnfit: (422, gettext_lazy("This is not the address of a known push service.")),
    PushUnavailable: (409, gettext_lazy("This installation of Spotter sends no notifications.")),
    TooManyHabits: (422, gettext_lazy("You can have at most %(most)d habits.")),
    MessageIdTaken: (
        409,
        gettext_lazy("This id already stands for another message. Send the new one with an id of its own."),
    ),
    MessageUnfit: (422, gettext_lazy("A message has 1 to %(most)d characters that can be printed.")),
}

# Django and DRF word most refusals themselves; these are ours, by status.
SENTENCES: dict[int, tuple[str, Any]] = {
    400: ("bad_request", gettext_lazy("This request cannot be understood.")),
    401: ("not_authenticated", gettext_lazy("Please sign in.")),
    403: ("permission_denied", gettext_lazy("You are not allowed to do this.")),
    404: ("not_found", gettext_lazy("There is nothing here.")),
    405: ("method_not_allowed", gettext_lazy("This address does not take this method.")),
    406: ("not_acceptable", gettext_lazy("Only JSON is available here.")),
    413: ("too_large", gettext_lazy("The request is too large.")),
    415: ("unsupported_media_type", gettext_lazy("This type of content is not taken here.")),
    429: ("throttled", gettext_lazy("Too many requests. Please wait a moment.")),
    500: ("internal_error", gettext_lazy("Something went wrong on our side. Nothing is lost; please try again.")),
    503: ("unavailable", gettext_lazy("Spotter is busy for a moment. Please try again shortly.")),
    507: ("storage_full", gettext_lazy("The disk is full, so nothing can be stored at the moment.")),
}


def body(request: Any, code: str, sentence: str, details: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The error of `api`: all seven fields, whoever refuses."""
    return {
        "success": False,
        "error": str(sentence),
        "code": code,
        "details": details or None,
        "timestamp": timezone.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "path": request.path,
        "request_id": getattr(getattr(request, "_request", request), "id", "-"),
    }


# --- Inside views of the API ------------------------------------------------------------------------------------------
def answer(exc: Exception, context: dict[str, Any]) -> HttpResponseBase | None:
    """DRF's exception handler. None means a bug in our code: handler500 answers it with the same body."""
    request: Request = context["request"]
    if isinstance(exc, Replay):
        return exc.response()
    if isinstance(exc, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        exc = limits.count_refused(request, context["view"]) or exc
    if found := refusal(exc):
        return refuse(request, exc, *found)
    if status := trouble(exc):
        return Response(body(request, *SENTENCES[status]), status, headers=retry_headers(status))
    if isinstance(exc, Invalid):
        exc = exceptions.ValidationError(exc.message_dict if hasattr(exc, "error_dict") else exc.messages)
    response = exception_handler(exc, context)
    if response is not None:
        response.data = body(request, *read(exc, response))
    return response


def refusal(exc: Exception) -> tuple[int, Sentence] | None:
    return next((REFUSALS[kind] for kind in type(exc).__mro__ if kind in REFUSALS), None)


def refuse(request: Request, exc: Any, status: int, sentence: Sentence) -> Response:
    facts: dict[str, Any] = exc.facts
    words = sentence(facts) if callable(sentence) else str(sentence) % facts
    headers = {"Retry-After": str(facts["retry_after_s"])} if "retry_after_s" in facts else {}
    if status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="api"'
    response = Response(body(request, exc.code, words, facts), status, headers=headers)
    response.exception = True
    return response


def trouble(exc: Exception | None) -> int | None:
    """The status for what went wrong around us: the database is locked or away, the disk is full, the body too big."""
    if isinstance(exc, OperationalError):
        logger.error("The database could not answer.", exc_info=exc)
        return 507 if is_disk_full(str(exc)) else 503
    if isinstance(exc, RequestDataTooBig):
        return 413
    return 400 if isinstance(exc, SuspiciousOperation) else None


def is_disk_full(said: str) -> bool:
    """SQLite that cannot even make the files beside its own speaks of input and output only."""
    is_unclear = "disk I/O error" in said
    return "full" in said or "No space left" in said or (is_unclear and disk_usage(settings.DATA_DIR).free < LEAST_FREE)


def retry_headers(status: int) -> dict[str, str]:
    return {"Retry-After": str(RETRY_S)} if status == 503 else {}


def read(exc: Exception, response: Response) -> tuple[str, str, dict[str, list[str]] | None]:
    """What DRF wants to say, as code, sentence and details."""
    if isinstance(exc, exceptions.ValidationError):
        return "invalid", _("Some of these values cannot be accepted."), flat(exc.detail)
    code, sentence = SENTENCES.get(response.status_code, SENTENCES[400])
    if isinstance(exc, exceptions.APIException):
        own = exc.get_codes()
        code = own if isinstance(own, str) else code
        # DRF's words for these say what is wrong; for 404 they would tell a missing object from a hidden one.
        if response.status_code in {400, 405, 413, 415, 429} or code == "csrf_failed":
            return code, str(exc.detail), None
    return code, str(sentence), None


def flat(errors: Any, prefix: str = "") -> dict[str, list[str]]:
    """Nested validation errors as {field: [sentence]}, with dots: `limitations.0.region`."""
    if isinstance(errors, dict):
        parts = [flat(inner, _place(prefix, str(key))) for key, inner in errors.items()]
    elif isinstance(errors, list) and any(isinstance(inner, dict | list) for inner in errors):
        parts = [flat(inner, f"{prefix}.{at}" if prefix else str(at)) for at, inner in enumerate(errors) if inner]
    else:
        sentences = [str(sentence) for sentence in (errors if isinstance(errors, list) else [errors])]
        parts = [{prefix or "non_field_errors": sentences}]
    return {field: sentences for part in parts for field, sentences in part.items()}


def _place(prefix: str, key: str) -> str:
    """Where a sentence belongs: one about an inner object as a whole stands under that object's own name."""
    return key if not prefix else prefix if key == api_settings.NON_FIELD_ERRORS_KEY else f"{prefix}.{key}"


# --- Everywhere else --------------------------------------------------------------------------------------------------
def wants_json(request: HttpRequest) -> bool:
    return request.path.startswith(API) or request.get_preferred_type(["text/html", "application/json"]) == (
        "application/json"
    )


def refused(request: HttpRequest, status: int, code: str = "", sentence: str = "") -> HttpResponse:
    """An error of this status, for whoever asks."""
    own_code, own_sentence = SENTENCES.get(status) or (f"http_{status}", HTTPStatus(status).phrase)
    code, sentence = code or own_code, str(sentence or own_sentence)
    if wants_json(request):
        return JsonResponse(body(request, code, sentence), status=status, headers=retry_headers(status))
    # A page about a fault of ours must not ask the database for who is looking.
    facts = {"status": status, "code": code, "sentence": sentence, "request_id": getattr(request, "id", "-")}
    html = page(None if status >= 500 else request, facts)
    return HttpResponse(html, status=status, headers=retry_headers(status))


def page(request: HttpRequest | None, context: dict[str, Any]) -> str:
    try:
        template = loader.select_template([f"errors/{context['status']}.html", "errors/error.html"])
    except TemplateDoesNotExist:
        frame = "<!doctype html><html><head><title>{}</title></head><body><h1>{}</h1></body></html>"
        return format_html(frame, context["status"], context["sentence"])
    html: str = template.render(context, request)
    return html


def as_json(request: HttpRequest, response: HttpResponseBase) -> HttpResponse:
    """An answer that Django made as a page, in our shape, with the headers that still mean something."""
    replaced = refused(request, response.status_code)
    for name in ("Allow", "Retry-After", "WWW-Authenticate"):
        if name in response:
            replaced[name] = response[name]
    return replaced


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refused(request, trouble(exception) or 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refused(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refused(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return refused(request, trouble(sys.exception()) or 500)  # type: ignore[arg-type]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return refused(request, 403, "csrf_failed", _("This form has expired. Load the page again and send it once more."))
