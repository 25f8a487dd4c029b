"""Pages that follow the journal: what changes elsewhere appears by itself, over one line for all tabs, and comes back
after everything that can happen to a line."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from prometheus_client import REGISTRY

from accounts.models import User
from plans import services as plans
from plans.core.edits import SetLoad
from plans.core.spec import Reason
from plans.models import Plan, PlannedItem
from tests.config.processes import Running, environment, manage, own_folder
from tests.e2e import training
from tests.e2e.test_pages import faults

STEP_KG = 2.5
LIVE = 'journal-line[data-state="live"]'
BADGE = "[data-line]"
WATCH = """text => void (window.seen = new Promise(resolve => {
  const look = () => document.querySelector("main").textContent.includes(text) && resolve(performance.now());
  new MutationObserver(look).observe(document.body, {childList: true, subtree: true});
}))"""


@pytest.fixture
def ana(site: str) -> User:
    training.open_gym()
    user = training.athlete()
    training.plan_for(user)
    return user


def squat() -> PlannedItem:
    """The next one that the plan asks for."""
    coming = PlannedItem.objects.filter(exercise="back-squat", session__status="planned")
    return coming.order_by("session__on").select_related("session").earliest("session__on")


def change_load(step: int = 1) -> str:
    """A lighter squat, decided elsewhere; the load as the pages write it."""

    def change() -> str:
        item, plan = squat(), Plan.objects.get()
        assert item.load_kg is not None
        lighter = float(item.load_kg) - step * STEP_KG
        edits = [SetLoad(str(item.pk), lighter)]
        plans.revise(plan.pk, edits, author="coach", reason=Reason("asked"), now=timezone.now())
        return f"{lighter:g} kg"

    return training.elsewhere(change)


def open_streams() -> float:
    return REGISTRY.get_sample_value("spotter_streams_open", {"transport": "sse"}) or 0.0


def look_at(page: Page, address: str) -> None:
    """Open a page and wait until its line stands."""
    page.goto(address)
    expect(page.locator(LIVE)).to_be_attached()


def badge(page: Page, state: str) -> Locator:
    return page.locator(f'{BADGE} [data-when="{state}"]')


def test_it_shows_what_changed_elsewhere_and_leaves_the_person_where_they_are(site: str, page: Page, ana: User) -> None:
    training.come_in(page.context, site, ana)
    look_at(page, f"{site}/plan")
    expect(badge(page, "live")).to_be_visible()
    link = page.locator(f'a[href$="/{squat().session_id}/change"]')
    link.focus()
    page.evaluate(WATCH, f"{float(squat().load_kg or 0) - STEP_KG:g} kg")
    began = page.evaluate("performance.now()")
    told = change_load()
    expect(page.locator("main")).to_contain_text(told)
    print(f"\nin the open page after {page.evaluate('window.seen') - began:.0f} ms")
    expect(link).to_be_focused()
    news = page.locator("[data-news-here] .news")
    expect(news.locator('a[href="/changes"]')).to_be_visible()
    assert faults(page) == []
    news.locator("button").click()
    expect(news).to_have_count(0)

    # What is being typed is not taken away.
    page.evaluate("document.querySelector('live-part').append(document.createElement('input'))")
    page.locator("live-part > input").fill("mine")
    told = change_load()
    offer = page.locator(".live-offer button")
    expect(offer).to_be_visible()
    expect(page.locator("live-part > input")).to_have_value("mine")
    expect(page.locator("main")).not_to_contain_text(told)
    with page.expect_navigation():
        offer.click()
    expect(page.locator("main")).to_contain_text(told)


def test_it_holds_one_line_for_all_tabs_and_another_tab_takes_over(site: str, page: Page, ana: User) -> None:
    training.come_in(page.context, site, ana)
    before = open_streams()
    look_at(page, f"{site}/plan")
    second = page.context.new_page()
    look_at(second, f"{site}/plan")
    assert open_streams() == before + 1
    told = change_load()
    for each in (page, second):
        expect(each.locator("main")).to_contain_text(told)
    page.close()
    told = change_load()
    expect(second.locator("main")).to_contain_text(told)
    training.wait_until(second, lambda: open_streams() == before + 1)


@pytest.fixture
def unguarded(browser: Browser, site: str, ana: User) -> Iterator[BrowserContext]:
    """A context in which the network may fail and policies may refuse; both are told on the console."""
    with browser.new_context(locale="en-GB", service_workers="block") as context:
        training.come_in(context, site, ana)
        yield context


def test_it_says_that_there_is_no_network_and_catches_up(site: str, unguarded: BrowserContext) -> None:
    page = unguarded.new_page()
    look_at(page, f"{site}/plan")
    unguarded.set_offline(True)
    expect(badge(page, "offline")).to_be_visible()
    expect(page.locator("[data-line-said]")).to_have_text(badge(page, "offline").inner_text())
    assert faults(page) == []
    told = change_load()
    unguarded.set_offline(False)
    expect(page.locator("main")).to_contain_text(told)
    expect(badge(page, "live")).to_be_visible()
    expect(page.locator("[data-line-said]")).to_have_text(badge(page, "live").inner_text())


def test_it_runs_no_script_that_somebody_has_put_into_the_page(site: str, unguarded: BrowserContext) -> None:
    page = unguarded.new_page()
    look_at(page, f"{site}/plan")
    refused = page.evaluate(
        """() => new Promise(resolve => {
          document.addEventListener("securitypolicyviolation", event => resolve(event.violatedDirective));
          const script = document.createElement("script");
          script.textContent = "window.stolen = document.cookie";
          document.querySelector("live-part").append(script);
        })"""
    )
    assert refused.startswith("script-src")
    assert page.evaluate("window.stolen") is None


class Served:
    """A server of its own that can be killed, and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = str(free.getsockname()[1])
        self.env = environment(folder / "data", LIMIT_ALL="100000")
        done = manage("prepare", env=self.env)
        assert done.returncode == 0, done.stdout + done.stderr
        self.url = self.start()

    def start(self) -> str:
        self.running = Running("serve", "--port", self.port, env=self.env)
        return self.running.wait_for(r"Spotter is at (http://\S+?)/ ")

    def kill(self) -> None:
        self.running.stop(signal.SIGKILL)


@pytest.fixture
def served() -> Iterator[Served]:
    with own_folder() as folder:
        served = Served(Path(folder))
        yield served
        served.running.close()


def test_it_comes_back_by_itself_after_the_server_was_killed(served: Served, browser: Browser) -> None:
    with browser.new_context(locale="en-GB", service_workers="block") as context:
        page = context.new_page()
        training.register(page, served.url)
        training.ask_for_a_plan(page, served.url)
        look_at(page, f"{served.url}/plan")
        changed = page.locator("main a[href$='/change']").first.get_attribute("href")
        served.kill()
        expect(badge(page, "retrying")).to_be_visible(timeout=10_000)
        served.start()
        other = context.new_page()
        other.goto(f"{served.url}{changed}")
        other.locator('button[value="skip"]').click()
        began = time.monotonic()
        expect(page.locator("main .mark.is-caution").first).to_be_visible(timeout=60_000)
        expect(badge(page, "live")).to_be_visible()
        print(f"\nback {time.monotonic() - began:.1f} s after the first change")
