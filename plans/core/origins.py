"""Which items of a plan are as a language model left them: told by the history of the plan, not by a flag on each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MODEL, RULE = "model", "rule"


@dataclass(frozen=True, slots=True)
class Step:
    """One revision: who made it, what it changed (`patch_data.diff`), and which one it went back to."""

    number: int
    author: str
    diff: Sequence[Mapping[str, Any]]
    restored_from: int | None = None


def by_model(steps: Iterable[Step]) -> frozenset[str]:
    """Ids of the items that a model added or changed and no person has changed since. Steps in their order, the oldest
    first. Going back to a revision goes back to what was the model's then; what rules adjust stays whose it was."""
    marked: frozenset[str] = frozenset()
    at: dict[int, frozenset[str]] = {}
    for step in steps:
        touched = {str(change["item"]) for change in step.diff if change["change"] in ("added", "changed")}
        if step.restored_from is not None:
            marked = at.get(step.restored_from, frozenset())
        elif step.author == MODEL:
            marked |= touched
        elif step.author != RULE:
            marked -= touched
        at[step.number] = marked
    return marked
