"""The OpenAPI document of the running code, and what a value has to look like to keep its word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

JSON = "application/json"


@cache
def document() -> dict[str, Any]:
    built: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    validate_schema(built)
    return built


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str
    facts: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.facts["operationId"])

    @property
    def is_private(self) -> bool:
        return bool(self.facts.get("security")) and {} not in self.facts["security"]

    def answers(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Status, media type and what is said of it, for each success that has a body."""
        for status, response in self.facts["responses"].items():
            for media, said in response.get("content", {}).items() if status.startswith("2") else ():
                yield status, media, said

    def bodies(self) -> Iterator[tuple[str, dict[str, Any]]]:
        yield from self.facts.get("requestBody", {}).get("content", {}).items()


@cache
def components() -> Any:
    return plain(document()["components"])


def operations() -> list[Operation]:
    return [
        Operation(method, path, facts) for path, item in document()["paths"].items() for method, facts in item.items()
    ]


def examples_of(said: dict[str, Any]) -> list[Any]:
    return [example["value"] for example in said.get("examples", {}).values()]


def faults(schema: dict[str, Any], value: Any) -> list[str]:
    """Where a value breaks its schema: OpenAPI 3.0 is JSON Schema but for `nullable`."""
    whole = {**plain(schema), "components": components()}
    return [f"{list(fault.absolute_path)}: {fault.message}" for fault in Draft202012Validator(whole).iter_errors(value)]


def plain(schema: Any) -> Any:
    if isinstance(schema, list):
        return [plain(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: plain(value) for key, value in schema.items()}
    return {"anyOf": [{"type": "null"}, inner]} if schema.get("nullable") is True else inner
