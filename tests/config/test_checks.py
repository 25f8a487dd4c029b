"""System checks: each dangerous installation is refused under its own id, with a cure."""

import tempfile
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings
from django.core.checks import CheckMessage
from django.core.exceptions import ImproperlyConfigured
from django.test import SimpleTestCase, override_settings

from config import checks

SOUND: dict[str, Any] = {
    "SECRET_KEY": "x4Jq-8m2Zt0vL1nB6sWc3yRkD9fGh5pUaE7iOoTqMzXbNvCl",
    "HEALTH_TOKEN": "",
    "DEBUG": False,
    "HTTPS": True,
    "HOST": "0.0.0.0",  # noqa: S104
    "ALLOWED_HOSTS": ["spotter.example"],
    "REDIS_URL": "",
    "DATA_DIR": Path(tempfile.gettempdir()),
}
SOUND["SECRET_KEY"] += "-and-more"
FAULTS = [
    ("spotter.E001", {"SECRET_KEY": "short"}),
    ("spotter.E001", {"SECRET_KEY": "ab" * 40}),
    ("spotter.E002", {"SECRET_KEY": "django-insecure-" + SOUND["SECRET_KEY"]}),
    ("spotter.E002", {"SECRET_KEY": "change-me-" + SOUND["SECRET_KEY"]}),
    ("spotter.E003", {"HEALTH_TOKEN": "guess"}),
    ("spotter.E004", {"DEBUG": True, "HTTPS": False}),
    ("spotter.E005", {"DEBUG": True, "HOST": "127.0.0.1"}),
    ("spotter.E006", {"ALLOWED_HOSTS": ["*"]}),
    ("spotter.E009", {"REDIS_URL": "redis://127.0.0.1/0"}),
]


class InstallationTests(SimpleTestCase):
    def found(self, **changes: Any) -> list[str | None]:
        return [message.id for message in self.messages(**changes)]

    def messages(self, *, sqlite: bool = True, **changes: Any) -> list[CheckMessage]:
        """Checks read the name of the engine only; the connection of this run stays as it is."""
        engine = {"ENGINE": f"django.db.backends.{'sqlite3' if sqlite else 'postgresql'}"}
        with override_settings(**{**SOUND, **changes}), mock.patch.dict(settings.DATABASES["default"], engine):
            return checks.installation(None)

    def test_it_is_content_with_a_sound_installation(self) -> None:
        self.assertEqual(self.found(), [])

    def test_it_is_content_with_a_debug_server_for_oneself(self) -> None:
        for host in ("127.0.0.1", "localhost", "::1", "[::1]"):
            with self.subTest(host):
                self.assertEqual(self.found(DEBUG=True, HTTPS=False, HOST=host), [])

    def test_it_finds_each_fault(self) -> None:
        for id_, changes in FAULTS:
            with self.subTest(id_, **changes):
                self.assertEqual(self.found(**changes), [id_])

    def test_it_finds_a_folder_that_cannot_be_written(self) -> None:
        with tempfile.NamedTemporaryFile() as file:  # root may write to every folder, but not into a file
            self.assertEqual(self.found(DATA_DIR=Path(file.name)), ["spotter.E007"])

    def test_it_is_content_with_redis_beside_postgresql(self) -> None:
        self.assertEqual(self.messages(sqlite=False, REDIS_URL="redis://127.0.0.1/0"), [])

    def test_it_gives_a_cure_with_each_fault(self) -> None:
        for id_, changes in FAULTS:
            with self.subTest(id_):
                self.assertTrue(all(message.hint for message in self.messages(**changes)))

    def test_it_refuses_to_start_a_server_that_runs_no_checks(self) -> None:
        refused = self.assertRaisesMessage(ImproperlyConfigured, "spotter.E006")
        with override_settings(**{**SOUND, "ALLOWED_HOSTS": ["*"]}), refused:
            checks.refuse_a_dangerous_start()
        with override_settings(**SOUND):
            checks.refuse_a_dangerous_start()
