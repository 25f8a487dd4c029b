"""Judge a plan that stands in a file."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from accounts.models import AthleteProfile
from plans import services
from plans.core.intent import Intent
from plans.core.movements import EQUIPMENT
from plans.core.rules import schema
from plans.core.rules.base import Case, Finding
from plans.core.rules.judge import hard, judge, score, warnings
from plans.core.spec import PlanSpec
from plans.registry import Known
from plans.services.intents import as_asked, intent_of

NOBODY = UUID(int=0)


class Command(BaseCommand):
    help = (
        "Judge a plan by every rule. FILE holds its canonical JSON (see generate_plan --json). --intent names a JSON "
        "file with the body of a request for a plan, and optionally `profile` with fields of the athlete's profile; "
        "without it, only what the plan says of itself counts. Ends with 1 on a hard finding."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--intent", type=Path)
        parser.add_argument("--json", action="store_true", help="findings as JSON, for programs")

    def handle(self, *args: Any, file: Path, intent: Path | None, json: bool, **options: Any) -> None:
        spec = self.read_plan(file)
        asked = self.intent(spec, read_json(intent)) if intent else implied_intent(spec)
        findings = judge(Case(spec, asked, services.catalogue_for(NOBODY)))
        self.report(findings, as_json=json)
        if hard(findings):
            raise SystemExit(1)

    def read_plan(self, file: Path) -> PlanSpec:
        try:
            return schema.read(read_text(file))
        except schema.SpecUnreadable as problem:
            faults = "\n".join(f"  {fault['where']}: {fault['what']}" for fault in problem.facts["faults"])
            raise CommandError(f"{file} is not a plan:\n{faults}") from problem

    def intent(self, spec: PlanSpec, asked: Mapping[str, Any]) -> Intent:
        wishes = {key: value for key, value in asked.items() if key != "profile"}
        try:
            profile = AthleteProfile(**asked.get("profile", {}))
            return intent_of(as_asked(wishes, spec.start_on), profile, Known(), spec.start_on)
        except (KeyError, TypeError, ValueError) as problem:
            raise CommandError(f"The intent cannot be read: {problem!r}") from problem

    def report(self, findings: tuple[Finding, ...], *, as_json: bool) -> None:
        if as_json:
            rows = [
                {
                    "rule": each.rule,
                    "severity": each.severity,
                    "where": each.where,
                    "message": sentence(each),
                    "facts": dict(each.facts),
                }
                for each in findings
            ]
            self.stdout.write(json.dumps({"score": score(findings), "findings": rows}, ensure_ascii=False))
            return
        for each in findings:
            self.stdout.write(f"{each.rule} {each.severity:7} {each.where}: {sentence(each)}")
        counts = f"{len(hard(findings))} hard, {len(warnings(findings))} warnings"
        self.stdout.write(f"{counts}, score {score(findings)} of 100.")


def sentence(finding: Finding) -> str:
    return finding.message % finding.facts


def implied_intent(spec: PlanSpec) -> Intent:
    """What a plan seems to have been asked to be: its own goal and level, everything at hand, any day, enough time."""
    return Intent(
        primary_goal=spec.goal,
        experience_level=spec.level,
        time_availability_h=20.0,
        equipment=frozenset(EQUIPMENT),
        start_on=spec.start_on,
        today=spec.start_on,
        days_per_week=spec.days_per_week,
    )


def read_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise CommandError(f"{file} cannot be read: {problem}") from problem


def read_json(file: Path) -> Mapping[str, Any]:
    try:
        value = json.loads(read_text(file))
    except ValueError as problem:
        raise CommandError(f"{file} is not JSON: {problem}") from problem
    if not isinstance(value, dict):
        raise CommandError(f"{file} does not hold a JSON object.")
    return value
