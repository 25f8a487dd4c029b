"""Opening an account, and a new password for one."""

from __future__ import annotations

from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth import hashers
from django.db import IntegrityError, transaction
from django.test import Client, TestCase, TransactionTestCase, override_settings

from accounts import services as accounts
from accounts.models import AthleteProfile, AuditEntry, User
from tests.accounts.counts import forget_attempts
from tests.base import PASSWORD, Cast, at_once

REGISTER, TOKEN, NEW_PASSWORD, ME = "/api/v1/auth/register", "/api/v1/auth/token", "/api/v1/auth/password", "/api/v1/me"
NEW = "a-new-training-password"


class RegisterTests(Cast, TestCase):
    def register(self, **changes: Any) -> Any:
        body = {"email": "eva@example.org", "password": PASSWORD, "locale": "zh-hans", "timezone": "Asia/Tokyo"}
        return self.client_for(None).post(REGISTER, {**body, **changes})

    def test_it_opens_an_account_with_a_profile_that_can_log_in(self) -> None:
        response = self.register(email="  EVA@Example.org")
        user = User.objects.get(email="eva@example.org")
        self.assertEqual(response.status_code, 201)
        self.assertEqual(response.json()["data"], {"id": str(user.pk), "email": "eva@example.org"})
        self.assertEqual((user.profile.locale, user.profile.timezone), ("zh-hans", "Asia/Tokyo"))
        answer = self.client_for(None).post(TOKEN, {"email": "eva@example.org", "password": PASSWORD})
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(AuditEntry.objects.filter(action="account.registered").exists())

    def test_locale_and_time_zone_may_be_left_out(self) -> None:
        body = {"email": "eva@example.org", "password": PASSWORD}
        self.assertEqual(self.client_for(None).post(REGISTER, body).status_code, 201)

    def test_it_refuses_bad_input(self) -> None:
        for changes, field in (
            ({"email": "eva"}, "email"),
            ({"email": None}, "email"),
            ({"email": ""}, "email"),
            ({"email": ["eva@example.org"]}, "email"),
            ({"email": f"{'a' * 250}@example.org"}, "email"),
            ({"password": "short"}, "password"),
            ({"password": "123456789012"}, "password"),
            ({"password": "eva@example.org"}, "password"),
            ({"password": "passwordpassword1234"[:8]}, "password"),
            ({"password": "x" * 257}, "password"),
            ({"locale": "xx"}, "locale"),
            ({"timezone": "Mars/Olympus"}, "timezone"),
            ({"timezone": "../../etc/passwd"}, "timezone"),
        ):
            with self.subTest(changes):
                response = self.register(**changes)
                self.assertEqual((response.status_code, response.json()["code"]), (400, "invalid"))
                self.assertEqual([*response.json()["details"]], [field])
        self.assertFalse(User.objects.filter(email__contains="eva").exists())

    def test_nobody_makes_themselves_staff(self) -> None:
        self.register(is_staff=True, is_superuser=True, is_coach=True, id=str(self.ana.pk))
        user = User.objects.get(email="eva@example.org")
        self.assertEqual((user.is_staff, user.is_superuser, user.is_coach), (False, False, False))
        self.assertNotEqual(user.pk, self.ana.pk)

    def test_it_leaves_an_account_alone_that_is_there_already(self) -> None:
        for email in ("ana@example.org", "Ana@EXAMPLE.org"):
            with self.subTest(email):
                response = self.register(email=email, password=NEW)
                self.assertEqual((response.status_code, response.json()["code"]), (409, "email_taken"))
        self.ana.refresh_from_db()
        self.assertTrue(self.ana.check_password(PASSWORD))

    def test_the_table_refuses_the_same_address_in_other_letters(self) -> None:
        with self.assertRaises(IntegrityError), transaction.atomic():
            User.objects.bulk_create([User(email="ANA@example.org")])

    @pytest.mark.security
    def test_it_hashes_as_often_for_a_known_address_as_for_a_new_one(self) -> None:
        """The time of an answer is the time of its hashes."""
        counts = []
        for email in ("eva@example.org", "ana@example.org"):
            with mock.patch.object(hashers.MD5PasswordHasher, "encode", return_value="md5$x$y") as encode:
                self.register(email=email)
            counts.append(encode.call_count)
        self.assertEqual(counts, [1, 1])

    @pytest.mark.security
    def test_it_hashes_as_often_for_an_unknown_person_as_for_a_wrong_password(self) -> None:
        counts = []
        for email in ("nobody@example.org", "ana@example.org"):
            with mock.patch.object(hashers.MD5PasswordHasher, "encode", return_value="md5$x$y") as encode:
                self.client_for(None).post(TOKEN, {"email": email, "password": "wrong"})
            counts.append(encode.call_count)
        self.assertEqual(counts, [1, 1])

    @pytest.mark.security
    @override_settings(RATE_LIMITS={**settings.RATE_LIMITS, "register": (2, 3600)})
    def test_addresses_cannot_be_searched_for_accounts(self) -> None:
        home = f"2001:db8:{uuid4().hex[:4]}:{uuid4().hex[:4]}::1"
        body = {"email": "ana@example.org", "password": PASSWORD}
        answers = [self.client_for(None).post(REGISTER, body, REMOTE_ADDR=home).status_code for _turn in range(3)]
        self.assertEqual(answers, [409, 409, 429])


class RegisterRaceTests(Cast, TransactionTestCase):
    def test_one_of_two_gets_the_address(self) -> None:
        body = {"email": "eva@example.org", "password": PASSWORD}
        answers = at_once(4, lambda: self.client_for(None).post(REGISTER, body).status_code)
        self.assertEqual(sorted(answers), [201, 409, 409, 409])
        self.assertEqual(AthleteProfile.objects.count(), 1)


class PasswordTests(Cast, TestCase):
    def bearer(self) -> dict[str, str]:
        return {"authorization": f"Bearer {accounts.issue_tokens(self.ana).access}"}

    def change(self, headers: dict[str, str] | None, **changes: Any) -> Any:
        return self.client_for(None).post(NEW_PASSWORD, {"old": PASSWORD, "new": NEW, **changes}, headers=headers)

    def test_it_ends_all_other_logins_and_goes_on_with_a_new_pair(self) -> None:
        other, mine = self.bearer(), self.bearer()
        pair = self.change(mine).json()["data"]
        for headers, status in ((other, 401), (mine, 401), ({"authorization": f"Bearer {pair['access']}"}, 200)):
            self.assertEqual(self.client_for(None).get(ME, headers=headers).status_code, status)
        self.assertTrue(AuditEntry.objects.filter(action="password.changed").exists())

    def test_it_ends_other_sessions_and_keeps_this_one(self) -> None:
        here, there = Client(), Client()
        for client in (here, there):
            client.force_login(self.ana)
        response = here.post(NEW_PASSWORD, {"old": PASSWORD, "new": NEW}, "application/json")
        self.assertEqual(response.json()["data"], {"access": None, "refresh": None})
        self.assertEqual([client.get(ME).status_code for client in (here, there)], [200, 401])

    def test_it_asks_for_the_old_one(self) -> None:
        response = self.change(self.bearer(), old="wrong")
        self.assertEqual((response.status_code, response.json()["code"]), (403, "password_wrong"))
        self.ana.refresh_from_db()
        self.assertTrue(self.ana.check_password(PASSWORD))
        self.assertTrue(AuditEntry.objects.filter(action="password.refused").exists())

    def test_it_refuses_bad_input(self) -> None:
        for changes, field in (({"new": "short"}, "new"), ({"old": None}, "old"), ({"new": "ana@example.org"}, "new")):
            with self.subTest(changes):
                response = self.change(self.bearer(), **changes)
                self.assertEqual((response.status_code, [*response.json()["details"]]), (400, [field]))

    def test_it_asks_who_is_there(self) -> None:
        self.assertEqual(self.change(None).status_code, 401)

    @override_settings(RATE_LIMITS={**settings.RATE_LIMITS, "login": (3, 60)})
    def test_a_stolen_token_does_not_help_to_guess_the_password(self) -> None:
        forget_attempts()
        headers = self.bearer()
        answers = [self.change(headers, old="wrong").status_code for _attempt in range(4)]
        self.assertEqual(answers, [403, 403, 403, 429])
