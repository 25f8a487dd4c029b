"""Reading bodies: `camelCase` keys are taken as `snake_case`, and what no honest client sends is refused early."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError, UnsupportedMediaType
from rest_framework.parsers import BaseParser, DataAndFiles, MultiPartParser

MAX_DEPTH = 32
CAMEL_KEY = re.compile(r"[a-z]+[A-Za-z0-9]*[A-Z][A-Za-z0-9]*")
NEW_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# Well-formed JSON that no column of text can hold: NUL, and half of a surrogate pair.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class TooLarge(APIException):
    status_code = 413
    default_code = "too_large"

    def __init__(self, limit: int) -> None:
        super().__init__(_("The request is larger than the %(limit)d bytes allowed here.") % {"limit": limit})


class CamelCaseJSONParser(BaseParser):
    """JSON of bounded size and depth, without NaN, doubled keys and text that cannot be stored."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        try:
            value = json.loads(
                read(stream, settings.DATA_UPLOAD_MAX_MEMORY_SIZE).decode(),
                object_pairs_hook=snake_cased,
                parse_constant=refuse_constant,
                parse_float=finite,
            )
            check(value)
        except RecursionError as problem:
            raise ParseError(_("The JSON is nested too deeply.")) from problem
        except ValueError as problem:  # also bytes that are not UTF-8, and whole numbers of thousands of digits
            raise ParseError(_("The body is not valid JSON.")) from problem
        return value


class CamelCaseMultiPartParser(MultiPartParser):
    """Forms with files, only for views that say `accepts_files = True`; anywhere else the answer is 415."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> DataAndFiles[Any, Any]:
        context = parser_context or {}
        if not getattr(context.get("view"), "accepts_files", False):
            raise UnsupportedMediaType(media_type or self.media_type)
        length = context["request"].META.get("CONTENT_LENGTH") or 0
        if int(length) > settings.IMPORT_MAX_BYTES:
            raise TooLarge(settings.IMPORT_MAX_BYTES)
        form = super().parse(stream, media_type, parser_context)
        fields = QueryDict(mutable=True)
        for key, values in form.data.lists():
            if any(UNSTORABLE.search(text) for text in (key, *values)):
                raise ParseError(_("The form holds text that cannot be stored."))
            fields.setlist(snake_case(key), values)
        files: MultiValueDict[str, Any] = MultiValueDict({snake_case(key): found for key, found in form.files.lists()})
        parsed: DataAndFiles[Any, Any] = DataAndFiles(fields, files)
        return parsed


def read(stream: IO[Any], limit: int) -> bytes:
    """The whole body. A stream is read here, not `request.body`, so Django's own size limit would not be asked."""
    body: bytes = stream.read(limit + 1)
    if len(body) > limit:
        raise TooLarge(limit)
    return body


def snake_case(key: str) -> str:
    """`sleepHours` as `sleep_hours`. Anything that is not plain camelCase (a slug, a name) is data and stays."""
    return NEW_WORD.sub("_", key).lower() if CAMEL_KEY.fullmatch(key) else key


def snake_cased(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = {snake_case(key): value for key, value in pairs}
    if len(named) < len(pairs):  # two readers of doubled keys would see two different bodies
        raise ValueError("a key stands twice")
    return named


def refuse_constant(name: str) -> float:
    raise ValueError(name)


def finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def check(value: Any) -> None:
    """Refuse what is nested too deeply or holds text that cannot be stored. Level by level, so depth costs no stack."""
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise RecursionError
        if any(isinstance(item, str) and UNSTORABLE.search(item) for item in level):
            raise ValueError("text that cannot be stored")
        level = [inner for item in level for inner in inside(item)]


def inside(item: Any) -> list[Any]:
    if isinstance(item, dict):
        return [*item.keys(), *item.values()]
    return item if isinstance(item, list) else []
