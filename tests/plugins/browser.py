"""Fixtures of the browser tests, only in their own run (`make test-browser`), after playwright's, which they wrap:

    BROWSER_BIN=… pytest -p pytest_playwright.pytest_playwright -p tests.plugins.browser tests/e2e

`site` is the address of a running Spotter: Daphne in a thread and a worker in another, on the database of the test. The
fixtures of playwright (`page`, `context`) come with it. `make test-browser SLOW=1` answers late, which shows the tap
that is lost on a slow line, and the test that looks too early.
"""

import gc
import os
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect
from pytest_django.plugin import DjangoDbBlocker

from tests.plugins.line import SLOW_S, Line

# Playwright's synchronous interface keeps an event loop in the main thread, where Django would refuse to query. Set
# here and nowhere else, so that every other run still finds a query on a loop.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No other host is there: what a page asks one for fails, and the request is a fault of the test.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
START_S = 30.0
# Two parts of the tests run at a time: what is right comes, if later than on a machine with nothing else to do.
PATIENCE_MS = 15_000 + 10_000 * SLOW_S
expect.set_options(timeout=PATIENCE_MS)


def pytest_configure(config: pytest.Config) -> None:
    # pytest-base-url, which playwright's plugin brings, is older than this pytest.
    config.addinivalue_line(
        "filterwarnings", "ignore:Session-scoped fixtures defined as instance:pytest.PytestRemovedIn10Warning"
    )
    # WhiteNoise reads its files in a plain loop, which Django gathers before sending.
    config.addinivalue_line("filterwarnings", "ignore:StreamingHttpResponse must consume synchronous:Warning")
    # A browser that leaves a page drops what it was still loading; the file is then closed by the garbage collector.
    config.addinivalue_line("filterwarnings", r"ignore:unclosed file <_io\.\w+ name='.*static:ResourceWarning")


def pytest_report_header() -> list[str]:
    return [f"browser: {os.environ.get('BROWSER_BIN', 'BROWSER_BIN is not set')}"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    if not os.environ.get("BROWSER_BIN"):
        pytest.exit("BROWSER_BIN names no browser; `make test-browser` finds or installs one.", returncode=1)
    return {**browser_type_launch_args, "executable_path": os.environ["BROWSER_BIN"], "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Without the service worker, which answers where a test wants to see the server; tests of it open their own."""
    own = {"locale": "en-GB", "timezone_id": "Europe/Berlin", "service_workers": "block"}
    return {**browser_context_args, **own}


@pytest.fixture(scope="session")
def open_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Server and worker use the database between tests too, when pytest-django would forbid it."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="session")
def line(open_database: None) -> Line:
    """Before the application is imported: the settings of its middleware are read then."""
    # Nobody collected static files. They are kept by the browser from page to page, as those with hashed names are.
    settings.WHITENOISE_USE_FINDERS, settings.WHITENOISE_AUTOREFRESH, settings.WHITENOISE_MAX_AGE = True, False, 3600
    from config.asgi import application

    return Line(application)


@pytest.fixture(scope="session")
def server_url(line: Line) -> Iterator[str]:
    """One server for the run: Twisted's reactor starts once in a process."""
    from config.server import EmbeddedServer

    where: list[str] = []
    listening = threading.Event()

    def say_where(host: str, port: int) -> None:
        where.append(f"http://localhost:{port}")
        listening.set()

    server = EmbeddedServer("127.0.0.1", 0, say_where)
    server.application = line
    thread = threading.Thread(target=server.run, name="server", daemon=True)
    thread.start()
    if not listening.wait(START_S):
        raise RuntimeError(f"The server does not listen: {server.refused}")
    yield where[0]
    server.stop()
    thread.join(START_S)
    gc.collect()  # while the filters above still hold: files that nobody took


@pytest.fixture(scope="session")
def background(open_database: None) -> Iterator[None]:
    """One worker for the run, without the clock: a test starts itself what it wants to see."""
    from config.embedded import Background

    worker = Background(clock=False)
    worker.start()
    yield
    worker.stop()


@pytest.fixture
def rows(line: Line, transactional_db: None) -> Iterator[None]:
    """Of one test. They go when its pages are closed and what those had asked for has been done."""
    yield
    line.until_quiet()


@pytest.fixture
def site(server_url: str, background: None, rows: None) -> str:
    return server_url


@pytest.fixture(autouse=True)
def nothing_untoward(rows: None, context: BrowserContext, server_url: str) -> Iterator[None]:
    """No page may leave this origin, log an error or throw; each of them fails the test that caused it.

    Requests are looked at, not routed: a context with a route has no cache, and every page would fetch a hundred files.
    """
    faults: list[str] = []

    def on_request(request: Request) -> None:
        if not request.url.startswith((server_url, "data:", "blob:", "about:")):
            faults.append(f"request to {request.url}")

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"console: {message.text}")

    def on_page(page: Page) -> None:
        page.on("pageerror", lambda error: faults.append(f"uncaught: {error}"))

    context.on("request", on_request)
    context.on("console", on_console)
    context.on("page", on_page)
    yield
    assert faults == []
