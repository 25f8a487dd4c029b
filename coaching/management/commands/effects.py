"""Analyses the decision points of a trial that stand in a file."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from math import exp
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coaching.core.effects import trial as trials
from coaching.core.effects.estimates import Estimate, NotEstimable
from coaching.core.effects.fidelity import Light, Tally
from coaching.core.effects.inference import Contrast, effect, joint
from coaching.core.effects.points import PointsUnusable
from coaching.core.effects.trial import Trial, TrialUnreadable

PUBLISHED_P = 0.6  # HeartSteps V1
WORDS = {
    "missing_columns": "It lacks these columns: {columns}.",
    "not_a_number": "Line {line}, column {column}: {value!r} is no number.",
    "not_zero_or_one": "Line {line}, column {column}: {value} is neither 0 nor 1.",
    "negative": "Line {line}, column {column}: {value} is below 0.",
    "kinds_disagree": "Line {line}: active + sedentary is not send ({value}).",
    "no_rows": "It has no rows.",
    "probability_needed": "It has no column with probabilities: give one with --p.",
    "no_points": "None of its {rows} rows is available and has an outcome.",
    "probability_out_of_range": "A probability has to lie between 0 and 1 (row {row}).",
    "too_few_subjects": "{subjects} people are too few for {coefficients} coefficients.",
    "unidentified": "The data do not tell these coefficients apart.",
    "no_events": "It never happened.",
    "all_events": "It happened every time.",
    "not_converged": "The equations have no solution near their start.",
}


class Command(BaseCommand):
    help = (
        "Estimate the causal effect of sending from FILE (CSV, one row a decision point): the columns of HeartSteps V1 "
        "(user, day, avail, send, active, sedentary, steps30, steps30pre), or those of Spotter's own export (user, "
        "day, avail, send, probability, outcome). With the first, the outcome is ln(steps30 + 0.5), controlled for "
        "ln(steps30pre + 0.5). Docs: docs/coaching-effects.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--p", type=float, default=PUBLISHED_P,
            help=f"probability of sending, where the file has no such column (default {PUBLISHED_P})",
        )  # fmt: skip

    def handle(self, *args: Any, file: Path, p: float, **options: Any) -> None:
        if not 0 < p < 1:
            raise CommandError("--p has to lie between 0 and 1.")
        trial = self.read(file, p)
        self.stdout.write(
            f"{file.name}: {len(trial.users)} decision points of {len(set(trial.users.tolist()))} people, "
            f"{int(trial.available.sum())} available, {int(trial.sent.sum())} sent"
        )
        try:
            self.analyse(trial)
        except (NotEstimable, PointsUnusable) as problem:
            raise CommandError(worded(problem.code, problem.facts)) from problem
        self.tell_fidelity(trial)

    def read(self, file: Path, p: float) -> Trial:
        try:
            with file.open(newline="", encoding="utf-8-sig") as lines:
                reader = csv.DictReader(lines)
                return trials.read(reader.fieldnames or [], reader, p)
        except OSError as problem:
            raise CommandError(f"{file} cannot be read: {problem.strerror}.") from problem
        except (UnicodeDecodeError, csv.Error) as problem:
            raise CommandError(f"{file} is no CSV file in UTF-8.") from problem
        except TrialUnreadable as problem:
            raise CommandError(f"{file} is no trial. {worded(problem.code, problem.facts)}") from problem

    def analyse(self, trial: Trial) -> None:
        logs = trial.before is not None
        self.heading("Effect of sending, on average (WCLS)", trials.overall(trial))
        self.line("sent against not sent", effect(trials.overall(trial), [1]), as_percent=logs)
        changing = trials.by_day(trial)
        self.heading("Effect by day in the study", changing)
        last = int(trial.days.max())
        self.line("on day 0", effect(changing, [1, 0]), as_percent=logs)
        self.line("change each day", effect(changing, [0, 1]), as_percent=logs)
        self.line(f"on day {last}", effect(changing, [1, last]), as_percent=logs)
        if trial.kinds is not None:
            self.analyse_kinds(trial)
        if trial.happened is not None:
            self.analyse_event(trial)

    def analyse_kinds(self, trial: Trial) -> None:
        estimate = trials.by_kind(trial)
        self.heading("Effect of each kind of suggestion", estimate)
        self.line("walking (active)", effect(estimate, [1, 0]), as_percent=True)
        self.line("anti-sedentary (sedentary)", effect(estimate, [0, 1]), as_percent=True)
        self.line("walking against anti-sedentary", effect(estimate, [1, -1]), as_percent=True)
        both = joint(estimate, trials.kind_rows(estimate))
        self.stdout.write(f"  both zero: F({both.rows}, {both.freedom}) = {both.f:.3f}, p = {both.p:.4f}")

    def analyse_event(self, trial: Trial) -> None:
        event = "the outcome" if trial.before is None else f"at least {trials.BRISK} steps"
        try:
            estimate = trials.likelihood(trial)
        except NotEstimable as problem:
            self.stdout.write(f"Ratio of chances of {event}: no estimate. {worded(problem.code, problem.facts)}")
            return
        self.heading(f"How many times as likely {event} is after sending (EMEE)", estimate)
        found = effect(estimate, [1])
        self.line("log of the ratio", found)
        low, high = exp(found.low), exp(found.high)
        self.stdout.write(f"  ratio {exp(found.value):.4f}, 95 % interval {low:.4f} to {high:.4f}")

    def tell_fidelity(self, trial: Trial) -> None:
        self.stdout.write("Fidelity: was sent what was drawn for?")
        self.tally("sent at available points", trials.sends(trial))
        if trial.kinds is not None:
            self.tally("walking among what was sent, against 50:50", trials.first_kind(trial))

    def heading(self, title: str, estimate: Estimate) -> None:
        self.stdout.write(f"{title}: {estimate.subjects} people, {estimate.points} points")

    def line(self, name: str, found: Contrast, as_percent: bool = False) -> None:
        percent = f"  ({100 * (exp(found.value) - 1):+.1f} %)" if as_percent else ""
        self.stdout.write(
            f"  {name:<32} {found.value:9.5f}  SE {found.se:.5f}  95 % {found.low:9.5f} to {found.high:9.5f}  "
            f"t({found.freedom}) = {found.t:.3f}  p = {found.p:.4f}{percent}"
        )

    def tally(self, name: str, found: Tally) -> None:
        style = {Light.GREEN: self.style.SUCCESS, Light.YELLOW: self.style.WARNING, Light.RED: self.style.ERROR}
        share = found.taken / found.count if found.count else 0
        self.stdout.write(
            f"  {name}: {found.taken} of {found.count} ({100 * share:.1f} %), z = {found.z:+.2f} "
            + style[found.light](str(found.light))
        )


def worded(code: str, facts: dict[str, Any]) -> str:
    return WORDS[code].format(**facts) if code in WORDS else code
