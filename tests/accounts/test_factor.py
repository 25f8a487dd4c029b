"""The second factor: who is asked for a code, which codes are good, and how one gets back in without a phone."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client, TestCase, TransactionTestCase, override_settings
from django.utils import timezone
from pyotp import TOTP

from accounts import services as accounts
from accounts.core.refusals import SecondFactorWrong
from accounts.models import AuditEntry, RecoveryCode, SecondFactor, TokenFamily, User
from accounts.services.sealing import seal, unseal
from tests.accounts.counts import forget_attempts
from tests.accounts.people import People
from tests.base import PASSWORD, at_once
from tests.plans.base import WIDE

TOKEN, ME = "/api/v1/auth/token", "/api/v1/me"
PAGE, SIGN_IN, CODE_PAGE = "/profile/second-factor", "/sign-in", "/sign-in/code"
HERE = "192.0.2.1"
STEP = timedelta(seconds=30)


class Factors(People):
    def enrol(self, user: User) -> tuple[TOTP, list[str]]:
        """Switched on two steps ago, so that the code of now is still good."""
        app = TOTP(accounts.secret_of(accounts.begin_factor(user, PASSWORD, HERE)) or "")
        before = timezone.now() - 2 * STEP
        return app, accounts.confirm_factor(user, app.at(before), HERE, before)

    def is_good(self, user: User, code: str, **when: Any) -> bool:
        try:
            accounts.prove_code(user, code, HERE, **when)
        except SecondFactorWrong:
            return False
        return True

    def log_in(self, user: User, **otp: str) -> Any:
        return self.client_for(None).post(TOKEN, {"email": user.email, "password": PASSWORD, **otp})

    def sign_in(self, browser: Client, user: User, address: str = SIGN_IN) -> Any:
        return browser.post(address, {"username": user.email, "password": PASSWORD})


@pytest.mark.security
@override_settings(RATE_LIMITS=WIDE)
class CodeTests(Factors, TestCase):
    def test_a_code_of_about_now_is_good_once_and_no_older_one_after_it(self) -> None:
        app, _codes = self.enrol(self.ana)
        now = timezone.now()
        for code, expected in (
            (app.at(now + 3 * STEP), False),
            (app.at(now), True),
            (app.at(now), False),
            (app.at(now - STEP), False),
            (app.at(now + STEP), True),
            ("000000", False),
            ("", False),
            ("１２３４５６", False),
        ):
            self.assertEqual(self.is_good(self.ana, code, now=now), expected, code)

    def test_it_is_read_as_people_type_it(self) -> None:
        app, codes = self.enrol(self.ana)
        code = app.now()
        self.assertTrue(self.is_good(self.ana, f" {code[:3]} {code[3:]} "))
        self.assertTrue(self.is_good(self.ana, codes[0].upper().replace("-", " ")))

    def test_a_recovery_code_is_good_once_and_for_its_owner(self) -> None:
        _app, codes = self.enrol(self.ana)
        self.enrol(self.ben)
        self.assertFalse(self.is_good(self.ben, codes[0]))
        self.assertEqual([self.is_good(self.ana, codes[0]) for _turn in range(2)], [True, False])
        self.assertEqual((len(set(codes)), accounts.codes_left(self.ana)), (10, 9))

    def test_the_code_of_somebody_else_is_not_good(self) -> None:
        app, _codes = self.enrol(self.ben)
        self.enrol(self.ana)
        self.assertFalse(self.is_good(self.ana, app.now()))

    def test_the_secret_is_stored_encrypted_and_follows_a_new_key(self) -> None:
        app, codes = self.enrol(self.ana)
        row = str(SecondFactor.objects.values().get()) + str(RecoveryCode.objects.values()[0])
        for secret in (app.secret, codes[0], codes[0].replace("-", "")):
            self.assertNotIn(secret, row)
        old = settings.SECRET_KEY
        with override_settings(SECRET_KEY="k" * 60, SECRET_KEY_FALLBACKS=[old]):
            self.assertTrue(self.is_good(self.ana, app.now()))
        with override_settings(SECRET_KEY="k" * 60), self.assertLogs("accounts", "ERROR"):
            self.assertFalse(self.is_good(self.ana, app.now()))
            self.assertTrue(self.is_good(self.ana, codes[0]))

    def test_what_was_sealed_is_not_read_when_it_was_changed(self) -> None:
        sealed = seal("secret")
        self.assertEqual(unseal(sealed), "secret")
        self.assertIsNone(unseal(sealed[:-8] + "AAAAAAA="))

    @override_settings(RATE_LIMITS={**WIDE, "factor": (3, 900)})
    def test_guesses_are_counted_right_or_wrong_wherever_they_come_from(self) -> None:
        forget_attempts()
        app, _codes = self.enrol(self.ana)  # counts as one
        answers = [self.log_in(self.ana, otp=code).status_code for code in ("000000", "000001", app.now())]
        self.assertEqual(answers, [401, 401, 429])


@pytest.mark.security
@override_settings(RATE_LIMITS=WIDE)
class RaceTests(Factors, TransactionTestCase):
    def test_of_many_with_the_same_code_one_gets_in(self) -> None:
        self.raise_curtain()
        app, codes = self.enrol(self.ana)
        for code in (app.now(), codes[0]):
            with self.subTest(code):
                self.assertEqual(at_once(6, partial(self.is_good, self.ana, code)).count(True), 1)


@pytest.mark.security
@override_settings(RATE_LIMITS=WIDE)
class ApiTests(Factors, TestCase):
    def test_it_asks_for_the_code_and_then_logs_in(self) -> None:
        app, _codes = self.enrol(self.ana)
        for otp, code in (({}, "second_factor_required"), ({"otp": "000000"}, "second_factor_wrong")):
            answer = self.log_in(self.ana, **otp)
            self.assertEqual((answer.status_code, answer.json()["code"]), (401, code))
        self.assertFalse(TokenFamily.objects.filter(user=self.ana, revoked_at=None).exists())
        self.assertTrue(AuditEntry.objects.filter(action="login.code_asked").exists())
        self.assertEqual(self.log_in(self.ana, otp=app.now()).status_code, 200)

    def test_without_the_password_nobody_learns_of_it(self) -> None:
        self.enrol(self.ana)
        wrong = {"email": self.ana.email, "password": "wrong", "otp": "000000"}
        self.assertEqual(self.client_for(None).post(TOKEN, wrong).json()["code"], "login_refused")

    def test_one_that_was_only_begun_is_not_asked_for(self) -> None:
        accounts.begin_factor(self.ana, PASSWORD, HERE)
        self.assertEqual(self.log_in(self.ana).status_code, 200)

    @override_settings(STAFF_SECOND_FACTOR=True)
    def test_staff_without_one_are_sent_to_the_page(self) -> None:
        answer = self.log_in(self.ola)
        self.assertEqual((answer.status_code, answer.json()["code"]), (403, "second_factor_missing"))
        browser = Client()
        self.sign_in(browser, self.ola)
        for address in (ME, "/health/detailed"):
            answer = browser.get(address)
            self.assertEqual((answer.status_code, answer.json()["code"]), (403, "second_factor_missing"))
        self.assertEqual(self.log_in(self.ana).status_code, 200)


@pytest.mark.security
@override_settings(RATE_LIMITS=WIDE)
class SignInTests(Factors, TestCase):
    def test_the_page_asks_for_the_code_before_anything_opens(self) -> None:
        app, _codes = self.enrol(self.ana)
        browser = Client()
        self.assertRedirects(self.sign_in(browser, self.ana, f"{SIGN_IN}?next=/plan"), CODE_PAGE)
        self.assertEqual(browser.get("/profile").status_code, 302)
        self.assertContains(browser.post(CODE_PAGE, {"code": "000000"}), "This code is wrong")
        self.assertEqual(browser.get("/profile").status_code, 302)
        before = browser.session.session_key
        self.assertEqual(browser.post(CODE_PAGE, {"code": app.now()})["Location"], "/plan")
        self.assertEqual(browser.get("/profile").status_code, 200)
        self.assertNotEqual(browser.session.session_key, before)

    def test_the_code_page_is_closed_to_whoever_has_not_given_the_password(self) -> None:
        app, _codes = self.enrol(self.ana)
        for browser in (Client(), self.as_ben()):
            for answer in (browser.get(CODE_PAGE), browser.post(CODE_PAGE, {"code": app.now()})):
                self.assertEqual((answer.status_code, answer["Location"]), (302, SIGN_IN))

    def as_ben(self) -> Client:
        browser = Client()
        browser.force_login(self.ben)
        return browser

    def test_a_password_changed_in_between_ends_it(self) -> None:
        app, _codes = self.enrol(self.ana)
        browser = Client()
        self.sign_in(browser, self.ana)
        self.ana.set_password("an entirely different phrase")
        self.ana.save()
        self.assertEqual(browser.post(CODE_PAGE, {"code": app.now()})["Location"], SIGN_IN)

    def test_it_never_leads_to_another_site(self) -> None:
        app, _codes = self.enrol(self.ana)
        browser = Client()
        self.sign_in(browser, self.ana)
        answer = browser.post(f"{CODE_PAGE}?next=https://evil.example/", {"code": app.now()})
        self.assertEqual(answer["Location"], "/")


@override_settings(RATE_LIMITS=WIDE)
class PageTests(Factors, TestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def act(self, action: str, **told: str) -> Any:
        return self.client.post(PAGE, {"action": action, **told})

    def switch_on(self) -> tuple[TOTP, Any]:
        self.act("begin", password=PASSWORD)
        app = TOTP(re.sub(r"\s", "", self.client.get(PAGE).context["secret"]))
        return app, self.act("confirm", code=app.now())

    def test_it_shows_a_picture_and_a_key_and_is_switched_on_by_a_code(self) -> None:
        self.act("begin", password=PASSWORD)
        page = self.client.get(PAGE)
        self.assertContains(page, "<svg")
        self.assertContains(self.act("confirm", code="000000"), "This code is wrong")
        self.assertFalse(accounts.has_factor(self.ana))
        _app, done = self.switch_on()
        self.assertEqual(len(done.context["codes"]), 10)
        self.assertTrue(accounts.has_factor(self.ana))
        self.assertNotContains(self.client.get(PAGE), done.context["codes"][0])

    def test_switching_on_ends_every_other_session_and_token(self) -> None:
        other = Client()
        other.force_login(self.ana)
        accounts.issue_tokens(self.ana)
        with override_settings(PUBLIC_URL="https://gym.example"):
            self.switch_on()
        self.assertEqual(other.get("/profile").status_code, 302)
        self.assertEqual(TokenFamily.objects.get(user=self.ana).revoked_because, "factor")
        self.assertEqual(self.client.get("/profile").status_code, 200)
        now = timezone.now()
        for pk in accounts.waiting_mails(now):
            accounts.send_mail(pk, now)
        self.assertIn("asks for a code", mail.outbox[0].subject)

    def test_switching_off_and_new_codes_take_the_password_and_a_code(self) -> None:
        _app, done = self.switch_on()
        old = done.context["codes"]
        for action in ("codes", "end"):
            for told in ({"password": "wrong", "code": old[9]}, {"password": PASSWORD, "code": "000000"}, {}):
                self.assertEqual(self.act(action, **told).status_code, 200)
        self.assertTrue(accounts.has_factor(self.ana))
        new = self.act("codes", password=PASSWORD, code=old[1]).context["codes"]
        self.assertEqual((self.is_good(self.ana, old[0]), self.is_good(self.ana, new[0])), (False, True))
        self.act("end", password=PASSWORD, code=new[1])
        self.assertFalse(SecondFactor.objects.exists() or RecoveryCode.objects.exists())

    def test_setting_it_up_takes_the_password(self) -> None:
        self.assertContains(self.act("begin", password="wrong"), "The password is wrong.")
        self.assertFalse(SecondFactor.objects.exists())

    def test_not_now_drops_what_was_begun_and_never_what_is_on(self) -> None:
        self.act("begin", password=PASSWORD)
        self.act("drop")
        self.assertFalse(SecondFactor.objects.exists())
        self.switch_on()
        self.act("drop")
        self.act("begin", password=PASSWORD)
        self.assertTrue(accounts.has_factor(self.ana))

    def test_the_export_holds_no_secret(self) -> None:
        self.switch_on()
        data = accounts.export(self.ana)
        self.assertEqual(set(data["accounts.SecondFactor"][0]), {"user_id", "created_at", "confirmed_at"})
        self.assertNotIn("digest", data["accounts.RecoveryCode"][0])


@pytest.mark.security
@override_settings(STAFF_SECOND_FACTOR=True, RATE_LIMITS=WIDE)
class StaffTests(Factors, TestCase):
    def test_a_password_alone_opens_neither_the_console_nor_pages_of_athletes(self) -> None:
        browser = Client()
        browser.force_login(self.ola)
        self.assertEqual(browser.get(f"/athletes/{self.ana.pk}")["Location"].partition("?")[0], PAGE)
        self.assertEqual(browser.get("/admin/", follow=True).redirect_chain[-1][0], f"{PAGE}?next=/admin/")
        self.assertEqual(browser.get("/admin/accounts/user/").status_code, 302)

    def test_the_first_sign_in_sets_one_up_and_goes_on(self) -> None:
        browser = Client()
        self.sign_in(browser, self.ola, f"{SIGN_IN}?next=/admin/")
        page = browser.get("/admin/", follow=True)
        self.assertContains(page, "required here")
        browser.post(PAGE, {"action": "begin", "password": PASSWORD})
        app = TOTP(re.sub(r"\s", "", browser.get(PAGE).context["secret"]))
        done = browser.post(PAGE, {"action": "confirm", "code": app.now(), "next": "/admin/"})
        self.assertContains(done, 'href="/admin/"')
        self.assertEqual(browser.get("/admin/").status_code, 200)

    def test_who_has_one_shows_it_before_going_on(self) -> None:
        app, _codes = self.enrol(self.ola)
        browser = Client()
        browser.force_login(self.ola)  # a session from before
        page = browser.get("/admin/", follow=True)
        self.assertEqual(page.redirect_chain[-1][0], f"{CODE_PAGE}?next=%2Fadmin%2F")
        self.assertEqual(browser.post(f"{CODE_PAGE}?next=/admin/", {"code": app.now()})["Location"], "/admin/")
        self.assertEqual(browser.get("/admin/").status_code, 200)

    def test_coaches_and_athletes_are_not_forced(self) -> None:
        for person, address in ((self.cleo, "/admin/"), (self.ana, "/profile")):
            browser = Client()
            browser.force_login(person)
            self.assertEqual(browser.get(address).status_code, 200)


@override_settings(RATE_LIMITS=WIDE)
class LostPhoneTests(Factors, TestCase):
    def test_the_command_switches_it_off_and_it_is_written_down(self) -> None:
        self.enrol(self.ana)
        for expected in ("Switched off.", "There was none."):
            said = StringIO()
            call_command("second_factor_off", "ana@example.org", stdout=said)
            self.assertIn(expected, said.getvalue())
        self.assertTrue(AuditEntry.objects.filter(action="factor.off", actor=None).exists())
        with self.assertRaises(CommandError):
            call_command("second_factor_off", "nobody@example.org")

    def test_in_the_console_only_superusers_do(self) -> None:
        self.enrol(self.ana)
        self.client.force_login(self.ola)
        chosen = {"action": "drop_factor", "_selected_action": [str(self.ana.pk)]}
        for is_superuser in (False, True):
            User.objects.filter(pk=self.ola.pk).update(is_superuser=is_superuser)
            self.client.post("/admin/accounts/user/", chosen)
            self.assertEqual(accounts.has_factor(self.ana), not is_superuser)
        self.assertFalse(accounts.drop_factor(user=self.ana, actor=self.ben))
