"""Bearer tokens: forged, expired, replaced, revoked, and refreshed by many at once."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import jwt
import pytest
from django.conf import settings
from django.test import TestCase, TransactionTestCase, override_settings
from django.utils import timezone
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from accounts import services as accounts
from accounts.models import AuditEntry, TokenFamily
from tests.accounts.counts import forget_attempts
from tests.base import PASSWORD, Cast, at_once

TOKEN, REFRESH, REVOKE, ME = (
    "/api/v1/auth/token",
    "/api/v1/auth/token/refresh",
    "/api/v1/auth/token/revoke",
    "/api/v1/me",
)
FEW = {**settings.RATE_LIMITS, "login": (5, 60), "login_account": (8, 900), "login_address": (12, 300)}


class Bearer(Cast):
    def post(self, path: str, **body: Any) -> Any:
        return self.client_for(None).post(path, body)

    def me(self, access: str, **headers: str) -> Any:
        return APIClient().get(ME, headers={"authorization": f"Bearer {access}", **headers})

    def log_in(self, email: str = "ana@example.org", password: str = PASSWORD, **extra: Any) -> Any:
        return self.client_for(None).post(TOKEN, {"email": email, "password": password}, **extra)

    def pair(self) -> dict[str, str]:
        pair: dict[str, str] = self.log_in().json()["data"]
        return pair


class LogInTests(Bearer, TestCase):
    def test_it_hands_out_a_pair_that_opens_the_api(self) -> None:
        response = self.log_in("ANA@example.org ")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.json()["data"].keys(), {"access", "refresh"})
        self.assertEqual(self.me(response.json()["data"]["access"]).json()["data"]["email"], "ana@example.org")

    def test_it_refuses_bad_input(self) -> None:
        for body, fields in (
            ({}, {"email", "password"}),
            ({"email": "ana@example.org"}, {"password"}),
            ({"email": None, "password": PASSWORD}, {"email"}),
            ({"email": "ana", "password": PASSWORD}, {"email"}),
            ({"email": "ana@example.org", "password": ["x"]}, {"password"}),
            ({"email": "ana@example.org", "password": "x" * 257}, {"password"}),
            ({"email": f"{'a' * 250}@example.org", "password": "x"}, {"email"}),
        ):
            with self.subTest(body):
                response = self.client_for(None).post(TOKEN, body)
                self.assertEqual((response.status_code, response.json()["details"].keys()), (400, fields))
        self.assertEqual(TokenFamily.objects.count(), 0)

    def test_it_says_the_same_to_a_wrong_password_and_to_a_stranger(self) -> None:
        self.ben.is_active = False
        self.ben.save()
        answers = [
            self.log_in("ana@example.org", "wrong"),
            self.log_in("nobody@example.org", PASSWORD),
            self.log_in("ben@example.org", PASSWORD),
        ]
        self.assertEqual({answer.status_code for answer in answers}, {401})
        said = {(answer.json()["code"], answer.json()["error"]) for answer in answers}
        self.assertEqual(said, {("login_refused", "The e-mail address or the password is wrong.")})

    def test_it_writes_every_attempt_into_the_audit(self) -> None:
        self.log_in()
        self.log_in(password="wrong")
        self.log_in("nobody@example.org")
        who = accounts.pseudonym(self.ana)
        seen = list(AuditEntry.objects.order_by("at", "pk").values_list("action", "subject"))
        self.assertCountEqual(seen, [("login.accepted", who), ("login.refused", who), ("login.refused", None)])


@pytest.mark.security
class BearerAuthenticationTests(Bearer, TestCase):
    def refused(self, token: str) -> None:
        response = self.me(token)
        self.assertEqual((response.status_code, response.json()["code"]), (401, "token_not_valid"))
        self.assertEqual(response["WWW-Authenticate"], 'Bearer realm="api"')

    def claims(self) -> dict[str, Any]:
        return AccessToken(self.pair()["access"], verify=False).payload  # type: ignore[arg-type]

    def forged(
        self, *, key: str = str(settings.SECRET_KEY), headers: dict[str, Any] | None = None, **claims: Any
    ) -> str:
        good = self.claims()
        return jwt.encode({**good, **claims}, key, "HS256", headers=headers)

    def test_it_takes_the_token_that_it_made(self) -> None:
        self.assertEqual(self.me(self.forged()).status_code, 200)

    def test_it_asks_the_database_once(self) -> None:
        access = self.pair()["access"]
        with self.assertNumQueries(1):
            self.assertEqual(self.me(access).status_code, 200)

    def test_it_refuses_forged_claims(self) -> None:
        hour_ago = int((timezone.now() - timedelta(hours=1)).timestamp())
        for claims in (
            {"exp": hour_ago},
            {"aud": "elsewhere"},
            {"iss": "elsewhere"},
            {"token_type": "refresh"},
            {"user_id": str(self.ben.pk)},
            {"user_id": "rubbish"},
            {"family": "rubbish"},
            {"family": None},
            {"family": str(self.ana.pk)},
            {"hash_password": "rubbish"},
        ):
            with self.subTest(claims):
                self.refused(self.forged(**claims))

    def test_it_refuses_a_token_without_a_claim(self) -> None:
        good = self.claims()
        for name in ("exp", "aud", "iss", "jti", "token_type", "user_id", "family", "hash_password"):
            with self.subTest(name):
                rest = {claim: value for claim, value in good.items() if claim != name}
                self.refused(jwt.encode(rest, settings.SECRET_KEY, "HS256"))

    def test_it_refuses_another_key_and_other_algorithms(self) -> None:
        self.refused(self.forged(key="another key of the same length, or so" * 3))
        self.refused(self.forged(headers={"kid": "../../dev/null"}, key="\n" * 64))
        good = self.claims()
        self.refused(jwt.encode(good, "", "none"))
        self.refused(jwt.encode(good, settings.SECRET_KEY, "HS512"))

    def test_it_refuses_what_is_no_token(self) -> None:
        for token in ("", "x", "a.b.c", "a b c", base64.b64encode(json.dumps({}).encode()).decode()):
            with self.subTest(token):
                self.assertEqual(self.me(token).status_code, 401)

    def test_it_refuses_a_refresh_token(self) -> None:
        self.refused(self.pair()["refresh"])

    def test_it_refuses_someone_whose_account_is_closed(self) -> None:
        access = self.pair()["access"]
        self.ana.is_active = False
        self.ana.save()
        self.refused(access)

    def test_it_refuses_tokens_from_before_a_new_password(self) -> None:
        access = self.pair()["access"]
        self.ana.set_password("another-long-password")
        self.ana.save()
        self.refused(access)

    def test_it_answers_in_the_language_of_the_profile_unless_the_client_names_one(self) -> None:
        access = self.log_in("bao@example.org").json()["data"]["access"]
        self.assertEqual(self.me(access)["Content-Language"], "zh-hans")
        self.assertEqual(self.me(access, **{"accept-language": "en"})["Content-Language"], "en")


@pytest.mark.security
class RefreshTests(Bearer, TestCase):
    def test_it_gives_a_new_pair_and_ends_the_old_refresh_token(self) -> None:
        old = self.pair()
        new = self.post(REFRESH, refresh=old["refresh"]).json()["data"]
        self.assertEqual(self.me(new["access"]).status_code, 200)
        self.assertEqual(self.post(REFRESH, refresh=old["refresh"]).status_code, 401)

    def test_a_token_that_comes_back_ends_the_whole_family(self) -> None:
        old = self.pair()
        new = self.post(REFRESH, refresh=old["refresh"]).json()["data"]
        self.post(REFRESH, refresh=old["refresh"])
        self.assertEqual(self.post(REFRESH, refresh=new["refresh"]).status_code, 401)
        self.assertEqual(self.me(new["access"]).status_code, 401)
        self.assertEqual(TokenFamily.objects.get().revoked_because, "reuse")
        self.assertTrue(AuditEntry.objects.filter(action="tokens.reuse").exists())

    def test_it_leaves_the_other_logins_of_the_same_person_alone(self) -> None:
        old, other = self.pair(), self.pair()
        for _turn in range(2):
            self.post(REFRESH, refresh=old["refresh"])
        self.assertEqual(self.post(REFRESH, refresh=other["refresh"]).status_code, 200)

    def test_it_refuses_after_a_logout(self) -> None:
        pair = self.pair()
        self.assertEqual(self.post(REVOKE, refresh=pair["refresh"]).status_code, 204)
        self.assertEqual(self.post(REFRESH, refresh=pair["refresh"]).status_code, 401)
        self.assertEqual(self.me(pair["access"]).status_code, 401)

    def test_logging_out_twice_is_logging_out(self) -> None:
        pair = self.pair()
        self.assertEqual([self.post(REVOKE, refresh=pair["refresh"]).status_code for _turn in range(2)], [204, 204])

    def test_it_refuses_after_a_new_password_and_for_a_closed_account(self) -> None:
        for change in ({"password": "!"}, {"is_active": False}):
            with self.subTest(change):
                refresh = str(self.fresh_refresh())
                type(self.ana).objects.filter(pk=self.ana.pk).update(**change)
                self.assertEqual(self.post(REFRESH, refresh=refresh).status_code, 401)
                type(self.ana).objects.filter(pk=self.ana.pk).update(password=self.ana.password, is_active=True)

    def fresh_refresh(self) -> str:
        return accounts.issue_tokens(self.ana).refresh

    def test_it_refuses_a_family_that_has_expired(self) -> None:
        refresh = self.fresh_refresh()
        TokenFamily.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        self.assertEqual(self.post(REFRESH, refresh=refresh).status_code, 401)
        self.assertEqual(accounts.forget_tokens(timezone.now()), 1)

    def test_it_refuses_what_is_no_refresh_token(self) -> None:
        bare = RefreshToken.for_user(self.ana)
        for token in ("x", self.pair()["access"], str(bare)):
            with self.subTest(token[:8]):
                response = self.post(REFRESH, refresh=token)
                self.assertEqual((response.status_code, response.json()["code"]), (401, "token_not_valid"))

    def test_it_refuses_bad_input(self) -> None:
        for path in (REFRESH, REVOKE):
            for body in ({}, {"refresh": None}, {"refresh": ""}, {"refresh": "x" * 2049}):
                with self.subTest(path=path, body=body):
                    response = self.post(path, **body)
                    self.assertEqual((response.status_code, *response.json()["details"]), (400, "refresh"))


@pytest.mark.security
class RefreshRaceTests(Bearer, TransactionTestCase):
    def test_one_of_twenty_parallel_refreshes_succeeds(self) -> None:
        self.raise_curtain()
        refresh = self.pair()["refresh"]
        answers = at_once(20, lambda: self.post(REFRESH, refresh=refresh).status_code)
        self.assertEqual((answers.count(200), answers.count(401)), (1, 19))
        self.assertEqual(TokenFamily.objects.get().revoked_because, "reuse")


@pytest.mark.security
@override_settings(RATE_LIMITS=FEW)
class LogInLimitTests(Bearer, TransactionTestCase):
    """Guessing: the limits are asked before the password is looked at."""

    def setUp(self) -> None:
        forget_attempts()
        self.raise_curtain()
        self.home = {"REMOTE_ADDR": f"2001:db8:{self.ana.pk.hex[-4:]}:{self.ana.pk.hex[-8:-4]}::1"}

    def elsewhere(self, number: int) -> dict[str, str]:
        return {"REMOTE_ADDR": f"2001:db9:{number}:{self.ana.pk.hex[-4:]}::1"}

    def test_the_right_password_does_not_get_past_the_limit(self) -> None:
        for _attempt in range(5):
            self.assertEqual(self.log_in(password="wrong", **self.home).status_code, 401)
        response = self.log_in(**self.home)
        self.assertEqual((response.status_code, response.json()["code"]), (429, "throttled"))
        self.assertIn(int(response["Retry-After"]), range(1, 61))

    def test_twenty_parallel_guesses_are_five(self) -> None:
        answers = at_once(20, lambda: self.log_in(password="wrong", **self.home).status_code)
        self.assertEqual((answers.count(401), answers.count(429)), (5, 15))

    def test_a_claimed_address_is_not_another_address(self) -> None:
        for number in range(5):
            self.log_in(password="wrong", headers={"x-forwarded-for": f"203.0.113.{number}"}, **self.home)
        again = self.log_in(headers={"x-forwarded-for": "203.0.113.99"}, **self.home)
        self.assertEqual(again.status_code, 429)

    def test_one_account_is_not_guessed_at_from_many_addresses(self) -> None:
        answers = [self.log_in(password="wrong", **self.elsewhere(number)).status_code for number in range(10)]
        self.assertEqual((answers.count(401), answers.count(429)), (8, 2))

    def test_one_password_is_not_tried_on_many_accounts(self) -> None:
        answers = [self.log_in(f"{number}@example.org", **self.home).status_code for number in range(14)]
        self.assertEqual((answers.count(401), answers.count(429)), (12, 2))

    def test_others_can_still_log_in(self) -> None:
        for _attempt in range(6):
            self.log_in(password="wrong", **self.home)
        self.assertEqual(self.log_in("ben@example.org", **self.elsewhere(1)).status_code, 200)
