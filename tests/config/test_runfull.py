"""`runfull` as people start it: real PostgreSQL, Redis, web, worker and clock under one supervisor."""

import os
import signal
import stat
import unittest
from pathlib import Path
from typing import ClassVar

import psutil
import pytest

from config import launchers
from tests.config.processes import DEADLINE_S, Running, environment, get, own_folder
from tests.config.test_serve import AT


def descendants(pid: int) -> list[psutil.Process]:
    return psutil.Process(pid).children(recursive=True)


@pytest.mark.faults
@pytest.mark.once
class RunFullTests(unittest.TestCase):
    """Both on one folder: the second start finds what the first has left behind."""

    folder: ClassVar[Path]

    @classmethod
    def setUpClass(cls) -> None:
        folder = own_folder()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name) / "data"

    def start(self) -> tuple[Running, str]:
        env = environment(self.folder, PORT=str(launchers.free_port()), HOST="127.0.0.1")
        running = Running("runfull", env=env)
        self.addCleanup(running.close)
        return running, running.wait_for(AT)

    def test_it_brings_back_a_process_that_was_killed_and_stops_in_good_order(self) -> None:
        running, url = self.start()
        self.assertEqual(get(f"{url}/health/ready")[0], 200)
        self.assertEqual(stat.S_IMODE((self.folder / "services.json").stat().st_mode), 0o600)
        web = next(child for child in descendants(running.process.pid) if "daphne" in child.cmdline())
        servers = {"valkey-server", "redis-server"}  # whichever wheel is installed
        redis = next(child for child in descendants(running.process.pid) if child.name() in servers)
        redis.kill()
        web.kill()
        running.wait_for("Redis ended; it is started again")
        running.wait_for("web ended; it is started again")
        running.wait_for("Listening on TCP address")
        self.assertEqual(get(f"{url}/health/ready")[1]["data"]["parts"]["redis"], "ok")
        code, said = running.stop(signal.SIGTERM)
        self.assertEqual(code, 0, said)
        self.assertIn("Stopped.", said)

    def test_it_leaves_no_process_behind_when_it_is_killed(self) -> None:
        running, _ = self.start()
        everyone = descendants(running.process.pid)
        self.assertGreaterEqual(len(everyone), 5)
        os.kill(running.process.pid, signal.SIGKILL)
        _, alive = psutil.wait_procs(everyone, timeout=DEADLINE_S)
        self.assertEqual([process.cmdline() for process in alive if process.status() != psutil.STATUS_ZOMBIE], [])
