"""Real services for the tests, started while this module is imported.

pytest imports it before anything else (`addopts = -p`), pytest-django reads the settings after that; so DATABASE_URL
and REDIS_URL are in place in time.

    SPOTTER_TEST_DATABASE   sqlite (default: quick, no services) or postgres (PostgreSQL and Redis)
    TEST_DATABASE_URL       use this PostgreSQL instead of starting one
    TEST_REDIS_URL          use this Redis instead of starting one
    REQUIRE_SERVICES        1: a test that wants a service and is skipped counts as failed

A service that cannot be started ends the run; nothing is skipped for it.
"""

import atexit
import os
import re
import signal
import socket
import tempfile
from collections.abc import Generator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from django.test import TransactionTestCase

from config import launchers
from tests.plugins import left_open

DATABASE = os.environ.get("SPOTTER_TEST_DATABASE", "sqlite")
LIMITS = ("ALL", "GENERATE", "FEEDBACK", "LOGIN", "LOGIN_ACCOUNT", "LOGIN_ADDRESS", "REGISTER")
SERVICE_MARKS = {"postgres", "redis"}
# What is only shown or worded needs no second database, and the browser walks through all of it on SQLite; nor does
# what is decided from facts that are read already, or what is made of a language model's answer.
SHOWN = re.compile(
    r"page|admin|wording|console|translations"
    r"|effort_probe|trials|forecasts|illness"
    r"|fault_table|asking|gateway|refinement_run|refinement_api|chat_model|chat_hostile|test_answers|dialogues|eval_llm"
)
# What a developer's shell may hold and no test may touch.
SHELL = (
    "DATABASE_URL",
    "DATABASE_URL_FILE",
    "REDIS_URL",
    "REDIS_URL_FILE",
    "OPENAI_API_KEY",
    "OPENAI_API_KEY_FILE",
    "OPENAI_BASE_URL",
    "OPENAI_CUSTOM_HEADERS",
    "OPENAI_MODEL",
    "OPENAI_TEMPERATURE",
    "DASHSCOPE_API_KEY",
    "DEEPSEEK_API_KEY",
    "QWEN_API_KEY",
    "LLM_PROVIDERS",
    "DEBUG",
    "HTTPS",
    "HOST",
    "PORT",
    "STATIC_ROOT",
)
E2E = Path(__file__).resolve().parent.parent / "e2e"


class OutsideConnection(AssertionError):
    """A test tried to leave this machine."""


def stay_at_home() -> None:
    """No test speaks to anything but this machine, not even by accident."""
    plain_connect, plain_connect_ex = socket.socket.connect, socket.socket.connect_ex

    def check(sock: socket.socket, address: Any) -> None:
        if sock.family in (socket.AF_INET, socket.AF_INET6) and not is_home(address[0]):
            raise OutsideConnection(f"A test tried to connect to {address!r}.")

    def connect(sock: socket.socket, address: Any) -> None:
        check(sock, address)
        plain_connect(sock, address)

    def connect_ex(sock: socket.socket, address: Any) -> int:
        check(sock, address)
        return plain_connect_ex(sock, address)

    socket.socket.connect = connect  # type: ignore[method-assign, assignment]
    socket.socket.connect_ex = connect_ex  # type: ignore[method-assign, assignment]


def is_home(host: str) -> bool:
    if host in ("localhost", ""):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def prepare() -> list[str]:
    """Set the environment of this run; what was started is said in the header of the report."""
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        return prepare_worker(int(worker.removeprefix("gw")))
    if DATABASE not in ("sqlite", "postgres"):
        raise SystemExit(f"SPOTTER_TEST_DATABASE={DATABASE!r} is neither sqlite nor postgres.")
    for name in SHELL:
        os.environ.pop(name, None)
    keeper = launchers.Keeper()
    folder = Path(tempfile.mkdtemp(prefix="spotter-tests-"))
    folder.chmod(0o755)  # PostgreSQL under root runs as another user
    keeper.remove_later(folder)
    atexit.register(keeper.release)
    os.environ["DATA_DIR"] = os.environ.get("DATA_DIR") or f"{folder}/spotter"
    # WhiteNoise warns of a static folder that is not there, and a warning is an error here.
    Path(os.environ["DATA_DIR"], "static").mkdir(parents=True, exist_ok=True)
    os.environ["SECRET_KEY"] = "a key for tests only " * 4
    for name in LIMITS:  # many tests share one address; a test of a limit sets its own
        os.environ[f"LIMIT_{name}"] = "1000000"
    return ["database: SQLite, no services"] if DATABASE == "sqlite" else start_services(keeper, folder)


def start_services(keeper: launchers.Keeper, folder: Path) -> list[str]:
    said = []
    try:
        if url := os.environ.get("TEST_DATABASE_URL"):
            said.append("database: the PostgreSQL that TEST_DATABASE_URL names")
        else:
            postgres = launchers.start_postgres(folder / "postgres", durable=False)
            keeper.stop_later(postgres.process, signal.SIGINT)
            url = postgres.url("spotter")
            said.append(f"database: PostgreSQL {postgres.version} from {postgres.bin_dir}")
        os.environ["DATABASE_URL"] = url
        if url := os.environ.get("TEST_REDIS_URL"):
            said.append("redis: the one that TEST_REDIS_URL names")
        else:
            redis = launchers.start_redis(folder / "redis", durable=False)
            keeper.stop_later(redis.process, signal.SIGTERM)
            url = redis.url()
            said.append(f"redis: {redis.version}")
        os.environ["REDIS_URL"] = url
    except launchers.ServiceUnavailable as problem:
        raise SystemExit(f"A service of the tests is missing. {problem}") from problem
    return said


def prepare_worker(number: int) -> list[str]:
    """An xdist worker inherits the environment; pytest-django names its database, its Redis gets a number."""
    if url := os.environ.get("REDIS_URL"):
        os.environ["REDIS_URL"] = f"{url.rpartition('/')[0]}/{number + 1}"
    return []


stay_at_home()
HEADER = prepare()
if DATABASE == "postgres":
    left_open.watch()


def pytest_report_header() -> list[str]:
    return HEADER


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Browser tests need a run of their own: playwright keeps an event loop in the main thread."""
    if collection_path == E2E and not config.pluginmanager.has_plugin("tests.plugins.browser"):
        return True
    return None


def asks_a_database(item: pytest.Item) -> bool:
    """Whether the outcome may depend on the database: Django forbids queries in every other test."""
    fixtures = {"db", "transactional_db"}.intersection(getattr(item, "fixturenames", ()))
    if fixtures or item.get_closest_marker("django_db"):
        return True
    made_of = getattr(item, "cls", None)
    return made_of is not None and issubclass(made_of, TransactionTestCase)


def in_fair_shares(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """Each worker is given a part of the list and begins with its share of the tests that start whole processes: they
    wait much and take long, and begun last they would keep one worker busy while the others have ended."""
    slow: dict[str, list[pytest.Item]] = {}
    quick = []
    for item in items:
        if any(item.get_closest_marker(mark) for mark in ("faults", "once")):
            slow.setdefault(item.nodeid.rpartition("::")[0], []).append(item)
        else:
            quick.append(item)
    shares: list[list[pytest.Item]] = [[] for _worker in range(workers)]
    for place, group in enumerate(slow.values()):
        shares[place % workers] += group
    for place, share in enumerate(shares):
        share += quick[len(quick) * place // workers : len(quick) * (place + 1) // workers]
    return [item for share in shares for item in share]


@pytest.hookimpl(tryfirst=True)  # before `-m` looks at the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items[:] = in_fair_shares(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))
    for item in items:
        is_once = not asks_a_database(item) or SHOWN.search(item.path.stem) is not None
        if is_once and not item.get_closest_marker("sqlite"):
            item.add_marker("once")
    if DATABASE == "postgres":
        return
    for item in items:
        # CI shows on both databases that nothing is lost by a kill.
        if item.get_closest_marker("faults") and not item.get_closest_marker("once"):
            item.add_marker("long")
        if SERVICE_MARKS.intersection(mark.name for mark in item.iter_markers()):
            item.add_marker(pytest.mark.skip(reason="needs a service; run with SPOTTER_TEST_DATABASE=postgres"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    wanted = SERVICE_MARKS.intersection(mark.name for mark in item.iter_markers())
    if report.skipped and wanted and os.environ.get("REQUIRE_SERVICES") == "1":
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped although REQUIRE_SERVICES=1."
    return report
