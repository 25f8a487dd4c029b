"""The installed app: what its manifest promises, and what its service worker is told to keep."""

from __future__ import annotations

import json
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client, TestCase

from config import app_shell
from tests.base import PASSWORD, Cast


class ManifestTests(TestCase):
    def test_it_can_be_installed(self) -> None:
        answer = Client().get("/manifest.webmanifest")
        self.assertEqual(answer["Content-Type"], "application/manifest+json")
        told = answer.json()
        self.assertEqual((told["display"], told["scope"], told["start_url"]), ("standalone", "/", "/?source=app"))
        self.assertTrue(told["name"] and told["short_name"])
        for icon in told["icons"]:
            with self.subTest(icon["src"]):
                found = finders.find(icon["src"].removeprefix("/static/"))
                assert found is not None
                head = Path(found).read_bytes()[:24]
                side = int.from_bytes(head[16:20], "big")
                self.assertEqual((head[1:4], f"{side}x{side}"), (b"PNG", icon["sizes"]))
        self.assertIn("maskable", [icon["purpose"] for icon in told["icons"]])

    def test_it_speaks_the_readers_language(self) -> None:
        told = Client(headers={"Accept-Language": "zh-hans"}).get("/manifest.webmanifest").json()
        self.assertEqual(told["lang"], "zh-hans")


class WorkerTests(Cast, TestCase):
    def body(self, client: Client | None = None) -> str:
        answer = (client or Client()).get("/sw.js")
        self.assertEqual(answer["Content-Type"], "text/javascript; charset=utf-8")
        self.assertEqual(answer["Cache-Control"], "no-cache")
        return str(answer.content.decode())

    def told(self, name: str) -> list[str]:
        found = re.search(rf"const {name} = (?:new Set\()?(\[[^\]]*\])", self.body())
        assert found is not None
        words: list[str] = json.loads(found.group(1))
        return words

    def test_it_keeps_every_file_that_a_page_loads(self) -> None:
        kept = set(self.told("FILES"))
        page = Client().get("/sign-in").content.decode()
        asked = {name for name in re.findall(r'"(/static/[^"?]+)', page) if not name.endswith(".map")}
        self.assertTrue(asked)
        self.assertEqual(asked - kept, set())
        for name in kept:
            with self.subTest(name):
                self.assertIsNotNone(finders.find(name.removeprefix("/static/")))

    def test_it_keeps_no_page_about_somebody_else_and_none_of_the_console(self) -> None:
        for place in (*self.told("PAGES"), *self.told("BELOW")):
            with self.subTest(place):
                self.assertFalse(place.startswith(("/athletes", "/admin", "/api", "/profile", "/import")))

    def test_it_is_the_same_for_everybody(self) -> None:
        """Else signing in, or another language, would look like a new version."""
        client = Client(headers={"Accept-Language": "zh-hans"})
        client.force_login(self.bao)
        self.assertEqual(self.body(), self.body(client))

    def test_its_version_follows_the_contents(self) -> None:
        names = app_shell.shell_names()
        self.assertNotEqual(app_shell.version(names, False), app_shell.version(names[1:], False))
        self.assertEqual(app_shell.version(names, False), app_shell.version(names, False))

    def test_a_page_says_whose_it_is(self) -> None:
        self.client.force_login(self.ana)
        self.assertContains(self.client.get("/today"), f'data-athlete="{self.ana.pk}"')
        self.assertNotContains(Client().get("/sign-in"), "data-athlete")


class LeavingTests(Cast, TestCase):
    def test_signing_out_empties_what_the_browser_has_kept(self) -> None:
        self.client.force_login(self.ana)
        self.assertEqual(self.client.post("/sign-out")["Clear-Site-Data"], '"cache"')

    def test_erasing_an_account_empties_the_device_too(self) -> None:
        self.client.force_login(self.ana)
        answer = self.client.post("/profile/delete", {"password": PASSWORD})
        self.assertIn('"storage"', answer["Clear-Site-Data"])

    def test_the_policy_allows_our_worker_and_nothing_else(self) -> None:
        directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        self.assertEqual((directives["worker-src"], directives["manifest-src"]), (["'self'"], ["'self'"]))
