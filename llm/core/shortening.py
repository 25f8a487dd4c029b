"""The same question with less in it, for a model whose context is small. What matters least is left out first, and how
much that was stands in the call's row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
QUARTERS = (3, 2, 1)


def parts(listed: Sequence[T]) -> Iterator[tuple[T, ...]]:
    """Three quarters of a list, half of it, a quarter; never nothing, and nothing twice. Its first entries matter most
    and stay."""
    sizes = dict.fromkeys(max(1, len(listed) * quarters // 4) for quarters in QUARTERS)
    return (tuple(listed[:size]) for size in sizes if size < len(listed))
