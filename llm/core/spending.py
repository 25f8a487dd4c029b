"""Tokens and money: estimated before a call, counted after it. Money is whole micro-USD, rounded up."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from llm.core.bodies import Turn
from llm.core.catalogue import DEAREST, FREE, Price, facts_of
from llm.core.providers import Provider

TURN_TOKENS = 8  # what a message costs beside its text
CHARS_PER_TOKEN = 3  # of Latin text; about four in practice, so the estimate errs high
WARN_RATIO = 0.8


class Scope(StrEnum):
    """What a budget is for. Rows are locked in this order, so that two calls never wait for each other."""

    ALL_MONTH = "all_month"
    ALL_DAY = "all_day"
    JOB_DAY = "job_day"
    ATHLETE_DAY = "athlete_day"


@dataclass(frozen=True, slots=True)
class Ceiling:
    """At most this much in one period; None: not limited."""

    calls: int | None = None
    tokens: int | None = None
    micro_usd: int | None = None

    def has_room(self, spent: Spent) -> bool:
        """Whether one call of this size fits when nothing is spent yet. A free call needs no money."""
        asked = ((1, self.calls), (spent.tokens, self.tokens), (spent.micro_usd, self.micro_usd))
        return all(not amount or limit is None or amount <= limit for amount, limit in asked)


@dataclass(frozen=True, slots=True)
class Spent:
    """Tokens and money of one call: an estimate, or what it came to."""

    tokens_in: int = 0
    tokens_out: int = 0
    micro_usd: int = 0

    @property
    def tokens(self) -> int:
        return self.tokens_in + self.tokens_out


def price_of(provider: Provider) -> Price:
    if provider.kind.is_local:
        return FREE
    return facts_of(provider.model).price or DEAREST


def estimate(turns: Iterable[Turn], tokens_max: int, provider: Provider) -> Spent:
    """What a call will cost at most: its input by length, and all the output that it may write."""
    tokens_in = sum(TURN_TOKENS + tokens_of(turn.text) for turn in turns)
    return Spent(tokens_in, tokens_max, cost(provider, tokens_in, tokens_max))


def tokens_of(text: str) -> int:
    """About how many tokens a text is. A Chinese character is one, at most."""
    wide = sum(ord(letter) > 0x2E7F for letter in text)
    return wide + math.ceil((len(text) - wide) / CHARS_PER_TOKEN)


def cost(provider: Provider, tokens_in: int, tokens_out: int, cached_in: int = 0) -> int:
    price = price_of(provider)
    cached = min(cached_in, tokens_in)
    cached_price = price.tokens_in if price.cached_in is None else price.cached_in
    return math.ceil((tokens_in - cached) * price.tokens_in + cached * cached_price + tokens_out * price.tokens_out)


def begins_on(scope: Scope, today: date) -> date:
    """The first day of the period that `today` (UTC) lies in."""
    return today.replace(day=1) if scope is Scope.ALL_MONTH else today
