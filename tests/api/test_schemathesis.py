"""Schemathesis against a real server: every check and phase, as Ana, Ben, their coach and staff, without findings."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import urllib.request
from collections import Counter
from pathlib import Path

import pytest

from tests.api.document import operations
from tests.api.stage import Athlete, Person, Stage
from tests.security.routes import every_route

pytestmark = [pytest.mark.long, pytest.mark.security]
HERE = Path(__file__).parent
# Deterministic for a seed. For a search by hand there are others, and more examples: SPOTTER_API_EXAMPLES=200.
SEED = os.environ.get("SPOTTER_API_SEED", "20260302")
EXAMPLES = os.environ.get("SPOTTER_API_EXAMPLES", "6")
DEADLINE_S = 60 * int(EXAMPLES)
SUCCESS = re.compile(
    r"^django_http_responses_total_by_status_view_method_total"
    r'\{method="(\w+)",status="2\d\d",view="([\w-]+)"\} ([\d.e+]+)$',
    re.MULTILINE,
)
# What random requests cannot bring to a good end; tests of the apps go through these.
STREAMS = 1  # has no end to wait for; schemathesis.toml leaves it out
NEVER = {
    # takes a secret that no schema can give away
    ("auth-token", "post"), ("auth-refresh", "post"), ("auth-revoke", "post"), ("auth-password", "post"),
    ("auth-factor", "post"), ("auth-factor", "delete"), ("auth-factor-confirm", "post"), ("auth-factor-codes", "post"),
    ("me", "delete"), ("auth-password-reset-confirm", "post"),
    # this Spotter sends no mail
    ("auth-password-reset", "post"),
    # answered before Django, which counts
    ("health-live", "get"), ("journal-stream", "get"),
    # a file that is a training log
    ("feedback-import", "post"),
    # ids inside a body that belong together
    ("feedback-rpe", "post"), ("coaching-messages-read", "post"),
    # closed by what other operations do: a new plan ends the old one, a deleted rating is gone, coaching has ended
    ("session-detail", "patch"), ("revision-restore", "post"), ("adaptation-apply", "post"),
    ("adaptation-dismiss", "post"), ("feedback-performance-one", "patch"),
    ("feedback-illness-one", "patch"), ("feedback-illness-one", "delete"), ("me-coach-accept", "post"),
    # one illness lasts at a time, and the one that stands already has not ended
    ("feedback-illness", "post"),
    # a day of training is too little for a report, and without one there is nothing to read, to share or to take back;
    # it ends before anybody could cancel it, and asks nothing
    ("diagnosis-report", "get"), ("diagnosis-shares", "post"), ("diagnosis-share", "delete"),
    ("diagnosis-cancel", "post"), ("diagnosis-answer", "post"),
    # prompts, facts, signs and fitted plans come from a life; habits have an id made by a client, and this
    # Spotter has no key for notifications
    ("coaching-prompt-respond", "post"), ("coaching-prompt-seen", "post"), ("coaching-prompt-why", "get"),
    ("coaching-memory-one", "patch"), ("coaching-memory-one", "delete"), ("coaching-safety-fine", "post"),
    ("plan-refinement-apply", "post"), ("plan-refinement-dismiss", "post"), ("coaching-habits", "post"),
    ("coaching-habit", "patch"), ("coaching-habit", "delete"), ("coaching-habit-done", "post"),
    ("coaching-push", "post"), ("coaching-push", "delete"),
    # somebody gets that far only after all others were turned away
    ("health-system", "get"), ("health-detailed", "get"), ("me-athletes", "post"),
}  # fmt: skip


def reachable() -> set[tuple[str, str]]:
    return {(route.name, method) for route in every_route() if is_told(route.path) for method in route.methods}


def is_told(path: str) -> bool:
    return path.startswith(("api/v", "health"))


class SchemathesisTests(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="spotter-api-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.stage = Stage(self.folder / "data")
        self.addCleanup(self.stage.close)

    def test_it_finds_nothing(self) -> None:
        self.prepare()
        before = self.successes()
        done = self.run_schemathesis()
        said = f"{done.stdout}\n{done.stderr}\n--- the server\n{self.errors()}"
        self.assertEqual(done.returncode, 0, said)
        self.assertRegex(done.stdout, rf"Tested: {len(operations()) - STREAMS}\b")
        self.assertNotIn("Traceback", self.stage.said())
        self.assertEqual(reachable() - NEVER - (self.successes() - before).keys(), set(), "were never reached")

    def successes(self) -> Counter[tuple[str, str]]:
        """How often each view has done what it was asked, by its name and the method."""
        asked = urllib.request.Request(
            f"{self.stage.url}/metrics", headers={"X-Health-Token": self.stage.secrets["HEALTH_TOKEN"]}
        )
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return Counter(
                {(view, method.lower()): int(float(n)) for method, view, n in SUCCESS.findall(answer.read().decode())}
            )

    def errors(self) -> str:
        """What the server has logged of its own troubles; refusals are warnings, and many."""
        return "".join(line for line in self.stage.running.said if " WARNING " not in line)

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
            "--seed", SEED,
        ]  # fmt: skip
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=DEADLINE_S, check=False)
