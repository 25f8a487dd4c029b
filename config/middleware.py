"""What every request gets: an id, and an answer in the shape that its client understands."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import has_vary_header

from accounts import services as accounts
from config import errors, idempotency
from config.logs import request_id

CONSOLE = "/admin/"
SANE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class Middleware:
    """A link of the chain: `before` may answer, `after` may change the answer. Synchronous, as config.handler wants."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.after(request, self.before(request) or self.get_response(request))

    def before(self, request: HttpRequest) -> HttpResponseBase | None:
        return None

    def after(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response


class RequestIdMiddleware(Middleware):
    """Every request has an id, in its log lines, its answer and its error body. A proxy's id is kept if sane."""

    def before(self, request: HttpRequest) -> None:
        given = request.headers.get("X-Request-ID", "")
        request.id = given if SANE_ID.fullmatch(given) else uuid4().hex  # type: ignore[attr-defined]
        request_id.set(request.id)  # type: ignore[attr-defined]

    def after(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        return response


class ApiAnswerMiddleware(Middleware):
    """Under /api every error is JSON, also those that Django makes itself (and its debug pages, which would show code),
    and nothing private is kept by a cache on the way: what the API says, and every page that depends on who looks."""

    def before(self, request: HttpRequest) -> HttpResponseBase | None:
        # No column and no path can hold NUL; PostgreSQL would raise from deep inside.
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return errors.bad_request(request)
        return None

    def after(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_private = request.path.startswith(errors.API) or has_vary_header(response, "Cookie")
        is_json = response.get("Content-Type", "").startswith("application/json")
        if response.status_code >= 400 and not is_json and errors.wants_json(request):
            response = errors.as_json(request, response)
        if is_private and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response


class LocalTimeMiddleware(Middleware):
    """Pages tell days and hours by the clock of whoever looks, so it stands behind authentication. The API tells
    instants in UTC, and so does the console, where people from everywhere look at the same figures."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_page = not request.path.startswith((errors.API, CONSOLE)) and request.user.is_authenticated
        with timezone.override(accounts.signed_in(request.user).profile.zone if is_page else None):
            return super().__call__(request)


class IdempotencyMiddleware(Middleware):
    """The second half of config.idempotency."""

    def after(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        idempotency.keep(request, response)
        return response
