"""The second factor by API: set up, confirmed, renewed, switched off, each with what proves that it is its owner."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client, TestCase, override_settings
from pyotp import TOTP
from rest_framework.test import APIClient

from accounts import services as accounts
from accounts.models import AuditEntry, IdempotentAnswer, RecoveryCode, SecondFactor, TokenFamily, User
from tests.accounts.counts import forget_attempts
from tests.accounts.people import People
from tests.base import PASSWORD
from tests.plans.base import WIDE

FACTOR, ME = "/api/v2/auth/second-factor", "/api/v1/me"
CONFIRM, CODES = f"{FACTOR}/confirm", f"{FACTOR}/recovery-codes"
OWNER = {"password": PASSWORD}


class Api(People):
    def setUp(self) -> None:
        self.phone = self.bearer(accounts.issue_tokens(self.ana).access)

    def bearer(self, access: str) -> APIClient:
        client = APIClient()
        client.default_format = "json"
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {access}")
        return client

    def begin(self) -> TOTP:
        return TOTP(self.phone.post(FACTOR, OWNER).json()["data"]["secret"])

    def switch_on(self) -> list[str]:
        """Switched on, and the phone goes on with the tokens of the answer; the recovery codes."""
        done = self.phone.post(CONFIRM, {"otp": self.begin().now()}).json()["data"]
        self.phone = self.bearer(done["access"])
        codes: list[str] = done["recovery_codes"]
        return codes

    def said(self, answer: Any) -> tuple[int, str]:
        return answer.status_code, answer.json()["code"]

    def state(self) -> tuple[str, int]:
        data = self.phone.get(FACTOR).json()["data"]
        return data["status"], data["recovery_codes_left"]


@pytest.mark.security
@override_settings(RATE_LIMITS=WIDE)
class SettingUpTests(Api, TestCase):
    def test_it_gives_a_secret_that_counts_once_a_code_of_it_has_come(self) -> None:
        answer = self.phone.post(FACTOR, OWNER)
        data = answer.json()["data"]
        self.assertEqual(answer.status_code, 201)
        self.assertEqual(parse_qs(urlsplit(data["otpauth_url"]).query)["secret"], [data["secret"]])
        self.assertEqual((self.state(), accounts.has_factor(self.ana)), (("begun", 0), False))
        self.assertEqual(self.said(self.phone.post(CONFIRM, {"otp": "000000"})), (403, "second_factor_wrong"))
        done = self.phone.post(CONFIRM, {"otp": TOTP(data["secret"]).now()})
        self.assertEqual((done.status_code, len(done.json()["data"]["recovery_codes"])), (200, 10))
        self.phone = self.bearer(done.json()["data"]["access"])
        self.assertEqual(self.state(), ("on", 10))

    def test_switching_on_ends_every_other_session_and_token(self) -> None:
        browser = Client()
        browser.force_login(self.ana)
        tablet = self.bearer(accounts.issue_tokens(self.ana).access)
        before = self.phone
        self.switch_on()
        self.assertEqual(
            [each.get(ME).status_code for each in (browser, tablet, before, self.phone)], [401, 401, 401, 200]
        )

    def test_a_browser_goes_on_in_a_session_that_has_shown_it(self) -> None:
        browser = Client()
        browser.force_login(self.ana)
        secret = browser.post(FACTOR, OWNER, "application/json").json()["data"]["secret"]
        before = browser.session.session_key
        done = browser.post(CONFIRM, {"otp": TOTP(secret).now()}, "application/json").json()["data"]
        self.assertEqual((done["access"], browser.get(ME).status_code), (None, 200))
        self.assertTrue(browser.session[accounts.FACTOR_SEEN])
        self.assertNotEqual(browser.session.session_key, before)
        browser.delete(FACTOR, {**OWNER, "otp": done["recovery_codes"][0]}, "application/json")
        self.assertNotIn(accounts.FACTOR_SEEN, browser.session)

    def test_a_token_alone_sets_nothing_up(self) -> None:
        for told, expected in (
            ({"password": "wrong"}, (403, "password_wrong")),
            ({}, (400, "invalid")),
            ({"password": None}, (400, "invalid")),
        ):
            with self.subTest(told):
                self.assertEqual(self.said(self.phone.post(FACTOR, told)), expected)
        self.assertFalse(SecondFactor.objects.exists())

    def test_one_that_is_on_is_not_replaced(self) -> None:
        self.switch_on()
        before = SecondFactor.objects.get().secret
        self.assertEqual(self.said(self.phone.post(FACTOR, OWNER)), (409, "second_factor_is_on"))
        self.assertEqual(SecondFactor.objects.get().secret, before)

    def test_nothing_is_confirmed_that_was_not_begun(self) -> None:
        self.assertEqual(self.said(self.phone.post(CONFIRM, {"otp": "123456"})), (403, "second_factor_wrong"))
        self.assertTrue(TokenFamily.objects.filter(user=self.ana, revoked_at=None).exists())

    def test_a_repeat_with_its_key_gets_the_same_codes_of_which_nothing_can_be_read(self) -> None:
        body, key = {"otp": self.begin().now()}, "0195565e-5f0a-7c3e-9a40-0d9b3a1c2f10"
        first = self.phone.post(CONFIRM, body, HTTP_IDEMPOTENCY_KEY=key).json()["data"]
        kept = IdempotentAnswer.objects.get().body
        for secret in (*first["recovery_codes"], first["refresh"], "recovery_codes"):
            self.assertNotIn(secret, kept)
        again = self.bearer(first["access"]).post(CONFIRM, body, HTTP_IDEMPOTENCY_KEY=key)
        self.assertEqual((again.json()["data"], RecoveryCode.objects.count()), (first, 10))


@pytest.mark.security
@override_settings(RATE_LIMITS=WIDE)
class OwnerTests(Api, TestCase):
    def test_new_codes_and_switching_off_take_the_password_and_a_code(self) -> None:
        old = self.switch_on()
        for call in (lambda told: self.phone.post(CODES, told), lambda told: self.phone.delete(FACTOR, told)):
            for told, expected in (
                ({"password": "wrong", "otp": old[0]}, (403, "password_wrong")),
                ({**OWNER, "otp": "000000"}, (403, "second_factor_wrong")),
            ):
                with self.subTest(told):
                    self.assertEqual(self.said(call(told)), expected)
        self.assertEqual(self.said(self.phone.post(CODES, OWNER)), (400, "invalid"))
        self.assertEqual(self.said(self.phone.delete(FACTOR, OWNER)), (403, "second_factor_wrong"))
        self.assertEqual(self.state(), ("on", 10))

    def test_new_codes_stand_for_the_old_ones(self) -> None:
        old = self.switch_on()
        answer = self.phone.post(CODES, {**OWNER, "otp": old[0]})
        self.assertEqual((answer.status_code, self.state()), (201, ("on", 10)))
        for otp in old[1:3]:
            self.assertEqual(self.said(self.phone.delete(FACTOR, {**OWNER, "otp": otp}))[0], 403)
        self.assertEqual(
            self.phone.delete(FACTOR, {**OWNER, "otp": answer.json()["data"]["recovery_codes"][0]}).status_code, 204
        )
        self.assertEqual((self.state(), RecoveryCode.objects.count()), (("off", 0), 0))
        self.assertTrue(AuditEntry.objects.filter(action="factor.off").exists())

    def test_one_that_was_only_begun_is_dropped_by_the_password(self) -> None:
        self.begin()
        self.assertEqual(self.said(self.phone.delete(FACTOR, {"password": "wrong"})), (403, "password_wrong"))
        self.assertEqual(self.phone.delete(FACTOR, OWNER).status_code, 204)
        self.assertEqual(self.state(), ("off", 0))

    def test_there_are_no_codes_without_one(self) -> None:
        self.assertEqual(self.said(self.phone.post(CODES, {**OWNER, "otp": "123456"})), (403, "second_factor_wrong"))

    @override_settings(RATE_LIMITS={**WIDE, "factor": (2, 900)})
    def test_codes_count_with_those_of_signing_in(self) -> None:
        forget_attempts()
        self.switch_on()  # counts as one
        statuses = [self.phone.delete(FACTOR, {**OWNER, "otp": otp}).status_code for otp in ("000000", "000001")]
        self.assertEqual(statuses, [403, 429])

    @override_settings(RATE_LIMITS={**WIDE, "login": (2, 60)})
    def test_passwords_count_with_those_of_signing_in(self) -> None:
        forget_attempts()
        statuses = [self.phone.post(FACTOR, {"password": each}).status_code for each in ("wrong", "worse", PASSWORD)]
        self.assertEqual(statuses, [403, 403, 429])

    def test_everybody_has_their_own(self) -> None:
        self.switch_on()
        self.assertEqual(self.client_for(self.ben).get(FACTOR).json()["data"]["status"], "off")
        self.assertFalse(accounts.has_factor(User.objects.get(pk=self.ben.pk)))
