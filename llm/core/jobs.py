"""What models are asked for, and how patiently. The callers' names of the jobs are their ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from llm.core.patience import Limits

CONNECT_S = 2.0
FIRST_TOKEN_S = 6.0
IDLE_S = 8.0
WAIT_MAX_S = 200  # within the time that a worker gives a task
DELIVERY_MAX_S = 30  # within half of the time for which a prompt is held by whoever delivers it


class Lane(StrEnum):
    INTERACTIVE = "interactive"  # somebody looks at the screen
    BATCH = "batch"


@dataclass(frozen=True, slots=True)
class Job:
    """`attempt_s`: one call; `total_s`: with retries and fallbacks; both are stretched for a slow provider. `wait_s`:
    what whoever waits can spare however slow it is, where the installation says nothing else, which may be `wait_max_s`
    at most. `kept_for`: how long a validated reply may answer the same question again; None: never."""

    name: str
    lane: Lane
    tokens_max: int
    temperature: float
    attempt_s: float
    total_s: float
    wait_s: int = WAIT_MAX_S
    wait_max_s: int = WAIT_MAX_S
    kept_for: timedelta | None = None

    @property
    def limits(self) -> Limits:
        return Limits(CONNECT_S, min(FIRST_TOKEN_S, self.attempt_s), min(IDLE_S, self.attempt_s), self.attempt_s)


def places_of(lane: Lane, places: int) -> int:
    """How many of a provider's places a lane may take. Background work leaves one for whoever looks at a screen; a
    single place is everybody's."""
    return places - 1 if lane is Lane.BATCH and places > 1 else places


JOBS: Mapping[str, Job] = {
    job.name: job
    for job in (
        Job("plan_refinement", Lane.BATCH, 600, 0.3, 15.0, 25.0, kept_for=timedelta(days=7)),
        Job("prompt_wording", Lane.BATCH, 160, 0.7, 8.0, 8.0, 3, DELIVERY_MAX_S),
        Job("prompt_timing", Lane.BATCH, 60, 0.0, 5.0, 5.0, 20, DELIVERY_MAX_S),
        Job("timing", Lane.BATCH, 80, 0.0, 5.0, 5.0, 45, kept_for=timedelta(days=90)),
        Job("diagnosis", Lane.BATCH, 700, 0.2, 8.0, 8.0, kept_for=timedelta(days=1)),
        Job("chat", Lane.INTERACTIVE, 500, 0.5, 30.0, 30.0, 45),  # the rules' answer is there already
        Job("probe", Lane.BATCH, 60, 0.0, 60.0, 60.0, 60),  # how fast a model is; check_llm asks it
    )
}
