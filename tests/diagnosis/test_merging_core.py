"""Many opinions, one report."""

from __future__ import annotations

from typing import Any

from django.test import SimpleTestCase

from diagnosis.core import replies
from diagnosis.core.findings import KINDS
from diagnosis.core.merging import Voice, merge


def finding(code: str = "sleep_short", severity: str = "watch", **more: Any) -> dict[str, Any]:
    about = {"key": code, "code": code, "area": KINDS[code].area, "advice": KINDS[code].advice, "severity": severity}
    rest = {"confidence": 0.8, "facts": {}, "edits": [], "needs_professional": False, "opinions": []}
    return {**about, **rest, **more}


def draft(*findings: dict[str, Any]) -> dict[str, Any]:
    return {
        "findings": list(findings),
        "authors": [{"who": "rules", "version": 1}],
        "summary": [{"code": "seen_days", "facts": {"trained_days": 9}}],
        "data_quality": {"is_enough": True, "numbers": {"trained_days": 9}},
        "state": {
            "recovery": {"status": "watch", "numbers": {"sleep_hours": 5.4, "part": "sleep"}},
            "load": {"status": "good", "numbers": {"weekly_au": 900, "is_known": True}},
        },
    }


def voice(who: str, *opinions: tuple[str, bool, str], missed: tuple[tuple[str, str], ...] = ()) -> Voice:
    return Voice(
        who,
        f"{who}-1",
        {
            "opinions": [
                {"key": key, "agrees": agrees, "severity": severity, "advice": "more_sleep"}
                for key, agrees, severity in opinions
            ],
            "missed": [{"code": code, "area": area, "number": "x"} for code, area in missed],
        },
    )


class MergeTests(SimpleTestCase):
    def test_the_most_cautious_of_those_who_agree_counts_and_dissent_is_kept(self) -> None:
        merged = merge(
            draft(finding()),
            [
                voice("a", ("sleep_short", True, "info")),
                voice("b", ("sleep_short", True, "act")),
                voice("c", ("sleep_short", False, "urgent")),
            ],
        )
        told = merged["findings"][0]
        self.assertEqual((told["severity"], told["rules_severity"]), ("act", "watch"))
        self.assertEqual(told["votes"], {"agree": 2, "of": 3})
        self.assertEqual(
            [(each["who"], each["agrees"]) for each in told["opinions"]], [("a", True), ("b", True), ("c", False)]
        )

    def test_an_opinion_never_makes_a_finding_milder_and_never_alarms_about_praise(self) -> None:
        merged = merge(
            draft(finding(severity="urgent"), finding("adherence_good", "info")),
            [voice("a", ("sleep_short", True, "info"), ("adherence_good", True, "urgent"))],
        )
        self.assertEqual([each["severity"] for each in merged["findings"]], ["urgent", "info"])

    def test_the_state_of_an_area_is_as_grave_as_its_findings(self) -> None:
        rules = draft(finding(), finding("adherence_low"))
        rules["state"] = {area: {"status": "watch", "numbers": {}} for area in ("recovery", "adherence", "load")}
        merged = merge(rules, [voice("a", ("sleep_short", True, "act"))], {"code": "why_missed", "answer": "ill"})
        statuses = {area: told["status"] for area, told in merged["state"].items()}
        self.assertEqual(statuses, {"recovery": "act", "adherence": "good", "load": "watch"})

    def test_the_gravest_comes_first_after_merging(self) -> None:
        merged = merge(
            draft(finding("volume_jump"), finding("pain_lasts")), [voice("a", ("pain_lasts", True, "urgent"))]
        )
        self.assertEqual([each["key"] for each in merged["findings"]], ["pain_lasts", "volume_jump"])
        self.assertEqual(merged["summary"][1]["facts"]["finding"], "pain_lasts")

    def test_what_the_athlete_explained_does_not_stand_out_any_more(self) -> None:
        answer = {"code": "why_missed", "answer": "ill"}
        merged = merge(draft(finding("adherence_low"), finding()), [], answer)
        seen, verdict, following = merged["summary"]
        self.assertEqual((seen["code"], verdict["code"]), ("seen_days", "verdict_one"))
        self.assertEqual((verdict["facts"]["finding"], following["facts"]["advice"]), ("sleep_short", "more_sleep"))

    def test_what_the_rules_missed_needs_a_number_of_its_own_area_and_stands_apart(self) -> None:
        missed = (("overload", "load"), ("sleep_short", "recovery"), ("pain_lasts", "load"))
        merged = merge(draft(finding()), [voice("a", missed=missed), voice("b", missed=(("overload", "load"),))])
        self.assertEqual(merged["also_named"], [{"code": "overload", "area": "load", "by": ["a", "b"], "of": 2}])
        self.assertEqual(len(merged["findings"]), 1)

    def test_who_said_nothing_is_named_with_the_reason(self) -> None:
        merged = merge(draft(finding()), [Voice("a", "", None, "AI_TIMEOUT")])
        self.assertIsNone(merged["findings"][0]["votes"])
        self.assertEqual(
            merged["authors"][1],
            {"who": "a", "model": "", "is_ai": True, "answered": False, "error_type": "AI_TIMEOUT"},
        )

    def test_an_illness_explains_missed_sessions(self) -> None:
        missed = finding("adherence_low", "act")
        for answer, severity in (("ill", "info"), ("away", "info"), ("time", "act"), ("skip", "act")):
            merged = merge(draft(missed), [], {"code": "why_missed", "answer": answer})
            self.assertEqual(merged["findings"][0]["severity"], severity)


class ReplyTests(SimpleTestCase):
    def setUp(self) -> None:
        self.shown = replies.sheet(draft(finding(), finding("pain_lasts", "act")))

    def said(self, **changes: Any) -> dict[str, Any]:
        told = {"finding": "F1", "agrees": True, "severity": "watch", "advice": "more_sleep"}
        return {"opinions": [{**told, **changes}], "missed": []}

    def test_it_shows_numbers_alone_and_each_by_a_handle(self) -> None:
        self.assertEqual(list(self.shown.findings), ["F1", "F2"])
        self.assertEqual(
            self.shown.numbers, {"N1": ("load", "weekly_au", 900.0), "N2": ("recovery", "sleep_hours", 5.4)}
        )

    def test_it_gives_the_same_handles_whatever_the_order_of_keys(self) -> None:
        told = draft(finding(), finding("pain_lasts", "act"))
        turned = {**told, "state": dict(reversed(told["state"].items()))}
        self.assertEqual(replies.sheet(turned), self.shown)

    def test_it_takes_what_names_what_is_there(self) -> None:
        opinion = replies.read(self.said())
        self.assertEqual(replies.faults(opinion, self.shown), ())
        self.assertEqual(replies.kept(opinion, self.shown)["opinions"][0]["key"], "sleep_short")

    def test_it_refuses_what_is_not_there(self) -> None:
        twice = {"opinions": self.said()["opinions"] * 2, "missed": []}
        for told, fault in (
            (self.said(finding="F9"), "unknown_finding"),
            (self.said(advice="take_pills"), "unknown_advice"),
            (twice, "finding_twice"),
        ):
            self.assertIn(fault, replies.faults(replies.read(told), self.shown))
        unreadable: tuple[Any, ...] = (
            self.said(severity="deadly"),
            self.said(note="hello"),
            {"opinions": []},
            [],
            "yes",
        )
        for broken in unreadable:
            with self.assertRaises(ValueError):
                replies.read(broken)

    def test_it_drops_a_claim_without_a_number_of_the_athlete(self) -> None:
        opinion = replies.read(
            {
                "opinions": [],
                "missed": [
                    {"code": "overload", "evidence": "N1"},
                    {"code": "overload", "evidence": "N7"},
                    {"code": "cancer", "evidence": "N2"},
                ],
            }
        )
        self.assertEqual(
            replies.kept(opinion, self.shown)["missed"], [{"code": "overload", "area": "load", "number": "weekly_au"}]
        )

    def test_its_schema_has_closed_choices_only(self) -> None:
        record = replies.schema(self.shown)["properties"]["opinions"]["items"]
        self.assertEqual(record["properties"]["finding"]["enum"], ["F1", "F2"])
        self.assertFalse(record["additionalProperties"])
        for name, field in record["properties"].items():
            self.assertTrue("enum" in field or field["type"] == "boolean", name)
