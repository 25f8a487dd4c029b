"""What Spotter says unasked, in a real browser: answered by a tap, told why, and chosen on one page."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from coaching.models import CoachingPrompt, PromptInteraction, PromptPreferences
from coaching.services import delivery
from tests.coaching.asked import agreed, waiting
from tests.e2e import training
from tests.e2e.test_chat import SPOTTER, enter
from tests.e2e.test_pages import faults, sticks_out


def test_it_speaks_first_is_answered_by_a_tap_and_says_why(site: str, page: Page) -> None:
    ana = enter(page, site)
    a_minute_ago = timezone.now() - timedelta(minutes=1)
    agreed(ana, quiet_hours=[], enabled_at=a_minute_ago)
    prompt = waiting(ana, a_minute_ago, rule="welcome", occurrence="welcome")
    assert training.elsewhere(delivery.deliver, prompt.pk)
    spoken = page.locator(f"{SPOTTER}:has(prompt-why)")
    expect(spoken).to_be_visible()
    spoken.locator("summary").click()
    expect(spoken.locator("[data-told]")).to_contain_text("You agreed")
    assert faults(page) == []
    replies = spoken.locator("form[data-prompt]")
    replies.get_by_role("button").first.evaluate("button => { button.click(); button.click(); }")
    expect(replies).to_have_attribute("data-state", "answered")
    expect(page.locator(f"{SPOTTER}:has(form[data-prompt]) ~ {SPOTTER}")).to_have_count(1)  # what it led to
    assert PromptInteraction.objects.count() == 1
    page.reload()
    expect(page.locator("form[data-prompt]").first).to_have_attribute("data-state", "answered")
    assert CoachingPrompt.objects.get().status == "answered"


def test_everything_about_it_is_chosen_on_one_page(site: str, page: Page) -> None:
    ana = enter(page, site)
    page.goto(f"{site}/coach/preferences")
    assert faults(page) == []
    assert not sticks_out(page)
    asking = page.locator("zone-ask form")
    expect(asking).to_contain_text("Europe/Berlin")  # where the browser is; the profile says UTC
    asking.get_by_role("button", name="Leave it").click()
    page.reload()
    expect(asking).to_be_hidden()
    page.get_by_label("Spotter may message me first").check()
    page.get_by_label("Most in a day").fill("1")
    page.get_by_label("A lift that has stalled").select_option("never")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="applies from now on")).to_be_visible()
    row = PromptPreferences.objects.get(athlete=ana)
    assert (row.enabled, row.max_per_day, row.muted_rules) == (True, 1, [{"rule": "stalled", "until": None}])
    page.goto(f"{site}/coach/habits")
    assert faults(page) == []


# What the worker would show, told instead: a browser without a screen shows nothing.
TOLD = """async (news) => {
  const shown = [];
  registration.showNotification = (title, { body, tag, data }) => shown.push([title, body, tag, data.url]);
  for (const each of news) await self.news(each);
  return shown;
}"""


def test_a_notification_says_that_there_is_a_message_while_no_page_is_in_sight(site: str, browser: Browser) -> None:
    training.open_gym()
    news = {"id": "p1", "title": "Spotter", "body": "Your coach has a message.", "url": "/?source=push"}
    with browser.new_context() as context:
        training.come_in(context, site, training.athlete())
        page = context.new_page()
        page.goto(f"{site}/more")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        worker = context.service_workers[0]
        assert worker.evaluate(TOLD, [news]) == []  # a page in sight shows the message itself
        page.goto("about:blank")
        shown = worker.evaluate(TOLD, [news, {**news, "url": "https://evil.example/"}, {}])
        assert shown == [["Spotter", "Your coach has a message.", "prompt-p1", "/?source=push"]]
