"""Who said what of a finding, in a real browser: three scripted models, one of which sees it otherwise."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from diagnosis.models import Report
from llm import gateway
from tests.diagnosis.test_opinions import judging
from tests.e2e import training
from tests.e2e.test_diagnosis import PATIENCE_S, REPORT, ana, begin, judged  # noqa: F401  ana is a fixture
from tests.e2e.test_pages import VIEWS, faults, sticks_out
from tests.llm.base import asked
from tests.llm.server import provider

BLOCK = ".finding .report-opinions"


@pytest.fixture
def opinions() -> Any:
    with (
        provider(m0=judging(), m1=judging(agrees=False, severity="watch"), m2=judging()) as served,
        asked(served, "m0", "m1", "m2"),
    ):
        yield served
        training.elsewhere(gateway.close)


def test_it_shows_the_votes_and_who_sees_it_otherwise(site: str, page: Page, ana: User, opinions: Any) -> None:  # noqa: F811
    begin(page, site)
    expect(page.locator(REPORT)).to_be_visible(timeout=PATIENCE_S * 1000)
    assert len(opinions.asked) == 3
    findings = Report.objects.get(athlete=ana).data["findings"]
    expect(page.locator(BLOCK)).to_have_count(len(findings))
    first = page.locator(BLOCK).first
    expect(first.locator("strong")).to_have_text(page.locator(BLOCK).last.locator("strong").inner_text())
    assert {"2", "3"} <= set(first.locator("strong").inner_text())
    expect(first.locator("p")).to_have_count(4)
    for who in ("p0", "p1", "p2"):
        expect(first).to_contain_text(who)
    expect(page.locator("#sources ~ p").first).to_contain_text("p0, p1, p2")
    judged(page)
    for view in VIEWS.values():
        page.set_viewport_size(view)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            training.wait_until(page, lambda: not sticks_out(page))
            assert faults(page) == []
