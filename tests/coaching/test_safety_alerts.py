"""S3, P1, P2: staff hear of a sign in time, with no word about health, and only those whose role it is may look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.test import Client, TestCase, override_settings

from accounts import services as accounts
from accounts.models import AuditEntry, User
from coaching import services as coaching
from coaching.core.safety.holds import NOTIFY_WITHIN
from coaching.models import SafetyEvent, SafetyHold
from coaching.services import alerts, safety
from coaching.services.alerts import Alerted
from tests.base import Cast
from tests.coaching.base import NOW

SAID = "I have chest pain and I fainted"
MINUTE = timedelta(minutes=1)


def by_role(user: User) -> None:
    user.user_permissions.add(Permission.objects.get(codename="view_safetyevent", content_type__app_label="coaching"))


class AlertCase(Cast, TestCase):
    def setUp(self) -> None:
        message, _is_new = coaching.post(athlete=self.ana, text=SAID, client_id=uuid4(), now=NOW)
        safety.notice(athlete=self.ana, text=SAID, source="message", source_id=message.pk, message=message, now=NOW)
        self.event = SafetyEvent.objects.get()


class AlertTests(AlertCase):
    def setUp(self) -> None:
        super().setUp()
        by_role(self.ola)

    def test_s3_beat_runs_often_enough_for_the_minute(self) -> None:
        entry = settings.CELERY_BEAT_SCHEDULE["alert staff"]
        self.assertEqual(entry["task"], "coaching.tasks.alert_staff")
        self.assertLessEqual(float(str(entry["schedule"])), NOTIFY_WITHIN.total_seconds())

    def test_s3_staff_are_mailed_once_and_again_after_a_quarter_of_an_hour(self) -> None:
        told = [alerts.alert(NOW + at) for at in (MINUTE / 2, MINUTE, 14 * MINUTE, 15 * MINUTE, 16 * MINUTE)]
        self.assertEqual([(each.first, each.second) for each in told], [(1, 0), (0, 0), (0, 0), (0, 1), (0, 0)])
        self.assertEqual([each.to for each in mail.outbox], [["ola@example.org"]] * 2)
        self.event.refresh_from_db()
        self.assertEqual(self.event.notified_at, NOW + MINUTE / 2)
        self.assertEqual(self.event.alerted_again_at, NOW + 15 * MINUTE)

    def test_s3_what_was_taken_on_is_not_told_again(self) -> None:
        alerts.alert(NOW)
        self.assertEqual(safety.acknowledge(staff=self.ola, found=[self.event], now=NOW + MINUTE), 1)
        self.assertEqual(alerts.alert(NOW + 20 * MINUTE), Alerted(0, 0))
        self.assertEqual(safety.acknowledge(staff=self.cleo, found=[self.event], now=NOW + 2 * MINUTE), 0)
        self.event.refresh_from_db()
        self.assertEqual((self.event.acknowledged_by, self.event.acknowledged_at), (self.ola, NOW + MINUTE))

    def test_p1_a_mail_says_nothing_of_whom_or_what(self) -> None:
        alerts.alert(NOW)
        text = f"{mail.outbox[0].subject} {mail.outbox[0].body}".casefold()
        for word in ("chest", "pain", "faint", "ana", "red_flag", "health", "safety hold"):
            self.assertNotIn(word, text)
        self.assertIn("/admin/coaching/safetyevent/", text)

    def test_s3_without_staff_the_event_waits_until_there_is_somebody(self) -> None:
        self.ola.user_permissions.clear()
        with self.assertLogs("coaching.services.alerts", "CRITICAL"):
            self.assertEqual(alerts.alert(NOW), Alerted(0, 0))
        self.assertEqual(mail.outbox, [])
        by_role(self.ola)
        self.assertEqual(alerts.alert(NOW + MINUTE), Alerted(1, 0))

    @override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=9
    )
    def test_s3_a_mail_that_cannot_be_sent_is_tried_again(self) -> None:
        with self.assertLogs("coaching.services.alerts", "ERROR"):
            self.assertEqual(alerts.alert(NOW), Alerted(0, 0))
        with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
            self.assertEqual(alerts.alert(NOW + MINUTE / 2), Alerted(1, 0))

    def test_p2_the_role_counts_by_a_group_too_and_not_for_closed_accounts(self) -> None:
        group = Group.objects.create(name="care")
        group.permissions.add(Permission.objects.get(codename="view_safetyevent"))
        self.dan.groups.add(group)
        self.assertEqual(set(alerts.staff()), {self.ola})  # a coach is not staff
        User.objects.filter(pk=self.dan.pk).update(is_staff=True)
        self.assertEqual(set(alerts.staff()), {self.ola, self.dan})
        User.objects.filter(pk=self.ola.pk).update(is_active=False)
        self.assertEqual(set(alerts.staff()), {self.dan})

    def test_it_counts_what_waits(self) -> None:
        self.assertEqual(alerts.waiting(NOW + MINUTE), (1, 60.0))
        safety.acknowledge(staff=self.ola, found=[self.event], now=NOW)
        self.assertEqual(alerts.waiting(NOW + MINUTE), (0, 0.0))


@pytest.mark.security
class ConsoleTests(AlertCase):
    def console(self, person: User, path: str, body: dict[str, str] | None = None) -> tuple[int, str]:
        client = Client()
        client.force_login(person)
        url = f"/admin/coaching/{path}"
        answer = client.get(url) if body is None else client.post(url, body)
        return answer.status_code, answer.content.decode()

    def test_p2_without_the_role_there_is_nothing_to_see(self) -> None:
        for person in (self.ola, self.cleo):
            for path in ("safetyevent/", f"safetyevent/{self.event.pk}/change/", "safetyhold/"):
                with self.subTest(path, person=str(person)):
                    self.assertEqual(self.console(person, path)[0], 403)

    def test_p2_with_it_each_look_is_in_the_audit(self) -> None:
        by_role(self.ola)
        status, page = self.console(self.ola, "safetyevent/")
        self.assertEqual((status, SAID in page), (200, False))
        status, page = self.console(self.ola, f"safetyevent/{self.event.pk}/change/")
        self.assertEqual((status, SAID in page), (200, True))
        looks = AuditEntry.objects.filter(actor=accounts.pseudonym(self.ola)).values_list("action", flat=True)
        self.assertEqual(sorted(looks), ["athlete.viewed", "safety.listed"])

    def test_s3_in_the_queue_staff_take_on_and_clear(self) -> None:
        by_role(self.ola)
        hold = SafetyHold.objects.get()
        self.console(self.ola, "safetyevent/", {"action": "acknowledge", "_selected_action": str(self.event.pk)})
        self.console(self.ola, "safetyhold/", {"action": "clear", "_selected_action": str(hold.pk)})
        self.event.refresh_from_db()
        hold.refresh_from_db()
        self.assertEqual((self.event.acknowledged_by, hold.cleared_by), (self.ola, self.ola))
        self.assertNotIn("ana@example.org", self.console(self.ola, "safetyevent/")[1])  # it shows what waits
        self.assertIn("ana@example.org", self.console(self.ola, "safetyevent/?open=all")[1])
        actions = set(AuditEntry.objects.values_list("action", flat=True))
        self.assertLessEqual({"safety.acknowledged", "safety.cleared"}, actions)

    def test_s3_every_page_of_those_who_may_look_says_how_many_wait(self) -> None:
        places = ("/admin/", "/admin/live/", "/admin/effects/", "/admin/accounts/user/", "/")
        for person, is_told in ((self.ola, False), (self.cleo, False)):
            self.assertEqual(self.seen_by(person, places), [is_told] * len(places))
        by_role(self.ola)
        self.assertEqual(self.seen_by(self.ola, places), [True] * len(places))
        safety.acknowledge(staff=self.ola, found=[self.event], now=NOW)
        self.assertEqual(self.seen_by(self.ola, places), [False] * len(places))

    def seen_by(self, person: User, places: Sequence[str]) -> list[bool]:
        client = Client()
        client.force_login(person)
        return ["1 sign needs a person" in client.get(place).content.decode() for place in places]

    def test_s3_the_live_page_counts_them(self) -> None:
        client = Client()
        client.force_login(self.ola)
        self.assertEqual(client.get("/admin/live/figures/").json()["now"]["signs"], 1)


@override_settings(SAFETY_ON_CALL=["night@example.org", "Ola@example.org"])
class OnCallTests(AlertCase):
    def test_s3_who_is_on_call_is_mailed_beside_the_staff_and_nobody_twice(self) -> None:
        by_role(self.ola)
        self.assertEqual([alerts.alert(NOW), alerts.alert(NOW + 15 * MINUTE)], [Alerted(1, 0), Alerted(0, 1)])
        self.assertEqual([each.to for each in mail.outbox], [["night@example.org"], ["ola@example.org"]] * 2)

    def test_s3_they_are_told_where_no_staff_is_set_up(self) -> None:
        self.assertEqual(alerts.alert(NOW), Alerted(1, 0))
        self.assertEqual(len(mail.outbox), 2)
