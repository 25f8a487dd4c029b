"""Is it running, is it ready, and what ails it. For probes, operators and monitoring."""

import secrets
import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import psutil
import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from kombu.exceptions import OperationalError as BrokerError
from redis.backoff import NoBackoff
from redis.retry import Retry
from rest_framework.decorators import (
    api_view,
    authentication_classes,
    parser_classes,
    permission_classes,
    throttle_classes,
)
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from coaching.services import heartbeat
from config import embedded_state, errors, health_shapes
from config.celery import app
from config.health_shapes import Shape

STARTED_AT_S = time.monotonic()
REDIS_TIMEOUT_S = 1.0
WORKER_TIMEOUT_S = 1.0
LOW_DISK_RATIO = 0.05


class Unwell(Exception):
    """A check that failed; the text is for operators and holds no secret."""


@dataclass(frozen=True, slots=True)
class Check:
    """One part that is looked at. `vital`: without it no request can be served. `of`: the part that it belongs to; when
    that does not answer, this one is not asked."""

    name: str
    look: Callable[[], str]
    vital: bool = False
    of: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    name: str
    ok: bool
    vital: bool
    note: str
    latency_ms: float


class LiveProbe:
    """ASGI wrapper that answers /health/live on the event loop itself.

    Probes ask by address, under a host name that ALLOWED_HOSTS need not know, and an answer means just this: the loop
    turns. All threads may be busy meanwhile.
    """

    BODY = b'{"success":true,"data":{"status":"ok"}}'

    def __init__(self, application: Callable[..., Awaitable[None]]) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"] != "/health/live" or scope["method"] not in {"GET", "HEAD"}:
            await self.application(scope, receive, send)
            return
        headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": self.BODY if scope["method"] == "GET" else b""})


# --- The parts --------------------------------------------------------------------------------------------------------
def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as problem:
        raise Unwell("The database does not answer.") from problem
    return connection.vendor


def migrations() -> str:
    """Whether all migrations of this version are applied. Newer ones are no fault: that is a rollback in progress."""
    try:
        missing = known_migrations() - set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError as problem:
        raise Unwell("The database does not answer.") from problem
    if missing:
        raise Unwell("Migrations are missing: " + ", ".join(sorted(".".join(key) for key in missing)[:5]))
    return "applied"


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """App and name of every migration that came with this code."""
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return frozenset(loader.disk_migrations or ())


def redis_server() -> str:
    if not settings.REDIS_URL:
        return "not used"
    limits = {"socket_timeout": REDIS_TIMEOUT_S, "socket_connect_timeout": REDIS_TIMEOUT_S}
    try:
        # The client retries by itself, for many times its timeout, unless it is told not to.
        with redis.Redis.from_url(settings.REDIS_URL, retry=Retry(NoBackoff(), 0), **limits) as client:
            client.ping()
    except redis.RedisError as problem:
        raise Unwell("Redis does not answer; wake-ups wait for the sweep.") from problem
    return "answers"


def workers() -> str:
    """Whether somebody takes background work. With Redis away nobody is asked: the answer could not come."""
    if settings.CELERY_BROKER_URL.startswith("memory:"):
        if not embedded_state.is_alive():
            raise Unwell("No background worker runs in this process; start it with `serve`.")
        return "embedded"
    try:
        redis_server()
        replies = app.control.ping(timeout=WORKER_TIMEOUT_S, limit=1)
    except (Unwell, BrokerError, redis.RedisError) as problem:
        raise Unwell("The broker does not answer, so workers cannot be asked.") from problem
    if not replies:
        raise Unwell("No background worker answers; work is kept until one does.")
    return "answer"


def disk() -> str:
    usage = shutil.disk_usage(settings.DATA_DIR if settings.DATA_DIR.exists() else "/")
    if usage.free < usage.total * LOW_DISK_RATIO:
        raise Unwell(f"Only {usage.free // 2**20} MiB are free in DATA_DIR.")
    return f"{usage.free // 2**20} MiB free"


def coach() -> str:
    """Whether anybody looks for moments to speak, in time, and within what athletes allow."""
    try:
        found = heartbeat.vitals()
    except DatabaseError as problem:
        raise Unwell("The database does not answer.") from problem
    if red := heartbeat.ailments(found):
        raise Unwell(f"Prompts: {', '.join(red)}; docs/coaching-operations.md says what each means.")
    return "no tick yet" if found.tick_age_s is None else f"last tick {found.tick_age_s:.0f} s ago"


READY = (
    Check("database", database, vital=True),
    Check("migrations", migrations, vital=True, of="database"),
    Check("redis", redis_server),
    Check("workers", workers),
)
DETAILED = (*READY, Check("disk", disk), Check("coach", coach, of="database"))


def look_at(checks: tuple[Check, ...]) -> list[Finding]:
    found: dict[str, Finding] = {}
    for check in checks:
        whole = found.get(check.of)
        if whole is None or whole.ok:
            found[check.name] = finding(check)
        else:
            found[check.name] = Finding(check.name, False, check.vital, whole.note, 0.0)
    return list(found.values())


def finding(check: Check) -> Finding:
    start = time.perf_counter()
    try:
        note, ok = check.look(), True
    except Unwell as problem:
        note, ok = str(problem), False
    return Finding(check.name, ok, check.vital, note, round((time.perf_counter() - start) * 1000, 2))


def status_of(findings: list[Finding]) -> str:
    """ok, degraded (writes are still taken and swept later) or unavailable."""
    if any(not found.ok and found.vital for found in findings):
        return "unavailable"
    return "ok" if all(found.ok for found in findings) else "degraded"


# --- The answers ------------------------------------------------------------------------------------------------------
class StaffOrToken(BasePermission):
    """Staff, or a monitor that sends HEALTH_TOKEN in `X-Health-Token`."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        token = request.headers.get("X-Health-Token", "")
        if settings.HEALTH_TOKEN and secrets.compare_digest(token.encode(), settings.HEALTH_TOKEN.encode()):
            return True
        return bool(request.user.is_staff)


TOKEN = OpenApiParameter("X-Health-Token", OpenApiTypes.STR, OpenApiParameter.HEADER, description="HEALTH_TOKEN")


def probe(shape: type[Shape], example: OpenApiExample) -> Callable[[Callable[[Request], Response]], Any]:
    """For everyone, without a limit, and without looking who asks: a probe must not depend on sessions or tokens."""

    def decorate(view: Callable[[Request], Response]) -> Any:
        name = f"health_{view.__name__}"
        for limit in (permission_classes([AllowAny]), authentication_classes([]), throttle_classes([])):
            view = limit(view)
        view = api_view(["GET"])(parser_classes([])(view))
        return extend_schema(operation_id=name, tags=["health"], auth=[], responses={200: shape}, examples=[example])(
            view
        )

    return decorate


def inspection(shape: type[Shape], example: OpenApiExample) -> Callable[[Callable[[Request], Response]], Any]:
    """For staff and for monitors with the token."""

    def decorate(view: Callable[[Request], Response]) -> Any:
        name = f"health_{view.__name__}"
        view = api_view(["GET"])(permission_classes([StaffOrToken])(throttle_classes([])(view)))
        return extend_schema(
            operation_id=name, tags=["health"], parameters=[TOKEN], responses={200: shape}, examples=[example]
        )(view)

    return decorate


@probe(health_shapes.Summary, health_shapes.SUMMARY_EXAMPLE)
def summary(request: Request) -> Response:
    """Version and uptime of this process."""
    uptime_s = round(time.monotonic() - STARTED_AT_S)
    return Response({"status": "ok", "version": settings.VERSION, "uptime_s": uptime_s})


@probe(health_shapes.Live, health_shapes.LIVE_EXAMPLE)
def live(request: Request) -> Response:
    """The process answers. Looks at nothing outside it, so a lost database does not restart every process."""
    return Response({"status": "ok"})


@probe(health_shapes.Ready, health_shapes.READY_EXAMPLE)
def ready(request: Request) -> Response:
    """503 without the database or with migrations missing; `degraded` names the parts that only delay things."""
    findings = look_at(READY)
    status = status_of(findings)
    parts = {found.name: "ok" if found.ok else found.note for found in findings}
    if status == "unavailable":
        sentence = _("Spotter is not ready to serve.")
        return Response(errors.body(request, "not_ready", sentence, parts), status=503)
    degraded = [found.name for found in findings if not found.ok]
    return Response({"status": status, "degraded": degraded, "parts": parts})


@inspection(health_shapes.Detailed, health_shapes.DETAILED_EXAMPLE)
def detailed(request: Request) -> Response:
    """Every check with its latency."""
    findings = look_at(DETAILED)
    checks = {
        found.name: {"ok": found.ok, "vital": found.vital, "note": found.note, "latency_ms": found.latency_ms}
        for found in findings
    }
    return Response({"status": status_of(findings), "version": settings.VERSION, "checks": checks})


@inspection(health_shapes.System, health_shapes.SYSTEM_EXAMPLE)
def system(request: Request) -> Response:
    """Processor, memory, disk and connections of the machine and of this process."""
    process, memory = psutil.Process(), psutil.virtual_memory()
    usage = shutil.disk_usage(settings.DATA_DIR if settings.DATA_DIR.exists() else "/")
    with process.oneshot():
        own = {
            "memory_bytes": process.memory_info().rss,
            "threads": process.num_threads(),
            "connections": len(process.net_connections(kind="inet")),
        }
    return Response(
        {
            "cpu": {"count": psutil.cpu_count(), "percent": psutil.cpu_percent(), "load": list(psutil.getloadavg())},
            "memory": {"total_bytes": memory.total, "available_bytes": memory.available, "percent": memory.percent},
            "disk": {"total_bytes": usage.total, "free_bytes": usage.free},
            "process": own,
        }
    )
