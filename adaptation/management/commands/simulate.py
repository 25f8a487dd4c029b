"""Let simulated athletes train under one or more policies and compare what becomes of them."""

from __future__ import annotations

import json
import time
from argparse import ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from benchmarks.simulation import calibration, checks, figure, report
from benchmarks.simulation.policies.registry import COMPARED, NAMES
from benchmarks.simulation.population import Trial, run
from benchmarks.simulation.scoring import scores
from benchmarks.simulation.worlds import WORLDS

ALL, MIXED = "all", "mixed"
FEWEST_ATHLETES, MOST_ATHLETES = 3, 100_000
FEWEST_WEEKS, MOST_WEEKS = 1, 52
MOST_PROCESSES = 64
PROGRESS_S = 2.0


class Command(BaseCommand):
    help = "Compare training policies on simulated athletes. The result is the same for the same seed."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--policy", default=ALL, help=f"{ALL}, or some of: {', '.join(NAMES)}")
        parser.add_argument("--athletes", type=int, default=240, help="how many athletes (default: 240)")
        parser.add_argument("--weeks", type=_weeks, default=14, help=f"length of the block, or {MIXED} (12, 14 and 16)")
        parser.add_argument("--world", default="default", help=f"{ALL}, or some of: {', '.join(WORLDS)}")
        parser.add_argument(
            "--seed", type=int, default=1, help="1-99 are for tuning, from 1000 for reports (default: 1)"
        )
        parser.add_argument("--processes", type=int, default=1, help="how many processes work (default: 1)")
        parser.add_argument("--json", type=Path, metavar="FILE", help="write everything there")
        parser.add_argument("--figure", type=Path, metavar="FILE", help="draw an SVG there")
        parser.add_argument("--calibration", action="store_true", help="show published figures next to simulated ones")
        parser.add_argument("--check", action="store_true", help="check that what must do badly does badly")

    def handle(self, *, athletes: int, seed: int, processes: int, **options: Any) -> None:
        _within("athletes", athletes, FEWEST_ATHLETES, MOST_ATHLETES)
        _within("processes", processes, 1, MOST_PROCESSES)
        if options["calibration"]:
            self._calibrate(athletes, seed)
        elif options["check"]:
            self._check(athletes, seed, processes)
        else:
            self._compare(athletes, seed, processes, options)
        for limit in report.LIMITS:
            self.stdout.write(f"- {limit}")

    def _compare(self, athletes: int, seed: int, processes: int, options: dict[str, Any]) -> None:
        policies = _chosen("policy", options["policy"], NAMES, COMPARED)
        worlds = _chosen("world", options["world"], tuple(WORLDS), tuple(WORLDS))
        for file in (options["json"], options["figure"]):
            _writable(file)
        results = []
        for world in worlds:
            trial = Trial(policies, world, seed, athletes, options["weeks"])
            results.append((trial, scores(run(trial, processes=processes, progress=self._progress(trial)))))
            self.stdout.writelines(f"{line}\n" for line in report.table(*results[-1]))
        if options["json"]:
            options["json"].write_text(json.dumps(report.values(results), indent=1) + "\n", encoding="utf-8")
        if options["figure"]:
            options["figure"].write_text(figure.svg(results), encoding="utf-8")

    def _calibrate(self, athletes: int, seed: int) -> None:
        self.stdout.write(report.CALIBRATION_HEAD)
        for row in calibration.rows(athletes, seed):
            self.stdout.write(report.calibration_row(row))

    def _check(self, athletes: int, seed: int, processes: int) -> None:
        findings = checks.checked(athletes, seed, processes)
        for finding in findings:
            self.stdout.write(f"{'holds ' if finding.holds else 'BROKEN'}  {finding.claim}: {finding.found}")
        broken = sum(not finding.holds for finding in findings)
        if broken:
            raise CommandError(f"{broken} checks are broken: judge no policy by this simulator until they hold.")

    def _progress(self, trial: Trial) -> Callable[[int], None]:
        shown = time.monotonic()

        def progress(done: int) -> None:
            nonlocal shown
            if time.monotonic() - shown >= PROGRESS_S:
                shown = time.monotonic()
                self.stderr.write(f"{trial.world}: {done} of {trial.athletes} athletes")

        return progress


def _weeks(text: str) -> int | None:
    if text == MIXED:
        return None
    if not text.isdigit() or not FEWEST_WEEKS <= int(text) <= MOST_WEEKS:
        raise ArgumentTypeError(f"{text} is no length: give {FEWEST_WEEKS} to {MOST_WEEKS} weeks, or {MIXED}")
    return int(text)


def _chosen(option: str, text: str, known: tuple[str, ...], everything: tuple[str, ...]) -> tuple[str, ...]:
    if text == ALL:
        return everything
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    unknown = ", ".join(name for name in names if name not in known) or ("" if names else "no name")
    if unknown:
        raise CommandError(f"--{option}: {unknown} is unknown. Give {ALL}, or some of {', '.join(known)}.")
    return names


def _within(option: str, value: int, fewest: int, most: int) -> None:
    if not fewest <= value <= most:
        raise CommandError(f"--{option}: {value} is out of range. Give {fewest} to {most}.")


def _writable(file: Path | None) -> None:
    """Before the work, not after it."""
    if file is None:
        return
    try:
        file.open("a").close()
    except OSError as problem:
        raise CommandError(
            f"Cannot write {file}: {problem.strerror}. Name a file in a folder that exists."
        ) from problem
