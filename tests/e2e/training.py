"""What a person does on the pages. Controls are found by what they do, not by their words: the tests run in both
languages."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, expect

from accounts.models import CoachAssignment, User
from plans import services as plans
from plans.models import Plan
from tests.base import PASSWORD, person
from tests.plugins.browser import PATIENCE_MS

EQUIPMENT = ("barbell", "rack", "bench", "dumbbell", "cable", "pullup_bar")
WISHES = {
    "primary_goal": "strength", "experience_level": "intermediate", "time_availability": 4.0, "days_per_week": 3,
    "equipment": list(EQUIPMENT),
    "known_lifts": [{"exercise": "back-squat", "load_kg": 100.0, "reps": 5, "rpe": 8.0}],
}  # fmt: skip
NOW = ".exercise.is-now"
DONE = ".set.is-done"

T = TypeVar("T")


def elsewhere(call: Callable[..., T], *arguments: Any, **options: Any) -> T:
    """Call a service in a thread of its own: playwright keeps an event loop in ours, where nobody can be woken."""

    def run() -> T:
        try:
            return call(*arguments, **options)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


def open_gym() -> None:
    """What an installation has before anybody comes: the catalogue."""
    elsewhere(call_command, "load_catalogue", verbosity=0)


def athlete(email: str = "ana@example.org", **profile: str) -> User:
    return elsewhere(person, email, **{"display_name": "Ana", "experience_level": "intermediate", **profile})


def coach_of(user: User) -> User:
    coach = elsewhere(person, "cleo@example.org", is_coach=True, display_name="Cleo")
    elsewhere(CoachAssignment.objects.create, coach=coach, athlete=user, consented_at=timezone.now())
    return coach


def plan_for(user: User) -> Plan:
    return elsewhere(plans.generate, athlete=user, wishes=WISHES, now=timezone.now())


def come_in(context: BrowserContext, site: str, user: User) -> None:
    """Be signed in without the way through the door."""
    client = Client()
    client.force_login(user)
    context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": site}])


def register(page: Page, site: str, language: str = "en", email: str = "new@example.org") -> None:
    page.goto(f"{site}/register")
    if language != "en":
        page.click(f'button[name="language"][value="{language}"]')
    page.fill("#id_email", email)
    page.fill("#id_password", PASSWORD)
    page.locator("main form button").click()
    expect(page).to_have_url(f"{site}/")


def ask_for_a_plan(page: Page, site: str) -> None:
    page.goto(f"{site}/plan/new")
    page.check('input[name="primary_goal"][value="strength"]')
    page.check('input[name="experience_level"][value="intermediate"]')
    page.fill('input[name="time_availability"]', "4")
    page.fill('input[name="days_per_week"]', "3")
    for piece in EQUIPMENT:
        page.check(f'input[name="equipment"][value="{piece}"]')
    page.locator("details.card > summary").click()
    page.fill('input[name="lift_0"]', "back-squat")
    page.fill('input[name="lift_load_0"]', "100")
    page.fill('input[name="lift_reps_0"]', "5")
    page.select_option('select[name="lift_rpe_0"]', "8")
    page.locator("main form button.is-wide").click()
    expect(page).to_have_url(f"{site}/plan")


def rate(form: Locator, rpe: str) -> None:
    """Tap a rating: the chip lies over its radio button."""
    chip = form.locator(f'label.chip:has(input[name="rpe"][value="{rpe}"])')
    if not chip.is_visible():
        form.locator("details.easier > summary").click()
    chip.click()


def log_set(page: Page, rpe: str) -> None:
    """One set of the exercise that is open, as it is prefilled; a load that is to be found is 40."""
    form = page.locator(f"{NOW} form.set-form")
    load = form.locator('input[name="load"]')
    if load.count() and not load.input_value():
        load.fill("40")
    rate(form, rpe)
    done = page.locator(DONE).count()
    form.locator('button[value="log"]').click()
    expect(page.locator(DONE)).to_have_count(done + 1)


def train(page: Page, site: str, rpe: str = "7.5", *, whole: bool = True) -> None:
    """Today's session, and its end: every set of every exercise, or of the first one only."""
    page.goto(f"{site}/today")
    first = page.locator(NOW).get_by_role("heading", level=2).inner_text()
    while page.locator(NOW).count() and (
        whole or page.locator(NOW).get_by_role("heading", level=2).inner_text() == first
    ):
        log_set(page, rpe)
    finish(page)


def finish(page: Page) -> None:
    form = page.locator('form[action$="/finish"]')
    for name, value in (("session_rpe", "7"), ("sleep_quality", "7"), ("stress_level", "4")):
        form.locator(f'label.chip:has(input[name="{name}"][value="{value}"])').click()
    form.locator('input[name="duration_min"]').fill("60")
    form.locator('input[name="recovery_time"]').fill("48")
    with page.expect_navigation(url=re.compile("#finish$")):
        form.locator("button.is-wide").click()


def wait_until(page: Page, is_there: Callable[[], bool]) -> None:
    """Give what the page sends by itself a moment to arrive."""
    until = time.monotonic() + PATIENCE_MS / 1000
    while not is_there():
        if time.monotonic() > until:
            raise AssertionError(f"it never came: {page.url}")
        page.wait_for_timeout(50)


def reload_until(page: Page, is_there: Callable[[], bool]) -> None:
    """Look at the page again and again: what comes has to come from the worker."""
    until = time.monotonic() + PATIENCE_MS / 1000
    while not is_there():
        if time.monotonic() > until:
            raise AssertionError(f"it never came: {page.url}")
        page.wait_for_timeout(250)
        page.reload()
