"""The report as data: every part of it, as JSON, and what it becomes in words, on a page and in a PDF."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory, SimpleTestCase
from django.utils import translation

from diagnosis import wording
from diagnosis.core.findings import AREAS, KINDS
from diagnosis.core.thresholds import SOURCES
from diagnosis.pages.report import report_page
from diagnosis.services import analysing, reporting
from diagnosis.services.pdf import to_pdf
from diagnosis.services.pdf_font import printable
from diagnosis.wording import findings as sentences
from diagnosis.wording import offers, states
from diagnosis.wording.reading import read
from llm.core.lexicons import screen
from plans.core.patch_data import parse_edits
from tests.diagnosis import cohort
from tests.diagnosis.cases import changed, fine
from tests.diagnosis.worlds import WORLDS

SEED = 1000
PLACE = re.compile(r"%\((\w+)\)s")


@cache
def made(story: str, seed: int = SEED) -> dict[str, Any]:
    case = getattr(cohort, story)(seed).case
    return reporting.build(case, analysing.analyse(case))


class DataTests(SimpleTestCase):
    def test_it_is_plain_json_and_the_same_when_read_back(self) -> None:
        for story in cohort.STORIES:
            with self.subTest(story.__name__):
                report = made(story.__name__)
                self.assertEqual(json.loads(json.dumps(report, allow_nan=False)), report)

    def test_it_has_three_sentences_a_state_for_each_area_and_a_source_for_each_claim(self) -> None:
        for story in cohort.STORIES:
            with self.subTest(story.__name__):
                report = made(story.__name__)
                self.assertEqual(len(report["summary"]), 3)
                self.assertEqual(tuple(report["state"]), AREAS)
                claimed = {code for source in report["sources"] for code in source["claims"]}
                self.assertEqual(claimed, {finding["code"] for finding in report["findings"]})

    def test_it_offers_patches_that_can_be_read_back(self) -> None:
        offered = [finding["edits"] for finding in made("imbalance")["findings"] if finding["edits"]]
        self.assertTrue(offered)
        for edits in offered:
            self.assertEqual(len(parse_edits(edits)), len(edits))

    def test_it_draws_nothing_and_calls_everything_unknown_without_enough_data(self) -> None:
        report = made("sparse")
        self.assertEqual(report["charts"], [])
        self.assertFalse(report["data_quality"]["is_enough"])
        statuses = {area: state["status"] for area, state in report["state"].items()}
        self.assertEqual({area for area in statuses if statuses[area] != "unknown"}, {"pain"})

    def test_it_draws_load_lifts_volume_readiness_and_the_calendar(self) -> None:
        kinds = {chart["id"].split(":")[0]: chart["kind"] for chart in made("fine")["charts"]}
        expected = {"load": "line", "lift": "line", "volume": "ranges", "readiness": "line", "adherence": "calendar"}
        self.assertEqual(kinds, expected)

    def test_it_says_what_is_new_what_is_gone_and_what_stays(self) -> None:
        before, case = made("imbalance"), cohort.overload(SEED).case
        after = reporting.build(case, analysing.analyse(case), previous=before)
        told = after["comparison"]
        self.assertIn("overload", {each["code"] for each in told["new"]})
        self.assertEqual({each["code"] for each in told["gone"]} & {"push_pull", "quad_hinge"} != set(), True)
        self.assertIn("weekly_au", {each["name"] for each in told["numbers"]})
        again = reporting.build(case, analysing.analyse(case), previous=after)["comparison"]
        self.assertEqual((again["new"], again["gone"]), ([], []))
        self.assertEqual({each["trend"] for each in again["stays"]}, {"same"})

    def test_it_says_what_else_than_training_may_make_a_difference(self) -> None:
        before, case = made("fine"), cohort.fine(SEED).case
        other_window = replace(case, window_days=28)
        other_rules = before | {"thresholds_version": before["thresholds_version"] - 1}
        findings = analysing.analyse(case)
        for told, now, unlike in (
            (before, case, []),
            (other_rules, case, ["other_rules"]),
            (before, other_window, ["other_days"]),
        ):
            with self.subTest(unlike):
                report = reporting.build(now, findings, previous=told)
                self.assertEqual(report["comparison"]["unlike"], unlike)
                told_of = read(report, "metric").comparison or {}
                self.assertEqual(len(told_of["unlike"]), len(unlike))

    def test_it_says_when_and_from_what_it_was_made(self) -> None:
        report = made("fine")
        days = report["data_quality"]["numbers"]["trained_days"]
        told = read(report, "metric").made_from
        self.assertIn(f"from {days} training days and the notes", told)
        self.assertTrue(told.startswith("Made on June 28, 2026"))

    def test_it_keeps_what_others_said_with_the_finding_that_they_spoke_of(self) -> None:
        case = cohort.plateau(SEED).case
        findings = analysing.analyse(case)
        opinions = {findings[0].key: [{"who": "one", "agrees": True}]}
        report = reporting.build(case, findings, opinions, None, [{"who": "one"}])
        self.assertEqual(report["findings"][0]["opinions"], [{"who": "one", "agrees": True}])
        self.assertTrue(all(not each["opinions"] for each in report["findings"][1:]))
        self.assertEqual([each["who"] for each in report["authors"]], ["rules", "one"])

    def test_it_calls_no_area_fine_whose_finding_another_one_explains(self) -> None:
        report = made("sandbagging")
        self.assertEqual({each["code"] for each in report["findings"]} & {"effort_above"}, set())
        self.assertEqual(report["state"]["effort"]["status"], "watch")
        self.assertEqual(report["state"]["effort"]["explained_by"], "rated_too_hard")
        effort = next(area for area in read(report, "metric").areas if area.code == "effort")
        self.assertEqual(effort.because, "see “You have more left than you rate”")


class WordingTests(SimpleTestCase):
    def test_it_tells_days_beside_sessions_only_where_they_differ(self) -> None:
        for days, told in ((22, "You did 22 of 24 planned sessions."), (25, "on 25 days in all.")):
            facts = {"done": 22, "due": 24, "trained_days": days}
            with self.subTest(days):
                self.assertTrue(wording.summary({"code": "seen_plan", "facts": facts}, {}).endswith(told))

    def test_it_gives_no_advice_where_the_athlete_has_explained_it(self) -> None:
        case = WORLDS["adherence_low"](SEED)
        report = reporting.build(case, analysing.analyse(case))
        for each in report["findings"]:
            if each["code"] == "adherence_low":
                each |= {"severity": "info", "explained_by": "ill"}
        told = next(each for each in read(report, "metric").findings if each.code == "adherence_low")
        self.assertEqual((told.advice, told.explained.split(".")[0]), ("", "You told us that you were ill"))

    def test_it_has_words_for_every_code(self) -> None:
        self.assertEqual(set(sentences.TITLES), set(KINDS))
        self.assertEqual(set(sentences.MEANINGS), set(KINDS))
        self.assertEqual(set(offers.ADVICE), {kind.advice for kind in KINDS.values()})
        self.assertLessEqual({source for kind in KINDS.values() for source in kind.sources}, set(SOURCES))

    def test_it_names_no_illness_no_drug_and_no_danger_in_any_sentence(self) -> None:
        told = [*sentences.TITLES.values(), *sentences.MEANINGS.values(), *offers.ADVICE.values()]
        told += [*states.GAPS.values(), *states.SUMMARY.values(), *states.STATUS_TEXTS.values()]
        told += [each for error in states.ERRORS.values() for each in error]
        for sentence in map(str, told):
            with self.subTest(sentence):
                self.assertEqual(screen(sentence), ())
                self.assertNotRegex(sentence.lower(), r"injur|sweet spot|overtrain|inflam|tendin|diagnos\w+ with")

    def test_it_leaves_no_gap_in_a_sentence_about_any_athlete(self) -> None:
        for story in cohort.STORIES:
            reading = read(made(story.__name__), "metric")
            told = [*reading.summary, *(text for each in reading.findings for text in (each.title, each.meaning))]
            for text in [*told, *reading.gaps, *(area.number for area in reading.areas)]:
                with self.subTest(story.__name__, text=text):
                    self.assertNotRegex(text, r"%\(|– |\bNone\b")

    def test_it_words_every_number_of_the_evidence(self) -> None:
        for story in cohort.STORIES:
            for finding in made(story.__name__)["findings"]:
                for name in finding["evidence"]["numbers"]:
                    with self.subTest(name):
                        self.assertIn(name, sentences.NUMBERS)

    def test_it_takes_every_number_of_a_sentence_from_the_facts(self) -> None:
        for story in cohort.STORIES:
            for finding in made(story.__name__)["findings"]:
                asked = set(PLACE.findall(str(sentences.MEANINGS[finding["code"]])))
                with self.subTest(finding["code"]):
                    self.assertLessEqual(asked, set(finding["facts"]))

    def test_it_words_each_error_as_what_happened_what_is_safe_and_what_to_do(self) -> None:
        names = ("AI_PLATFORM_ERROR", "AI_TIMEOUT", "AI_QUOTA", "NOT_ENOUGH_DATA", "CANCELLED", "INTERNAL_ERROR")
        self.assertEqual(tuple(states.ERRORS), names)
        for name in names:
            with self.subTest(name):
                self.assertTrue(all(wording.problem(name)))
        self.assertEqual(wording.problem("never heard of"), wording.problem("INTERNAL_ERROR"))

    def test_it_tells_where_a_running_diagnosis_is(self) -> None:
        told = wording.status_text("ai_fetching", {"answered": 1, "asked": 3})
        self.assertEqual(told, "Asking for opinions: 1 of 3 have answered.")


class EffortTests(SimpleTestCase):
    def test_it_says_how_far_from_the_target_the_effort_is_and_shares_only_without_one(self) -> None:
        shares = {"failure_percent": 5, "near_percent": 42}
        for numbers, told in (
            ({**shares, "gap_rpe": -1.7}, "rated 1.7 RPE below the target on average"),
            ({**shares, "gap_rpe": 0.4}, "rated 0.4 RPE above the target on average"),
            ({**shares, "gap_rpe": 0.0}, "rated as the plan asks, on average"),
            ({**shares, "gap_rpe": None}, "5 % of sets to failure, 42 % with up to three reps left"),
            ({"zone_1_percent": 80}, ""),
        ):
            with self.subTest(told):
                self.assertEqual(wording.state_number("effort", numbers), told)

    def test_it_says_balance_in_sets_and_of_former_reports_in_ratios(self) -> None:
        sets = {"push_sets": 12.0, "pull_sets": 0.0, "quad_sets": 6.5, "hinge_sets": 7.0}
        told = wording.state_number("balance", {"push_pull": None, "quad_hinge": 0.93, **sets})
        self.assertEqual(told, "sets a week: pushing 12 against pulling 0, squatting 6.5 against hip hinging 7")
        former = {"push_pull": 1.2, "quad_hinge": 0.93}
        self.assertEqual(wording.state_number("balance", former), "push to pull 1.2, squat to hinge 0.93")
        self.assertEqual(wording.state_number("balance", {**former, "push_pull": None}), "")


class OpinionTests(SimpleTestCase):
    def reading(self) -> Any:
        """A finding that one of two agrees with, who grades it higher; a third did not answer."""
        report = json.loads(json.dumps(made("plateau")))
        finding = report["findings"][0]
        finding |= {"votes": {"agree": 1, "of": 2}, "rules_severity": "watch", "severity": "act"}
        finding["opinions"] = [
            {"who": "one", "agrees": True, "severity": "act", "advice": finding["advice"]},
            {"who": "two", "agrees": False, "severity": "watch", "advice": "keep_going"},
        ]
        report["authors"] += [
            {"who": "one", "answered": True},
            {"who": "two", "answered": True},
            {"who": "three", "answered": False, "error_type": "AI_TIMEOUT"},
        ]
        report["also_named"] = [{"code": "sleep_short", "area": "recovery", "by": ["two"], "of": 2}]
        return read(report, "metric")

    def test_it_shows_the_votes_and_how_far_each_differs(self) -> None:
        finding = self.reading().findings[0]
        self.assertEqual(finding.votes, "1 of 2 agree")
        told = {each.who: each.text for each in finding.opinions}
        expected = {
            "one": "agrees · calls it “worth acting on”",
            "two": "sees it otherwise · would rather advise: Keep going as you are.",
        }
        self.assertEqual(told, expected)

    def test_an_advice_that_points_at_what_was_found_stands_beside_that_area_alone(self) -> None:
        report = json.loads(json.dumps(made("plateau")))
        finding = report["findings"][0]
        for advice, is_told in (("change_this_lift", True), ("more_sleep", True), ("add_sets", False)):
            finding["opinions"] = [{"who": "one", "agrees": False, "severity": "watch", "advice": advice}]
            with self.subTest(advice):
                told = read(report, "metric").findings[0].opinions[0].text
                self.assertEqual("would rather advise" in told, is_told, told)

    def test_no_opinion_stands_against_the_way_to_a_professional(self) -> None:
        report = json.loads(json.dumps(made("pain_pattern")))
        finding = next(each for each in report["findings"] if each["needs_professional"])
        finding["votes"] = {"agree": 1, "of": 2}
        finding["opinions"] = [
            {"who": "one", "agrees": True, "severity": "urgent", "advice": "keep_going"},
            {"who": "two", "agrees": False, "severity": "info", "advice": "keep_going"},
        ]
        told = next(each for each in read(report, "metric").findings if each.key == finding["key"])
        self.assertEqual(told.votes, "")
        self.assertEqual(
            [(each.who, each.text) for each in told.opinions], [("one", "agrees · calls it “please act now”")]
        )

    def test_it_says_who_did_not_answer_and_what_others_would_look_at(self) -> None:
        reading = self.reading()
        self.assertEqual(reading.authors, ("one", "two"))
        self.assertEqual([each.who for each in reading.silent], ["three"])
        self.assertEqual(reading.also_named, ("two would also look at: Recovery",))

    def test_it_gives_praise_no_grade_and_names_no_area_twice(self) -> None:
        report = json.loads(json.dumps(made("under_recovery")))
        praise = next(each for each in report["findings"] if each["severity"] == "info")
        praise["opinions"] = [{"who": "one", "agrees": True, "severity": "act", "advice": praise["advice"]}]
        report["also_named"] = [{"code": "overload", "area": area, "by": ["one"], "of": 1} for area in AREAS]
        reading = read(report, "metric")
        told = next(each for each in reading.findings if each.key == praise["key"])
        self.assertEqual([each.text for each in told.opinions], ["agrees"])
        self.assertIn("one would also look at: Load", reading.also_named)
        self.assertNotIn("one would also look at: Recovery", reading.also_named)


class PageTests(SimpleTestCase):
    def page(self, report: dict[str, Any], **options: Any) -> str:
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        return report_page(request, report, **options).content.decode()

    def test_it_shows_every_finding_with_its_evidence_and_each_chart_as_a_table(self) -> None:
        report = made("imbalance")
        text = self.page(report)
        reading = read(report, "metric")
        self.assertEqual(text.count("Based on"), len(reading.findings))
        for finding in reading.findings:
            self.assertTrue(f"<h3>{finding.title}</h3>" in text, finding.title)
        self.assertEqual(text.count("The same as a table"), sum(bool(each.points) for each in reading.pictures))

    def test_it_says_once_that_all_may_stay_as_it_is(self) -> None:
        report = made("fine")
        reading = read(report, "metric")
        self.assertGreater(sum(each.advice == reading.summary[-1] for each in reading.findings), 1)
        self.assertEqual(self.page(report).count(reading.summary[-1]), 1)

    def test_it_offers_no_patch_and_no_link_to_whoever_only_reads(self) -> None:
        text = self.page(made("imbalance"))
        self.assertFalse("Suggest this change" in text)
        self.assertFalse('href="/sessions/' in text)

    def test_it_links_evidence_for_the_athlete(self) -> None:
        report = json.loads(json.dumps(made("imbalance")))
        session = str(uuid4())
        report["findings"][0]["evidence"]["rows"] = [
            {"kind": "rating", "id": "1", "on": "2026-06-01", "place": session},
            {"kind": "rating", "id": "2", "on": "2026-06-01", "place": session},
        ]
        report["findings"] = report["findings"][:1]
        self.assertEqual(self.page(report, execution_id=uuid4()).count(f"/sessions/{session}"), 1)

    def test_it_reads_in_chinese_without_changing_the_data(self) -> None:
        report = made("pain_pattern")
        before = json.dumps(report)
        with translation.override("zh-hans"):
            self.page(report)
            self.assertTrue(to_pdf(report, "metric").startswith(b"%PDF"))
        self.assertEqual(json.dumps(report), before)


class PdfTests(SimpleTestCase):
    def test_it_makes_a_file_with_and_without_enough_data(self) -> None:
        for story in ("imbalance", "sparse"):
            with self.subTest(story):
                self.assertTrue(to_pdf(made(story), "imperial").rstrip().endswith(b"%%EOF"))

    def test_it_has_a_letter_for_everything_that_we_say_in_both_languages(self) -> None:
        ours = [Path("locale/zh_Hans/LC_MESSAGES/django.po"), Path("plans/catalogue/exercises.csv")]
        said = {sign for path in ours for sign in (settings.BASE_DIR / path).read_text() if sign.isprintable()}
        self.assertEqual({sign for sign in said if printable(sign) != sign} - {"\u00a0", "\u202f"}, set())
        self.assertEqual(printable("Squat 深蹲 −2 Жим🏋"), "Squat 深蹲 −2 ????")

    def test_it_brings_its_letters_along(self) -> None:
        with translation.override("zh-hans"):
            made_file = to_pdf(made("imbalance"), "metric")
        self.assertIn(b"/FontFile2", made_file)
        self.assertNotIn(b"STSong", made_file)
        self.assertLess(len(made_file), 200_000)

    def test_it_survives_names_that_no_font_has(self) -> None:
        case = changed(names={slug: {"en": f"{slug} 🏋 Жим &amp;", "zh": slug} for slug in fine().names})
        report = reporting.build(case, analysing.analyse(case))
        self.assertTrue(to_pdf(report, "metric"))

    def test_it_prints_the_athletes_unit(self) -> None:
        kilos, pounds = (read(made("fine"), units).pictures for units in ("metric", "imperial"))
        lift = next(place for place, each in enumerate(kilos) if each.id.startswith("lift"))
        self.assertEqual((kilos[lift].unit, pounds[lift].unit), ("kg", "lb"))
        self.assertAlmostEqual(pounds[lift].points[0]["value"] / kilos[lift].points[0]["value"], 2.2046, delta=0.02)
