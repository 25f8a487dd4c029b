"""Chat and today's session on a phone: a swipe apart, with tabs for keys and screen readers; side by side on a desk."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from coaching import services as coaching
from tests.e2e import training
from tests.e2e.test_chat import ask, enter
from tests.e2e.test_pages import faults, sticks_out

CHAT, TODAY = "#chat", "section#today"
TAB_CHAT, TAB_TODAY = "#tab-chat", "#tab-today"


def phone(page: Page, site: str, width: int = 390) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    enter(page, site)
    expect(page.locator("[role=tablist]")).to_be_visible()


def swipe(page: Page, start: Locator, by: int) -> None:
    """A finger put on the middle of an element and drawn across, as the browser gets it from a screen."""
    box = start.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2 - by / 2, box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)
    for step in range(11):
        kind = "touchMove" if step else "touchStart"
        points = [{"x": x + by * step / 10, "y": y}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()


@pytest.mark.parametrize("width", [320, 390, 820])
def test_a_swipe_leads_from_the_chat_to_todays_session_and_back(site: str, page: Page, width: int) -> None:
    phone(page, site, width)
    expect(page.locator(TAB_CHAT)).to_have_attribute("aria-selected", "true")
    swipe(page, page.locator(".chat-scroll"), -round(width * 0.6))
    expect(page.locator(TAB_TODAY)).to_have_attribute("aria-selected", "true")
    expect(page.locator(TODAY)).to_be_in_viewport(ratio=0.99)
    expect(page.locator(CHAT)).not_to_be_in_viewport()
    expect(page.locator(f"{TODAY} {training.NOW}")).to_be_visible()  # it has come by itself
    assert not sticks_out(page)
    swipe(page, page.locator(TODAY), round(width * 0.6))
    expect(page.locator(TAB_CHAT)).to_have_attribute("aria-selected", "true")
    expect(page.locator(CHAT)).to_be_in_viewport(ratio=0.99)


def test_each_pane_keeps_its_place_and_what_one_writes(site: str, page: Page) -> None:
    phone(page, site)
    ana = User.objects.get()
    for number in range(25):
        coaching.post(
            athlete=ana, text=f"No. {number}", client_id=uuid4(), now=timezone.now(), author="staff", author_user=ana
        )
    page.goto(f"{site}/")
    page.fill("#message", "half a sentence")
    page.locator(".chat-scroll").evaluate("flow => { flow.scrollTop = -400; }")
    page.click(TAB_TODAY)
    training.log_set(page, "8")
    place = page.locator(TODAY).evaluate("pane => pane.scrollTop")
    page.click(TAB_CHAT)
    expect(page.locator(CHAT)).to_be_in_viewport(ratio=0.99)
    assert page.locator(".chat-scroll").evaluate("flow => flow.scrollTop") == -400
    expect(page.locator("#message")).to_have_value("half a sentence")
    page.click(TAB_TODAY)
    expect(page.locator(TODAY)).to_be_in_viewport(ratio=0.99)
    assert page.locator(TODAY).evaluate("pane => pane.scrollTop") == place
    page.reload()  # and the pane itself is kept
    expect(page.locator(TAB_TODAY)).to_have_attribute("aria-selected", "true")
    expect(page.locator(f"{TODAY} {training.DONE}")).to_have_count(1)


def test_what_comes_meanwhile_is_marked_and_not_taken_for_read(site: str, page: Page) -> None:
    phone(page, site)
    page.click(TAB_TODAY)
    expect(page.locator(TODAY)).to_be_in_viewport(ratio=0.99)
    ana = User.objects.get()
    training.elsewhere(
        coaching.post, athlete=ana, text="Long words. " * 150, client_id=uuid4(), now=timezone.now(), author="staff",
        author_user=ana,
    )  # fmt: skip
    news = page.locator(f"{TAB_CHAT} span")
    expect(news).to_be_visible()
    expect(page.locator(TODAY)).to_be_in_viewport(ratio=0.99)  # nobody is taken away from it
    expect(page.locator(CHAT)).to_have_attribute("data-unseen", "")
    page.click(TAB_CHAT)
    expect(page.locator(CHAT)).to_be_in_viewport(ratio=0.99)
    expect(news).to_be_hidden()
    with page.expect_response("**/messages/read"):  # once its end was in sight
        page.locator(".chat-scroll").evaluate("flow => { flow.scrollTop = 0; }")
    expect(page.locator(CHAT)).not_to_have_attribute("data-unseen", "")


def test_its_tabs_work_by_keys_and_what_is_out_of_sight_is_out_of_reach(site: str, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    phone(page, site, 320)
    page.focus(TAB_CHAT)
    page.keyboard.press("ArrowRight")
    expect(page.locator(TAB_TODAY)).to_be_focused()
    expect(page.locator(f"{TODAY} {training.NOW}")).to_be_visible()
    for _ in range(4):
        page.keyboard.press("Tab")
        assert not page.locator(CHAT).evaluate("pane => pane.contains(document.activeElement)")
    assert page.locator(TODAY).evaluate("pane => pane.contains(document.activeElement)")
    assert faults(page) == []
    page.focus(TAB_TODAY)
    page.keyboard.press("Home")
    expect(page.locator(TAB_CHAT)).to_be_focused()
    expect(page.locator(CHAT)).to_be_in_viewport(ratio=0.99)


def test_a_row_that_scrolls_by_itself_does_not_turn_the_pane(site: str, page: Page) -> None:
    phone(page, site, 320)
    starters = page.locator(".starters")
    assert starters.evaluate("row => row.scrollWidth > row.clientWidth")
    swipe(page, starters, -150)
    swipe(page, starters, -150)
    assert starters.evaluate("row => row.scrollLeft") > 0
    expect(page.locator(TAB_CHAT)).to_have_attribute("aria-selected", "true")
    expect(page.locator(CHAT)).to_be_in_viewport(ratio=0.99)


def test_with_room_for_both_they_stand_side_by_side(site: str, page: Page) -> None:
    phone(page, site)
    page.click(TAB_TODAY)
    expect(page.locator(TODAY)).to_be_in_viewport(ratio=0.99)
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.locator("[role=tablist]")).to_have_count(0)
    for pane in (CHAT, TODAY):
        expect(page.locator(pane)).to_be_in_viewport(ratio=0.99)
    answer = ask(page, "What is on today?")
    expect(answer).to_be_in_viewport()
