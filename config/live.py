"""The console's live page: what the streams, the reactions and the queue do at this moment. For staff."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from typing import Any

import redis
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from prometheus_client import Metric
from redis.backoff import NoBackoff
from redis.retry import Retry

from coaching.services import alerts
from config import metrics

QUEUES = tuple(queue.name for queue in settings.CELERY_TASK_QUEUES)
QUEUE_TIMEOUT_S = 0.5
# The page's rows: a key of what `figures` tells, and its name.
STREAMS = {
    "open.sse": _("Open event streams"),
    "open.websocket": _("Open WebSockets"),
    "open.long_poll": _("Long polls that wait"),
}
NETS = {
    "due": _("Reactions with entries left to read"),
    "failing": _("Reactions that wait after a failure"),
    "oldest_s": _("Longest that a reaction has been due, in seconds"),
    "queue": _("Messages that wait for a worker"),
    "swept_age_s": _("Seconds since the last sweep of the streams"),
    "signs": _("Safety events that nobody has taken on"),
}
COUNTED = {
    "opened": _("Connects"),
    "resumed": _("of these, resumed at a cursor"),
    "turned_away": _("Turned away: full or stopping"),
    "reset": _("Told to start over"),
    "live": _("Entries pushed live"),
    "replayed": _("Entries replayed"),
    "swept": _("Found by a sweep: a hint was lost"),
}
CAUSES = {
    "gone": _("The client left"),
    "rotated": _("It lived long enough"),
    "bye": _("The server stopped"),
    "reauth": _("Its login ended"),
    "superseded": _("Too many of one athlete"),
    "slow": _("It took nothing for too long"),
    "answered": _("A long poll was answered"),
}
SUMS = {
    "spotter_streams_opened_total": "opened",
    "spotter_streams_resumed_total": "resumed",
    "spotter_streams_turned_away_total": "turned_away",
    "spotter_streams_reset_total": "reset",
    "spotter_stream_swept_total": "swept",
}


def figures(now_s: float) -> dict[str, Any]:
    """What the page shows: `now` (gauges; None for what cannot be told), `sums` (counted since the start), and `delays`
    (seconds up to which, and how many pushes so far took no longer; the last bound is None)."""
    now: dict[str, float | None] = {**dict.fromkeys(STREAMS, 0), **dict.fromkeys(NETS)}
    sums: Counter[str] = Counter(dict.fromkeys((*COUNTED, *(f"ended.{cause}" for cause in CAUSES)), 0))
    delays: list[tuple[float | None, float]] = []
    for sample in samples(metrics.registry().collect()):
        name, labels, value = sample.name, sample.labels, sample.value
        if name == "spotter_streams_open":
            now[f"open.{labels['transport']}"] = int(value)
        elif name in SUMS:
            sums[SUMS[name]] += int(value)
        elif name == "spotter_streams_ended_total":
            sums[f"ended.{labels['cause']}"] += int(value)
        elif name == "spotter_stream_entries_total":
            sums[labels["way"]] += int(value)
        elif name == "spotter_push_delay_seconds_bucket":
            delays.append((None if labels["le"] == "+Inf" else float(labels["le"]), value))
        elif name == "spotter_stream_swept_at_seconds" and value:
            now["swept_age_s"] = round(now_s - value, 1)
        elif name in LAGS:
            now[LAGS[name]] = round(value, 1)
    now["signs"], _waited_s = alerts.waiting(timezone.now())
    return {"at": now_s, "now": {**now, "queue": queued()}, "sums": sums, "delays": delays}


LAGS = dict(zip(metrics.LAGS, ("due", "failing", "oldest_s"), strict=True))


def samples(families: Iterable[Metric]) -> Iterable[Any]:
    return (sample for family in families if family.name.startswith("spotter_") for sample in family.samples)


def queued() -> int | None:
    """Messages that no worker has taken yet. None without Redis: the embedded worker's queue is in its memory."""
    if not settings.REDIS_URL:
        return None
    limits = {"socket_timeout": QUEUE_TIMEOUT_S, "socket_connect_timeout": QUEUE_TIMEOUT_S}
    try:
        with redis.Redis.from_url(settings.REDIS_URL, retry=Retry(NoBackoff(), 0), **limits) as client:
            return sum(int(client.llen(queue)) for queue in QUEUES)
    except redis.RedisError:
        return None


def page(request: HttpRequest) -> HttpResponse:
    """The page with the figures of this moment; without scripts it is read again by hand."""
    refuse_all_but_staff(request)
    found = figures(time.time())
    context = {
        **admin.site.each_context(request),
        "title": _("Live figures"),
        "now": rows({**STREAMS, **NETS}, found["now"]),
        "counted": rows(COUNTED, found["sums"]),
        "causes": rows({f"ended.{cause}": name for cause, name in CAUSES.items()}, found["sums"]),
    }
    return TemplateResponse(request, "admin/live.html", context)


def rows(names: dict[str, Any], values: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    return [(key, name, values.get(key)) for key, name in names.items()]


def told(request: HttpRequest) -> JsonResponse:
    """The same figures for the page's script."""
    refuse_all_but_staff(request)
    return JsonResponse(figures(time.time()), headers={"Cache-Control": "no-store"})


def refuse_all_but_staff(request: HttpRequest) -> None:
    """Coaches come into the console too."""
    if not getattr(request.user, "is_staff", False):
        raise PermissionDenied
