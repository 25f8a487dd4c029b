"""The stages of a diagnosis, in order, and how far it is."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    COLLECTING = "collecting"
    ANALYSING = "analysing"
    AI_FETCHING = "ai_fetching"
    MERGING = "merging"
    REPORTING = "reporting"


class Status(StrEnum):
    QUEUED = "queued"
    PROCESSING = "processing"
    COMPLETED = "completed"
    PARTIAL = "partial"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ErrorType(StrEnum):
    AI_PLATFORM_ERROR = "AI_PLATFORM_ERROR"
    AI_TIMEOUT = "AI_TIMEOUT"
    AI_QUOTA = "AI_QUOTA"
    NOT_ENOUGH_DATA = "NOT_ENOUGH_DATA"
    CANCELLED = "CANCELLED"
    INTERNAL_ERROR = "INTERNAL_ERROR"


RUNNING = (Status.QUEUED, Status.PROCESSING)
ENDED = tuple(status for status in Status if status not in RUNNING)
# Percent of the whole that each stage ends at. Waiting for models takes nearly all of the time.
ENDS_AT = {
    Stage.COLLECTING: 10,
    Stage.ANALYSING: 25,
    Stage.AI_FETCHING: 80,
    Stage.MERGING: 90,
    Stage.REPORTING: 100,
}


def begins_at(stage: Stage) -> int:
    places = list(Stage)
    index = places.index(stage)
    return 0 if index == 0 else ENDS_AT[places[index - 1]]


def progress(stage: Stage, share: float = 0.0) -> int:
    """Percent of the whole, where `share` (0-1) of this stage is done. 100 is said by the end alone."""
    begin, end = begins_at(stage), ENDS_AT[stage]
    return min(99, round(begin + (end - begin) * max(0.0, min(1.0, share))))


def after(stage: Stage) -> Stage | None:
    places = list(Stage)
    index = places.index(stage) + 1
    return places[index] if index < len(places) else None
