"""Lengths and complexity of our code against [tool.spotter.budgets]. Exit code 1 names every excess.

A function counts its lines without its docstring; a file counts all of its lines. Migrations are not ours to shape.
"""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = (
    "accounts",
    "adaptation",
    "coaching",
    "config",
    "diagnosis",
    "events",
    "feedback",
    "llm",
    "plans",
    "science",
)
TESTS = ("tests", "tools", "benchmarks")


@dataclass(frozen=True, slots=True)
class Function:
    where: str
    lines: int


def sources(root: Path, packages: tuple[str, ...]) -> list[Path]:
    found = [path for package in packages for path in sorted((root / package).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts and "seeded" not in path.parts]


def functions(path: Path, root: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Function(f"{path.relative_to(root)}:{node.lineno} {node.name}", length(node))


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, less the docstring."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node, clean=False) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def p90(values: list[int]) -> float:
    return quantiles(values, n=10, method="inclusive")[-1] if len(values) > 1 else max(values, default=0)


def excesses(root: Path, budget: dict[str, int]) -> list[str]:
    """One sentence for each budget that the tree under `root` breaks."""
    ours, theirs = sources(root, PACKAGES), sources(root, TESTS)
    found = []
    for paths, limit in ((ours, budget["file"]), (theirs, budget["test_file"])):
        for path in paths:
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > limit:
                found.append(f"{path.relative_to(root)}: {lines} lines, {limit} at most")
    for path in [*ours, *theirs]:
        found += [
            f"{each.where}: {each.lines} lines, {budget['function']} at most"
            for each in functions(path, root)
            if each.lines > budget["function"]
        ]
    return found + spread(ours, root, budget)


def spread(ours: list[Path], root: Path, budget: dict[str, int]) -> list[str]:
    """The middle and the upper tenth, which say more than the one longest."""
    lengths = [each.lines for path in ours for each in functions(path, root)]
    files = [len(path.read_text(encoding="utf-8").splitlines()) for path in ours]
    values = [
        ("median function", median(lengths) if lengths else 0, budget["function_median"]),
        ("function at the 90th percentile", p90(lengths), budget["function_p90"]),
        ("file at the 90th percentile", p90(files), budget["file_p90"]),
    ]
    return [f"{name}: {value:g} lines, {limit} at most" for name, value, limit in values if value > limit]


def is_too_complex(root: Path, limit: int) -> bool:
    """Core and science have the tighter limit; ruff prints what is above it. (Its own run holds the wider one.)"""
    pure = [root / "science", *sorted(root.glob("*/core"))]
    command = [sys.executable, "-m", "ruff", "check", "--quiet", "--select", "C901"]
    config = ["--config", f"lint.mccabe.max-complexity={limit}"]
    return subprocess.run([*command, *config, *pure], check=False, cwd=ROOT).returncode != 0


def main() -> int:
    budget = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["spotter"]["budgets"]
    found = excesses(ROOT, budget)
    for sentence in found:
        print(sentence)
    return 1 if is_too_complex(ROOT, budget["pure_complexity"]) or found else 0


if __name__ == "__main__":
    sys.exit(main())
