"""The wordings of prompts, read from their files once: coaching/prompts/<language>/<topic>.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from coaching.core.wordings import STYLES, TONES, Wordings

FOLDER = Path(__file__).parent.parent / "prompts"
LANGUAGES = ("en", "zh-hans")


def language_of(locale: str) -> str:
    return "zh-hans" if locale.lower().startswith("zh") else "en"


@cache
def wordings(topic: str, language: str) -> Wordings:
    """Everything that can be said about a topic. Raises KeyError where a tone or a style is missing."""
    data: dict[str, Any] = tomllib.loads((FOLDER / language / f"{topic}.toml").read_text(encoding="utf-8"))
    leads = tuple({tone: str(lead[tone]) for tone in TONES} for lead in data["lead"])
    choices = {style: tuple(map(str, data["choice"][style])) for style in STYLES}
    return Wordings(topic, language, leads, choices)
