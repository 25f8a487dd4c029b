"""Every address that the resolver knows, as a pattern without regular expressions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

REGEX_GROUP = re.compile(r"\(\?P<(\w+)>[^)]*\)")


@dataclass(frozen=True, slots=True)
class Route:
    """`path` starts without a slash and keeps its converters: `api/v1/plans/<uuid:plan_id>`."""

    path: str
    name: str
    view: Callable[..., Any]

    @property
    def methods(self) -> frozenset[str]:
        """What the view answers. A plain function says nothing about it and is taken to answer GET."""
        kind = getattr(self.view, "cls", None) or getattr(self.view, "view_class", None)
        named = [method for method in getattr(kind, "http_method_names", ()) if hasattr(kind, method)]
        return frozenset(named or ["get"]) - {"options", "head"}


def every_route() -> list[Route]:
    return list(walk(get_resolver()))


def walk(resolver: URLResolver, before: str = "") -> Iterator[Route]:
    for entry in resolver.url_patterns:
        path = before + readable(str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from walk(entry, path)
        elif isinstance(entry, URLPattern):
            yield Route(path, entry.name or "", entry.callback)


def readable(pattern: str) -> str:
    """A regular expression of old as a pattern of today."""
    return REGEX_GROUP.sub(r"<\1>", pattern).removeprefix("^").removesuffix("$").replace("\\Z", "")


def api_patterns(resolver: URLResolver) -> list[str]:
    return [route.path for route in walk(resolver) if route.path.startswith(("api/", "health"))]
