"""What Prometheus reads: the counters of django-prometheus and of the streams, how far reactions lag behind, and how
good the forecasts of ratings have been.

The figures are about everybody together: their number does not grow with athletes, lifts or plans.
"""

import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from adaptation import services as adaptation
from adaptation.core.forecasts import Score
from coaching.services import heartbeat
from events import services as events

FRESH_S = 300.0  # forecasts are scored anew at most so often, however often somebody asks
THIS_MACHINE = frozenset({"127.0.0.1", "::1"})
FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded")  # what a proxy on this machine adds
GAUGES = {
    "spotter_forecast_sessions": "Sessions behind the figures of forecasts: the newest, ten thousand at most.",
    "spotter_forecast_rpe_error": "Mean absolute error of forecast ratings, in RPE points.",
    "spotter_forecast_rpe_error_ratio": "That error over the error of 'same as last time'; above 1 is worse.",
    "spotter_forecast_interval_coverage_ratio": "Share of ratings inside their 90 % interval.",
}
LAGS = {
    "spotter_reactions_due": "Reactions that have entries left to read.",
    "spotter_reactions_failing": "Those of them that have failed and wait for their next try.",
    "spotter_reactions_lag_seconds": "How long the oldest of them has been due.",
}


PULSE = {
    "spotter_tick_age_seconds": "Since the last minute tick ended.",
    "spotter_due_lag_seconds": "How long the oldest cause for a prompt has been due.",
    "spotter_prompts_unknown_ratio": "Share of the last day's prompts of which nobody knows whether they arrived.",
    "spotter_prompt_cap_violations": "How often more was sent in the last day than an athlete allows; must be 0.",
    "spotter_outcomes_overdue": "Outcomes of decisions that should have been closed an hour ago.",
}


class ForecastCollector(Collector):
    """Scores the newest forecasts when somebody reads the metrics. Without a database the others still answer."""

    def __init__(self) -> None:
        self.score: Score | None = None
        self.scored_at_s: float | None = None

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Names only: metrics are registered before the database may be asked."""
        for name, help_text in GAUGES.items():
            yield GaugeMetricFamily(name, help_text)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            score = self.newest()
        except DatabaseError:
            return
        for name, value in figures(score).items():
            yield GaugeMetricFamily(name, GAUGES[name], value=value)

    def newest(self) -> Score | None:
        now_s = time.monotonic()
        if self.scored_at_s is None or now_s - self.scored_at_s >= FRESH_S:
            self.score, self.scored_at_s = adaptation.population_score(), now_s
        return self.score


def figures(score: Score | None) -> dict[str, float]:
    """The gauges that there is something to say about."""
    if score is None:
        return {"spotter_forecast_sessions": 0.0}
    told = {
        "spotter_forecast_sessions": float(score.n),
        "spotter_forecast_rpe_error": score.rpe_error,
        "spotter_forecast_interval_coverage_ratio": score.inside.value,
    }
    if score.same_rpe_error > 0:
        told["spotter_forecast_rpe_error_ratio"] = score.rpe_error / score.same_rpe_error
    return told


class ReactionCollector(Collector):
    """Counts what is due when somebody reads the metrics, in one query: the same answer from every process."""

    def describe(self) -> Iterator[GaugeMetricFamily]:
        for name, help_text in LAGS.items():
            yield GaugeMetricFamily(name, help_text)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            lag = events.reaction_lag(timezone.now())
        except DatabaseError:
            return
        for (name, help_text), value in zip(LAGS.items(), (lag.due, lag.failing, lag.oldest_s), strict=True):
            yield GaugeMetricFamily(name, help_text, value=value)


class CoachCollector(Collector):
    """How the minute tick is when somebody reads the metrics: the same answer from every process."""

    def describe(self) -> Iterator[GaugeMetricFamily]:
        for name, help_text in PULSE.items():
            yield GaugeMetricFamily(name, help_text)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            found = heartbeat.vitals()
        except DatabaseError:
            return
        values = (
            found.tick_age_s, found.due_lag_s, found.unknown_ratio, found.cap_violations, found.outcomes_overdue,
        )  # fmt: skip
        for (name, help_text), value in zip(PULSE.items(), values, strict=True):
            if value is not None:
                yield GaugeMetricFamily(name, help_text, value=value)


OWN: tuple[Collector, ...] = (ForecastCollector(), ReactionCollector(), CoachCollector())


def registry() -> CollectorRegistry:
    """Everything that is measured: by this process, or by all that share PROMETHEUS_MULTIPROC_DIR."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if not folder:
        return REGISTRY
    bury_the_dead(Path(folder))
    together = CollectorRegistry()
    for each in (MultiProcessCollector(None, folder), *OWN):  # type: ignore[no-untyped-call]
        together.register(each)
    return together


def bury_the_dead(folder: Path) -> None:
    """A process that was killed has not said goodbye: its open streams would be counted for ever."""
    for path in folder.glob("gauge_live*_*.db"):
        pid = int(path.stem.rpartition("_")[2])
        if not psutil.pid_exists(pid):
            mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]


def metrics(request: HttpRequest) -> HttpResponse:
    """The metrics, for whoever may read them."""
    if not may_read(request):
        raise PermissionDenied
    return HttpResponse(generate_latest(registry()), content_type=CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    """Monitors that send HEALTH_TOKEN (`Authorization: Bearer …`, as Prometheus does, or `X-Health-Token`), and staff.
    Where no token is set: whoever asks from this very machine, not through a proxy on it."""
    if request.user.is_authenticated and request.user.is_staff:
        return True
    if settings.HEALTH_TOKEN:
        scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
        told = credentials if scheme.lower() == "bearer" else request.headers.get("X-Health-Token", "")
        return secrets.compare_digest(told.encode(), settings.HEALTH_TOKEN.encode())
    is_forwarded = any(header in request.headers for header in FORWARDED)
    return request.META.get("REMOTE_ADDR") in THIS_MACHINE and not is_forwarded
