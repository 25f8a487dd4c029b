"""Bringing a log: the page follows the import by itself and then shows what became of it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from playwright.sync_api import Page, expect

from tests.e2e import training

LOG = Path(settings.BASE_DIR) / "tests" / "config" / "demo_log.csv"


def test_it_shows_the_report_when_the_import_is_over(site: str, page: Page) -> None:
    training.open_gym()
    training.come_in(page.context, site, training.athlete())
    page.goto(f"{site}/import")
    page.set_input_files('input[type="file"]', LOG)
    page.click('button[name="import"]')
    expect(page.locator("#exercises")).to_be_visible(timeout=20_000)
    expect(page.locator("progress-watch")).to_have_count(0)
    expect(page.locator('main a[href="/lifts"]')).to_be_visible()
