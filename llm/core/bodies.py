"""The body of a request in the common dialect of `chat/completions`, and what each provider wants differently."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from llm.core.catalogue import facts_of
from llm.core.providers import Provider, SchemaWay
from llm.core.schemas import without_lengths


@dataclass(frozen=True, slots=True)
class Turn:
    """One message: role is "system", "user" or "assistant"."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A request before a provider is known. `schema` None: the reply is plain text. `prefix_key` names the part that
    is the same for everybody, so that a provider can find it in its own cache; it never names a person."""

    turns: tuple[Turn, ...]
    tokens_max: int
    temperature: float
    schema: Mapping[str, Any] | None = None
    schema_name: str = "reply"
    prefix_key: str = ""


def body(draft: Draft, provider: Provider) -> dict[str, Any]:
    """The JSON body for this provider. Without `extra_body` fields, which the caller adds beside it."""
    facts = facts_of(provider.model)
    told: dict[str, Any] = {
        "model": provider.model,
        "messages": [{"role": turn.role, "content": turn.text} for turn in with_schema(draft)],
        "stream": True,
        provider.kind.tokens_field: tokens_allowed(draft, provider),
    }
    if provider.kind.has_usage_in_stream:
        told["stream_options"] = {"include_usage": True}
    if facts.reasons and provider.kind.name == "openai":
        told["reasoning_effort"] = (
            "low"  # it would take its share of the tokens otherwise, and the temperature is fixed
        )
    else:
        told["temperature"] = draft.temperature
    if provider.kind.name == "openai" and draft.prefix_key:
        told["prompt_cache_key"] = draft.prefix_key
    if draft.schema is not None and (shape := response_format(draft, provider)):
        told["response_format"] = shape
    return told


def tokens_allowed(draft: Draft, provider: Provider) -> int:
    """How much may be written: what the job wants, at most what the provider is set to."""
    return min(draft.tokens_max, provider.tokens_max)


def response_format(draft: Draft, provider: Provider) -> dict[str, Any] | None:
    way = provider.kind.schema
    if way is SchemaWay.JSON_SCHEMA and facts_of(provider.model).has_schemas is False:
        way = SchemaWay.JSON_OBJECT
    if way is SchemaWay.JSON_SCHEMA:
        schema = without_lengths(draft.schema) if provider.kind.is_strict else draft.schema
        named = {"name": draft.schema_name, "schema": schema, "strict": provider.kind.is_strict}
        return {"type": "json_schema", "json_schema": named}
    return {"type": "json_object"} if way is SchemaWay.JSON_OBJECT else None


def with_schema(draft: Draft) -> Sequence[Turn]:
    """The turns, with the schema at the end of the first system turn: a server that only masks tokens does not show it
    to its model, and DashScope demands the word JSON."""
    if draft.schema is None:
        return draft.turns
    said = json.dumps(draft.schema, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    first, *rest = draft.turns
    return (
        Turn(first.role, f"{first.text}\n\nAnswer with one JSON object of this JSON schema, nothing else:\n{said}"),
        *rest,
    )
