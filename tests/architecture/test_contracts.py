"""The import contracts and the lint rules that stand in for them break on what they are meant to break on."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import TestCase

import pytest

from tests.architecture import rules

pytestmark = pytest.mark.once
APPS = ("accounts", "events", "llm", "plans", "feedback", "adaptation", "diagnosis", "coaching")
# For each contract one file and what it imports. All live in one tree of otherwise empty modules.
SEEDS = {
    "Imports point down": ("plans/core/spec.py", "import adaptation.core.analysis"),
    "Inside an app, the shell imports inwards": ("feedback/models.py", "import feedback.services"),
    "Core and science know no framework": ("science/load.py", "def late():\n    import django.conf"),
    "An app's edges are its own": ("coaching/services.py", "import plans.tasks"),
    "Services and models know no request and no queue": ("events/services.py", "import celery"),
    "Only the gateway speaks to a provider": ("diagnosis/services.py", "import openai"),
    "Migrations use historical models": ("plans/migrations/0001_initial.py", "import plans.models"),
    "Production imports no tests and no benchmarks": ("config/settings.py", "import tests.base"),
}
EMPTY = (
    "__init__",
    "apps",
    "tasks",
    "services",
    "wording",
    "models",
    "core/__init__",
    "core/analysis",
    "migrations/__init__",
)
BANNED = """
from django.utils.module_loading import import_string
from django.apps import apps
from django.dispatch import receiver
from django.db.models.signals import post_save
from celery import current_app

apps.get_model("plans.Plan")
"""


def plant(root: Path, seeds: list[tuple[str, str]]) -> None:
    """A tree with the files that every app has, and the seeds written over them."""
    shutil.copy(rules.ROOT / "pyproject.toml", root)
    for app in APPS:
        for name in EMPTY:
            touch(root / app / f"{name}.py")
    for name in ("science/__init__", "science/load", "config/__init__", "tests/__init__", "tests/base"):
        touch(root / f"{name}.py")
    for path, text in seeds:
        touch(root / path)
        (root / path).write_text(f"{text}\n")


def touch(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def lint_imports(root: Path) -> str:
    """What import-linter says of the tree, with the colours taken out."""
    program = Path(sys.executable).with_name("lint-imports")
    env = {**os.environ, "COLUMNS": "300"}
    done = subprocess.run([program, "--no-cache"], cwd=root, env=env, capture_output=True, text=True, check=False)
    return re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)


class ImportContractTests(TestCase):
    def said_of(self, seeds: list[tuple[str, str]]) -> str:
        with tempfile.TemporaryDirectory() as name:
            plant(Path(name), seeds)
            return lint_imports(Path(name))

    def test_it_keeps_every_contract_on_a_tree_without_faults(self) -> None:
        said = self.said_of([("coaching/services.py", "import plans.services\nimport science.load")])
        self.assertIn(f"Contracts: {len(SEEDS)} kept, 0 broken", said)

    def test_it_breaks_each_contract_by_the_fault_that_was_seeded_for_it(self) -> None:
        said = self.said_of(list(SEEDS.values()))
        self.assertEqual(set(SEEDS), {contract["name"] for contract in rules.contracts()["contracts"]})
        for name in SEEDS:
            with self.subTest(name):
                self.assertIn(f"{name} BROKEN", said)

    def test_it_refuses_a_file_that_no_app_may_have(self) -> None:
        self.assertIn("plans.shortcuts", self.said_of([("plans/shortcuts.py", "")]))


class BannedNameTests(TestCase):
    def test_it_refuses_names_that_hide_an_import(self) -> None:
        ruff = [sys.executable, "-m", "ruff", "check", "--select", "TID251", "--output-format", "concise"]
        config = ["--config", str(rules.ROOT / "pyproject.toml"), "--stdin-filename", "plans/services.py", "-"]
        done = subprocess.run([*ruff, *config], input=BANNED, capture_output=True, text=True, check=False)
        for name in ("import_string", "get_model", "django.dispatch", "django.db.models.signals", "celery.current_app"):
            with self.subTest(name):
                self.assertRegex(done.stdout, rf"TID251 `[\w.]*{re.escape(name)}[\w.]*` is banned")
