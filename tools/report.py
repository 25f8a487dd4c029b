"""Sum up the JUnit files of all test runs. The last line reads like pytest's: "123 passed, 0 failed, 4 skipped".

report.py FOLDER [--failed NAME ...]    --failed counts a step that has no file of its own
"""

import argparse
import sys
import xml.etree.ElementTree as ET  # files that our own runs wrote a moment ago
from pathlib import Path


def count(path: Path) -> dict[str, int]:
    """Passed, failed and skipped test cases of one file. A file that cannot be read is one failure."""
    try:
        cases = list(ET.parse(path).getroot().iter("testcase"))  # noqa: S314
    except ET.ParseError:
        return {"passed": 0, "failed": 1, "skipped": 0}
    failed = sum(1 for case in cases if case.find("failure") is not None or case.find("error") is not None)
    skipped = sum(1 for case in cases if case.find("skipped") is not None)
    return {"passed": len(cases) - failed - skipped, "failed": failed, "skipped": skipped}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--failed", action="append", default=[])
    options = parser.parse_args(arguments)
    total = {"passed": 0, "failed": len(options.failed), "skipped": 0}
    print("== Sum")
    for path in sorted(options.folder.glob("*.xml")):
        counts = count(path)
        print(f"{path.stem}: " + ", ".join(f"{number} {what}" for what, number in counts.items()))
        total = {what: total[what] + counts[what] for what in total}
    for name in options.failed:
        print(f"{name}: failed")
    print(", ".join(f"{number} {what}" for what, number in total.items()))
    return 1 if total["failed"] or not total["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
