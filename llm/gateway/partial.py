"""JSON that is still being written."""

from __future__ import annotations

from typing import Any

from llm.core.stripping import visible


def partial_json(text: str) -> Any | None:
    """What an unfinished answer says so far, strings cut where they are; None before there is anything. For showing
    progress only: nothing in it has been checked."""
    import jiter  # comes with the SDK, and like it is not needed without a model

    begun = visible(text)
    start = begun.find("{")
    if start < 0:
        return None
    try:
        return jiter.from_json(begun[start:].encode(), partial_mode="trailing-strings")
    except ValueError:
        return None
