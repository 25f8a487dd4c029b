"""What staff has said about the order, read from the database and remembered for a moment: every question needs it, and
it hardly ever changes. A change is seen here at once, and by all other processes after that moment."""

from __future__ import annotations

import time
from collections.abc import Mapping

from llm.core.ordering import Standing
from llm.models import ProviderSetting

REMEMBERED_S = 5.0
_known: tuple[float, Mapping[str, Standing]] | None = None


def standings() -> Mapping[str, Standing]:
    """By name of the provider. One query, every REMEMBERED_S at most."""
    global _known
    known, now_s = _known, time.monotonic()
    if known is None or now_s - known[0] >= REMEMBERED_S:
        rows = ProviderSetting.objects.values_list("name", "position", "is_enabled")
        known = _known = (now_s, {name: Standing(position, is_on) for name, position, is_on in rows})
    return known[1]


def forget() -> None:
    """Read it anew the next time: it has changed."""
    global _known
    _known = None
