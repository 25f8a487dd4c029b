"""Answers of a language model in a real browser: they grow, they say what they are, and the whole stands there once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from accounts.models import AthleteProfile
from llm import gateway
from tests.coaching.model import model
from tests.e2e import training
from tests.e2e.test_chat import SPOTTER, ask, enter
from tests.llm.base import asked
from tests.llm.server import LIVES_S, Exchange, Script, provider

ANSWER = f"{SPOTTER}[data-seq='']"  # a message, and no card for an entry of the journal


@contextmanager
def a_model(words: Script) -> Iterator[None]:
    with provider(m0=model(words)) as served, asked(served, "m0"):
        try:
            yield
        finally:
            training.elsewhere(gateway.close)  # the browser's driver has a loop of its own in this thread


def test_an_answer_grows_while_it_is_written_and_is_marked(site: str, page: Page) -> None:
    goes_on = threading.Event()

    def slowly(to: Exchange) -> None:
        to.head()
        to.chunk("Here is something for you. You squat 987 kg. ")
        goes_on.wait(LIVES_S)
        to.chunk("Have fun with it.", finish="stop")
        to.event("[DONE]")

    enter(page, site)
    with a_model(slowly):
        page.fill("#message", "What do I train today?")
        page.keyboard.press("Enter")
        answer = page.locator(ANSWER)
        expect(answer.locator(".said")).to_contain_text("Here is something for you. Today:")
        expect(answer.locator(".by-model")).to_be_visible()
        expect(answer.locator(".chat-card")).to_have_count(0)
        goes_on.set()
        expect(answer.locator(".chat-card")).to_be_visible()
    expect(answer).to_have_count(1)
    expect(answer.locator(".said").first).to_contain_text("Have fun with it.")
    expect(answer).not_to_contain_text("987")
    page.reload()
    expect(page.locator(f"{ANSWER} .by-model")).to_be_visible()


def test_another_tone_is_one_tap(site: str, page: Page) -> None:
    ana = enter(page, site)
    answer = ask(page, "be more playful")
    expect(answer.locator(".by-model")).to_be_hidden()
    answer.locator('[data-act="set_tone"]').click()
    expect(answer.locator('[data-when="set"]')).to_be_visible()
    expect(answer.locator("[data-busy]")).to_have_count(0)
    assert AthleteProfile.objects.get(user=ana).tone == "playful"
