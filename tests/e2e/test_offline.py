"""Spotter in the gym: installed, without a network, closed in the middle, signed out, with a full device."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.models import User
from adaptation.models import LiftEstimate
from coaching.models import HabitDone, Message
from coaching.services import habits
from config import app_shell
from events.models import JournalEntry
from feedback.models import PerformanceMetrics, RPEFeedback
from plans import services as plans
from plans.models import PlannedSession, PlanRevision
from tests.e2e import training
from tests.e2e.training import DONE, NOW

READY = "gym-log[data-ready]"
PANEL = "outbox-panel"
FULL = """() => {
IDBObjectStore.prototype.put = function () {
  const problem = new DOMException("full", "QuotaExceededError");
  Object.defineProperty(this.transaction, "error", { get: () => problem });
  queueMicrotask(() => this.transaction.abort());
  return {};
};
}"""
HAS_COPIES = """async () => {
  const wanted = ["/today", "/plan", "/changes"];
  const copies = (await caches.keys()).find((name) => name.startsWith("spotter-copies-"));
  if (!navigator.serviceWorker.controller || !copies) return false;
  const kept = await caches.open(copies);
  return (await Promise.all(wanted.map((page) => kept.match(page)))).every(Boolean);
}"""

WAITING = """() => new Promise((resolve) => {
  indexedDB.open("spotter").onsuccess = ({ target }) => {
    const rows = target.result.transaction("outbox").objectStore("outbox").getAll();
    rows.onsuccess = () => resolve(rows.result.filter((row) => row.state === "waiting").length);
  };
})"""

# What pages elsewhere put into the outbox: a tick and a message.
KEEP = """async (habit) => {
  const { outbox } = await import("spotter/outbox");
  await outbox.put({ kind: "habit", client_id: crypto.randomUUID(), habit, on: new Date().toISOString().slice(0, 10) });
  await outbox.put({ kind: "message", client_id: crypto.randomUUID(), text: "Back from the gym" });
}"""
LEFT = """() => new Promise((resolve) => {
  indexedDB.open("spotter").onsuccess = ({ target }) => {
    const rows = target.result.transaction("outbox").objectStore("outbox").getAll();
    rows.onsuccess = () => resolve(rows.result.map((row) => row.left));
  };
})"""

CALLED = """async () => {
  const shown = [];
  registration.showNotification = async (title) => void shown.push(title);
  const rests = [
    { until: Date.now() + 100, title: "of the set before" },
    { until: Date.now() + 200, title: "Rest is over" },
  ];
  await Promise.all(rests.map(restIsOver));
  return shown;
}"""


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A phone with the service worker on, and Ana signed in, whose session of today is open before her."""
    size: Any = {"width": 390, "height": 844}
    with browser.new_context(viewport=size, locale="en-GB", timezone_id="Europe/Berlin") as context:
        context.set_default_timeout(15_000)
        yield context


def open_today(phone: BrowserContext, site: str) -> tuple[Page, User]:
    training.open_gym()
    ana = training.athlete()
    training.plan_for(ana)
    training.come_in(phone, site, ana)
    page = phone.new_page()
    page.goto(f"{site}/today")
    page.wait_for_selector(READY)
    return page, ana


def leave_the_network(page: Page) -> None:
    """Once the worker has the pages of today."""
    training.wait_until(page, lambda: bool(page.evaluate(HAS_COPIES)))
    page.context.set_offline(True)


def log_everything(page: Page, rpe: str = "7.5") -> None:
    while page.locator(NOW).count():
        training.log_set(page, rpe)


def fill_the_day(page: Page) -> None:
    form = page.locator("form[data-do=finish]")
    for name, value in (("session_rpe", "7"), ("sleep_quality", "7"), ("stress_level", "4")):
        form.locator(f'label.chip:has(input[name="{name}"][value="{value}"])').click()
    form.locator("button.is-wide").click()
    expect(page.locator("section#finish")).to_be_visible()


def has_learnt() -> bool:
    return LiftEstimate.objects.exists() and bool(
        JournalEntry.objects.filter(kind="adaptation.estimate_updated").count()
    )


def test_a_whole_session_in_airplane_mode_is_on_the_server_exactly_once(phone: BrowserContext, site: str) -> None:
    page, ana = open_today(phone, site)
    exercises = page.locator(".exercise").count()
    leave_the_network(page)
    training.log_set(page, "7.5")
    training.log_set(page, "8")
    page.reload()  # the app is closed and opened again, still without a network
    page.wait_for_selector(READY)
    expect(page.locator(f"{NOW} {DONE}")).to_have_count(2)
    expect(page.locator(f"{NOW} [data-advice]")).to_contain_text("You are offline")
    log_everything(page)
    fill_the_day(page)
    assert not RPEFeedback.objects.exists()
    expect(page.locator(PANEL)).to_contain_text(f"({exercises + 1})")
    page.context.set_offline(False)
    training.wait_until(page, PerformanceMetrics.objects.exists)
    training.wait_until(page, lambda: page.locator(".tally").count() == 1)  # the page has fetched what it came to
    assert (RPEFeedback.objects.count(), PerformanceMetrics.objects.count()) == (exercises, 1)
    training.wait_until(page, has_learnt)
    kinds = list(JournalEntry.objects.for_athlete(ana.pk).order_by("seq").values_list("kind", flat=True))
    assert kinds.count("feedback.rpe_recorded") == exercises
    assert kinds.count("adaptation.estimate_updated") == 1, "the plan is looked at once, after all of it"


def test_an_app_that_is_closed_in_the_middle_goes_on_where_it_was(phone: BrowserContext, site: str) -> None:
    page, _ana = open_today(phone, site)
    leave_the_network(page)
    training.log_set(page, "8")
    page.close()
    again = phone.new_page()
    again.goto(f"{site}/?source=app")
    again.goto(f"{site}/today")
    again.wait_for_selector(READY)
    expect(again.locator(f"{NOW} {DONE}")).to_have_count(1)
    again.locator(f"{NOW} [data-do=back]").click()
    expect(again.locator(DONE)).to_have_count(0)
    expect(again.locator(f"{NOW} [data-heading]")).to_contain_text("1")


def test_beside_the_chat_todays_session_is_there_without_a_network(phone: BrowserContext, site: str) -> None:
    page, _ana = open_today(phone, site)
    page.goto(f"{site}/")
    leave_the_network(page)
    page.click("#tab-today")
    expect(page.locator("section#today")).to_be_in_viewport(ratio=0.99)  # it glides, and a scroll on the way stops it
    expect(page.locator(f"section#today {NOW}")).to_be_visible()
    training.log_set(page, "8")
    page.reload()
    expect(page.locator(f"section#today {DONE}")).to_have_count(1)


def test_the_worker_sends_and_calls_with_the_app_closed(phone: BrowserContext, site: str) -> None:
    page, ana = open_today(phone, site)
    now = timezone.now()
    walk, _is_new = training.elsewhere(habits.add, athlete=ana, title="Walk", days=[*range(7)], at=now.time(), now=now)
    leave_the_network(page)
    training.log_set(page, "8")
    page.locator(f"{NOW} form[data-do=save] button").click()
    expect(page.locator(PANEL)).to_be_visible()
    page.evaluate(KEEP, str(walk.client_id))
    worker = phone.service_workers[0]
    page.close()
    phone.set_offline(False)
    worker.evaluate("sendWaiting()")  # as Background Sync does
    assert RPEFeedback.objects.count() == HabitDone.objects.count() == 1
    assert Message.objects.filter(author="athlete", text="Back from the gym").count() == 1
    assert worker.evaluate(LEFT) == [True] * 3, "whoever takes one back knows that the server may have it"
    assert worker.evaluate(CALLED) == ["Rest is over"]  # the headless browser has no notifications of its own
    again = phone.new_page()
    again.goto(f"{site}/today")
    expect(again.locator(".exercise.is-saved")).to_have_count(1)
    training.wait_until(again, lambda: not again.evaluate(WAITING))
    assert RPEFeedback.objects.count() == HabitDone.objects.count() == 1, "sent again by the page, stored once"
    assert Message.objects.filter(author="athlete").count() == 1


def test_what_waits_is_sent_by_the_one_who_logged_it_and_by_nobody_else(phone: BrowserContext, site: str) -> None:
    page, ana = open_today(phone, site)
    leave_the_network(page)
    training.log_set(page, "8")
    page.locator(f"{NOW} form[data-do=save] button").click()
    expect(page.locator(PANEL)).to_be_visible()
    phone.clear_cookies()  # the session ends meanwhile
    phone.set_offline(False)
    expect(page.locator(f"{PANEL} [data-when=signed_out]")).to_be_visible()
    ben = training.athlete("ben@example.org")
    training.come_in(phone, site, ben)
    page.goto(f"{site}/plan")
    expect(page.locator(f"{PANEL}")).to_contain_text("another account")
    expect(page.locator(f"{PANEL} [data-label]")).to_have_count(0)
    assert not page.evaluate("name => caches.has(name)", f"spotter-copies-{ana.pk}"), (
        "her pages are gone from the device"
    )
    assert not RPEFeedback.objects.exists()
    phone.clear_cookies()
    training.come_in(phone, site, ana)
    page.goto(f"{site}/plan")
    training.wait_until(page, RPEFeedback.objects.exists)
    assert RPEFeedback.objects.get().athlete_id == ana.pk


def test_what_the_phone_and_the_coach_change_apart_is_shown_and_settled(phone: BrowserContext, site: str) -> None:
    page, ana = open_today(phone, site)
    session = PlannedSession.objects.filter(plan__athlete=ana, week=2).order_by("on")[0]
    page.goto(f"{site}/sessions/{session.pk}/change")
    leave_the_network(page)
    page.locator('input[name="on"]').last.check()
    wanted = date.fromisoformat(page.locator('input[name="on"]').last.get_attribute("value") or "")
    page.locator('button[value="move"]').click()
    expect(page.locator("change-offline [data-said]")).to_contain_text("Saved on this device")
    now = timezone.now()
    moved = training.elsewhere(
        plans.move_session, session, on=session.on + timedelta(days=1), author=PlanRevision.Author.COACH, now=now
    )
    assert moved.revision.number == 2
    phone.set_offline(False)
    page.locator(f"{PANEL} a[data-state-words=conflict]").click()
    card = page.locator("article", has_text="Changed on the phone and by your coach")
    expect(card).to_be_visible()
    assert Axe().run(page).violations_count == 0
    card.locator('button[value="wanted"]').click()
    expect(card).to_have_count(0)
    session.refresh_from_db()
    assert session.on == wanted


def test_sets_are_logged_as_fast_as_they_are_tapped_while_the_line_says_nothing(
    phone: BrowserContext, site: str
) -> None:
    page, _ana = open_today(phone, site)
    page.route("**/next-set", lambda _route: None)  # never answered
    page.clock.install()  # nor given up
    training.log_set(page, "8")
    expect(page.get_by_role("form", name="Set 2 of 3, Back Squat")).to_be_visible()
    training.log_set(page, "8.5")
    expect(page.locator(f"{NOW} {DONE}")).to_have_count(2)


def test_a_full_device_says_so_and_loses_nothing_that_was_kept(phone: BrowserContext, site: str) -> None:
    page, _ana = open_today(phone, site)
    training.log_set(page, "8")
    page.evaluate(FULL)
    form = page.locator(f"{NOW} form.set-form")
    training.rate(form, "8.5")
    form.locator('button[value="log"]').click()
    expect(page.locator("[data-trouble]")).to_contain_text("no space left")
    expect(page.locator(DONE)).to_have_count(1)
    expect(form.locator('input[name="rpe"]:checked')).to_have_value("8.5")  # still there to be tried again
    page.reload()
    page.wait_for_selector(READY)
    expect(page.locator(f"{NOW} {DONE}")).to_have_count(1)


def test_what_the_server_refuses_is_shown_with_its_reason_and_can_be_put_right(
    phone: BrowserContext, site: str
) -> None:
    page, _ana = open_today(phone, site)
    page.route("**/next-set", lambda route: route.abort())  # nothing tells the page what time it is
    page.clock.install()
    page.clock.set_fixed_time("2031-01-01T10:00:00Z")
    training.log_set(page, "8")
    page.locator(f"{NOW} form[data-do=save] button").click()
    refused = page.locator(f"{PANEL} li", has_text="cannot be right")
    expect(refused).to_be_visible()
    assert Axe().run(page).violations_count == 0
    page.unroute("**/next-set")
    refused.locator("[data-do=again]").click()
    page.wait_for_selector(READY)
    expect(page.locator(DONE)).to_have_count(1)
    expect(page.locator(f"{NOW} [data-advice]")).not_to_be_empty()  # and from its Date the page knows the time
    page.locator(f"{NOW} form[data-do=save] button").click()
    training.wait_until(page, RPEFeedback.objects.exists)
    assert RPEFeedback.objects.get().performed_on <= timezone.now().date()


def test_an_exercise_that_was_sent_is_taken_back_and_logged_again(phone: BrowserContext, site: str) -> None:
    page, _ana = open_today(phone, site)
    other = phone.new_page()
    other.goto(f"{site}/today")
    other.wait_for_selector(READY)
    training.log_set(page, "8")
    training.rate(other.locator(f"{NOW} form.set-form"), "9")
    other.locator(f'{NOW} button[value="log"]').click()
    expect(other.locator("[data-trouble]")).to_contain_text("already logged")  # a second tab overwrites nothing
    page.locator(f"{NOW} form[data-do=save] button").click()
    training.wait_until(page, RPEFeedback.objects.exists)
    saved = page.locator(".exercise.is-saved")
    saved.locator("summary").first.click()
    saved.locator("[data-do=reopen]").click()
    training.wait_until(page, lambda: not RPEFeedback.objects.standing().exists())
    training.log_set(page, "9")
    page.locator(f"{NOW} form[data-do=save] button").click()
    training.wait_until(page, RPEFeedback.objects.standing().exists)
    assert [len(each.sets) for each in RPEFeedback.objects.standing()] == [2]


def test_it_is_installed_opens_without_a_network_and_leaves_nothing_behind_when_signed_out(
    phone: BrowserContext, site: str
) -> None:
    page, _ana = open_today(phone, site)
    told = page.evaluate("fetch(document.querySelector('link[rel=manifest]').href).then((answer) => answer.json())")
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in told["icons"]}
    assert "maskable" in {icon["purpose"] for icon in told["icons"]}
    assert (told["display"], told["scope"]) == ("standalone", "/")
    for icon in told["icons"]:
        assert page.request.get(f"{site}{icon['src']}").headers["content-type"] == "image/png"
    leave_the_network(page)
    for place in ("/plan", "/changes", "/today"):
        page.goto(f"{site}{place}")
        expect(page.locator("h1")).to_be_visible()
    page.goto(f"{site}/import")
    expect(page.locator("h1")).to_have_text("You are offline")
    assert Axe().run(page).violations_count == 0
    phone.set_offline(False)
    page.goto(f"{site}/plan")
    page.locator('form[action="/sign-out"] button').click()
    page.wait_for_url("**/sign-in")
    assert not [name for name in page.evaluate("caches.keys()") if name.startswith("spotter-copies-")]


def test_a_new_version_waits_until_somebody_taps(
    phone: BrowserContext, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, _ana = open_today(phone, site)
    training.wait_until(page, lambda: bool(page.evaluate(HAS_COPIES)))
    monkeypatch.setattr(app_shell, "BELOW", (*app_shell.BELOW, "/later/"))
    page.reload()
    offer = page.locator("installed-app [data-do=reload]")
    expect(offer).to_be_visible(timeout=20_000)  # it fetches every file anew
    with page.expect_navigation():
        offer.click()
    page.wait_for_selector(READY)
    assert page.evaluate("navigator.serviceWorker.getRegistration().then(({ waiting }) => waiting)") is None
    expect(offer).to_be_hidden()
