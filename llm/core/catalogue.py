"""What is known about models by name: when they retire, what they cost, what they cannot do. Facts of PRICES_ON.

Retirements: the openai SDK 3.54 (docstring of types/shared/chat_model.py) and DeepSeek's change log. Prices: the
providers' published tables, in USD per million tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

PRICES_ON = date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class Price:
    """USD per million tokens, which is the same number as micro-USD per token."""

    tokens_in: float
    tokens_out: float
    cached_in: float | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """`name` is matched as a whole or as the part before a dated suffix (`gpt-4o` is also `gpt-4o-2024-11-20`).

    `reasons`: it thinks before it answers, refuses a temperature and counts its thoughts as output. `has_schemas`: None
    leaves that to the provider.
    """

    name: str
    price: Price | None = None
    retires_on: date | None = None
    successor: str = ""
    reasons: bool = False
    has_schemas: bool | None = None
    tokens_max: int | None = None


MODELS: Sequence[Model] = (
    Model("gpt-4-turbo-preview", Price(10, 30), date(2026, 3, 26), "gpt-5.6-luna", has_schemas=False, tokens_max=4096),
    Model("gpt-4-turbo", Price(10, 30), date(2026, 10, 23), "gpt-5.6-luna", has_schemas=False, tokens_max=4096),
    Model("gpt-5-mini", None, date(2026, 12, 11), "gpt-5.6-luna", reasons=True),
    Model("gpt-4o-mini", None, date(2027, 1, 14), "gpt-5.6-luna"),
    Model("gpt-4o", None, date(2027, 1, 14), "gpt-5.6-luna"),
    Model("gpt-5.4-mini", Price(0.75, 4.50, 0.075), reasons=True),
    Model("gpt-5.6-luna", Price(0.20, 1.20, 0.02), reasons=True),
    Model("gpt-6-luna", Price(0.10, 0.50), reasons=True),
    Model("gpt-5", reasons=True),
    Model("gpt-6", reasons=True),
    Model("o1", reasons=True),
    Model("o3", reasons=True),
    Model("o4", reasons=True),
    Model("qwen-plus", Price(0.40, 1.20), has_schemas=False),
    Model("qwen-flash", Price(0.05, 0.40), has_schemas=False),
    Model("qwen-turbo", has_schemas=False),
    Model("qwen-max", has_schemas=False),
    Model("deepseek-chat", None, date(2026, 7, 24), "deepseek-flash"),
    Model("deepseek-v4-flash", Price(0.30, 1.20)),
    Model("deepseek-flash", Price(0.30, 1.20)),
)  # fmt: skip
# A hosted model without a known price is counted as the dearest that was ever named, so that a budget errs early.
DEAREST = Price(10, 30)
FREE = Price(0, 0)


def facts_of(name: str) -> Model:
    """What is known of a model, by the longest entry that its name is or begins with."""
    wanted = name.lower().rpartition("/")[2]
    fits = [
        model for model in MODELS if wanted == model.name or wanted.startswith((f"{model.name}-", f"{model.name}."))
    ]
    return max(fits, key=lambda model: len(model.name), default=Model(name))


def is_retiring(name: str, today: date, within_days: int = 90) -> Model | None:
    """The model's facts when its end is over or near."""
    model = facts_of(name)
    if model.retires_on and (model.retires_on - today).days <= within_days:
        return model
    return None
