"""Streams of a real server: Daphne as `serve` runs it, and uvicorn as several processes are run."""

from __future__ import annotations

import http.client
import signal
import unittest
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.config.processes import Running, environment, manage, own_folder

pytestmark = pytest.mark.once
AT = r"(?:Spotter is at|running on) http://127.0.0.1:(\d+)"
TOKEN = """
from django.core.management import call_command
from accounts import services as accounts
from accounts.models import User
call_command("migrate", verbosity=0)
user = User.objects.create_user("ana@example.org", "a-long-training-password")
print("token=" + accounts.issue_tokens(user).access)
"""
TELL = """
from django.db import transaction
from accounts.models import User
from events import services as events
with transaction.atomic():
    events.append(User.objects.get().pk, "tests.something_told", {"number": 1})
"""


class Uvicorn(Running):
    program = ("-m", "uvicorn", "config.asgi:application", "--no-access-log")


class ServedTests(unittest.TestCase):
    env: ClassVar[dict[str, str]]
    token: ClassVar[str]

    @classmethod
    def setUpClass(cls) -> None:
        folder = own_folder()
        cls.addClassCleanup(folder.cleanup)
        cls.env = environment(Path(folder.name) / "data", STREAM_DRAIN_S="1")
        made = manage("shell", "-v", "0", "-c", TOKEN, env=cls.env)
        cls.token = made.stdout.partition("token=")[2].strip()
        assert cls.token, made.stderr

    def stream(self, port: str) -> Any:
        client = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
        self.addCleanup(client.close)
        client.request("GET", "/api/v2/coaching/sse?after=0", headers={"Authorization": f"Bearer {self.token}"})
        return client.getresponse()

    def check(self, running: Running) -> None:
        """It streams what another process wrote, and says goodbye before it stops."""
        self.addCleanup(running.close)
        answer = self.stream(running.wait_for(AT))
        self.assertEqual((answer.status, answer.getheader("Content-Encoding")), (200, "identity"))
        self.assertEqual(manage("shell", "-v", "0", "-c", TELL, env=self.env).returncode, 0)
        self.until(answer, b"event: tests.something_told")
        running.process.send_signal(signal.SIGTERM)
        said = answer.read()
        self.assertIn(b"event: bye", said)
        self.assertRegex(said, rb"retry: \d{4}\n")
        code, log = running.end()
        self.assertIn(code, (0, -signal.SIGTERM), log)
        self.assertNotIn("Traceback", log)

    def until(self, answer: Any, line: bytes) -> None:
        while (said := answer.readline().strip()) != line:
            self.assertTrue(said or not answer.isclosed(), "it ended")

    def test_daphne_streams_and_drains(self) -> None:
        self.check(Running("serve", "--port", "0", env=self.env))

    def test_uvicorn_streams_and_drains(self) -> None:
        self.check(Uvicorn("--port", "0", env=self.env))
