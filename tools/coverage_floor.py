"""Coverage of the whole and of its parts against [tool.spotter.coverage]. Exit code 1 names every part that fell."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def part_of(name: str) -> list[str]:
    """The parts that a file belongs to: everything is in `all`, a rule also in `science` or `core`."""
    folders = Path(name).parts[:-1]
    pure = ["science"] if folders[:1] == ("science",) else ["core"] if "core" in folders else []
    return ["all", *pure]


def percentages(files: dict[str, Any]) -> dict[str, float]:
    """Covered share of lines and branches, in percent, of each part."""
    sums: dict[str, list[int]] = {}
    for name, file in files.items():
        summary = file["summary"]
        for part in part_of(name):
            total = sums.setdefault(part, [0, 0])
            total[0] += summary["covered_lines"] + summary["covered_branches"]
            total[1] += summary["num_statements"] + summary["num_branches"]
    return {part: 100 * covered / all_ if all_ else 100.0 for part, (covered, all_) in sums.items()}


def below(reached: dict[str, float], floors: dict[str, float]) -> list[str]:
    """A part with a floor and without a single file is a mistake as well."""
    return [
        f"{part}: {reached.get(part, 0.0):.2f} %, {floor} % at least"
        for part, floor in floors.items()
        if reached.get(part, 0.0) < floor
    ]


def main() -> int:
    coverage = [sys.executable, "-m", "coverage"]
    subprocess.run([*coverage, "combine", "--quiet", "var/coverage"], cwd=ROOT, check=True)
    subprocess.run([*coverage, "report"], cwd=ROOT, check=True)
    out = ROOT / "var" / "coverage.json"
    subprocess.run([*coverage, "json", "--quiet", "-o", str(out)], cwd=ROOT, check=True)
    floors = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["spotter"]["coverage"]
    reached = percentages(json.loads(out.read_text())["files"])
    for part, share in sorted(reached.items()):
        print(f"{part}: {share:.2f} %")
    found = below(reached, floors)
    for sentence in found:
        print(sentence)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
