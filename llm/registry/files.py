"""The instruction files: `instructions/<name>/<locale>/v<n>.md`. The newest version is used."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from llm.core.instructions import Instructions, InstructionsUnfit, parse

FOLDER = Path(__file__).resolve().parent.parent / "instructions"
FALLBACK = "en"


@cache
def instructions(name: str, locale: str, version: int | None = None) -> Instructions:
    """Instructions in the language of `locale`, else in English. InstructionsUnfit where there are none."""
    wanted = locale.lower()
    folder = next((FOLDER / name / each for each in (wanted, FALLBACK) if (FOLDER / name / each).is_dir()), None)
    versions = {int(path.stem[1:]): path for path in folder.glob("v*.md")} if folder else {}
    number = version or max(versions, default=0)
    if folder is None or number not in versions:
        raise InstructionsUnfit("unknown", name=name, locale=locale, version=version)
    return parse(name, folder.name, number, versions[number].read_text(encoding="utf-8"))


def every() -> list[Path]:
    """All files, for the tests that hold them to their recorded hashes."""
    return sorted(FOLDER.glob("*/*/v*.md"))
