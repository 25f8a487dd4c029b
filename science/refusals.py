"""What science refuses to compute, as exceptions with a `code` and `facts`; the words are made elsewhere.

Where a value is merely undefined (no data yet, no variation, outside a formula's reach) functions answer None instead.
"""

from collections.abc import Mapping
from math import isfinite
from typing import Any, ClassVar, TypeVar

Row = TypeVar("Row")


class Refused(ValueError):
    """Base of the refusals: `code` is stable, `facts` holds plain values."""

    code: ClassVar[str] = "refused"

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code, facts)
        self.facts = facts


class OutOfRange(Refused):
    """A number that cannot be what it claims to be. Facts: name, value, lowest, highest."""

    code = "out_of_range"


class UnknownName(Refused):
    """A level, goal or basis that science has no row for. Facts: kind, name, known."""

    code = "unknown_name"


def within(name: str, value: float, lowest: float, highest: float) -> float:
    """The value itself when lowest ≤ value ≤ highest; OutOfRange otherwise, also for NaN and infinity."""
    if not (lowest <= value <= highest and isfinite(value)):
        raise OutOfRange(name=name, value=value, lowest=lowest, highest=highest)
    return value


def row(kind: str, table: Mapping[str, Row], name: str) -> Row:
    """The row of a table; UnknownName where there is none."""
    if name not in table:
        raise UnknownName(kind=kind, name=name, known=sorted(table))
    return table[name]
