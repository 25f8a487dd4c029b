"""The order of the providers, as staff changes it while everything runs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client, SimpleTestCase, TestCase, override_settings
from django.utils import timezone

from accounts.models import AuditEntry
from llm import registry
from llm import services as llm
from llm.core.ordering import Standing, arranged
from llm.models import BreakerState, ModelCall, ProviderSetting
from llm.registry import standings
from tests.base import PASSWORD, Cast
from tests.llm.base import entry

LIST = "/admin/llm/providersetting/"
URL = "https://models.example/v1"


class OrderTests(SimpleTestCase):
    def test_it_follows_what_was_said_and_else_the_environment(self) -> None:
        names = ("a", "b", "c")
        for standings_, wanted in (
            ({}, ("a", "b", "c")),
            ({"c": Standing(5)}, ("c", "a", "b")),
            ({"a": Standing(25)}, ("b", "a", "c")),
            ({"a": Standing(20)}, ("a", "b", "c")),
            ({"b": Standing(20, is_enabled=False)}, ("a", "c")),
            ({"gone": Standing(1)}, ("a", "b", "c")),
        ):
            with self.subTest(standings_):
                self.assertEqual(arranged(names, standings_), wanted)


@override_settings(
    LLM_MODE="LIVE",
    LLM_PROVIDERS=[entry("first", URL, "gpt-4-turbo-preview"), entry("second", URL, "m"), entry("third", "", "")],
)
class ArrangingTests(Cast, TestCase):
    def setUp(self) -> None:
        standings.forget()
        self.addCleanup(standings.forget)

    def order(self) -> list[str]:
        return [provider.name for provider in registry.order()]

    def arrange(self, name: str, **changes: Any) -> None:
        with self.captureOnCommitCallbacks(execute=True):
            llm.arrange(name, changes, actor=self.ola, now=timezone.now())

    def test_listing_them_changes_no_order(self) -> None:
        llm.list_providers()
        standings.forget()
        self.assertEqual(self.order(), ["first", "second"])
        self.assertEqual(ProviderSetting.objects.count(), 3)

    def test_a_change_holds_at_once_and_is_in_the_audit(self) -> None:
        llm.list_providers()
        self.assertEqual(self.order(), ["first", "second"])
        self.arrange("second", position=1, note="cheaper, says Ana")
        self.assertEqual(self.order(), ["second", "first"])
        told = AuditEntry.objects.get(action="llm.provider_arranged")
        self.assertEqual((told.target, told.facts), ("second", {"position": [20, 1], "note": []}))

    def test_one_that_is_switched_off_is_not_asked(self) -> None:
        llm.list_providers()
        self.arrange("first", is_enabled=False)
        self.assertEqual(self.order(), ["second"])
        self.arrange("second", is_enabled=False)
        self.assertFalse(registry.is_on())

    def test_nothing_is_written_where_nothing_changes(self) -> None:
        llm.list_providers()
        self.arrange("first", position=10, is_enabled=True)
        self.assertIsNone(ProviderSetting.objects.get(name="first").changed_at)
        self.assertFalse(AuditEntry.objects.filter(action="llm.provider_arranged").exists())

    def test_another_process_notices_after_a_moment(self) -> None:
        self.assertEqual(self.order(), ["first", "second"])
        ProviderSetting.objects.create(name="first", position=10, is_enabled=False)  # as another process writes it
        self.assertEqual(self.order(), ["first", "second"])
        standings._known = (0.0, {})  # the moment has passed
        self.assertEqual(self.order(), ["second"])

    def test_the_order_is_looked_up_once_for_many_questions(self) -> None:
        with self.assertNumQueries(1):
            for _ in range(5):
                registry.order()

    def test_only_a_row_that_means_nothing_can_be_deleted(self) -> None:
        llm.list_providers()
        ProviderSetting.objects.create(name="gone", position=1)
        self.assertEqual([llm.forget_provider(name, actor=self.ola) for name in ("first", "gone")], [False, True])
        self.assertFalse(ProviderSetting.objects.filter(name="gone").exists())

    def test_it_says_how_each_one_stands(self) -> None:
        now = timezone.now()
        BreakerState.objects.create(
            name="second/m", state={"recent": [], "row": 0, "opens": 1, "open_until": now.timestamp() + 60,
                                    "probe_until": 0.0}, updated_at=now,
        )  # fmt: skip
        for outcome, minutes in (("answered", 9), ("auth", 7), ("invalid", 3)):
            ModelCall.objects.create(
                question="0" * 32, job="chat", attempt=1, reason="first", provider="second", model="m",
                instructions="chat/en", instructions_version=1, instructions_sha256="", input_sha256="",
                started_at=now - timedelta(minutes=minutes), lease_until=now, ended_at=now, tokens_reserved=1,
                cost_micro_usd=0, prices_on=now.date(), outcome=outcome,
            )  # fmt: skip
        second = llm.state_of("second", now)
        self.assertEqual((second.condition, second.last_fault), ("ready", "auth"))
        self.assertEqual(second.shut_until, now + timedelta(seconds=60))
        self.assertEqual(second.answered_at, now - timedelta(minutes=9))
        self.assertEqual(llm.state_of("first", now).retiring[0].successor, "gpt-5.6-luna")
        self.assertEqual([llm.state_of(name, now).condition for name in ("third", "gone")], ["no_address", "unknown"])


@override_settings(LLM_MODE="LIVE", LLM_PROVIDERS=[entry("first", URL, "m"), entry("second", URL, "m")])
class PageTests(Cast, TestCase):
    def setUp(self) -> None:
        standings.forget()
        self.addCleanup(standings.forget)
        self.console = Client()
        self.assertTrue(self.console.login(username=self.ola.email, password=PASSWORD))

    def post(self, rows: list[ProviderSetting], **changed: Any) -> Any:
        form: dict[str, Any] = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows), "_save": "Save"}
        for place, row in enumerate(rows):
            form |= {f"form-{place}-id": row.pk, f"form-{place}-position": row.position, f"form-{place}-note": row.note}
            form |= {f"form-{place}-is_enabled": "on"} if row.is_enabled else {}
        with self.captureOnCommitCallbacks(execute=True):
            return self.console.post(LIST, form | changed)

    def test_staff_see_every_provider_and_how_it_stands(self) -> None:
        ProviderSetting.objects.create(name="gone", position=99)
        page = self.console.get(LIST)
        for told in ("first", "second", "configured: m", "not in the environment"):
            self.assertContains(page, told)
        self.assertNotContains(page, "sk-canary")

    def test_staff_turn_the_order_round(self) -> None:
        self.console.get(LIST)
        rows = list(ProviderSetting.objects.order_by("position", "pk"))
        answer = self.post(rows, **{"form-1-position": 5})
        self.assertEqual(answer.status_code, 302)
        self.assertEqual([provider.name for provider in registry.order()], ["second", "first"])
        row = ProviderSetting.objects.get(name="second")
        self.assertEqual((row.position, row.changed_by), (5, self.ola))
        self.assertTrue(AuditEntry.objects.filter(action="llm.provider_arranged", target="second").exists())

    def test_one_page_shows_one_provider_and_its_order_can_be_changed_there(self) -> None:
        llm.list_providers()
        row = ProviderSetting.objects.get(name="first")
        path = f"{LIST}{row.pk}/change/"
        self.assertContains(self.console.get(path), "configured: m")
        with self.captureOnCommitCallbacks(execute=True):
            answer = self.console.post(path, {"position": 30, "note": "slow"})
        self.assertEqual(answer.status_code, 302)
        row.refresh_from_db()
        self.assertEqual((row.position, row.is_enabled, row.note), (30, False, "slow"))

    def test_nothing_is_added_and_only_what_means_nothing_is_deleted(self) -> None:
        llm.list_providers()
        gone = ProviderSetting.objects.create(name="gone", position=99)
        first = ProviderSetting.objects.get(name="first")
        self.assertEqual(self.console.post(f"{LIST}add/").status_code, 403)
        self.assertEqual(self.console.post(f"{LIST}{first.pk}/delete/", {"post": "yes"}).status_code, 403)
        self.assertEqual(self.console.post(f"{LIST}{gone.pk}/delete/", {"post": "yes"}).status_code, 302)
        self.assertEqual(set(ProviderSetting.objects.values_list("name", flat=True)), {"first", "second"})
