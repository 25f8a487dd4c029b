"""How long an answer is waited for: what the job needs of a slow provider, and what whoever waits can spare."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from llm.core.jobs import Job
from llm.core.providers import Provider


def wait_s(job: Job, providers: Iterable[Provider]) -> float:
    """Seconds that one question of this job may take altogether, whichever of these providers are asked."""
    needed_s = job.total_s * max((provider.slowness for provider in providers), default=1.0)
    return min(needed_s, float(settings.LLM_WAITS_S.get(job.name, job.wait_s)))
