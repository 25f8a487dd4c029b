"""A forgotten password: the same answer for everybody, a link that is good once, what ends with the old password."""

from __future__ import annotations

import logging
from datetime import timedelta
from io import StringIO
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, TestCase, TransactionTestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts import services as accounts
from accounts.models import AccountMail, AuditEntry, TokenFamily, User
from accounts.services.links import LinkTokens, link_for, token_for
from accounts.services.mails import AGAIN
from accounts.tasks import forget_expired, sweep_mails
from tests.accounts.counts import forget_attempts
from tests.accounts.people import People
from tests.base import PASSWORD, at_once
from tests.plans.base import WIDE

ASK, CONFIRM = "/api/v1/auth/password/reset", "/api/v1/auth/password/reset/confirm"
FORGOTTEN, NEW_PAGE = "/password/forgotten", "/password/new"
NEW = "an entirely different phrase"
MAILING = override_settings(PUBLIC_URL="https://gym.example", RATE_LIMITS=WIDE)


class AwayBackend(BaseEmailBackend):
    """A mail server that cannot be reached."""

    def open(self) -> bool:
        raise OSError("away")


class Forgetful(People):
    def ask(self, email: str = "ana@example.org") -> Any:
        return self.client_for(None).post(ASK, {"email": email})

    def confirm(self, token: str, new: str = NEW) -> Any:
        return self.client_for(None).post(CONFIRM, {"token": token, "new": new})

    def send(self) -> list[Any]:
        now = timezone.now()
        return [accounts.send_mail(pk, now) for pk in accounts.waiting_mails(now)]

    def is_password(self, password: str, user: User | None = None) -> bool:
        return User.objects.get(pk=(user or self.ana).pk).check_password(password)


def token_in(body: str) -> str:
    link = next(line for line in body.split() if line.startswith("https://gym.example/password/new?"))
    return parse_qs(urlsplit(link).query)["token"][0]


@pytest.mark.security
@MAILING
class AskingTests(Forgetful, TestCase):
    def test_it_mails_a_link_that_sets_a_password(self) -> None:
        self.assertEqual(self.ask(" ANA@example.org ").status_code, 202)
        self.send()
        [sent] = mail.outbox
        self.assertEqual(sent.to, ["ana@example.org"])
        self.assertEqual(self.confirm(token_in(str(sent.body))).status_code, 204)
        self.assertTrue(self.is_password(NEW))
        self.assertFalse(AccountMail.objects.filter(kind="link").exists())

    def test_nobody_learns_whether_an_address_has_an_account(self) -> None:
        """The same answer, the same questions to the database, and a row each, which a worker drops."""
        self.ana.is_active = False
        self.ana.save()
        self.ask("somebody@example.org")  # begins the window of this address
        seen = []
        for email in ("ben@example.org", "nobody@example.org", "ana@example.org"):
            with CaptureQueriesContext(connection) as asked:
                answer = self.ask(email)
            seen.append((answer.status_code, answer.json()["data"], len(asked)))
        self.assertEqual(seen[1:], seen[:1] * 2)
        self.assertEqual(AccountMail.objects.count(), 4)
        self.send()
        self.assertEqual([each.to for each in mail.outbox], [["ben@example.org"]])
        self.assertFalse(AccountMail.objects.exists())

    def test_the_pages_say_the_same_to_everybody(self) -> None:
        pages = [Client().post(FORGOTTEN, {"email": email}) for email in ("ana@example.org", "nobody@example.org")]
        said = [page.content.decode().split('<main id="main"')[1].split("</main>")[0] for page in pages]
        self.assertEqual(said[0], said[1])
        self.assertIn("on its way", said[0])

    def test_the_mail_speaks_the_language_of_its_reader_and_leads_to_our_own_host(self) -> None:
        with override_settings(ALLOWED_HOSTS=["evil.example"]):
            self.client_for(None).post(ASK, {"email": "bao@example.org"}, headers={"host": "evil.example"})
        self.send()
        with translation.override("zh-hans"):
            self.assertEqual(mail.outbox[0].subject, gettext("A new password for Spotter"))
        self.assertNotIn("evil.example", str(mail.outbox[0].body))

    def test_it_limits_how_often_an_account_and_an_address_may_ask(self) -> None:
        for limits, emails in (
            ({"reset_account": (2, 60)}, ["ana@example.org"] * 3),
            ({"reset_account": (2, 60)}, ["who@example.org"] * 3),
            ({"reset_address": (2, 60)}, ["a@example.org", "b@example.org", "c@example.org"]),
        ):
            with self.subTest(limits), override_settings(RATE_LIMITS={**WIDE, **limits}):
                forget_attempts()
                accounts.forget_counts(timezone.now() + timedelta(days=1))
                answers = [self.ask(email) for email in emails]
                self.assertEqual([answer.status_code for answer in answers], [202, 202, 429])
                self.assertIn("Retry-After", answers[-1])

    def test_where_there_is_no_mail_it_says_whom_to_ask(self) -> None:
        with override_settings(PUBLIC_URL=""):
            answer = self.ask()
            self.assertEqual((answer.status_code, answer.json()["code"]), (409, "mail_unavailable"))
            self.assertContains(Client().get(FORGOTTEN), "Ask whoever runs it")
            self.assertEqual(Client().post(FORGOTTEN, {"email": "ana@example.org"}).status_code, 200)
        self.assertFalse(AccountMail.objects.exists())


@MAILING
class SendingTests(Forgetful, TestCase):
    def test_what_no_server_took_is_tried_again_later_and_not_for_ever(self) -> None:
        self.ask()
        now = timezone.now()
        [pk] = accounts.waiting_mails(now)
        away = override_settings(EMAIL_BACKEND="tests.accounts.test_forgotten.AwayBackend")
        with away, self.assertLogs("accounts", "WARNING"):
            self.assertIn(accounts.send_mail(pk, now), AGAIN)
        self.assertEqual(accounts.waiting_mails(now + timedelta(seconds=29)), [])
        self.assertEqual(accounts.waiting_mails(now + timedelta(seconds=30)), [pk])
        self.assertEqual(accounts.waiting_mails(now + timedelta(hours=2)), [])
        AccountMail.objects.update(good_until=now)
        forget_expired()
        self.assertFalse(AccountMail.objects.exists())

    def test_the_sweeper_sends_what_nobody_began(self) -> None:
        self.ask()
        with patch("accounts.tasks.send_mail.apply_async") as sent:
            sweep_mails()
        self.assertEqual(sent.call_count, 1)

    def test_a_mail_at_which_somebody_is_goes_out_once(self) -> None:
        self.ask()
        now = timezone.now()
        [pk] = accounts.waiting_mails(now)
        AccountMail.objects.filter(pk=pk).update(next_try_at=now + timedelta(minutes=1))
        self.assertIsNone(accounts.send_mail(pk, now))
        self.assertEqual(mail.outbox, [])

    def test_an_account_that_was_closed_or_erased_meanwhile_gets_nothing(self) -> None:
        self.ask()
        self.ask("ben@example.org")
        User.objects.filter(pk=self.ana.pk).update(is_active=False)
        accounts.erase(self.ben)
        self.send()
        self.assertEqual((mail.outbox, AccountMail.objects.count()), ([], 0))

    def test_neither_the_address_nor_the_token_stands_in_a_log_or_a_row(self) -> None:
        with self.assertLogs(level=logging.DEBUG) as said:
            logging.getLogger("accounts").debug("so that there is a line")
            self.ask()
            row = str(AccountMail.objects.values().get())
            self.send()
        token = token_in(str(mail.outbox[0].body))
        for secret in ("ana@example.org", token):
            self.assertNotIn(secret, "\n".join(said.output) + row)


@pytest.mark.security
@MAILING
class ConfirmingTests(Forgetful, TestCase):
    def assert_over(self, token: str) -> None:
        answer = self.confirm(token)
        self.assertEqual((answer.status_code, answer.json()["code"]), (422, "password_link_not_valid"))

    def test_a_link_is_good_once(self) -> None:
        token = token_for(self.ana)
        self.assertEqual(self.confirm(token).status_code, 204)
        self.assertEqual(self.confirm(token, "a third one that is long").status_code, 422)
        self.assertTrue(self.is_password(NEW))

    def test_it_ends_with_an_hour_a_new_password_another_address_or_the_account(self) -> None:
        for change in ({"password": "!"}, {"email": "new@example.org"}, {"is_active": False}):
            with self.subTest(change):
                token = token_for(self.ben)
                User.objects.filter(pk=self.ben.pk).update(**change)
                self.assert_over(token)
                User.objects.filter(pk=self.ben.pk).update(
                    password=self.ben.password, email=self.ben.email, is_active=True
                )
        an_hour_ago = LinkTokens()._now() - timedelta(seconds=3601)
        with patch.object(LinkTokens, "_now", lambda _self: an_hour_ago):
            token = token_for(self.ben)
        self.assert_over(token)

    def test_it_refuses_links_that_are_not_ours(self) -> None:
        bens, anas = token_for(self.ben), token_for(self.ana)
        mixed = f"{anas.partition('.')[0]}.{bens.partition('.')[2]}"
        for token in ("", ".", "x", f"{self.ana.pk.hex}.", mixed, "x.y-z"):
            with self.subTest(token):
                self.assertIn(self.confirm(token).status_code, (400, 422))
        self.assertTrue(self.is_password(PASSWORD))

    def test_a_weak_password_is_refused_and_the_link_stays_good(self) -> None:
        token = token_for(self.ana)
        for weak in ("short", "password1234", "spotterspotter", "ana@example.org"):
            with self.subTest(weak):
                answer = self.confirm(token, weak)
                self.assertEqual((answer.status_code, *answer.json()["details"]), (400, "new"))
        self.assertEqual(self.confirm(token).status_code, 204)

    def test_every_session_and_token_ends_and_the_owner_is_told(self) -> None:
        browser = Client()
        browser.force_login(self.ana)
        token = token_for(User.objects.get(pk=self.ana.pk))
        access = accounts.issue_tokens(self.ana).access
        self.confirm(token)
        self.assertEqual(browser.get("/profile").status_code, 302)
        headers = {"authorization": f"Bearer {access}"}
        self.assertEqual(self.client_for(None).get("/api/v1/me", headers=headers).status_code, 401)
        self.assertEqual(TokenFamily.objects.get(user=self.ana).revoked_because, "password")
        ana = accounts.pseudonym(self.ana)
        self.assertTrue(AuditEntry.objects.filter(action="password.reset", subject=ana).exists())
        self.send()
        self.assertEqual(mail.outbox[-1].subject, "Your Spotter password was changed")

    def test_the_page_takes_the_token_out_of_the_address(self) -> None:
        browser = Client()
        answer = browser.get(link_for(self.ana).removeprefix("https://gym.example"))
        self.assertEqual((answer.status_code, answer["Location"]), (302, NEW_PAGE))
        self.assertEqual(answer["Referrer-Policy"], "no-referrer")
        page = browser.get(NEW_PAGE)
        self.assertNotContains(page, token_for(self.ana).partition(".")[2])
        self.assertIn("no-store", page["Cache-Control"])
        self.assertContains(browser.post(NEW_PAGE, {"new": "password1234"}), "leaked passwords")
        self.assertRedirects(browser.post(NEW_PAGE, {"new": NEW}), "/sign-in")
        self.assertTrue(self.is_password(NEW))
        self.assertEqual(browser.get(NEW_PAGE).status_code, 410)
        self.assertEqual(browser.post(NEW_PAGE, {"new": NEW}).status_code, 410)

    def test_a_page_without_a_link_has_nothing_to_offer(self) -> None:
        for address in (NEW_PAGE, f"{NEW_PAGE}?token=x"):
            with self.subTest(address):
                self.assertEqual(Client().get(address, follow=True).status_code, 410)


@pytest.mark.security
@MAILING
class ConfirmingRaceTests(Forgetful, TransactionTestCase):
    def test_of_many_at_once_one_sets_the_password(self) -> None:
        self.raise_curtain()
        token = token_for(self.ana)
        answers = at_once(6, lambda: self.confirm(token).status_code)
        self.assertEqual((answers.count(204), answers.count(422)), (1, 5))


class OperatorTests(Forgetful, TestCase):
    def test_the_command_prints_a_link_for_an_open_account(self) -> None:
        said = StringIO()
        call_command("password_link", "Ana@example.org", stdout=said)
        token = parse_qs(urlsplit(said.getvalue().strip()).query)["token"][0]
        self.assertEqual(self.confirm(token).status_code, 204)
        User.objects.filter(pk=self.ben.pk).update(is_active=False)
        for email in ("nobody@example.org", "ben@example.org"):
            with self.subTest(email), self.assertRaises(CommandError):
                call_command("password_link", email)

    def act(self, action: str, *people: User) -> Any:
        chosen = {"action": action, "_selected_action": [str(each.pk) for each in people]}
        self.client.force_login(self.ola)
        return self.client.post("/admin/accounts/user/", chosen)

    @MAILING
    def test_staff_have_a_link_mailed_but_not_to_other_staff(self) -> None:
        boss = User.objects.create_superuser("boss@example.org", PASSWORD)
        self.act("mail_link", self.ana, boss)
        self.assertEqual(AccountMail.objects.get().user, self.ana)

    def test_only_superusers_are_shown_a_link(self) -> None:
        self.assertEqual(self.act("show_link", self.ana).status_code, 302)
        User.objects.filter(pk=self.ola.pk).update(is_superuser=True)
        page = self.act("show_link", self.ana)
        self.assertContains(page, "/password/new?token=")
        self.assertTrue(AuditEntry.objects.filter(action="password.link_handed_out").exists())


class ChangingTests(Forgetful, TestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def change(self, **told: str) -> Any:
        return self.client.post("/profile/password", {"old": PASSWORD, "new": NEW, **told})

    def test_the_page_changes_the_password_and_keeps_this_session(self) -> None:
        other = Client()
        other.force_login(self.ana)
        self.assertRedirects(self.change(), "/profile")
        self.assertTrue(self.is_password(NEW))
        self.assertEqual(other.get("/profile").status_code, 302)

    def test_it_refuses_a_wrong_and_a_weak_one(self) -> None:
        for told, field in (({"old": "wrong"}, "old"), ({"new": "password1234"}, "new")):
            with self.subTest(told):
                self.assertIn(field, self.change(**told).context["form"].errors)
        self.assertTrue(self.is_password(PASSWORD))
