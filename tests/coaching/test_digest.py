"""The weekly mail: once, on Monday, only for who asked, and with one click to end it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client, TestCase, override_settings

from accounts.models import AthleteProfile
from coaching.models import PromptPreferences, SafetyEvent, SafetyHold
from coaching.services import digest
from plans.models import PlannedSession
from tests.base import Cast
from tests.coaching.asked import agreed
from tests.plans.base import plan_for

MONDAY = datetime(2026, 5, 11, 7, 30, tzinfo=UTC)  # 09:30 in Berlin


@override_settings(PUBLIC_URL="https://gym.example")
class DigestTests(Cast, TestCase):
    def wants(self, **chosen: Any) -> PromptPreferences:
        return agreed(self.ana, email_digest=True, **chosen)

    def test_it_comes_once_a_week(self) -> None:
        self.wants()
        sent = [digest.send_due(MONDAY + timedelta(hours=each)) for each in (-1, 0, 0, 5, 24, 24 * 7)]
        self.assertEqual(sent, [0, 1, 0, 0, 0, 1])

    def test_p1_it_carries_a_number_and_links(self) -> None:
        self.wants()
        plan = plan_for(self.ana, now=MONDAY - timedelta(days=7))
        done = list(PlannedSession.objects.filter(plan=plan, on__gte=date(2026, 5, 4), on__lt=date(2026, 5, 11))[:2])
        PlannedSession.objects.filter(pk__in=[each.pk for each in done]).update(status="done")
        digest.send_due(MONDAY)
        [sent] = mail.outbox
        self.assertEqual((sent.subject, sent.to), ("Your week with Spotter", ["ana@example.org"]))
        first, where, end = str(sent.body).strip().split("\n\n")
        self.assertEqual(first, f"You did {len(done)} sessions last week.")
        self.assertTrue(where.endswith("https://gym.example/"))
        self.assertIn("https://gym.example/coach/digest/off?token=", end)

    def test_one_click_ends_it(self) -> None:
        self.wants()
        digest.send_due(MONDAY)
        headers = mail.outbox[0].extra_headers
        self.assertEqual(headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        link = urlsplit(headers["List-Unsubscribe"].strip("<>"))
        stranger = Client(enforce_csrf_checks=True)
        self.assertEqual(stranger.get(f"{link.path}?{link.query}").status_code, 200)
        self.assertTrue(PromptPreferences.objects.get().email_digest)  # a scanner of mail opened it
        self.assertEqual(stranger.post(f"{link.path}?{link.query}").status_code, 200)
        self.assertFalse(PromptPreferences.objects.get().email_digest)
        self.assertEqual(stranger.post(f"{link.path}?token=x{link.query[6:]}").status_code, 400)

    def test_it_waits_for_the_end_of_quiet_hours_and_gives_up_on_wednesday(self) -> None:
        self.wants(quiet_hours=[{"days": [], "from": "21:00", "to": "12:00"}])
        self.assertEqual(digest.send_due(MONDAY), 0)
        self.assertEqual(digest.send_due(MONDAY + timedelta(hours=3)), 1)
        PromptPreferences.objects.update(digest_week="", quiet_until=MONDAY + timedelta(days=2))
        self.assertEqual([digest.send_due(MONDAY + timedelta(days=each)) for each in (1, 2.5)], [0, 0])

    def test_it_does_not_come_to_who_said_no_or_is_held(self) -> None:
        for chosen in (
            {"email_digest": False},
            {"enabled": False},
            {"holiday_from": "2026-05-01", "holiday_to": "2026-05-31"},
        ):
            with self.subTest(chosen):
                PromptPreferences.objects.all().delete()
                agreed(self.ana, **{"email_digest": True, **chosen})
                self.assertEqual(digest.send_due(MONDAY), 0)
        PromptPreferences.objects.all().delete()
        self.wants()
        event = SafetyEvent.objects.create(
            athlete=self.ana, category="eating", source="message", source_id=self.ana.pk, created_at=MONDAY
        )
        SafetyHold.objects.create(athlete=self.ana, event=event, category="eating", since=MONDAY)
        self.assertEqual(digest.send_due(MONDAY), 0)

    def test_it_is_plain_text(self) -> None:
        self.wants()
        digest.send_due(MONDAY)
        self.assertEqual(mail.outbox[0].message().get_content_type(), "text/plain")

    @override_settings(PUBLIC_URL="")
    def test_without_an_address_there_is_none(self) -> None:
        self.wants()
        self.assertEqual(digest.send_due(MONDAY), 0)


class Server(BaseEmailBackend):
    """A mail server that meets what `faults` has next, in opening or in sending, and else takes everything."""

    faults: ClassVar[list[tuple[str, Exception]]] = []
    taken: ClassVar[list[str]] = []

    def open(self) -> bool:
        self._meet("open")
        return True

    def send_messages(self, email_messages: Any) -> int:
        self._meet("send")
        self.taken.extend(email_messages[0].to)
        return 1

    def _meet(self, where: str) -> None:
        if self.faults and self.faults[0][0] == where:
            raise self.faults.pop(0)[1]


@override_settings(PUBLIC_URL="https://gym.example", EMAIL_BACKEND="tests.coaching.test_digest.Server")
class FaultTests(Cast, TestCase):
    def sent(self, where: str, fault: Exception, *, calls: int = 3) -> list[int]:
        agreed(self.ana, email_digest=True, digest_week="")
        Server.faults[:], Server.taken[:] = [(where, fault)], []
        return [digest.send_due(MONDAY + timedelta(minutes=15 * each)) for each in range(calls)]

    def test_what_no_server_took_goes_out_later_and_once(self) -> None:
        later: list[Callable[[], tuple[str, Exception]]] = [
            lambda: ("open", ConnectionRefusedError()),
            lambda: ("open", TimeoutError()),
            lambda: ("send", SMTPDataError(451, b"try again later")),
            lambda: ("send", SMTPRecipientsRefused({"ana@example.org": (450, b"mailbox busy")})),
        ]
        for each in later:
            where, fault = each()
            with self.subTest(where=where, fault=repr(fault)):
                self.assertEqual(self.sent(where, fault), [0, 1, 0])
                self.assertEqual(Server.taken, ["ana@example.org"])

    def test_what_it_may_have_taken_or_will_never_take_is_not_sent_again(self) -> None:
        for fault in (SMTPServerDisconnected(), TimeoutError(), SMTPDataError(554, b"no")):
            with self.subTest(repr(fault)):
                self.assertEqual(self.sent("send", fault), [0, 0, 0])

    def test_one_that_is_away_is_not_asked_for_every_athlete(self) -> None:
        agreed(self.ben, email_digest=True)
        AthleteProfile.objects.update(timezone="Europe/Berlin")
        sent = self.sent("open", ConnectionRefusedError(), calls=2)
        self.assertEqual((sent, len(Server.taken)), ([0, 2], 2))
