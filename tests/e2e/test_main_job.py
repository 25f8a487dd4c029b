"""The main job in a real browser: ask for a plan, train with ratings, see what changes and why, apply, undo."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from accounts.models import AthleteProfile
from adaptation.models import AdaptationSuggestion
from plans.models import Plan, PlannedItem
from tests.e2e import training

SQUAT = "back-squat"


def loads() -> list[float | None]:
    """Of the squats that are still to come."""
    coming = PlannedItem.objects.filter(exercise=SQUAT, session__status="planned").order_by("session__on")
    return list(coming.values_list("load_kg", flat=True))


def suggestion(page: Page) -> str:
    """The card of the suggestion about the squat."""
    key = AdaptationSuggestion.objects.get(target__exercise=SQUAT, status="proposed").pk
    return f'article[aria-labelledby="suggestion-{key}"]'


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_it_changes_the_plan_after_rated_sets_and_says_why(site: str, page: Page, language: str) -> None:
    training.open_gym()
    training.register(page, site, language)
    assert page.locator("html").get_attribute("lang") == language
    assert AthleteProfile.objects.get().locale == language
    training.ask_for_a_plan(page, site)
    before = loads()

    training.train(page, site, whole=language == "en")
    page.click('section#finish a[href="/changes"]')
    is_proposed = AdaptationSuggestion.objects.filter(target__exercise=SQUAT, status="proposed").exists
    training.reload_until(page, is_proposed)
    page.reload()
    card = page.locator(suggestion(page))
    expect(card.locator("ins").first).to_be_visible()
    assert len(card.locator("p").all_inner_texts()) >= 2  # the change, and why
    untrained = loads()
    assert untrained == before[1:]

    card.locator('form[action$="/apply"] button').click()
    expect(page.locator("#revision-2")).to_be_visible()
    raised = loads()
    assert raised[0] is not None and untrained[0] is not None and raised[0] > untrained[0]
    page.goto(f"{site}/plan")
    expect(page.locator("main")).to_contain_text(f"{raised[0]:g}")

    page.goto(f"{site}/changes")
    page.locator('form[action$="/revisions/1/restore"] button').last.click()
    expect(page.locator("#revision-3")).to_be_visible()
    assert loads() == untrained
    assert Plan.objects.get().revision == 3

    page.goto(f"{site}/lifts/{SQUAT}")
    expect(page.locator("svg[role=img]")).to_be_visible()
    expect(page.locator(".figure")).to_contain_text("kg")
