"""How fast a model reads and writes, measured by one answer, and what that means for the jobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from llm.core.jobs import Job


@dataclass(frozen=True, slots=True)
class Size:
    """Tokens of a question and of its answer."""

    tokens_in: int
    tokens_out: int


# About what the jobs ask and answer: estimates, to tell a model that is far too slow from one that is not.
USUAL: Mapping[str, Size] = {
    "plan_refinement": Size(2_600, 250),
    "prompt_wording": Size(700, 60),
    "prompt_timing": Size(600, 20),
    "timing": Size(450, 30),
    "diagnosis": Size(1_500, 400),
    "chat": Size(900, 120),
}


@dataclass(frozen=True, slots=True)
class Pace:
    """One answer as it was measured: seconds to its first token, and to its end."""

    size: Size
    first_token_s: float
    total_s: float

    def of(self, size: Size) -> tuple[float, float]:
        """About how many seconds an answer of this size takes to its first token and to its end: reading and writing
        each go by their tokens. What a prefix cache spares is not counted."""
        first_s = self.first_token_s * size.tokens_in / max(1, self.size.tokens_in)
        writing_s = (self.total_s - self.first_token_s) * size.tokens_out / max(1, self.size.tokens_out)
        return first_s, first_s + writing_s


def is_too_slow(job: Job, pace: Pace, slowness: float, wait_s: float) -> bool:
    """Whether this job's usual question would mostly be given up, with this much patience."""
    first_s, total_s = pace.of(USUAL[job.name])
    limits = job.limits.stretched(slowness, wait_s)
    return first_s > limits.first_token_s or total_s > limits.total_s
