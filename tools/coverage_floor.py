"""Coverage of the whole and of its parts against [tool.spotter.coverage]. Exit code 1 names every part that fell."""

import json
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
            covered = summary["covered_lines"] + summary["covered_branches"]
            total[0] += covered
            total[1] += covered + summary["missing_lines"] + summary["missing_branches"]
    return {part: 100 * covered / all_ if all_ else 100.0 for part, (covered, all_) in sums.items()}


def below(reached: dict[str, float], floors: dict[str, float]) -> list[str]:
    """A part with a floor and without a single file is a mistake as well."""
    return [
        f"{part}: {reached.get(part, 0.0):.2f} %, {floor} % at least"
        for part, floor in floors.items()
        if reached.get(part, 0.0) < floor
    ]


def gaps(files: dict[str, Any]) -> list[str]:
    """One line for each file that was not run whole: the lines, and the branches between lines that were."""
    found = []
    for name, file in sorted(files.items()):
        lines = [str(line) for line in file["missing_lines"]]
        absent = set(file["missing_lines"])
        jumps = [f"{start}->{end}" for start, end in file["missing_branches"] if not {start, abs(end)} & absent]
        if lines or jumps:
            found.append(f"{name}: {', '.join(lines + jumps)}")
    return found


def main() -> int:
    files = json.loads((ROOT / "var" / "coverage.json").read_text())["files"]
    print("\n".join(gaps(files)))
    floors = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["spotter"]["coverage"]
    reached = percentages(files)
    for part, share in sorted(reached.items()):
        print(f"{part}: {share:.2f} %")
    found = below(reached, floors)
    for sentence in found:
        print(sentence)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
