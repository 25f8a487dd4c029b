"""How a server is held to the shape of a reply, as far as it turned out: many that speak the protocol refuse a JSON
schema with 400, some a JSON object as well. What was learnt holds until the process ends."""

from __future__ import annotations

from dataclasses import replace

from llm.core.providers import Provider, SchemaWay

WEAKER = {SchemaWay.JSON_SCHEMA: SchemaWay.JSON_OBJECT, SchemaWay.JSON_OBJECT: SchemaWay.INSTRUCTIONS}
_learnt: dict[tuple[str, str], SchemaWay] = {}


def weaker(provider: Provider) -> Provider | None:
    """The same provider, asked for less from now on; None where there is no less."""
    way = WEAKER.get(provider.kind.schema)
    if way is None:
        return None
    _learnt[provider.base_url, provider.model] = way
    return as_learnt(provider)


def as_learnt(provider: Provider) -> Provider:
    way = _learnt.get((provider.base_url, provider.model))
    return provider if way is None else replace(provider, kind=replace(provider.kind, schema=way))


def forget() -> None:
    _learnt.clear()
