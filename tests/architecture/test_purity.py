"""Core and science run where no framework is installed at all."""

import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import TestCase

import pytest

from tests.architecture import rules

pytestmark = pytest.mark.once
FRAMEWORKS = ["django", "rest_framework", "channels", "celery", "kombu", "redis", "psycopg", "openai", "config"]
# None in sys.modules makes every import of that name fail.
PROGRAM = """
import importlib, sys
sys.modules.update(dict.fromkeys(sys.argv[1].split(","), None))
sys.path.insert(0, ".")
for name in sys.argv[2:]:
    importlib.import_module(name)
"""


def pure_modules(root: Path) -> list[str]:
    names = [path.relative_to(root).with_suffix("").as_posix().replace("/", ".") for path in rules.pure_sources(root)]
    return [name.removesuffix(".__init__") for name in names]


def import_all(root: Path, names: list[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PROGRAM, ",".join(FRAMEWORKS), *names]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


class PurityTests(TestCase):
    def test_it_imports_every_pure_module_without_a_framework(self) -> None:
        names = pure_modules(rules.ROOT)
        self.assertIn("science", names)
        done = import_all(rules.ROOT, names)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_it_notices_a_package_that_imports_django_on_the_way_to_its_core(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            core = Path(name) / "feedback" / "core"
            core.mkdir(parents=True)
            (core.parent / "__init__.py").write_text("from django.db import models\n")
            (core / "__init__.py").touch()
            done = import_all(Path(name), ["feedback.core"])
        self.assertIn("No module named 'django.db'", done.stderr)
