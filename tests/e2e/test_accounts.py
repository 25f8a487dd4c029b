"""A forgotten password and the second factor in a real browser, which sends forms as its policies say."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from django.test import override_settings
from playwright.sync_api import Page, expect
from pyotp import TOTP

from accounts.models import User
from accounts.services.links import link_for
from tests.base import PASSWORD
from tests.e2e import training

NEW = "an entirely different phrase"
SEND = "main form.form button"


def sign_in(page: Page, site: str, password: str) -> None:
    page.goto(f"{site}/sign-in")
    page.fill("#id_username", "ana@example.org")
    page.fill("#id_password", password)
    page.click(SEND)


def look(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]})
    assert found.violations_count == 0, found.generate_report()


def test_back_in_with_a_link_and_then_only_with_a_code(site: str, page: Page) -> None:
    ana: User = training.athlete()
    with override_settings(PUBLIC_URL=site):
        page.goto(f"{site}/password/forgotten")
        look(page)
        page.goto(training.elsewhere(link_for, ana))
    expect(page).to_have_url(f"{site}/password/new")
    look(page)
    page.fill("#id_new", NEW)
    page.click(SEND)
    expect(page).to_have_url(f"{site}/sign-in")
    sign_in(page, site, PASSWORD)
    expect(page.locator('main [role="alert"]')).to_be_visible()
    sign_in(page, site, NEW)

    page.goto(f"{site}/profile/second-factor")
    page.fill("#id_password", NEW)
    page.click('button[value="begin"]')
    expect(page.locator(".qr svg")).to_be_visible()
    look(page)
    app = TOTP(page.locator(".key").inner_text().replace(" ", ""))
    page.fill("#id_code", app.now())
    page.click('button[value="confirm"]')
    codes = page.locator(".recovery-codes code")
    expect(codes).to_have_count(10)
    look(page)
    spare = codes.first.inner_text()

    page.context.clear_cookies()
    sign_in(page, site, NEW)
    expect(page).to_have_url(f"{site}/sign-in/code")
    look(page)
    page.goto(f"{site}/profile")
    expect(page).to_have_url(f"{site}/sign-in?next=/profile")
    page.goto(f"{site}/sign-in/code")
    page.fill("#id_code", spare)
    page.click(SEND)
    expect(page).to_have_url(f"{site}/")
