"""How a coach's word about a decision reaches the athlete: coaching lies above and registers its chat in
AppConfig.ready."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Say = Callable[..., Any]  # coach, athlete_id, text, client_id, now; inside the caller's transaction

_say: list[Say] = []


def register(*, say: Say) -> None:
    _say.append(say)


def tell(**message: Any) -> None:
    for say in _say:
        say(**message)
