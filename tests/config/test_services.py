"""The run stands on what it says it stands on."""

import os
import socket

import pytest
from django.db import connection
from django.test import TestCase

from config import launchers
from tests.plugins.services import DATABASE, OutsideConnection


class ServicesTests(TestCase):
    def test_it_runs_on_the_database_that_was_asked_for(self) -> None:
        self.assertEqual(connection.vendor, {"postgres": "postgresql", "sqlite": "sqlite"}[DATABASE])

    def test_it_keeps_the_database_in_a_file_so_that_threads_share_it(self) -> None:
        self.assertNotIn("memory", str(connection.settings_dict["NAME"]))

    def test_it_lets_no_test_leave_the_machine(self) -> None:
        with socket.socket() as sock, self.assertRaises(OutsideConnection):
            sock.connect(("192.0.2.1", 80))

    @pytest.mark.redis
    def test_it_speaks_to_a_real_redis(self) -> None:
        import redis

        with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
            self.assertGreaterEqual(int(client.info()["redis_version"].split(".")[0]), 7)

    def test_it_says_what_is_missing_when_no_program_is_found(self) -> None:
        self.assertTrue(issubclass(launchers.ServiceUnavailable, RuntimeError))
