"""From the rows of a log to work that can be kept: one rating for each exercise of each workout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from feedback.core.logs.rows import SetRow

IMPORTED = UUID("6f1c3c8e-5d0b-5f0e-9a53-3f0a2f6d9d11")  # namespace of ids made from a log


@dataclass(frozen=True, slots=True)
class LoggedExercise:
    """All sets of one exercise in one workout, in the order of the file."""

    started: datetime  # local, without a zone
    workout: str
    title: str
    sets: tuple[Mapping[str, Any], ...]
    lines: tuple[int, ...]
    workout_s: int | None = None


def by_exercise(rows: Iterable[SetRow]) -> list[LoggedExercise]:
    """Sets of the same title in workouts that began at the same minute or second belong together; oldest first."""
    groups: dict[tuple[datetime, str], list[SetRow]] = {}
    for row in rows:
        groups.setdefault((row.started, row.title), []).append(row)
    found = [
        LoggedExercise(
            started,
            each[0].workout,
            title,
            tuple(row.done for row in each),
            tuple(row.line for row in each),
            each[0].workout_s,
        )
        for (started, title), each in groups.items()
    ]
    return sorted(found, key=lambda logged: logged.started)


def client_id(athlete_id: UUID, source: str, logged: LoggedExercise) -> UUID:
    """The same work of the same person gets the same id in every export, whatever its time zone, order or length."""
    return uuid5(IMPORTED, f"{athlete_id}|{source}|{logged.started.isoformat()}|{logged.title}")


def mode_of(sets: Iterable[Mapping[str, Any]]) -> str:
    """How an exercise that nobody knows is measured, from its sets: load | reps | dist | time."""
    sets = list(sets)
    if any(each.get("load_kg") for each in sets):
        return "load"
    if any(each.get("reps") for each in sets):
        return "reps"
    return "dist" if any(each.get("distance_m") for each in sets) else "time"


def inert(text: str) -> str:
    """A name that no spreadsheet takes for a formula (CWE-1236)."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
