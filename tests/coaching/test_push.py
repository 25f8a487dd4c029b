"""P1 and C6 of notifications: a push service on a real socket, which opens what it was sent with the browser's key."""

from __future__ import annotations

import base64
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

import http_ece
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import SimpleTestCase, TestCase, override_settings
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from accounts.services import issue_tokens, revoke_tokens
from coaching.core.push import is_known_service, topic, ttl_s
from coaching.gateway import web_push
from coaching.models import CoachingPrompt, PushNotice, PushSubscription
from coaching.services import delivery, push
from tests.base import Cast
from tests.coaching.asked import agreed, asked, waiting

URL = "/api/v2/coaching/push"
KEY, PUBLIC = web_push.new_keys()
FIRST, SECOND = UUID(int=1), UUID(int=2)
POINT = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Receiver:
    """A push service, and the browser behind it. `statuses`: what it answers, the last one for ever."""

    statuses: list[int] = field(default_factory=lambda: [201])
    calls: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0

    def __post_init__(self) -> None:
        self.key, self.secret = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)

    def subscription(self, name: str = "one") -> dict[str, Any]:
        public = encoded(self.key.public_key().public_bytes(*POINT))
        return {
            "endpoint": f"http://127.0.0.1:{self.port}/push/{name}",
            "keys": {"p256dh": public, "auth": encoded(self.secret)},
        }

    def opened(self, place: int = -1) -> dict[str, Any]:
        _headers, body = self.calls[place]
        told: dict[str, Any] = json.loads(http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret))
        return told

    def answer(self) -> int:
        return self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]


@contextmanager
def receiving(*statuses: int) -> Iterator[Receiver]:
    receiver = Receiver(list(statuses) or [201])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.calls.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(receiver.answer())
            self.send_header("Location", f"http://127.0.0.1:{receiver.port}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@override_settings(VAPID_PRIVATE_KEY=KEY, VAPID_SUBJECT="mailto:team@example.org", ALLOW_LOCAL_PUSH=True)
class Pushed(Cast, TestCase):
    now: datetime

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.now = timezone.now()
        agreed(cls.ana)

    def browser(self, person: User) -> APIClient:
        """Signed in by the page, with a session of its own."""
        client = APIClient()
        client.default_format = "json"
        client.force_login(person)
        return client

    def subscribe(self, receiver: Receiver, name: str = "one", **headers: str) -> APIClient:
        browser = self.browser(self.ana)
        self.assertEqual(browser.post(URL, receiver.subscription(name), headers=headers).status_code, 201)
        return browser

    def told(self, prompt: CoachingPrompt, after: timedelta = timedelta()) -> int:
        """How many browsers were told, as workers do it after the handing over."""
        push.announce(prompt, self.now)
        return self.work(after)

    def work(self, after: timedelta) -> int:
        return sum(push.tell(each, self.now + after) for each in push.due(self.now + after, 100))


class P1PayloadTests(Pushed):
    def test_it_says_that_there_is_a_message_and_nothing_else(self) -> None:
        prompt = asked(self.ana, self.now, rule="pain_follow_up")
        CoachingPrompt.objects.filter(pk=prompt.pk).update(text="How is your knee today?")
        with receiving() as receiver:
            self.subscribe(receiver)
            self.assertEqual(self.told(prompt), 1)
            told, headers = receiver.opened(), receiver.calls[0][0]
        self.assertEqual(told, {
            "type": "prompt", "id": str(prompt.pk), "title": "Spotter", "body": "Your coach has a message.",
            "url": "/?source=push",
        })  # fmt: skip
        self.assertNotIn(b"knee", receiver.calls[0][1])
        self.assertTrue(headers["authorization"].startswith("vapid t="))
        self.assertIn(PUBLIC, headers["authorization"])


class C6ExpiryTests(Pushed):
    def test_it_is_kept_as_long_as_it_is_news_and_its_topic_names_no_rule(self) -> None:
        prompt = asked(self.ana, self.now, rule="missed_session", expires_at=self.now + timedelta(seconds=90.9))
        with receiving() as receiver:
            self.subscribe(receiver)
            self.told(prompt)
        headers = receiver.calls[0][0]
        self.assertEqual((headers["ttl"], headers["urgency"]), ("90", "normal"))
        self.assertRegex(headers["topic"], r"^[A-Za-z0-9_-]{32}$")
        [one, again, other, elsewhere] = [
            topic(b"key", browser, rule)
            for browser, rule in ((FIRST, "habit"), (FIRST, "habit"), (FIRST, "stalled"), (SECOND, "habit"))
        ]
        self.assertEqual(one, again)
        self.assertEqual(len({one, other, elsewhere, topic(b"other", FIRST, "habit")}), 4)

    def test_what_is_over_seen_or_stopped_is_not_told(self) -> None:
        with receiving() as receiver:
            self.subscribe(receiver)
            for columns in (
                {"expires_at": self.now - timedelta(seconds=1)},
                {"status": "seen"},
                {"status": "unknown"},
                {"delivered_at": self.now - timedelta(minutes=11)},
            ):
                with self.subTest(columns):
                    self.assertEqual(self.told(asked(self.ana, self.now, **columns)), 0)
            agreed(self.ana, enabled=False)
            self.assertEqual(self.told(asked(self.ana, self.now)), 0)
        self.assertEqual(receiver.calls, [])

    def test_it_is_told_once(self) -> None:
        prompt = asked(self.ana, self.now)
        with receiving() as receiver:
            self.subscribe(receiver)
            self.assertEqual([self.told(prompt), self.work(timedelta(minutes=5))], [1, 0])
        self.assertEqual(len(receiver.calls), 1)


class SubscriptionTests(Pushed):
    def test_a_browser_that_left_is_forgotten_and_one_that_is_away_is_not(self) -> None:
        for status, is_kept in ((404, False), (410, False), (500, True), (429, True), (302, True)):
            PushSubscription.objects.all().delete()
            with self.subTest(status), receiving(status) as receiver:
                self.subscribe(receiver)
                self.assertEqual(self.told(asked(self.ana, self.now)), 0)
                self.assertEqual(len(receiver.calls), 1)  # a redirect is not followed
                self.assertEqual(PushSubscription.objects.exists(), is_kept)

    def test_one_that_is_away_too_long_is_forgotten(self) -> None:
        with receiving(500) as receiver:
            self.subscribe(receiver)
        for _each in range(8):  # nobody is there any more
            self.assertTrue(PushSubscription.objects.exists())
            PushNotice.objects.all().delete()
            self.told(asked(self.ana, self.now))
        self.assertFalse(PushSubscription.objects.exists())

    def test_one_that_is_away_is_asked_again_and_told_once(self) -> None:
        prompt = asked(self.ana, self.now)
        with receiving(503, 429, 201) as receiver:
            self.subscribe(receiver)
            self.assertEqual(self.told(prompt), 0)
            told = [self.work(timedelta(seconds=each)) for each in (29, 30, 149, 150, 500)]
        self.assertEqual((told, len(receiver.calls)), ([0, 0, 0, 1, 0], 3))
        self.assertEqual(len({headers["topic"] for headers, _body in receiver.calls}), 1)
        prompt.refresh_from_db()
        self.assertEqual(prompt.pushed_at, self.now + timedelta(seconds=150))
        self.assertEqual(PushSubscription.objects.get().failures, 0)

    def test_it_is_given_up_after_a_few_tries_and_counts_once(self) -> None:
        with receiving(500) as receiver:
            self.subscribe(receiver)
            self.told(asked(self.ana, self.now))
            for each in (30, 150, 450, 590):
                self.work(timedelta(seconds=each))
        self.assertEqual((len(receiver.calls), PushNotice.objects.count()), (4, 0))
        self.assertEqual(PushSubscription.objects.get().failures, 1)

    def test_two_workers_tell_it_once(self) -> None:
        with receiving() as receiver:
            self.subscribe(receiver)
            push.announce(asked(self.ana, self.now), self.now)
            [notice_id] = push.due(self.now, 10)
            claimed = [push._claimed(notice_id, self.now) for _twice in range(2)]
        self.assertEqual([each is not None for each in claimed], [True, False])


class LoginTests(Pushed):
    """A browser is told for as long as the login lasts in which it asked."""

    def test_signing_out_ends_it(self) -> None:
        with receiving() as receiver:
            browser = self.subscribe(receiver)
            self.subscribe(receiver, "elsewhere")
            browser.post(reverse("accounts:sign_out"))
            self.assertEqual(self.told(asked(self.ana, self.now)), 1)
        self.assertEqual(PushSubscription.objects.get().endpoint, receiver.subscription("elsewhere")["endpoint"])

    def test_a_new_password_and_the_end_of_a_session_end_it(self) -> None:
        def expire() -> None:
            Session.objects.update(expire_date=self.now)

        def change() -> None:
            self.ana.set_password("another-one-9")
            self.ana.save()

        for ending in (expire, change):
            with self.subTest(ending.__name__), receiving() as receiver:
                self.subscribe(receiver)
                ending()
                self.assertEqual(self.told(asked(self.ana, self.now)), 0)
                self.assertEqual((receiver.calls, PushSubscription.objects.exists()), ([], False))

    def test_revoked_tokens_end_it(self) -> None:
        pair = issue_tokens(self.ana)
        client = APIClient(headers={"Authorization": f"Bearer {pair.access}"})
        client.default_format = "json"
        with receiving() as receiver:
            self.assertEqual(client.post(URL, receiver.subscription()).status_code, 201)
            self.assertEqual(self.told(asked(self.ana, self.now)), 1)
            revoke_tokens(pair.refresh)
            self.assertEqual(self.told(asked(self.ana, self.now)), 0)
        self.assertFalse(PushSubscription.objects.exists())


class DeliveryTests(Pushed):
    def test_handing_over_notes_whom_to_tell_and_a_worker_tells_them(self) -> None:
        agreed(self.ana, enabled_at=self.now, quiet_hours=[])
        prompt = waiting(self.ana, self.now, rule="welcome", occurrence="welcome")
        with receiving() as receiver:
            self.subscribe(receiver)
            CoachingPrompt.objects.filter(pk=prompt.pk).update(status="sending", text="Hello.")
            self.assertIsNotNone(delivery.hand_over(prompt.pk, self.now, "delivered"))
            self.assertEqual(receiver.calls, [])  # nobody waits for a push service with locks in hand
            self.assertEqual(self.work(timedelta()), 1)

    def test_it_speaks_the_language_of_the_browser(self) -> None:
        with receiving() as receiver:
            self.subscribe(receiver, **{"Accept-Language": "zh-hans"})
        self.assertEqual(PushSubscription.objects.get().locale, "zh-hans")

    def test_a_browser_is_kept_once_for_whoever_is_signed_in_there(self) -> None:
        with receiving() as receiver:
            for person in (self.ana, self.ana, self.ben):
                self.browser(person).post(URL, receiver.subscription())
            self.assertEqual(PushSubscription.objects.get().athlete_id, self.ben.pk)
            body = {"endpoint": receiver.subscription()["endpoint"]}
            for person, is_left in ((self.ana, True), (self.ben, False)):
                self.assertEqual(self.client_for(person).delete(URL, body).status_code, 204)
                self.assertEqual(PushSubscription.objects.exists(), is_left)

    def test_ten_browsers_are_enough(self) -> None:
        with receiving() as receiver:
            for number in range(11):
                self.subscribe(receiver, str(number))
        found = set(PushSubscription.objects.values_list("endpoint", flat=True))
        self.assertEqual(len(found), 10)
        self.assertNotIn(receiver.subscription("0")["endpoint"], found)

    def test_keys_that_are_none_are_refused(self) -> None:
        with receiving() as receiver:
            body = receiver.subscription()
        answer = self.browser(self.ana).post(URL, {**body, "keys": {"p256dh": "AAAA", "auth": "AAAA"}})
        self.assertEqual((answer.status_code, answer.json()["code"]), (422, "push_endpoint_unfit"))


class EndpointTests(SimpleTestCase):
    def test_only_push_services_that_we_know_are_called(self) -> None:
        hosts = ("push.services.mozilla.com", "fcm.googleapis.com")
        for endpoint, expected in (
            ("https://updates.push.services.mozilla.com/wpush/v2/x", True),
            ("https://fcm.googleapis.com/fcm/send/x", True),
            ("https://fcm.googleapis.com:443/fcm/send/x", True),
            ("http://fcm.googleapis.com/fcm/send/x", False),
            ("https://fcm.googleapis.com:8443/x", False),
            ("https://evilfcm.googleapis.com.example.org/x", False),
            ("https://notfcm.googleapis.com/x", False),
            ("https://fcm.googleapis.com@169.254.169.254/x", False),
            ("https://user:pass@fcm.googleapis.com/x", False),
            ("https://169.254.169.254/latest/meta-data", False),
            ("https://127.0.0.1/x", False),
            ("https://[::1]/x", False),
            ("file:///etc/passwd", False),
            ("https://fcm.googleapis.com:x/", False),
            ("", False),
        ):
            with self.subTest(endpoint):
                self.assertEqual(is_known_service(endpoint, hosts), expected)

    def test_time_left_is_never_negative(self) -> None:
        now = timezone.now()
        self.assertEqual([ttl_s(now + timedelta(seconds=each), now) for each in (-5, 0.5, 61.9)], [0, 0, 61])


class SwitchedOffTests(Cast, TestCase):
    @override_settings(VAPID_PRIVATE_KEY="")
    def test_without_a_key_there_is_nothing_to_subscribe_to(self) -> None:
        client = self.client_for(self.ana)
        self.assertIsNone(client.get(URL).json()["data"]["public_key"])
        answer = client.post(URL, Receiver(port=1).subscription())
        self.assertEqual((answer.status_code, answer.json()["code"]), (409, "push_unavailable"))

    @override_settings(VAPID_PRIVATE_KEY=KEY)
    def test_loopback_is_refused_outside_of_tests(self) -> None:
        answer = self.client_for(self.ana).post(URL, Receiver(port=1).subscription())
        self.assertEqual(answer.json()["code"], "push_endpoint_unfit")

    @override_settings(VAPID_PRIVATE_KEY=KEY)
    def test_browsers_get_the_public_half(self) -> None:
        self.assertEqual(self.client_for(self.ana).get(URL).json()["data"]["public_key"], PUBLIC)

    def test_the_command_makes_a_key_that_works(self) -> None:
        from io import StringIO

        out = StringIO()
        call_command("make_vapid_keys", stdout=out)
        private = out.getvalue().splitlines()[0].removeprefix("VAPID_PRIVATE_KEY=")
        with override_settings(VAPID_PRIVATE_KEY=private):
            self.assertIn(web_push.public_key(), out.getvalue())
