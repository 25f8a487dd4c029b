"""PostgreSQL and Redis of our own: they start for anyone, keep strangers out, and never outlive us."""

import contextlib
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import psycopg
import pytest
import redis

from config import launchers
from config.launchers import Account

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[2]
DEADLINE_S = 30
PARENT = """
import signal, sys, time
from pathlib import Path
from config import launchers

folder = Path(sys.argv[1])
keeper = launchers.Keeper()
keeper.remove_later(folder)
postgres = launchers.start_postgres(folder / "postgres", durable=False)
keeper.stop_later(postgres.process, signal.SIGINT)
redis = launchers.start_redis(folder / "redis", durable=False)
keeper.stop_later(redis.process, signal.SIGTERM)
print(keeper.process.pid, postgres.process.pid, redis.process.pid, flush=True)
time.sleep(600)
"""


class OwnFolder(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="spotter-launchers-"))
        self.folder.chmod(0o755)
        self.addCleanup(shutil.rmtree, self.folder)


class PostgresTests(OwnFolder):
    def start(self, **options: object) -> launchers.Postgres:
        postgres = launchers.start_postgres(self.folder / "postgres", **options)  # type: ignore[arg-type]
        self.addCleanup(postgres.stop)
        return postgres

    def test_it_keeps_what_was_committed_over_a_stop_and_a_start(self) -> None:
        postgres = self.start(durable=True, password="first")
        with psycopg.connect(postgres.url()) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
        postgres.stop()
        again = self.start(durable=True, password="first")
        with psycopg.connect(again.url()) as connection:
            self.assertEqual(connection.execute("SELECT number FROM kept").fetchone(), (42,))

    def test_it_refuses_a_wrong_password(self) -> None:
        postgres = self.start(durable=False, password="right")
        with self.assertRaises(psycopg.OperationalError):
            psycopg.connect(postgres.url().replace("right", "wrong"))

    def test_it_never_waits_less_for_the_disk_than_asked(self) -> None:
        postgres = self.start(durable=True)
        with psycopg.connect(postgres.url()) as connection:
            found = [connection.execute(f"SHOW {name}").fetchone() for name in ("fsync", "synchronous_commit")]
        self.assertEqual(found, [("on",), ("on",)])

    def test_it_does_not_run_as_root(self) -> None:
        postgres = self.start(durable=False)
        if os.geteuid() == 0:
            self.assertTrue(postgres.account.prefix or postgres.account.user)

    def test_it_says_why_a_start_failed(self) -> None:
        with contextlib.closing(_taken_port()) as taken:
            port = taken.getsockname()[1]
            with self.assertRaisesRegex(launchers.ServiceUnavailable, "PostgreSQL did not start"):
                self.start(durable=False, port=port)


class OrdinaryAccountTests(OwnFolder):
    """The three ways in which root may start a server that refuses root."""

    def setUp(self) -> None:
        super().setUp()
        if os.geteuid() != 0:
            self.skipTest("only root has to become somebody else")
        self.data_dir = self.folder / "data"
        self.data_dir.mkdir(mode=0o700)
        self.bin_dir = launchers.postgres_bin()

    def test_it_becomes_nobody_where_nobody_can_read(self) -> None:
        copy = launchers.copied(self.bin_dir, self.folder / "programs")
        account, bin_dir = launchers.ordinary_account(copy, self.data_dir, self.folder / "unused")
        self.assertEqual((account.prefix, account.user, bin_dir), ((), 65534, copy))

    def test_it_uses_a_namespace_where_nobody_cannot_read(self) -> None:
        hidden = self.folder / "hidden"
        hidden.mkdir(mode=0o700)
        copy = launchers.copied(self.bin_dir, hidden / "programs")
        account, bin_dir = launchers.ordinary_account(copy, self.data_dir, self.folder / "unused")
        self.assertEqual((account, bin_dir), (Account(launchers.AS_NOBODY), copy))

    def test_it_copies_the_programs_where_there_is_no_namespace_either(self) -> None:
        hidden = self.folder / "hidden"
        hidden.mkdir(mode=0o700)
        copy = launchers.copied(self.bin_dir, hidden / "programs")
        usual, launchers.AS_NOBODY = launchers.AS_NOBODY, ("false",)
        self.addCleanup(setattr, launchers, "AS_NOBODY", usual)
        account, bin_dir = launchers.ordinary_account(copy, self.data_dir, self.folder / "readable")
        self.assertEqual((account.user, bin_dir.is_relative_to(self.folder / "readable")), (65534, True))


class RedisTests(OwnFolder):
    def test_it_asks_for_the_password(self) -> None:
        server = launchers.start_redis(self.folder / "redis", durable=False, password="right")
        self.addCleanup(server.stop)
        with redis.Redis.from_url(server.url()) as client:
            self.assertTrue(client.ping())
        with redis.Redis(port=server.port) as stranger, self.assertRaises(redis.AuthenticationError):
            stranger.ping()

    def test_it_keeps_what_was_queued_when_it_is_killed(self) -> None:
        folder = self.folder / "redis"
        server = launchers.start_redis(folder, durable=True)
        with redis.Redis.from_url(server.url()) as client:
            client.rpush("queue", "job")
            client.execute_command("WAITAOF", 1, 0, 5000)
        server.process.kill()
        server.process.wait()
        again = launchers.start_redis(folder, durable=True)
        self.addCleanup(again.stop)
        with redis.Redis.from_url(again.url()) as client:
            self.assertEqual(client.lrange("queue", 0, -1), [b"job"])


class KeeperTests(unittest.TestCase):
    def test_it_stops_everything_when_its_parent_is_killed(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="spotter-keeper-"))
        folder.chmod(0o755)
        with subprocess.Popen(
            [sys.executable, "-c", PARENT, str(folder)], stdout=subprocess.PIPE, text=True, cwd=ROOT
        ) as parent:
            assert parent.stdout is not None
            keeper, postgres, server = map(int, parent.stdout.readline().split())
            os.kill(parent.pid, signal.SIGKILL)
            _wait_for_end(keeper)
        self.assertEqual([pid for pid in (postgres, server) if launchers.alive(pid)], [])
        self.assertFalse(folder.exists())

    def test_it_spares_a_process_that_got_the_number_of_an_ended_one(self) -> None:
        with subprocess.Popen(["sleep", "600"], start_new_session=True) as bystander:
            launchers.keep([f"stop SIGTERM {bystander.pid} 1"])
            self.assertIsNone(bystander.poll())
            launchers.keep([f"stop SIGTERM {bystander.pid} {launchers.born(bystander.pid)}"])
            self.assertEqual(bystander.wait(DEADLINE_S), -signal.SIGTERM)


def _taken_port() -> socket.socket:
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    return taken


def _wait_for_end(pid: int) -> None:
    """Return when the process has ended; it is a child of somebody else, so it cannot be waited for."""
    with contextlib.suppress(ProcessLookupError):
        handle = os.pidfd_open(pid)
        try:
            if not select.select([handle], [], [], DEADLINE_S)[0]:
                raise AssertionError(f"process {pid} did not end")
        finally:
            os.close(handle)
