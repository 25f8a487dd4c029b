"""Away from the chat and back: by the browser's own way back, put on ice, and out of its cache of pages. Nothing is
lost or shown twice, and an absent page holds no line.

Pages are private and say `no-store`, so most browsers load them anew on the way back. Safari and newer Chromes may keep
them all the same; a browser without a screen never does, nor puts a page on ice: those events are told to a real page
by hand."""

from __future__ import annotations

from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from coaching import services as coaching
from tests.e2e import training
from tests.e2e.test_chat import enter
from tests.e2e.test_live import LIVE, open_streams

SAID = '.message[data-voice="staff"] .said'
ICE = "type => void document.dispatchEvent(new Event(type))"
PASSING = "([type, persisted]) => void dispatchEvent(new PageTransitionEvent(type, { persisted }))"


def say(ana: User, text: str) -> None:
    training.elsewhere(
        coaching.post, athlete=ana, text=text, client_id=uuid4(), now=timezone.now(), author="staff", author_user=ana
    )


def test_nothing_is_lost_or_doubled_on_the_way_back(site: str, page: Page) -> None:
    ana = enter(page, site)
    expect(page.locator(LIVE)).to_be_attached()
    before = open_streams()
    said = page.locator(SAID)
    say(ana, "One")
    expect(said).to_have_text(["One"])

    page.goto(f"{site}/plan")
    say(ana, "Two")
    page.go_back()
    expect(page.locator(LIVE)).to_be_attached()
    expect(said).to_have_text(["One", "Two"])

    page.evaluate(ICE, "freeze")
    training.wait_until(page, lambda: open_streams() == before - 1)
    say(ana, "Three")
    page.evaluate(ICE, "resume")
    expect(said).to_have_text(["One", "Two", "Three"])

    page.evaluate(PASSING, ["pagehide", True])
    training.wait_until(page, lambda: open_streams() == before - 1)
    say(ana, "Four")
    page.evaluate(PASSING, ["pageshow", True])
    page.evaluate(PASSING, ["pageshow", True])  # as Safari does after a swipe that was taken back
    expect(page.locator(LIVE)).to_be_attached()
    expect(said).to_have_text(["One", "Two", "Three", "Four"])
    training.wait_until(page, lambda: open_streams() == before)
    say(ana, "Five")
    expect(said).to_have_text(["One", "Two", "Three", "Four", "Five"])
