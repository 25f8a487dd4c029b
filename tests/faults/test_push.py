"""Streams while what stands under them is killed, frozen and restarted. Two real web processes, PostgreSQL and Redis of
their own, 200 clients that come back by themselves; what each scenario does stands in benchmarks/push/faults.py.
"""

from __future__ import annotations

import json
import subprocess
import sys
import unittest
from pathlib import Path
from typing import Any, ClassVar

import pytest

from benchmarks.push.faults import SCENARIOS
from tests.config.processes import DEADLINE_S, ROOT, environment, own_folder

SEED = 7


@pytest.mark.faults
@pytest.mark.once
@pytest.mark.long
class PushFaultTests(unittest.TestCase):
    """One run of all scenarios, one after the other on the same stage; each test looks at what came of one."""

    told: ClassVar[dict[str, dict[str, Any]]]
    said: ClassVar[str]

    @classmethod
    def setUpClass(cls) -> None:
        folder = own_folder()
        cls.addClassCleanup(folder.cleanup)
        command = [sys.executable, "-m", "benchmarks.push", "faults", "--clients", "200", "--seed", str(SEED)]
        run = subprocess.run(
            [*command, "--frozen", "2"], cwd=ROOT, env=environment(Path(folder.name)), capture_output=True, text=True,
            timeout=2 * DEADLINE_S, check=False,
        )  # fmt: skip
        lines = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
        cls.told = {line["scenario"]: line for line in lines}
        cls.said = run.stdout + run.stderr[-3000:]

    def check(self, name: str) -> dict[str, Any]:
        self.assertIn(name, self.told, self.said)
        self.assertTrue(self.told[name]["kept"], self.told[name])
        return self.told[name]

    def test_every_client_ends_with_exactly_the_journal(self) -> None:
        for scenario in SCENARIOS:
            with self.subTest(scenario.__name__):
                self.check(scenario.__name__)

    def test_idle_streams_hold_few_connections_to_the_database(self) -> None:
        told = self.check("little_is_held")
        self.assertGreaterEqual(told["streams"], 200)
        self.assertLess(told["database_connections"], 25)

    def test_a_new_epoch_resets_each_client_once(self) -> None:
        told = self.check("epoch_changed")
        self.assertEqual(told["resets"], told["clients"])

    def test_a_killed_process_makes_its_clients_come_back(self) -> None:
        self.assertGreater(self.check("web_killed")["reconnects"], 50)
