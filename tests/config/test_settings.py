"""Settings as another process would read them, with nothing but the environment that a test gives."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.test import SimpleTestCase

from config import env

STARTERS = 8
ROOT = Path(__file__).resolve().parent.parent.parent
DUMP = """
import json
from config import settings
names = json.loads(input())
print(json.dumps({name: getattr(settings, name, None) for name in names}, default=str))
"""


HEARD = """
import json, logging
from django.utils.log import configure_logging
from config import settings
configure_logging("logging.config.dictConfig", settings.LOGGING)
print(json.dumps([logging.getLogger(name).isEnabledFor(logging.INFO) for name in json.loads(input())]))
"""


def read(*names: str, code: str = DUMP, **environment: str) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory() as folder:
        base = {"PATH": os.environ["PATH"], "DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
        return subprocess.run(
            [sys.executable, "-c", code], input=json.dumps(names), text=True, capture_output=True, check=False,
            cwd=ROOT, env={**base, **environment},
        )  # fmt: skip


class SettingsTests(SimpleTestCase):
    def values(self, *names: str, **environment: str) -> dict[str, Any]:
        done = read(*names, **environment)
        self.assertEqual(done.returncode, 0, done.stderr)
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def test_the_limits_are_those_that_are_promised(self) -> None:
        limits = self.values("RATE_LIMITS")["RATE_LIMITS"]
        promised = {"all": [100, 60], "generate": [3, 300], "feedback": [20, 60], "login": [5, 60]}
        self.assertEqual({scope: limits[scope] for scope in promised}, promised)

    def test_a_limit_can_be_set(self) -> None:
        limits = self.values("RATE_LIMITS", LIMIT_ALL="7")["RATE_LIMITS"]
        self.assertEqual(limits["all"], [7, 60])

    def test_it_refuses_nonsense_and_says_what_to_set(self) -> None:
        for name, value in (
            ("LIMIT_ALL", "0"),
            ("LIMIT_ALL", "many"),
            ("DEBUG", "maybe"),
            ("TRUSTED_PROXIES", "-1"),
            ("DATABASE_URL", "mysql://x/y"),
            ("LOG_LEVEL", "loud"),
            ("SECRET_KEY_FILE", "/nowhere"),
        ):
            with self.subTest(name=name, value=value):
                done = read("DEBUG", **{name: value})
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(name, done.stderr.strip().splitlines()[-1])

    def test_the_log_level_reaches_the_loggers_of_django(self) -> None:
        for level, heard in (("error", [False, False]), ("DEBUG", [True, True])):
            with self.subTest(level):
                done = read("django.request", "django.server", code=HEARD, LOG_LEVEL=level)
                self.assertEqual(json.loads(done.stdout), heard, done.stderr)

    def test_statements_are_prepared_only_on_connections_that_are_kept(self) -> None:
        for pool, prepared in ((0, False), (3, True)):
            with self.subTest(pool):
                options: Any = env.database("postgres://host/name", pool)["OPTIONS"]
                self.assertEqual(("prepare_threshold" in options, "pool" in options), (prepared, prepared))
                self.assertIs(options["server_side_binding"], True)
        self.assertEqual((options["pool"]["timeout"], options["pool"]["reconnect_timeout"]), (5, 5))

    def test_an_empty_variable_is_as_good_as_none(self) -> None:
        self.assertEqual(
            self.values("HOST", "PORT", "ALLOWED_HOSTS", HOST="", PORT="", ALLOWED_HOSTS=""),
            {"HOST": "127.0.0.1", "PORT": 8000, "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"]},
        )

    @pytest.mark.security
    def test_the_quick_hashes_of_the_tests_are_for_tests_only(self) -> None:
        self.assertIsNone(self.values("PASSWORD_HASHERS")["PASSWORD_HASHERS"])

    @pytest.mark.security
    def test_cookies_are_locked_down_behind_tls(self) -> None:
        expected = {
            "SESSION_COOKIE_SECURE": True,
            "CSRF_COOKIE_SECURE": True,
            "SESSION_COOKIE_NAME": "__Host-session",
            "CSRF_COOKIE_NAME": "__Host-csrf",
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SECURE_HSTS_SECONDS": 31_536_000,
        }
        self.assertEqual(self.values(*expected, HTTPS="1"), expected)

    @pytest.mark.security
    def test_an_installation_makes_its_own_key_once_for_itself(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            keys = {self.values("SECRET_KEY", DATA_DIR=folder)["SECRET_KEY"] for _turn in range(2)}
            mode = (Path(folder) / "secret_key").stat().st_mode & 0o777
        self.assertEqual((len(keys), mode), (1, 0o600))
        self.assertGreaterEqual(len(keys.pop()), 60)

    @pytest.mark.security
    def test_processes_that_start_together_agree_on_one_key(self) -> None:
        with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(STARTERS) as pool:
            together = threading.Barrier(STARTERS)

            def start(turn: int) -> str:
                together.wait(timeout=30)
                return env.own_secret(Path(folder) / "data" / "secret_key")

            keys = set(pool.map(start, range(STARTERS)))
            left = [path.name for path in (Path(folder) / "data").iterdir()]
        self.assertEqual((len(keys), left), (1, ["secret_key"]))

    def test_static_files_lie_with_the_data_unless_they_are_put_elsewhere(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(self.values("STATIC_ROOT", DATA_DIR=folder)["STATIC_ROOT"], f"{folder}/static")
        self.assertEqual(self.values("STATIC_ROOT", STATIC_ROOT="/static")["STATIC_ROOT"], "/static")

    @pytest.mark.security
    def test_a_forwarded_scheme_is_believed_only_behind_our_proxy(self) -> None:
        name = "SECURE_PROXY_SSL_HEADER"
        self.assertIsNone(self.values(name, HTTPS="1")[name])
        self.assertEqual(self.values(name, HTTPS="1", TRUSTED_PROXIES="1")[name], ["HTTP_X_FORWARDED_PROTO", "https"])
