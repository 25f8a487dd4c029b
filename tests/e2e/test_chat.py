"""The chat in a real browser: what is asked is answered, what is offered can be tapped, and nothing is shown twice."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from accounts.models import User
from adaptation.models import AdaptationSuggestion
from coaching import services as coaching
from coaching.models import Message
from feedback import services as feedback
from plans.models import Plan, PlannedItem, PlannedSession
from tests.e2e import training
from tests.e2e.test_pages import faults, sticks_out, trained

SPOTTER = '.message[data-voice="spotter"]'
OWN = '.message[data-voice="athlete"]'


def enter(page: Page, site: str, *, has_trained: bool = False, **profile: str) -> User:
    training.open_gym()
    ana = training.athlete(**profile)
    training.elsewhere(trained, ana) if has_trained else training.plan_for(ana)
    training.come_in(page.context, site, ana)
    page.goto(f"{site}/")
    expect(page.locator("chat-enhanced:defined")).to_be_attached()
    return ana


def ask(page: Page, text: str) -> Locator:
    """Say it, and wait for the answer that comes by itself."""
    said = page.locator(OWN).count()
    page.fill("#message", text)
    page.keyboard.press("Enter")
    expect(page.locator(OWN)).to_have_count(said + 1)
    own = page.locator(OWN).last
    expect(own).to_contain_text(text)
    expect(own).to_have_attribute("data-state", "sent")
    answer = page.locator(f".message[data-id='{own.get_attribute('data-id')}'] ~ {SPOTTER}").last
    expect(answer).to_be_visible()
    return answer


def test_it_answers_while_one_waits_and_shows_everything_once(site: str, page: Page) -> None:
    enter(page, site)
    answer = ask(page, "What is on today?")
    expect(answer.locator(".chat-card .card-lines li").first).to_be_visible()
    expect(page.locator("#message")).to_be_focused()
    reply = page.locator(".message:last-child .quick-replies button").first
    words = reply.inner_text()
    reply.click()
    expect(page.locator(OWN).last).to_contain_text(words)
    expect(page.locator(OWN)).to_have_count(2)
    page.reload()
    expect(page.locator(OWN)).to_have_count(2)
    assert Message.objects.filter(author="athlete").count() == 2


def test_it_swaps_an_exercise_by_a_tap(site: str, page: Page) -> None:
    enter(page, site)
    answer = ask(page, "swap back squat")
    option = answer.locator('[data-act="swap"]').first
    name = option.locator(".option-name").inner_text()
    option.evaluate("button => { button.click(); button.click(); }")
    expect(answer.locator('[data-when="chosen"]')).to_contain_text(name)
    expect(answer.locator("[data-card]")).not_to_have_attribute("data-busy", "")
    assert Plan.objects.get().revision == 2
    swapped = answer.locator("[data-card]").get_attribute("data-item") or ""
    item = PlannedItem.objects.select_related("exercise").get(pk=swapped)
    assert item.exercise.name("en") == name


def test_it_applies_a_suggestion_that_comes_in_while_one_looks_and_takes_it_back(site: str, page: Page) -> None:
    ana = enter(page, site)
    plan = Plan.objects.get()
    training.elsewhere(trained_once, ana)
    card = page.locator(f"{SPOTTER}[data-seq] [data-suggestions]:has([data-act=apply])").first
    expect(card).to_be_visible()
    card.locator('[data-act="apply"]').click()
    expect(card.locator('[data-when~="applied"]').first).to_be_visible()
    expect(page.locator(f"{SPOTTER} [data-card][data-busy]")).to_have_count(0)
    plan.refresh_from_db()
    assert plan.revision == 2
    assert AdaptationSuggestion.objects.filter(status="applied").exists()
    with page.expect_response("**/restore"):
        page.locator(f'{SPOTTER} [data-card][data-state="applied"] [data-act="undo"]').click()
    expect(page.locator(f'{SPOTTER} [data-act="undo"]:visible')).to_have_count(0)
    plan.refresh_from_db()
    assert plan.revision == 3


def test_it_asks_before_it_leaves_a_session_out(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    enter(page, site)
    answer = ask(page, "skip today")
    for act in ("skip_session", "keep", "skip_session"):
        answer.locator(f'[data-act="{act}"]').click()
    assert not PlannedSession.objects.filter(status="skipped").exists()
    expect(page.locator("side-page .exercise").first).to_be_visible()
    with page.expect_response("**/api/v1/plans/sessions/**"):
        answer.locator('[data-act="skip"]').click()
    expect(answer.locator('[data-when="skipped"]')).to_be_visible()
    expect(page.locator("side-page .note.is-caution").first).to_be_visible()  # beside it, by itself
    assert PlannedSession.objects.filter(status="skipped").count() == 1


def test_it_brings_the_past_without_losing_the_place(site: str, page: Page) -> None:
    ana = enter(page, site)
    for number in range(70):
        coaching.post(
            athlete=ana, text=f"No. {number}", client_id=uuid4(), now=timezone.now(), author="staff", author_user=ana
        )
    page.goto(f"{site}/")
    staff = page.locator('.message[data-voice="staff"]')
    expect(staff).to_have_count(30)
    expect(staff.last).to_be_in_viewport()
    first = staff.first
    first.scroll_into_view_if_needed()
    mark = first.get_attribute("data-id")
    page.locator("a[data-older]").click()
    expect(staff).to_have_count(60)
    expect(page.locator(f".message[data-id='{mark}']")).to_be_in_viewport()
    page.locator("a[data-older]").click()
    expect(staff).to_have_count(70)
    expect(page.locator("a[data-older]")).to_have_count(0)
    texts = [each.strip() for each in page.locator('.message[data-voice="staff"] .said').all_inner_texts()]
    assert texts == [f"No. {number}" for number in range(70)]


def test_it_keeps_what_finds_no_network_and_sends_it_once(site: str, browser: Browser, page: Page) -> None:
    enter(page, site)
    with browser.new_context(storage_state=page.context.storage_state()) as phone:
        away = phone.new_page()
        away.goto(f"{site}/")
        expect(away.locator("chat-enhanced:defined")).to_be_attached()
        phone.set_offline(True)
        away.fill("#message", "What do I train today?")
        away.keyboard.press("Enter")
        expect(away.locator(OWN)).to_have_attribute("data-state", "waiting")
        phone.set_offline(False)
        expect(away.locator(OWN)).to_have_attribute("data-state", "sent", timeout=20_000)
        expect(away.locator(OWN)).to_have_count(1)
    assert Message.objects.filter(author="athlete").count() == 1


def test_it_works_by_forms_alone(site: str, browser: Browser, page: Page) -> None:
    enter(page, site)
    with browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state()) as plain:
        bare = plain.new_page()
        bare.goto(f"{site}/")
        bare.fill("#message", "What is on today?")
        with bare.expect_navigation():
            bare.locator("button.send").click()
        expect(bare.locator(OWN)).to_have_count(1)
        training.reload_until(bare, lambda: bare.locator(f"{OWN} ~ {SPOTTER}").count() > 0)
        expect(bare.locator(f"{OWN} ~ {SPOTTER}").last).to_be_in_viewport()
        with bare.expect_navigation():
            bare.locator(".message:last-child .quick-replies button").first.click()
        expect(bare.locator(OWN)).to_have_count(2)


@pytest.mark.parametrize(("view", "locale"), [("small", "zh-hans"), ("desk", "en")])
def test_it_is_accessible_with_everything_in_it(site: str, page: Page, view: str, locale: str) -> None:
    sizes = {"small": (320, 640), "desk": (1440, 900)}
    width, height = sizes[view]
    page.set_viewport_size({"width": width, "height": height})
    enter(page, site, has_trained=True, locale=locale)
    asked = {
        "en": ("How am I doing?", "skip today", "swap back squat"),
        "zh-hans": ("我练得怎么样？", "今天不练", "今天练什么？"),
    }
    for text in asked[locale]:
        ask(page, text)
    expect(page.locator("series-chart canvas").first).to_be_attached()
    assert not sticks_out(page)
    found = faults(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert found + faults(page, "color-contrast") == []


def trained_once(user: User) -> None:
    """One rated exercise that was far too easy; the suggestion comes from the worker."""
    session = PlannedSession.objects.filter(plan__athlete=user).earliest("on")
    squat = PlannedItem.objects.get(session=session, exercise="back-squat")
    feedback.record(
        athlete=user, session=session, exercise="back-squat", rpe=Decimal(6), completion_rate=Decimal(100),
        now=timezone.now(), sets=[{"reps": 5, "load_kg": squat.load_kg, "rpe": 6}] * squat.sets,
    )  # fmt: skip
