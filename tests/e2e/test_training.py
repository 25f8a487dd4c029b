"""The session page in the gym: by keyboard, without scripts, on a slow line."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, Route, expect

from feedback.models import RPEFeedback
from tests.e2e import training


def enter(page: Page, site: str) -> None:
    training.open_gym()
    ana = training.athlete()
    training.plan_for(ana)
    training.come_in(page.context, site, ana)


def test_it_logs_a_set_by_keyboard_alone(site: str, page: Page) -> None:
    enter(page, site)
    page.goto(f"{site}/today")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    reps = page.locator(f'{training.NOW} input[name="reps"]')
    for _ in range(30):
        page.keyboard.press("Tab")
        if reps.evaluate("field => field === document.activeElement"):
            break
    expect(reps).to_be_focused()
    page.keyboard.press("ArrowUp")
    told = reps.input_value()
    page.keyboard.press("Tab")  # the button that adds one
    page.keyboard.press("Tab")  # the scale
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator(f'{training.NOW} input[name="rpe"]:checked')).to_have_value("6")
    page.keyboard.press("Enter")
    expect(page.locator(f"{training.NOW} .set.is-done")).to_contain_text(told)


def test_it_steps_loads_with_large_buttons(site: str, page: Page) -> None:
    enter(page, site)
    page.goto(f"{site}/today")
    load = page.locator(f'{training.NOW} input[name="load"]')
    before = float(load.input_value())
    steppers = page.locator(f"{training.NOW} number-stepper").first
    steppers.locator("button").last.click()
    assert float(load.input_value()) > before
    steppers.locator("button").first.click()
    assert float(load.input_value()) == before


def test_it_keeps_sets_over_a_reload_and_says_what_comes_next(site: str, page: Page) -> None:
    enter(page, site)
    page.goto(f"{site}/today")
    training.log_set(page, "9.5")
    page.goto(f"{site}/lifts")
    scripts: list[Route] = []  # on a slow line they come after the page
    page.route("**/js/gym-log*.js", lambda route: scripts.append(route))
    page.goto(f"{site}/today", wait_until="commit")
    load = page.locator(f'{training.NOW} input[name="load"]')
    load.fill("42.5")
    training.wait_until(page, lambda: bool(scripts))
    scripts[0].continue_()
    expect(page.locator(f"{training.NOW} .set.is-done")).to_have_count(1)
    expect(page.locator(f"{training.NOW} .advice")).to_be_visible()
    expect(page.locator("rest-timer")).to_contain_text(":")
    expect(load).to_have_value("42.5")


def test_it_goes_straight_to_the_next_set_within_reach_of_a_thumb(site: str, page: Page) -> None:
    enter(page, site)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/today")
    training.log_set(page, "8")
    expect(page.locator("#next")).to_be_focused()
    bar = page.locator(".places").bounding_box()
    for place in (page.locator("#next rest-timer"), page.locator(f'{training.NOW} button[value="log"]')):
        box = place.bounding_box()
        assert box is not None and bar is not None
        assert box["y"] >= 0 and box["y"] + box["height"] <= bar["y"], box


def test_it_sends_a_form_once_however_often_it_is_tapped(site: str, page: Page) -> None:
    enter(page, site)
    page.goto(f"{site}/today")
    form = page.locator(f"{training.NOW} form.set-form")
    training.rate(form, "8")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    form.locator('button[value="log"]').evaluate("button => { button.click(); button.click(); }")
    expect(page.locator(f"{training.NOW} [data-heading]")).to_contain_text("2")
    expect(page.locator(f"{training.NOW} .set.is-done")).to_have_count(1)
    assert not [url for url in sent if url.endswith("/sets")], "it is kept on the device until the exercise is saved"


def test_it_ends_an_exercise_that_hurts(site: str, page: Page) -> None:
    enter(page, site)
    page.goto(f"{site}/today")
    page.locator(f"{training.NOW} form.set-form .asides details.more > summary").click()
    page.select_option(f'{training.NOW} select[name="pain_region"]', "knee")
    page.select_option(f'{training.NOW} select[name="pain_severity"]', "6")
    training.log_set(page, "8")
    expect(page.locator(".note.is-caution").first).to_contain_text("enough of this exercise")
    training.wait_until(page, RPEFeedback.objects.exists)
    rating = RPEFeedback.objects.get()
    assert (rating.pain_region, rating.pain_severity) == ("knee", 6)


def test_it_works_without_scripts(site: str, browser: Browser, page: Page) -> None:
    """The whole session: logged, taken back, finished."""
    enter(page, site)
    with browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state()) as plain:
        bare = plain.new_page()
        bare.goto(f"{site}/today")
        training.log_set(bare, "8")
        with bare.expect_navigation():
            bare.locator(f'{training.NOW} button[value="back"]').click()
        expect(bare.locator(f"{training.NOW} .set.is-done")).to_have_count(0)
        training.train(bare, site, whole=False)
        expect(bare.locator("section#finish")).to_be_visible()
        assert RPEFeedback.objects.standing().count() == 1
        bare.goto(f"{site}/plan/new")
        training.ask_for_a_plan(bare, site)
