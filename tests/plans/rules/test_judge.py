from __future__ import annotations

from dataclasses import replace

from django.test import SimpleTestCase

from plans.core.intent import Limitation
from plans.core.rules.base import Finding, Rule
from plans.core.rules.judge import BY_ID, RULES, hard, judge, refusals, score, warnings
from tests.plans.rules.athletes import ATHLETES, lift
from tests.plans.rules.breaking import Change, add, asked, drop, edited, item, items, of, only

IDS = (
    "B01 B02 B03 B04 B05 C01 C02 C03 C04 C05 C06 C07 C08 C09 C10 E01 E02 E03 E04 I01 I02 I03 I04 I05 I06 I07 "
    "P01 P02 P03 P04 P05 P06 P07 P08 P09 P10 R01 R02 R03 R04 R05 R06 S01 S02 S03 S04 S05 S06 S07 T01 T02 T03 T04 T05 "
    "V01 V02 V03 V04 V05 V06 X02 X03"
)


class RulesTests(SimpleTestCase):
    def test_it_has_every_rule_once(self) -> None:
        self.assertEqual(" ".join(rule.id for rule in RULES), IDS)

    def test_it_tells_where_each_rule_comes_from(self) -> None:
        for rule in RULES:
            with self.subTest(rule.id):
                self.assertTrue(rule.threshold and rule.source and rule.message)
                self.assertEqual(rule.family, rule.id[0])

    def test_it_calls_convention_convention(self) -> None:
        for rule in ("B01", "B02", "B03", "P01", "P07", "R01", "R03", "V04"):
            self.assertEqual(BY_ID[rule].evidence, "convention", rule)


class JudgeTests(SimpleTestCase):
    def test_it_finds_nothing_in_sound_plans(self) -> None:
        for name, make in ATHLETES.items():
            with self.subTest(name):
                self.assertEqual(judge(make()), ())

    def test_it_finds_the_same_twice(self) -> None:
        broken = of("lifter", items(only(("back-squat",), target_rpe=10.0)))
        self.assertEqual(judge(broken), judge(broken))

    def test_it_stops_at_a_malformed_plan(self) -> None:
        found = judge(of("beginner", items(lambda each: replace(each, sets="3"))))  # type: ignore[arg-type]
        self.assertEqual({finding.rule for finding in found}, {"S01"})

    def test_it_counts_an_unknown_exercise_for_nothing(self) -> None:
        found = judge(of("beginner", item(1, 0, 0, exercise="flying-squat")))
        self.assertIn("S02", {finding.rule for finding in found})

    def test_it_sorts_findings_by_severity(self) -> None:
        found = judge(of("runner", asked(equipment=frozenset()), add(1, 0, lift("goblet-squat", 1))))
        self.assertEqual({finding.severity for finding in hard(found)}, {"hard"})
        self.assertEqual({finding.severity for finding in warnings(found)}, {"warning"})
        self.assertEqual(len(hard(found)) + len(warnings(found)), len(found))


class ScoreTests(SimpleTestCase):
    def test_it_takes_three_points_for_a_warning_and_fifteen_for_a_family(self) -> None:
        def found(*rules: str) -> list[Finding]:
            return [Finding(rule, "warning", "") for rule in rules]

        for findings, points in (
            ([], 100),
            (found("V01"), 97),
            (found("V01", "B01", "V06"), 91),
            (found(*["V01"] * 9), 85),
            (found(*["V01"] * 9, "T02"), 82),
            ([Finding("V02", "hard", "")], 100),
        ):
            with self.subTest(points):
                self.assertEqual(score(findings), points)


class RefusalTests(SimpleTestCase):
    def refused(self, *changes: Change, base: tuple[Change, ...] = ()) -> set[str]:
        return {finding.rule for finding in refusals(of("beginner", *base, edited(*changes)))}

    def test_it_refuses_a_new_plan_for_any_hard_finding(self) -> None:
        self.assertEqual({each.rule for each in refusals(of("beginner", item(1, 0, 0, sets=11)))} & {"S05"}, {"S05"})

    def test_it_refuses_an_edit_that_breaks_a_rule(self) -> None:
        self.assertIn("V02", self.refused(items(only(("goblet-squat",), sets=9))))

    def test_it_lets_an_edit_pass_that_breaks_nothing(self) -> None:
        self.assertEqual(self.refused(item(1, 0, 0, notes="slowly")), set())

    def test_it_does_not_blame_an_edit_for_what_was_broken_before(self) -> None:
        sore = asked(limitations=(Limitation("knee", 3),))
        self.assertTrue(hard(judge(of("beginner", sore))))
        self.assertEqual(self.refused(item(1, 0, 1, notes="slowly"), base=(sore,)), set())

    def test_it_lets_an_edit_heal_one_of_several_breaches(self) -> None:
        sore = asked(limitations=(Limitation("knee", 3),))
        self.assertEqual(self.refused(item(1, 0, 0, exercise="bodyweight-squat"), base=(sore,)), set())

    def test_it_refuses_an_edit_that_makes_a_breach_worse(self) -> None:
        heavy = items(only(("goblet-squat",), sets=8))
        self.assertIn("V02", self.refused(items(only(("goblet-squat",), sets=9)), base=(heavy,)))
        self.assertEqual(self.refused(items(only(("goblet-squat",), sets=7)), base=(heavy,)), set())

    def test_it_refuses_an_edit_that_breaks_a_second_rule(self) -> None:
        sore = asked(limitations=(Limitation("knee", 3),))
        self.assertIn(
            "B04", self.refused(drop("machine-chest-press"), drop("seated-dumbbell-shoulder-press"), base=(sore,))
        )


class SilentRuleTests(SimpleTestCase):
    def test_a_rule_without_breach_has_no_finding(self) -> None:
        rule = Rule("V99", "warning", "", "", "product", "", lambda case: ())
        self.assertEqual(list(rule.findings(ATHLETES["beginner"]())), [])
