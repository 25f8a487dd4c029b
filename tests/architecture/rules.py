"""What the import contracts cannot see, as functions over a source tree. Each returns sentences; none is good news.

They take the tree's root, so that the tests can show them a tree with seeded faults as well as ours.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from django.db.models import Model

ROOT = Path(__file__).resolve().parents[2]
APART = {"tests", "benchmarks", "tools"}
# What a pure module may import beyond the standard library and our own packages.
GRANTED = {
    "coaching/core/effects*.py": {"numpy", "scipy"},
    "coaching/core/policy.py": {"numpy", "scipy"},
    "*/core/replies.py": {"pydantic"},
}
# Standard library that reaches out of a function: clocks, processes, files, the log.
REACHING = {"asyncio", "logging", "os", "shutil", "socket", "sqlite3", "subprocess", "tempfile", "threading", "time"}
CLOCKS = {"now", "today", "utcnow", "time", "monotonic"}
OWN_CLOCK = "accounts/core/ids.py"  # the default of primary keys
EFFORT = "science/effort.py"
JUNK_DRAWERS = {"utils", "util", "helpers", "helper", "common", "shared", "misc"}


def contracts(root: Path = ROOT) -> dict[str, Any]:
    linter: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["importlinter"]
    return linter


def heights(root: Path = ROOT) -> dict[str, int]:
    """How high each package stands: 0 is the lowest; two that do not know each other are equally high."""
    down = next(contract for contract in contracts(root)["contracts"] if contract["id"] == "down")
    return {
        package.strip(): height for height, layer in enumerate(reversed(down["layers"])) for package in layer.split("|")
    }


def packages(root: Path) -> set[str]:
    return {path.parent.name for path in root.glob("*/__init__.py")} - APART


def sources(root: Path) -> Iterator[Path]:
    for package in sorted(packages(root)):
        yield from sorted((root / package).rglob("*.py"))


def pure_sources(root: Path) -> Iterator[Path]:
    for path in sources(root):
        folders = path.relative_to(root).parts
        if folders[0] == "science" or "core" in folders[1:-1]:
            yield path


def imported(tree: ast.Module) -> Iterator[str]:
    """Full names of all modules that a file imports, wherever in the file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def upward_relations(models: Iterable[type[Model]], heights: dict[str, int]) -> list[str]:
    """Foreign keys and the like that point at an app above, or at one equally high. The linter sees only a string."""
    found = []
    for model in models:
        app = model._meta.app_label
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            target = field.remote_field.model._meta.app_label if field.remote_field else app
            if app in heights and target in heights and target != app and heights[target] >= heights[app]:
                found.append(f"{model._meta.label}.{field.name} points up at {target}")
    return found


def unlisted_packages(root: Path) -> list[str]:
    """Packages that the contracts do not name, and names that have no package."""
    listed, layered = set(contracts(root)["root_packages"]), set(heights(root))
    found = packages(root)
    return [
        f"{name} is not everywhere: tree, root_packages, layers" for name in sorted(found ^ listed | found ^ layered)
    ]


def filled_init_files(root: Path) -> list[str]:
    """Empty, all of them, so that a core can be imported past its app.

    Only a package that stands for one file of an app (`services/` for services.py) is that file's door.
    """
    return [
        f"{path.relative_to(root)} is not empty"
        for path in sources(root)
        if path.name == "__init__.py"
        and path.read_text(encoding="utf-8").strip()
        and not stands_for_a_file(path.parent.relative_to(root))
    ]


def stands_for_a_file(folder: Path) -> bool:
    """`plans/services`, but not `plans`, `plans/core` or `plans/management/commands`."""
    return len(folder.parts) == 2 and folder.parts[1] not in {"core", "migrations", "management"}


def junk_drawers(root: Path) -> list[str]:
    """A thing goes to the lowest package whose word it is."""
    return [
        f"{path.relative_to(root)} has a name that says nothing"
        for path in sources(root)
        if {path.stem, *path.relative_to(root).parts[:-1]} & JUNK_DRAWERS
    ]


def foreign_imports(root: Path) -> list[str]:
    """Imports of a pure module that are neither standard library nor ours nor granted to this file."""
    found = []
    for path in pure_sources(root):
        name = path.relative_to(root).as_posix()
        granted = {library for pattern, some in GRANTED.items() if fnmatch(name, pattern) for library in some}
        for module in imported(parse(path)):
            top = module.partition(".")[0]
            known = top in sys.stdlib_module_names or top in packages(root) or top in granted
            if not known or (top in REACHING and name != OWN_CLOCK):
                found.append(f"{name} imports {module}")
    return found


def clock_readings(root: Path) -> list[str]:
    """Calls like datetime.now() in a pure module: the moment is an argument."""
    return [
        f"{path.relative_to(root)}:{node.lineno} reads the clock"
        for path in pure_sources(root)
        if path.relative_to(root).as_posix() != OWN_CLOCK
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS
    ]


def effort_copies(root: Path) -> list[str]:
    """Places that turn a rating into reps in reserve, other than the one that may."""
    found = [
        f"{path.relative_to(root)}:{node.lineno} computes reps in reserve"
        for path in sources(root)
        if path.relative_to(root).as_posix() != EFFORT
        for node in ast.walk(parse(path))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub) and is_ten(node.left) and names_rpe(node.right)
    ]
    for path in sorted((root / "static" / "js").rglob("*.js")):
        if re.search(r"\b10(?:\.0)?\s*-\s*[\w.$\[\]]*rpe", path.read_text(encoding="utf-8"), re.IGNORECASE):
            found.append(f"{path.relative_to(root)} computes reps in reserve")
    return found


def is_ten(node: ast.expr) -> bool:
    """10, 10.0, Decimal("10"), Value(10), and constants like MAX_RPE."""
    if isinstance(node, ast.Call) and len(node.args) == 1:
        return is_ten(node.args[0])
    if isinstance(node, ast.Constant):
        return str(node.value) in {"10", "10.0"}
    name = str(getattr(node, "attr", "") or getattr(node, "id", ""))
    return name.isupper() and "RPE" in name.split("_")


def names_rpe(node: ast.expr) -> bool:
    """Whether any name, attribute, key or column in this expression speaks of RPE."""
    words = [
        str(getattr(part, "id", None) or getattr(part, "attr", None) or getattr(part, "value", ""))
        for part in ast.walk(node)
        if isinstance(part, ast.Name | ast.Attribute | ast.Constant)
    ]
    return any("rpe" in word.lower().split("_") or word.lower() == "rpe" for word in words)


def own_tests(root: Path) -> Iterator[Path]:
    """Our test files; the faults seeded for the tests of these rules are not among them."""
    for path in sorted((root / "tests").rglob("*.py")):
        if "seeded" not in path.relative_to(root).parts:
            yield path


def misnamed_tests(root: Path) -> list[str]:
    """The failing name should say what broke: `test_it_refuses_a_date_in_the_past`; one word never does."""
    return [
        f"{path.relative_to(root)}:{node.lineno} {node.name} does not say what it does"
        for path in own_tests(root)
        for node in ast.walk(parse(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and path.name.startswith("test_")
        and node.name.startswith("test")
        and len(node.name.split("_")) < 3
    ]


def sleeping_tests(root: Path) -> list[str]:
    """time.sleep in a test: waiting means waiting for a condition."""
    return [
        f"{path.relative_to(root)}:{node.lineno} sleeps"
        for path in own_tests(root)
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"time.sleep", "sleep"}
    ]
