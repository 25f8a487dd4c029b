"""What turned out about a server: many that speak the protocol refuse a JSON schema with 400, some a JSON object as
well, and some a question of this length. What was learnt holds until the process ends."""

from __future__ import annotations

from dataclasses import replace

from llm.core.providers import Provider, SchemaWay

WEAKER = {SchemaWay.JSON_SCHEMA: SchemaWay.JSON_OBJECT, SchemaWay.JSON_OBJECT: SchemaWay.INSTRUCTIONS}
ROOM_RATIO = 0.6  # of a question that was too long: how much it is too long by, few servers say
_learnt: dict[tuple[str, str], SchemaWay] = {}
_rooms: dict[tuple[str, str], int] = {}


def weaker(provider: Provider) -> Provider | None:
    """The same provider, asked for less from now on; None where there is no less."""
    way = WEAKER.get(provider.kind.schema)
    if way is None:
        return None
    _learnt[provider.base_url, provider.model] = way
    return as_learnt(provider)


def tighter(provider: Provider, tokens: int) -> Provider:
    """The same provider, asked shorter questions from now on: one of about so many tokens was refused as too long."""
    _rooms[provider.base_url, provider.model] = int(tokens * ROOM_RATIO)
    return as_learnt(provider)


def as_learnt(provider: Provider) -> Provider:
    here = (provider.base_url, provider.model)
    kind = replace(provider.kind, schema=_learnt.get(here, provider.kind.schema))
    return replace(provider, kind=kind, room=_rooms.get(here))


def forget() -> None:
    _learnt.clear()
    _rooms.clear()
