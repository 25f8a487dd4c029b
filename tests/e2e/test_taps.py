"""Taps on what the chat offers, when the server says no, and after a reload: a card shows what holds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from plans import services as plans
from plans.models import PlannedItem, PlannedSession
from tests.e2e import training
from tests.e2e.test_chat import SPOTTER, ask, enter


@pytest.fixture
def chat(site: str, browser: Browser, page: Page) -> Iterator[Page]:
    """Ana's chat in a context where the server may refuse, which a browser tells on its console."""
    enter(page, site)
    state = page.context.storage_state()
    page.goto("about:blank")
    with browser.new_context(storage_state=state, locale="en-GB", service_workers="block") as context:
        chat = context.new_page()
        chat.goto(f"{site}/")
        expect(chat.locator("chat-enhanced:defined")).to_be_attached()
        yield chat


def card(page: Page, act: str) -> Locator:
    return page.locator(f"{SPOTTER} [data-card]:has([data-act={act}])")


def test_a_tap_that_is_refused_is_taken_back_and_says_why(chat: Page) -> None:
    ask(chat, "swap back squat")
    ask(chat, "skip today")
    swap, skip = card(chat, "swap"), card(chat, "skip_session")
    session = PlannedSession.objects.get(pk=swap.get_attribute("data-session") or "")
    training.elsewhere(plans.mark_session_done, session.pk)  # meanwhile, on another device
    option = swap.locator("[data-act=swap]").first
    option.click()
    expect(swap.locator("[data-problem]")).not_to_be_empty()
    expect(swap).to_have_attribute("data-state", "open")
    expect(swap).not_to_have_attribute("data-busy", "")
    expect(option).to_be_focused()
    skip.locator("[data-act=skip_session]").click()
    skip.locator("[data-act=skip]").click()
    expect(skip.locator("[data-problem]")).not_to_be_empty()
    expect(skip.locator("[data-act=skip]")).to_be_visible()  # the question stands as before
    session.refresh_from_db()
    assert (session.status, session.plan.revision) == ("done", 1)


def test_what_was_tapped_is_done_after_a_reload_and_cannot_be_tapped_again(chat: Page) -> None:
    ask(chat, "swap back squat")
    ask(chat, "skip today")
    swap, skip = card(chat, "swap"), card(chat, "skip_session")
    name = swap.locator(".option-name").first.inner_text()
    with chat.expect_response("**/swap"):
        swap.locator("[data-act=swap]").first.click()
    skip.locator("[data-act=skip_session]").click()
    with chat.expect_response("**/api/v1/plans/sessions/**"):
        skip.locator("[data-act=skip]").click()
    chat.reload()
    expect(chat.locator("chat-enhanced:defined")).to_be_attached()
    expect(swap.locator("[data-when=chosen]")).to_have_text(f"Swapped: {name}")
    expect(swap.locator("button").filter(visible=True)).to_have_count(0)
    expect(skip.locator("[data-when=skipped]")).to_be_visible()
    sent: list[str] = []
    chat.on("request", lambda request: sent.append(request.url) if request.method != "GET" else None)
    swap.locator("[data-act=swap]").last.evaluate("button => button.click()")  # hidden, and dead as well
    assert not [url for url in sent if url.endswith("/swap")]
    skip.locator("[data-act=unskip]").click()
    expect(skip.locator("[data-act=skip_session]")).to_be_visible()
    assert PlannedItem.objects.get(pk=swap.get_attribute("data-item") or "").exercise.name("en") == name
