"""Figures of training as the tables keep them: Decimal, of so many places."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from accounts.api.fields import HalfPoints, Number


class HalfPoint(HalfPoints):
    """A rating of effort as Decimal."""

    def to_internal_value(self, data: Any) -> Decimal:  # type: ignore[override]
        return Decimal(str(super().to_internal_value(data)))


class Percent(Number):
    """A share of what was planned as Decimal with two places."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=100, **options)

    def to_internal_value(self, data: Any) -> Decimal:  # type: ignore[override]
        return round(Decimal(str(super().to_internal_value(data))), 2)


class OneDecimal(Number):
    """A rating that may lie between the half points, such as a mean, as Decimal with one place."""

    def to_internal_value(self, data: Any) -> Decimal:  # type: ignore[override]
        return round(Decimal(str(super().to_internal_value(data))), 1)
