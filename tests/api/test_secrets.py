"""What a real server lets slip: not its secrets, not the passwords it is told, and no line of its log is a client's."""

from __future__ import annotations

import json
import re
import tempfile
import unittest
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.api.stage import PASSWORD, Athlete, Stage

pytestmark = [pytest.mark.once, pytest.mark.security]
LINE = re.compile(r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ [\w.]+ \[[^\]]*\] |  \| |Spotter is at |Stopped\.)")
FORGED = "2026-03-02 17:00:00,000 CRITICAL forged [-] all is lost"


class SecretTests(unittest.TestCase):
    stage: Stage
    ana: Athlete

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory(prefix="spotter-secrets-")
        cls.addClassCleanup(folder.cleanup)
        cls.stage = Stage(Path(folder.name) / "data")
        cls.addClassCleanup(cls.stage.close)
        cls.ana = Athlete(cls.stage.url, "ana")

    def say(self, path: str, body: bytes | None = None, **headers: str) -> str:
        """Head and body of the answer, whatever its status."""
        sent = {"Authorization": f"Bearer {self.ana.token}", "Content-Type": "application/json", **headers}
        request = urllib.request.Request(self.stage.url + path, body, sent)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return f"{answer.headers}\n{answer.read().decode()}"
        except urllib.error.HTTPError as refusal:
            with refusal:
                return f"{refusal.headers}\n{refusal.read().decode()}"

    def test_no_answer_and_no_log_line_holds_a_secret(self) -> None:
        said = {
            path: self.say(path)
            for path in (
                "/health", "/health/ready", "/health/detailed", "/metrics", "/api/schema/", "/api/docs/",
                "/api/v1/me/export", "/api/v1/nothing", "/nothing", "/sign-in", "/admin/",
                "/api/v1/plans?cursor=broken",
            )
        }  # fmt: skip
        said["parse"] = self.say("/api/v1/auth/token", b"{broken")
        said["health with the token"] = self.say(
            "/health/detailed", None, **{"X-Health-Token": self.secret("HEALTH_TOKEN")}
        )
        said["the log"] = self.stage.said()
        for where, text in said.items():
            for name in self.stage.secrets:
                with self.subTest(where, name=name):
                    self.assertTrue(text)
                    self.assertNotIn(self.secret(name), text)

    def secret(self, name: str) -> str:
        return self.stage.secrets[name]

    def test_no_log_line_holds_a_password_or_a_token(self) -> None:
        wrong = "a-password-that-is-wrong-but-telling"
        for body in ({"email": self.ana.email, "password": wrong}, {"email": "x", "password": wrong}):
            self.say("/api/v1/auth/token", json.dumps(body).encode())
        self.say(f"/api/v1/nothing?token={self.ana.token}")
        self.say("/api/v1/me", None, Authorization=f"Bearer {self.ana.token}x")
        for told in (wrong, PASSWORD, self.ana.token):
            self.assertNotIn(told, self.stage.said())

    def test_a_client_writes_no_line_of_its_own(self) -> None:
        broken = quote(f"\n{FORGED}\r\n\x1b[2J\u2028{FORGED}")
        self.say(f"/api/v1/{broken}", None, **{"User-Agent": f"\x1b[2J{FORGED}", "X-Request-ID": f"x {FORGED}"})
        self.say("/api/v1/auth/token", json.dumps({"email": f"a@b.c\n{FORGED}", "password": f"\n{FORGED}"}).encode())
        self.say("/api/v1/the-last-word")
        self.ana.wait_for(lambda: "the-last-word" in self.stage.said())
        said = self.stage.said()
        self.assertIn("\\n2026-03-02 17:00:00", said, "the hostile address was not logged at all")
        self.assertNotIn("\x1b", said)
        for line in said.splitlines():
            self.assertRegex(line, LINE)
            self.assertFalse(line.startswith(FORGED[:19]), line)
