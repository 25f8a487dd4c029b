"""`serve` as people start it: a process of its own on a fresh folder, SQLite, no service, no key."""

import signal
import stat
import unittest
from pathlib import Path

import pytest

from tests.config.processes import Running, environment, get, manage, own_folder

pytestmark = pytest.mark.once
AT = r"Spotter is at (http://\S+?)/ "


class FreshFolder(unittest.TestCase):
    def setUp(self) -> None:
        folder = own_folder()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name) / "data"

    def serve(self, *arguments: str, **changes: str) -> Running:
        running = Running("serve", "--port", "0", *arguments, env=environment(self.folder, **changes))
        self.addCleanup(running.close)
        return running


class ServeTests(FreshFolder):
    def test_it_serves_works_and_stops_in_good_order(self) -> None:
        done = manage("prepare", env=environment(self.folder))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        running = self.serve()
        url = running.wait_for(AT)
        status, answer = get(f"{url}/health/ready")
        self.assertEqual((status, answer["data"]["status"]), (200, "ok"), answer)
        port = url.rpartition(":")[2]
        code, said = self.serve("--port", port).end()
        self.assertEqual(code, 1, said)
        self.assertIn(f"Nothing can listen on 127.0.0.1:{port}", said)
        code, said = running.stop(signal.SIGTERM)
        self.assertEqual(code, 0, said)
        self.assertIn("Stopped.", said)
        self.assertNotIn("Traceback", said)

    def test_it_says_what_to_do_before_the_database_is_prepared(self) -> None:
        code, said = self.serve().end()
        self.assertEqual(code, 1, said)
        self.assertIn("Migrations are missing", said)
        self.assertIn("manage.py prepare` first", said)
        self.assertNotIn("Traceback", said)

    def test_it_stops_when_it_is_told_so_while_it_starts(self) -> None:
        """However far the start has come by then. SIGTERM, because a shell starts what it puts into the background
        with SIGINT ignored, and whoever runs the tests may have."""
        code, said = self.serve().stop(signal.SIGTERM)
        self.assertIn(code, (0, -signal.SIGTERM, 1), said)

    def test_it_keeps_a_key_of_its_own_from_other_users(self) -> None:
        manage("version", env=environment(self.folder))
        key = self.folder / "secret_key"
        first = key.read_text()
        self.assertGreaterEqual(len(first), 50)
        self.assertEqual(stat.S_IMODE(key.stat().st_mode), 0o600)
        manage("version", env=environment(self.folder))
        self.assertEqual(key.read_text(), first)

    def test_it_refuses_to_run_as_one_process_of_several(self) -> None:
        env = {"REDIS_URL": "redis://127.0.0.1:1/0", "DATABASE_URL": "postgres://127.0.0.1:1/none"}
        code, said = self.serve(**env).end()
        self.assertEqual(code, 1, said)
        self.assertIn("REDIS_URL is set", said)

    def test_it_refuses_to_show_a_debug_server_to_others(self) -> None:
        code, said = self.serve(DEBUG="1", HOST="0.0.0.0").end()  # noqa: S104  what must be refused
        self.assertEqual(code, 1, said)
        self.assertIn("spotter.E004", said)
