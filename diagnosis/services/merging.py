"""Stored answers into the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from diagnosis.core.merging import Voice, merge
from diagnosis.models import ProviderAnswer


def merged(
    draft: Mapping[str, Any], answers: Sequence[ProviderAnswer], clarification: Mapping[str, str] | None
) -> dict[str, Any]:
    voices = [Voice(each.provider, each.model, each.reply, each.error_type) for each in answers]
    return merge(draft, voices, clarification)
