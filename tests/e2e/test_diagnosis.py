"""A diagnosis in a real browser: watched while it runs, over whatever line stands, read when it is done, cancelled."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from accounts.models import User
from adaptation import services as adaptation
from diagnosis.models import Execution
from diagnosis.services.running import Run
from tests.diagnosis.stage import trained
from tests.e2e import training
from tests.e2e.test_pages import SMALLEST, VIEWS, faults, sticks_out

BAR = "diagnosis-watch [data-bar]"
CANCEL = 'form[action$="/cancel"] button'
REPORT = "article.report"
PATIENCE_S = 60.0
SOCKETS = "**/ws/diagnosis/**"


class Held:
    """The worker of the test, stopped at the begin of a stage until the test has seen what it wants to see."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *stages: str) -> None:
        self.gates = {stage: threading.Event() for stage in stages}
        self.ended = threading.Semaphore(0)
        for stage, gate in self.gates.items():
            monkeypatch.setattr(Run, stage, self.behind(gate, getattr(Run, stage)))
        monkeypatch.setattr(Run, "all_stages", self.counted(Run.all_stages))

    def behind(self, gate: threading.Event, work: Callable[..., Any]) -> Callable[..., Any]:
        def wait_and_work(run: Run, done: Mapping[str, Any]) -> Any:
            assert gate.wait(PATIENCE_S), "nobody lets it go"
            return work(run, done)

        return wait_and_work

    def counted(self, work: Callable[[Run], None]) -> Callable[[Run], None]:
        def work_and_tell(run: Run) -> None:
            try:
                work(run)
            finally:
                self.ended.release()

        return work_and_tell

    def let_go(self, stage: str) -> None:
        self.gates[stage].set()

    def until_ended(self) -> None:
        assert self.ended.acquire(timeout=PATIENCE_S), "no run has ended"


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    held = Held(monkeypatch, "collecting", "merging")
    yield held
    for stage in held.gates:
        held.let_go(stage)


@pytest.fixture
def ana(site: str, page: Page) -> Iterator[User]:
    training.open_gym()
    ana = training.athlete()
    training.elsewhere(trained, ana, timezone.now())
    training.elsewhere(adaptation.rebuild, ana.pk)  # the worker may have learned a part of it
    training.come_in(page.context, site, ana)
    page.set_viewport_size(VIEWS["phone"])
    with override_settings(LLM_MODE="OFF"):
        yield ana


def begin(page: Page, site: str) -> None:
    page.goto(f"{site}/diagnosis")
    page.locator("main form:has(#id_window_days) button").click()


def says(page: Page, transport: str) -> None:
    for name in ("websocket", "sse", "polling"):
        expect(page.locator(f'diagnosis-watch [data-by="{name}"]')).to_be_visible(visible=name == transport)


def judged(page: Page) -> None:
    """By every rule, and on the smallest phone."""
    page.evaluate("for (const each of document.querySelectorAll('main details')) each.open = true")
    assert faults(page) == []
    page.set_viewport_size(SMALLEST)
    training.wait_until(page, lambda: not sticks_out(page))  # charts are drawn again when they have another size
    page.set_viewport_size(VIEWS["phone"])


def test_it_is_watched_over_the_line_that_stands_and_read_when_it_is_done(
    site: str, page: Page, ana: User, held: Held
) -> None:
    sockets: list[WebSocketRoute] = []

    def connect(socket: WebSocketRoute) -> None:
        """The first one gets through. What comes after it does not."""
        sockets.append(socket)
        if len(sockets) == 1:
            socket.connect_to_server()
        else:
            socket.close(code=1012)

    page.route_web_socket(SOCKETS, connect)
    begin(page, site)
    bar = page.locator(BAR)
    expect(bar).to_have_js_property("value", 0)
    says(page, "websocket")
    held.let_go("collecting")
    expect(bar).to_have_js_property("value", 80)
    expect(page.locator(".diagnosis-stages .is-done")).to_have_count(3)
    judged(page)

    sockets[0].close(code=1012)  # as a proxy does that starts anew
    says(page, "sse")
    held.let_go("merging")
    expect(page.locator(REPORT)).to_be_visible()
    held.until_ended()
    assert Execution.objects.get(athlete=ana).status == "completed"
    assert page.locator(".report-summary p").count() == 3
    expect(page.locator(f"{REPORT} series-chart canvas").first).to_be_visible()
    judged(page)


def test_it_asks_where_no_line_stands(site: str, browser: Browser, page: Page, ana: User, held: Held) -> None:
    """In a context of its own: what is refused is told on the console."""
    with browser.new_context(locale="en-GB", service_workers="block") as context:
        training.come_in(context, site, ana)
        lonely = context.new_page()
        lonely.route_web_socket("**/ws/**", lambda socket: socket.close(code=1012))
        lonely.route(re.compile("/api/v2/coaching/(sse|events)"), lambda route: route.abort())
        lonely.clock.install()
        begin(lonely, site)
        says(lonely, "polling")
        held.let_go("collecting")
        training.wait_until(lonely, lambda: Execution.objects.get(athlete=ana).progress == 80)
        lonely.clock.fast_forward(10_000)
        expect(lonely.locator(BAR)).to_have_js_property("value", 80)
        held.let_go("merging")
        held.until_ended()
        lonely.clock.fast_forward(10_000)
        expect(lonely.locator(REPORT)).to_be_visible()


def test_it_ends_when_it_is_cancelled(site: str, page: Page, ana: User, held: Held) -> None:
    begin(page, site)
    page.locator(CANCEL).click()
    expect(page.locator('form[action$="/retry"] button')).to_be_visible()
    expect(page.locator('main [role="alert"]')).to_be_visible()
    judged(page)
    for stage in held.gates:
        held.let_go(stage)
    held.until_ended()
    execution = Execution.objects.get(athlete=ana)
    assert (execution.status, execution.stages.count()) == ("cancelled", 0)
