"""manage.py generate_plan and check_plan"""

from __future__ import annotations

import json
import tempfile
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import TestCase

from accounts.models import AthleteProfile
from plans import services as plans
from plans.core.intent import REGIONS
from plans.core.spec import to_json
from plans.models import Plan
from tests.base import Cast
from tests.plans.base import plan_for, wishes


def run(name: str, *args: str, **options: Any) -> str:
    out = StringIO()
    call_command(name, *args, stdout=out, **options)
    return out.getvalue()


class GeneratePlanTests(Cast, TestCase):
    def run_it(self, *more: str, email: str = "ana@example.org", goal: str = "strength") -> str:
        return run("generate_plan", "--email", email, "--goal", goal, *more)

    def test_it_writes_the_plan_and_shows_its_first_week(self) -> None:
        said = self.run_it("--hours", "4", "--weeks", "4", "--days", "2", email="Ana@Example.org ")
        plan = Plan.objects.get()
        self.assertEqual((plan.athlete, plan.goal), (self.ana, "strength"))
        self.assertIn("Strength, 4 weeks", said)
        self.assertEqual(len([line for line in said.splitlines() if "Full body" in line and ":" in line]), 3)

    def test_it_prints_the_plan_byte_for_byte(self) -> None:
        said = self.run_it("--json", "--equipment", "dumbbell", "bench", "pullup_bar")
        self.assertEqual(said, to_json(plans.spec_of(Plan.objects.get())) + "\n")

    def test_it_takes_level_and_equipment_from_the_profile(self) -> None:
        AthleteProfile.objects.filter(user=self.ana).update(experience_level="advanced", equipment=["dumbbell", "band"])
        self.run_it()
        asked = Plan.objects.get().intent
        self.assertEqual((asked["experience_level"], asked["equipment"]), ("advanced", ["dumbbell", "band"]))

    def test_it_says_what_is_wrong(self) -> None:
        AthleteProfile.objects.filter(user=self.ben).update(health={"screening_yes": ["chest_pain"]})
        sore = [{"region": region, "severity": 9, "note": ""} for region in REGIONS]
        AthleteProfile.objects.filter(user=self.bao).update(limitations=sore)
        for more, options, wanted in (
            ((), {"email": "nobody@example.org"}, "no account"),
            (("--hours", "0.5"), {}, "outside 1 to 20"),
            ((), {"email": "bao@example.org"}, "What hurts rules out every exercise"),
            ((), {"email": "ben@example.org"}, "doctor"),
            (("--days", "9"), {}, "invalid choice"),
        ):
            with self.subTest(wanted), self.assertRaisesMessage(CommandError, wanted):
                self.run_it(*more, **options)
        self.assertFalse(Plan.objects.exists())


class CheckPlanTests(Cast, TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.text = to_json(plans.spec_of(plan_for(self.ana)))

    def file(self, name: str, content: str) -> str:
        path = self.folder / name
        path.write_text(content, encoding="utf-8")
        return str(path)

    def intent(self, **changes: Any) -> str:
        return self.file("intent.json", json.dumps({**wishes(start_on="2030-01-07"), **changes}))

    def changed(self, **changes: Any) -> str:
        """The plan with its first item changed."""
        raw = json.loads(self.text)
        raw["weeks"][0]["sessions"][0]["items"][0].update(changes)
        return self.file("plan.json", json.dumps(raw))

    def test_it_finds_nothing_hard_in_a_plan_of_ours(self) -> None:
        said = run("check_plan", self.file("plan.json", self.text), "--intent", self.intent())
        self.assertIn("0 hard", said)

    def test_it_judges_a_plan_by_itself_where_no_intent_is_given(self) -> None:
        self.assertIn("0 hard", run("check_plan", self.file("plan.json", self.text)))

    def test_it_names_the_rule_and_ends_with_one(self) -> None:
        out = StringIO()
        with self.assertRaises(SystemExit) as ended:
            call_command("check_plan", self.changed(exercise="no-such-exercise"), stdout=out)
        self.assertEqual(ended.exception.code, 1)
        self.assertRegex(out.getvalue(), r"S02 hard .*no-such-exercise")

    def test_it_gives_findings_to_programs(self) -> None:
        out = StringIO()
        with self.assertRaises(SystemExit):
            call_command("check_plan", self.changed(sets=11), "--json", stdout=out)
        report = json.loads(out.getvalue())
        finding = next(each for each in report["findings"] if each["rule"] == "S05")
        self.assertEqual((finding["severity"], finding["facts"]["value"]), ("hard", 11))
        self.assertLessEqual(report["score"], 100)

    def test_it_heeds_what_the_intent_says_of_the_athlete(self) -> None:
        out = StringIO()
        sore = self.intent(profile={"limitations": [{"region": "knee", "severity": 6, "note": ""}], "birth_year": 1990})
        with self.assertRaises(SystemExit):
            call_command("check_plan", self.file("plan.json", self.text), "--intent", sore, stdout=out)
        self.assertIn("C01 hard", out.getvalue())

    def test_it_reads_nothing_that_is_not_a_plan(self) -> None:
        extra = json.loads(self.text) | {"colour": "green"}
        for content in ("", "[]", "{", json.dumps(extra), '{"goal": "strength"}', "null"):
            with self.subTest(content[:20]), self.assertRaisesMessage(CommandError, "is not a plan"):
                run("check_plan", self.file("plan.json", content))
        with self.assertRaisesMessage(CommandError, "cannot be read"):
            run("check_plan", str(self.folder / "missing.json"))

    def test_it_reads_nothing_that_is_not_an_intent(self) -> None:
        plan = self.file("plan.json", self.text)
        for content, wanted in (
            ("{", "not JSON"),
            ("[]", "JSON object"),
            ("{}", "cannot be read"),
            (json.dumps({**wishes(), "limitations": [{"region": "knee"}]}), "cannot be read"),
            (json.dumps({**wishes(), "profile": {"colour": "green"}}), "cannot be read"),
        ):
            with self.subTest(content[:20]), self.assertRaisesMessage(CommandError, wanted):
                run("check_plan", plan, "--intent", self.file("intent.json", content))
