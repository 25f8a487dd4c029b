"""Every page: clean for axe in light and dark, on a phone and a desk; nothing sticks out; the policy holds."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize

from accounts.models import User
from adaptation import services as adaptation
from feedback import services as feedback
from plans import services as plans
from plans.models import PlannedItem, PlannedSession
from tests.e2e import training

GUEST = ("/sign-in", "/register", "/password/forgotten")
NEWCOMER = ("/", "/today", "/more", "/plan", "/plan/new", "/changes", "/lifts", "/load", "/import")
ATHLETE = (
    "/",
    "/today",
    "/more",
    "/plan",
    "/plan?week=all",
    "/changes",
    "/lifts",
    "/lifts/back-squat",
    "/load",
    "/words",
    "/memory",
    "/profile",
    "/profile/delete",
    "/profile/password",
    "/profile/second-factor",
    "/coaching",
)
VIEWS: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "desk": {"width": 1440, "height": 900},
}
SMALLEST: ViewportSize = {"width": 320, "height": 640}
STAYS_WIDE = """async ms => {
  const [root, end] = [document.documentElement, performance.now() + ms];
  while (root.scrollWidth > root.clientWidth && performance.now() < end) await new Promise(requestAnimationFrame);
  return root.scrollWidth > root.clientWidth;
}"""
REDRAW_MS = 3000
CUTS_NUMBERS = "() => [...document.querySelectorAll('main [type=number]')].some(e => e.scrollWidth > e.clientWidth)"
SERIOUS = {"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"}


def trained(user: User) -> PlannedSession:
    """An athlete with two weeks behind them and a session of today that is half done."""
    plan = plans.generate(athlete=user, wishes=training.WISHES, now=timezone.now())
    session = PlannedSession.objects.filter(plan=plan).earliest("on")
    squat = PlannedItem.objects.get(session=session, exercise="back-squat")
    now = timezone.now()
    for days in range(14, -1, -3):
        feedback.record(
            athlete=user, session=session, exercise="back-squat", rpe=Decimal("7.5"), completion_rate=Decimal(100),
            now=now, timestamp=now - timedelta(days=days),
            sets=[{"reps": 5, "load_kg": squat.load_kg, "rpe": 7.5}] * squat.sets,
        )  # fmt: skip
        feedback.record_performance(
            athlete=user, session=PlannedSession.objects.filter(plan=plan).latest("on"), now=now,
            timestamp=now - timedelta(days=days), total_volume=3000, average_rpe=Decimal("7.5"),
            completion_rate=Decimal(100), recovery_time=48, sleep_quality=7, stress_level=4, duration_min=50 + days,
            session_rpe=Decimal(7),
        )  # fmt: skip
    adaptation.react(user.pk)
    return session


def faults(page: Page, only: str = "") -> list[str]:
    """What axe finds; `only` one of its rules."""
    chosen = {"type": "rule", "values": [only]} if only else {"type": "tag", "values": sorted(SERIOUS)}
    results: dict[str, Any] = Axe().run(page, options={"runOnly": chosen, "resultTypes": ["violations"]}).response
    return [
        f"{page.url} {each['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for each in results["violations"]
        for node in each["nodes"]
    ]


def sticks_out(page: Page) -> bool:
    """Whether the page is wider than the screen, and stays so: charts draw themselves anew after a change of size."""
    return bool(page.evaluate(STAYS_WIDE, REDRAW_MS))


def look(page: Page, site: str, addresses: tuple[str, ...], by: Literal["light", "dark"]) -> None:
    """Every rule, by day or by night; and on the smallest phone nothing sticks out."""
    found: list[str] = []
    page.emulate_media(color_scheme=by, reduced_motion="reduce")
    usual = page.viewport_size
    assert usual is not None
    for address in addresses:
        page.goto(f"{site}{address}")
        page.evaluate("for (const each of document.querySelectorAll('main details')) each.open = true")
        found += faults(page)
        for size in (usual, SMALLEST):
            page.set_viewport_size(size)
            if sticks_out(page):
                found.append(f"{address} is wider than a screen of {size['width']}")
            if page.evaluate(CUTS_NUMBERS):
                found.append(f"{address} shows a part of a number on a screen of {size['width']}")
        page.set_viewport_size(usual)
    assert found == []


def of_coach(user: User) -> tuple[str, ...]:
    places = ("", "/plan", "/changes", "/lifts", "/lifts/back-squat", "/load")
    return ("/athletes", *(f"/athletes/{user.pk}{place}" for place in places))


# Phones are used in daylight and at night, and so are desks; the colours of a theme are the same on both.
@pytest.mark.parametrize(("view", "by", "locale"), [("phone", "dark", "zh-hans"), ("desk", "light", "en")])
def test_it_is_accessible_and_fits_everywhere(
    site: str, page: Page, view: str, by: Literal["light", "dark"], locale: str
) -> None:
    training.open_gym()
    page.set_viewport_size(VIEWS[view])
    look(page, site, GUEST, by)
    training.come_in(page.context, site, training.athlete("ben@example.org"))
    look(page, site, NEWCOMER, by)
    ana = training.athlete(locale=locale)
    session = training.elsewhere(trained, ana)
    page.context.clear_cookies()
    training.come_in(page.context, site, ana)
    page.goto(f"{site}/today")
    training.log_set(page, "8")
    swap = f"/sessions/{session.pk}/swap/{PlannedItem.objects.filter(session=session).latest('position').pk}"
    look(page, site, (*ATHLETE, f"/sessions/{session.pk}/change", swap), by)
    page.context.clear_cookies()
    training.come_in(page.context, site, training.coach_of(ana))
    look(page, site, of_coach(ana), by)
    assert page.locator('.places a[href="/more"]').is_visible()  # what has no place of its own is behind it


def test_it_prints_the_plan_without_what_can_be_pressed(site: str, page: Page) -> None:
    training.open_gym()
    ana = training.athlete()
    training.plan_for(ana)
    training.come_in(page.context, site, ana)
    page.goto(f"{site}/plan?week=all")
    page.emulate_media(media="print")
    assert not page.locator(".places").is_visible()
    assert not page.locator(".week-tabs").is_visible()
    assert page.locator(".print-session").first.is_visible()


def test_it_has_the_strict_policy_on_every_page(site: str, page: Page) -> None:
    for address in GUEST:
        answer = page.goto(f"{site}{address}")
        assert answer is not None
        policy = answer.headers["content-security-policy"]
        assert "style-src 'self'" in policy
        assert "unsafe" not in policy
