"""Schemathesis against a real server: every check, every phase, as Ana, Ben, their coach and staff, without findings."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import pytest

from tests.api.document import operations
from tests.api.stage import Athlete, Person, Stage

pytestmark = [pytest.mark.once, pytest.mark.security]
HERE = Path(__file__).parent
SEED = 20260302
# Deterministic for a seed; a larger number is for a search by hand: SPOTTER_API_EXAMPLES=200.
EXAMPLES = os.environ.get("SPOTTER_API_EXAMPLES", "6")
DEADLINE_S = 60 * int(EXAMPLES)


class SchemathesisTests(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="spotter-api-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.stage = Stage(self.folder / "data")
        self.addCleanup(self.stage.close)

    def test_it_finds_nothing(self) -> None:
        self.prepare()
        done = self.run_schemathesis()
        said = f"{done.stdout}\n{done.stderr}\n--- the server\n{self.stage.said()[-20_000:]}"
        self.assertEqual(done.returncode, 0, said)
        self.assertRegex(done.stdout, rf"Tested: {len(operations())}\b")
        self.assertNotIn("Traceback", self.stage.said())

    def prepare(self) -> None:
        """What schemathesis.toml refers to."""
        ana, ben = Athlete(self.stage.url, "ana"), Athlete(self.stage.url, "ben")
        cleo, ola = Person(self.stage.url, "cleo"), Person(self.stage.url, "ola")
        self.stage.promote(cleo.email, "is_coach")
        self.stage.promote(ola.email, "is_staff")
        cleo.post("/api/v1/me/athletes", {"email": ana.email})
        people = [
            {"name": each.name, "fixedHeaders": [{"name": "Authorization", "value": f"Bearer {each.token}"}]}
            for each in (ana, ben, cleo, ola)
        ]
        (self.folder / "people.json").write_text(json.dumps({"auth": people}))
        ids = {**ana.ids(), "assignments": [each["id"] for each in ana.get("/api/v1/me/coaches")]}
        for name, values in ids.items():
            (self.folder / f"{name}.txt").write_text("".join(f"{json.dumps(value)}\n" for value in values))
        shutil.copy(HERE / "schemathesis.toml", self.folder)

    def run_schemathesis(self) -> subprocess.CompletedProcess[str]:
        command = [
            str(Path(sys.executable).parent / "st"), "--no-color", "run", f"{self.stage.url}/api/schema/",
            "--checks", "all", "--phases", "examples,coverage,fuzzing,stateful", "--max-examples", EXAMPLES,
            "--seed", str(SEED),
        ]  # fmt: skip
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=DEADLINE_S, check=False)
