"""Idempotency-Key on every POST of someone who is logged in. Two halves: a gate that every view passes once it knows
who asks (DRF knows that only inside the view), and `keep`, called by the middleware with what the view answered."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from accounts import services as accounts
from accounts.models import IdempotentAnswer

HEADER = "Idempotency-Key"
KEY = re.compile(r"[A-Za-z0-9._:-]{1,64}")


class Replay(Exception):
    """This was answered before; config.errors hands out the same answer."""

    def __init__(self, kept: IdempotentAnswer) -> None:
        super().__init__(kept.key)
        self.kept = kept

    def response(self) -> HttpResponse:
        headers = {"Idempotency-Replayed": "true"}
        return HttpResponse(self.kept.body, "application/json", self.kept.status, headers=headers)


class OncePerKey(BaseThrottle):
    """The gate. It stands among the throttles: behind authentication and permissions, before the view's own limit."""

    def allow_request(self, request: Request, view: Any) -> bool:
        key = request.headers.get(HEADER)
        if key is None or request.method != "POST" or not request.user.is_authenticated:
            return True
        if not KEY.fullmatch(key):
            raise ValidationError({HEADER: [_("A UUID is expected.")]})
        row, is_first = accounts.claim_key(request.user, key, fingerprint(request))
        if not is_first:
            raise Replay(row)
        request._request.idempotency = row  # type: ignore[attr-defined]
        return True


def keep(request: HttpRequest, response: HttpResponseBase) -> None:
    """Keep the answer of whoever holds a claim. Nothing is kept of a failure of ours or of a call too many: the client
    shall try these again with the same key."""
    row: IdempotentAnswer | None = getattr(request, "idempotency", None)
    if row is None:
        return
    if response.status_code >= 500 or response.status_code == 429 or not isinstance(response, HttpResponse):
        accounts.release_key(row)
    else:
        accounts.keep_answer(row, response.status_code, response.content.decode())


def fingerprint(request: Request) -> str:
    """The same for the same request: of what the body says, not of how it was written down."""
    said = [request.method, request.get_full_path(), plain(request.data)]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def plain(data: Any) -> Any:
    if not isinstance(data, QueryDict):
        return data
    return {key: [digest(value) for value in values] for key, values in data.lists()}


def digest(value: Any) -> str:
    if not isinstance(value, UploadedFile):
        return str(value)
    sha = hashlib.sha256()
    for chunk in value.chunks():
        sha.update(chunk)
    value.seek(0)
    return f"file:{sha.hexdigest()}"
