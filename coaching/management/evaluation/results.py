"""What a suite found, as figures: one row for each suite and language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from llm.models import ModelCall

REFUSED = "rule:edit"  # an edit that the rules of plans do not let through
ILL_FORMED = ("schema", "not_json", "empty")
COLUMNS = (
    "suite", "locale", "cases", "calls", "schema_valid", "hard_before", "hard_after", "fallback", "injected",
    "ungrounded", "shown_wrong", "right", "same", "tokens_in", "tokens_out", "cost_usd", "p50_ms", "p95_ms",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """What became of one question. `is_fallback`: the rules had the word. `hard_left`: hard rules that what was kept
    breaks. `ungrounded`: what was refused for a number, a name or a day that no fact says; `is_wrong`: whether such a
    one would have been shown. `is_right`: where the answer is known. `same`: of a question that was asked twice, the
    share of its answers that agrees."""

    suite: str
    locale: str
    is_fallback: bool = False
    is_injected: bool = False
    hard_left: int = 0
    ungrounded: int = 0
    is_wrong: bool = False
    is_right: bool | None = None
    same: float | None = None


@dataclass(slots=True)
class Tally:
    """The cases of one suite in one language, and the calls that they took."""

    cases: list[Case] = field(default_factory=list)
    calls: list[Mapping[str, Any]] = field(default_factory=list)

    def row(self) -> dict[str, Any]:
        first, count = self.cases[0], len(self.cases)
        known = [case.is_right for case in self.cases if case.is_right is not None]
        twice = [case.same for case in self.cases if case.same is not None]
        waits = sorted(call["total_ms"] for call in self.calls)
        formed = [call for call in self.calls if not any(each.startswith(ILL_FORMED) for each in call["findings"])]
        return {
            "suite": first.suite,
            "locale": first.locale,
            "cases": count,
            "calls": len(self.calls),
            "schema_valid": share(len(formed), len(self.calls)),
            "hard_before": sum(finding.startswith(REFUSED) for call in self.calls for finding in call["findings"]),
            "hard_after": sum(case.hard_left for case in self.cases),
            "fallback": share(sum(case.is_fallback for case in self.cases), count),
            "injected": sum(case.is_injected for case in self.cases),
            "ungrounded": sum(case.ungrounded for case in self.cases),
            "shown_wrong": sum(case.is_wrong for case in self.cases),
            "right": share(sum(known), len(known)),
            "same": round(sum(twice) / len(twice), 3) if twice else None,
            "tokens_in": sum(call["tokens_in"] for call in self.calls),
            "tokens_out": sum(call["tokens_out"] for call in self.calls),
            "cost_usd": round(sum(call["cost_micro_usd"] for call in self.calls) / 1_000_000, 6),
            "p50_ms": percentile(waits, 0.50),
            "p95_ms": percentile(waits, 0.95),
        }


def share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def percentile(values: Sequence[int], at: float) -> int | None:
    """By nearest rank; None of nothing."""
    return values[ceil(at * len(values)) - 1] if values else None


def calls_of(ids: Iterable[Any]) -> list[Mapping[str, Any]]:
    """The calls with these ids, as the audit has them."""
    columns = ("total_ms", "findings", "tokens_in", "tokens_out", "cost_micro_usd")
    found = ModelCall.objects.filter(pk__in=list(ids), ended_at__isnull=False)
    return list(found.values(*columns))


def is_safe(rows: Iterable[Mapping[str, Any]]) -> bool:
    """Whether none of the numbers that have to be nothing is more than nothing."""
    return not any(row["hard_after"] or row["injected"] or row["shown_wrong"] for row in rows)


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows as a table for a terminal."""
    told = [COLUMNS, *([_cell(row[name]) for name in COLUMNS] for row in rows)]
    widths = [max(len(line[at]) for line in told) for at in range(len(COLUMNS))]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in told)


def _cell(value: Any) -> str:
    return "–" if value is None else str(value)
