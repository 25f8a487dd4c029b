"""F7 and T6 on a page: everything about prompts is chosen in one place, and nothing is switched silently."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.test import Client, TestCase, override_settings

from accounts import services as accounts
from coaching import services as coaching
from coaching.core.preferences import NIGHT
from coaching.models import Habit, HabitDone, PromptPreferences
from coaching.services.preferences import MUTABLE
from tests.base import Cast
from tests.coaching.asked import agreed, asked

PAGE = "/coach/preferences"


class PageCase(Cast, TestCase):
    def setUp(self) -> None:
        self.client = Client()
        self.client.force_login(self.ana)

    def filled(self, **changes: Any) -> dict[str, Any]:
        """The form as a browser would send it, with these changes."""
        form = self.client.get(PAGE).context["form"]
        sent: dict[str, Any] = {}
        for bound in form:
            value = bound.value()
            if value not in (None, "", False):
                sent[bound.html_name] = "on" if value is True else value
        sent |= changes
        return {name: value for name, value in sent.items() if value is not None}

    def said(self) -> None:
        """Something stands in the chat."""
        coaching.post(athlete=self.ana, text="What do I train today?", client_id=uuid4(), now=datetime.now(UTC))

    def save(self, **changes: Any) -> Any:
        return self.client.post(PAGE, self.filled(**changes))


class F7PageTests(PageCase):
    def test_it_shows_all_of_it_and_saves_it_unchanged(self) -> None:
        until = (datetime.now(UTC) + timedelta(days=3)).isoformat()
        row = agreed(
            self.ana, max_per_day=1, min_gap_min=300, halved_rules=["check_in"],
            muted_rules=[{"rule": "stalled", "until": until}, {"rule": "habit", "until": None}],
            quiet_until=datetime.now(UTC) + timedelta(hours=5),
            quiet_hours=[dict(NIGHT), {"days": [5, 6], "from": "13:00", "to": "14:00"}],
        )  # fmt: skip
        page = self.client.get(PAGE)
        for words in ("Most in a day", "Quiet hours", "Do not disturb", "Holiday", "Time zone", "may come from"):
            self.assertContains(page, words)
        before = {field.name: getattr(row, field.name) for field in row._meta.fields if field.name != "updated_at"}
        self.assertEqual(self.save().status_code, 302)
        row.refresh_from_db()
        after = {name: getattr(row, name) for name in before}
        for each in (before, after):
            each["muted_rules"] = sorted(each["muted_rules"], key=lambda mute: mute["rule"])
        self.assertEqual(after, before)

    def test_it_mutes_rests_and_goes_on_holiday(self) -> None:
        agreed(self.ana)
        answer = self.save(
            rule_stalled="never", rule_habit="less", rule_check_in="day", pause="week",
            holiday_from="2026-08-01", holiday_to="2026-08-14",
        )  # fmt: skip
        self.assertEqual(answer.status_code, 302, answer.context and answer.context["form"].errors)
        row = PromptPreferences.objects.get()
        mutes = {each["rule"]: each["until"] for each in row.muted_rules}
        self.assertEqual((mutes.keys(), mutes["stalled"]), ({"stalled", "check_in"}, None))
        self.assertEqual(row.halved_rules, ["habit"])
        self.assertEqual(str(row.holiday_to), "2026-08-14")
        assert row.quiet_until is not None
        self.assertGreater(row.quiet_until, datetime.now(UTC) + timedelta(days=5))
        self.save(pause="", rule_stalled="on")
        row.refresh_from_db()
        self.assertIsNone(row.quiet_until)
        self.assertNotIn("stalled", [each["rule"] for each in row.muted_rules])

    def test_it_refuses_more_than_five_and_half_a_holiday(self) -> None:
        for changes in ({"max_per_day": 6}, {"holiday_from": "2026-08-01"}, {"timezone": "Mars"}, {"quiet_to_0": None}):
            with self.subTest(changes):
                self.assertEqual(self.save(**changes).status_code, 422)

    def test_it_offers_a_choice_for_every_rule(self) -> None:
        page = self.client.get(PAGE)
        for rule in MUTABLE:
            self.assertContains(page, f'name="rule_{rule}"')

    def test_it_is_found_from_the_places_where_one_looks(self) -> None:
        for place in ("/more", "/profile"):
            self.assertContains(self.client.get(place), f'href="{PAGE}"')


class A10PageTests(PageCase):
    def test_it_says_in_plain_words_that_chance_decides_and_may_be_refused(self) -> None:
        self.assertContains(self.client.get(PAGE), "Sometimes chance decides whether a message comes")
        self.save(enabled="on", experiments=None)
        row = PromptPreferences.objects.get()
        self.assertEqual((row.enabled, row.experiments), (True, False))


class S9PageTests(PageCase):
    def test_it_says_why_it_is_off_for_minors(self) -> None:
        accounts.update_profile(self.ana, birth_year=datetime.now(UTC).year - 15)
        page = self.client.get(PAGE)
        self.assertContains(page, "You may be under 18")
        self.said()
        self.assertFalse(page.context["form"]["enabled"].value())
        self.assertNotContains(self.client.get("/"), "May Spotter message you first?")


class OfferTests(PageCase):
    def test_it_asks_once(self) -> None:
        self.said()
        for answer, expected in (("no", False), ("yes", True)):
            with self.subTest(answer):
                PromptPreferences.objects.all().delete()
                self.assertContains(self.client.get("/"), "May Spotter message you first?")
                self.client.post(f"{PAGE}/offer", {"answer": answer})
                self.assertEqual(PromptPreferences.objects.get().enabled, expected)
                self.assertNotContains(self.client.get("/"), "May Spotter message you first?")

    def test_an_empty_chat_asks_for_a_plan_and_for_nothing_else(self) -> None:
        page = self.client.get("/")
        self.assertContains(page, "Make a plan")
        self.assertNotContains(page, "May Spotter message you first?")

    def test_signing_up_offers_it_unticked(self) -> None:
        page = Client().get("/register")
        self.assertContains(page, 'name="proactive"')
        self.assertNotContains(page, "checked")


class T6ZoneTests(PageCase):
    def test_it_asks_before_it_follows_the_browser(self) -> None:
        for place in ("/", PAGE):
            self.assertContains(self.client.get(place), '<zone-ask zone="Europe/Berlin">')
        self.client.post(f"{PAGE}/zone", {"timezone": "Mars"})
        self.ana.profile.refresh_from_db()
        self.assertEqual(self.ana.profile.timezone, "Europe/Berlin")
        self.client.post(f"{PAGE}/zone", {"timezone": "Asia/Tokyo"})
        self.ana.profile.refresh_from_db()
        self.assertEqual(self.ana.profile.timezone, "Asia/Tokyo")


class M6PageTests(PageCase):
    def test_it_tells_why_and_takes_an_answer_without_scripts(self) -> None:
        agreed(self.ana)
        prompt = asked(self.ana, datetime.now(UTC))
        chat = self.client.get("/")
        self.assertContains(chat, "Why am I seeing this?")
        self.assertContains(chat, f'action="/coach/prompts/{prompt.pk}"')
        page = self.client.get(f"/coach/prompts/{prompt.pk}")
        self.assertContains(page, "It is the hour of your check-in")
        self.assertContains(page, PAGE)
        body = {"choice": "not_now", "client_id": str(uuid4())}
        self.assertRedirects(
            self.client.post(f"/coach/prompts/{prompt.pk}", body), "/#newest", fetch_redirect_response=False
        )
        prompt.refresh_from_db()
        self.assertEqual(prompt.status, "answered")
        self.assertContains(self.client.get("/"), 'data-state="answered"')


class HabitPageTests(PageCase):
    def test_it_keeps_ticks_takes_back_changes_and_ends(self) -> None:
        new = {"title": "Stretching", "at": "20:30", "days": [0, 2], "client_id": str(uuid4())}
        for _twice in range(2):
            self.assertEqual(self.client.post("/coach/habits", new).status_code, 302)
        habit = Habit.objects.get()
        address = f"/coach/habits/{habit.client_id}"
        for action, count in (("done", 1), ("done", 1), ("slip", 0)):
            self.client.post(address, {"action": action})
            self.assertEqual(HabitDone.objects.count(), count, action)
        self.client.post(address, {**new, "title": "Walking", "action": "change"})
        self.assertContains(self.client.get("/coach/habits"), "Walking")
        self.client.post(address, {"action": "end"})
        self.assertNotContains(self.client.get("/coach/habits"), "Walking")


@override_settings(VAPID_PRIVATE_KEY="")
class WithoutAKeyTests(PageCase):
    def test_it_hides_notifications(self) -> None:
        self.assertNotContains(self.client.get(PAGE), "<push-switch")
