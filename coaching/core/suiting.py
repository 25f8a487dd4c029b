"""Whether an exercise suits what its athlete has told: what they dislike, and what they have to train with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from coaching.core.remembered_words import LIFTS

ALWAYS_THERE = frozenset({"none"})  # "only dumbbells" rules no bodyweight exercise out
Facts = Iterable[Mapping[str, Any]]


def suits(name: str, equipment: Sequence[frozenset[str]], facts: Facts) -> bool:
    """`name`: English, of the exercise; `equipment`: alternatives, each everything that is needed, empty: nothing;
    `facts`: the data of standing facts, as `remembering` writes it."""
    told = list(facts)
    if any(each.get("likes") is False and _is_called(name.casefold(), each.get("what")) for each in told):
        return False
    return not equipment or any(_is_there(each, told) for each in equipment)


def _is_there(needed: frozenset[str], told: Facts) -> bool:
    return not any(_is_missing(needed, each) for each in told)


def _is_missing(needed: frozenset[str], fact: Mapping[str, Any]) -> bool:
    if "without" in fact:
        return fact["without"] in needed
    return "only" in fact and not needed <= {*fact["only"], *ALWAYS_THERE}


def _is_called(name: str, what: Any) -> bool:
    pattern = LIFTS.get(str(what))
    return pattern is not None and bool(pattern.search(name))
