"""An installation that anybody could break into does not start, and what it is made of is pinned."""

from __future__ import annotations

import re
import secrets
import unittest
from pathlib import Path

import pytest

from tests.config.processes import environment, manage, own_folder

pytestmark = [pytest.mark.security, pytest.mark.once]
ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.txt", "requirements-full.txt", "requirements-test.txt")
PINNED = re.compile(r"^[A-Za-z0-9._-]+(\[[\w,-]+\])?==[^\s;]+( ; [^\\]+)?( \\)?$")


class DeployTests(unittest.TestCase):
    def check(self, **changes: str) -> tuple[int, str]:
        sound = {"SECRET_KEY": secrets.token_urlsafe(64), "ALLOWED_HOSTS": "spotter.example", "HTTPS": "1"}
        with own_folder() as folder:
            env = environment(Path(folder), **{**sound, **changes})
            done = manage("check", "--deploy", "--fail-level", "WARNING", env=env)
        return done.returncode, done.stdout + done.stderr

    def test_it_is_content_with_a_sound_installation(self) -> None:
        code, said = self.check()
        self.assertEqual(code, 0, said)

    def test_it_refuses_what_is_dangerous(self) -> None:
        for changes, expected in (
            ({"SECRET_KEY": "short", "ALLOWED_HOSTS": "*"}, ("spotter.E001", "spotter.E006")),
            (
                {"SECRET_KEY": "django-insecure-" + secrets.token_urlsafe(64), "DEBUG": "1"},
                ("spotter.E002", "spotter.E005"),
            ),
        ):
            with self.subTest(expected=expected):
                code, said = self.check(**changes)
                self.assertNotEqual(code, 0)
                for id_ in expected:
                    self.assertIn(id_, said)


class LockTests(unittest.TestCase):
    def test_everything_is_pinned_with_its_hashes(self) -> None:
        for name in LOCKS:
            with self.subTest(name):
                entries = re.split(r"\n(?=\S)", (ROOT / name).read_text())
                packages = [entry for entry in entries if entry and not entry.startswith("#")]
                self.assertTrue(packages)
                for entry in packages:
                    first, *rest = entry.split("\n")
                    self.assertRegex(first, PINNED)
                    self.assertTrue(any("--hash=sha256:" in line for line in rest), first)

    def test_nothing_is_fetched_from_anywhere_but_the_registry(self) -> None:
        for name in LOCKS:
            with self.subTest(name):
                text = (ROOT / name).read_text()
                self.assertNotRegex(text, r"(?m)^[^#]*(https?://|git\+|file:|--extra-index-url|--index-url|-e )")

    def test_installing_asks_for_the_hashes(self) -> None:
        self.assertRegex((ROOT / "Makefile").read_text(), r"pip .*install .*--require-hashes")
