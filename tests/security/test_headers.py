"""What goes with every answer, and what the cookies say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, TestCase, override_settings

from tests.base import PASSWORD
from tests.plans.base import WIDE
from tests.security import table
from tests.security.table import Addresses, Door
from tests.security.test_doors import ids_for
from tests.security.world import Neighbours

pytestmark = [pytest.mark.security, pytest.mark.sqlite]
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
NONCE = re.compile(r"'nonce-[\w+/=-]{16,}'")


def directives(policy: str) -> dict[str, set[str]]:
    return {part.split()[0]: set(part.split()[1:]) for part in policy.split(";") if part.strip()}


@override_settings(RATE_LIMITS=WIDE)
class HeaderTests(Neighbours, TestCase):
    def addresses(self, *tables: dict[str, Door]) -> Iterator[str]:
        for part in tables:
            for path, each in part.items():
                if "get" in each.methods:
                    yield Addresses(ids_for(path, self.anas)).of(path)

    def every_answer(self) -> Iterator[tuple[str, Any]]:
        """Every address that can be read, as its owner, as nobody, and where there is nothing."""
        console = [f"/admin/{model}/" for model in (*table.SCOPED, *table.STAFF_ONLY)]
        for address in (*self.addresses(table.OWNED, table.OWN, table.PUBLIC), "/nothing", "/api/v1/nothing"):
            yield address, self.api(self.ana).get(address)
            yield address, self.api(None).get(address)
        for address in ("/admin/", *console):
            yield address, self.api(self.ola).get(address)

    def test_every_answer_has_them_with_a_policy_that_runs_no_script_of_others_nor_inline(self) -> None:
        """Three promises in one walk, because asking takes much longer than looking."""
        for address, answer in self.every_answer():
            with self.subTest(address, status=answer.status_code):
                self.assertEqual({name: answer.get(name) for name in ALWAYS}, ALWAYS)
            with self.subTest(address, status=answer.status_code, of="policy"):
                self.assert_runs_no_script_of_others(directives(answer["Content-Security-Policy"]))
            if answer.get("Content-Type", "").startswith("text/html"):
                with self.subTest(address, of="page"):
                    self.assert_has_nothing_inline(answer)

    def assert_runs_no_script_of_others(self, policy: dict[str, set[str]]) -> None:
        self.assertEqual(policy["frame-ancestors"], {"'none'"})
        self.assertEqual(policy["object-src"], {"'none'"})
        self.assertEqual(policy["default-src"], {"'self'"})
        self.assertLessEqual({"base-uri", "form-action", "script-src"}, policy.keys())
        allowed = {word for word in policy["script-src"] if not NONCE.fullmatch(word)}
        self.assertEqual(allowed, {"'self'"})

    def assert_has_nothing_inline(self, answer: Any) -> None:
        """But a script with the nonce of its answer."""
        page = answer.content.decode()
        for tag in re.findall(r"<script\b[^>]*>", page):
            if "src=" not in tag:
                nonce = re.search(r'nonce="([^"]+)"', tag)
                assert nonce, tag
                self.assertIn(f"'nonce-{nonce.group(1)}'", answer["Content-Security-Policy"])
        self.assertNotRegex(page, r"<[a-z][^>]*\s(on[a-z]+|style)=")

    def test_nobody_keeps_what_is_private(self) -> None:
        for address in self.addresses(table.OWNED, table.OWN):
            with self.subTest(address):
                answer = self.api(self.ana).get(address)
                self.assertRegex(answer["Cache-Control"], "no-store|private, no-cache")

    @override_settings(SECURE_HSTS_SECONDS=31_536_000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True)
    def test_a_browser_that_came_by_tls_comes_by_tls_again(self) -> None:
        answer = Client().get("/sign-in", secure=True)
        self.assertEqual(answer["Strict-Transport-Security"], "max-age=31536000; includeSubDomains")


@override_settings(RATE_LIMITS=WIDE)
class CookieTests(Neighbours, TestCase):
    def test_the_session_is_out_of_reach_of_scripts_and_of_other_sites(self) -> None:
        client = Client()
        client.post("/sign-in", {"email": self.ana.email, "username": self.ana.email, "password": PASSWORD})
        session, csrf = client.cookies[settings.SESSION_COOKIE_NAME], client.cookies[settings.CSRF_COOKIE_NAME]
        self.assertTrue(session["httponly"])
        for cookie in (session, csrf):
            with self.subTest(cookie.key):
                self.assertEqual((cookie["samesite"], cookie["path"], cookie["domain"]), ("Lax", "/", ""))

    def test_every_form_and_every_write_by_cookie_needs_its_token(self) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(self.ana)
        for part in (table.OWNED, table.OWN):
            for path, each in part.items():
                address = Addresses(ids_for(path, self.anas)).of(path)
                for method in set(each.methods) - {"get"}:
                    with self.subTest(path, method=method):
                        answer = getattr(client, method)(address, headers={"accept": "application/json"})
                        self.assertEqual((answer.status_code, answer.json()["code"]), (403, "csrf_failed"))
