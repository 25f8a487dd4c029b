"""Forty athletes whose truth is known, on seeds that nothing was tuned on."""

from __future__ import annotations

from functools import cache

from django.test import SimpleTestCase

from diagnosis.core.findings import INFO, Finding
from diagnosis.services import analysing
from tests.diagnosis import cohort
from tests.diagnosis.cohort import Known

FIRST_SEED = 1000
FALSE_SHARE = 0.05


@cache
def athletes() -> tuple[tuple[Known, tuple[Finding, ...]], ...]:
    return tuple((known, analysing.analyse(known.case)) for known in cohort.cohort(FIRST_SEED))


def codes(findings: tuple[Finding, ...]) -> frozenset[str]:
    return frozenset(finding.code for finding in findings)


class CohortTests(SimpleTestCase):
    def test_it_finds_what_is_true_of_each_athlete(self) -> None:
        self.assertEqual(len(athletes()), 40)
        for known, findings in athletes():
            for truth in known.must:
                with self.subTest(known.truth, seed=known.seed):
                    self.assertTrue(truth & codes(findings), f"none of {sorted(truth)} in {sorted(codes(findings))}")

    def test_it_says_hardly_anything_that_is_not_true(self) -> None:
        told = sum(len(codes(findings)) for _, findings in athletes())
        false = [(known.truth, known.seed, code) for known, found in athletes() for code in known.false(codes(found))]
        self.assertLessEqual(len(false), FALSE_SHARE * told, false)

    def test_it_is_silent_where_there_are_no_data(self) -> None:
        for known, findings in athletes():
            if known.truth == "sparse":
                with self.subTest(seed=known.seed):
                    self.assertEqual(findings, ())

    def test_it_reassures_only_those_who_are_fine(self) -> None:
        for known, findings in athletes():
            with self.subTest(known.truth, seed=known.seed):
                self.assertEqual("nothing_to_worry" in codes(findings), known.truth == "fine")

    def test_it_rests_every_finding_on_the_athletes_own_rows(self) -> None:
        for known, findings in athletes():
            case = known.case
            own = {each.rating for each in case.work} | {each.id for each in case.reports}
            own |= {each.id for each in case.sessions} | {each.id for each in case.lifts}
            for finding in findings:
                with self.subTest(known.truth, code=finding.code):
                    self.assertTrue(finding.rows)
                    self.assertLessEqual({row.id for row in finding.rows}, own)
                    self.assertTrue(finding.numbers)
                    self.assertTrue(0 <= finding.confidence <= 1)

    def test_it_sends_pain_to_a_professional_once_it_is_more_than_mild(self) -> None:
        for known, findings in athletes():
            for finding in findings:
                if finding.kind.area == "pain":
                    with self.subTest(known.truth, seed=known.seed, code=finding.code):
                        self.assertEqual(finding.needs_professional, finding.code != "pain_noted")

    def test_it_tells_the_gravest_first(self) -> None:
        for known, findings in athletes():
            grades = [finding.severity for finding in findings]
            with self.subTest(known.truth, seed=known.seed):
                self.assertEqual(grades, sorted(grades, key=["urgent", "act", "watch", "info"].index))

    def test_it_says_the_same_each_time(self) -> None:
        known, findings = athletes()[0]
        self.assertEqual(analysing.analyse(known.case), findings)
        self.assertNotEqual({finding.severity for finding in findings}, {INFO})
