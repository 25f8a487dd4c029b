"""Every code has its sentence, and no sentence asks for a fact that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any

from django.test import SimpleTestCase, TestCase
from django.utils import translation

from plans import services as plans
from plans import wording
from plans.core.generate import reasons as codes
from plans.core.generate.plan import generate
from plans.core.intent import CONDITIONS, REGIONS, Health, History, Intent, IntentInfeasible, KnownLift, Limitation
from plans.core.movements import EQUIPMENT, MAJOR_MUSCLES, MUSCLES, PATTERNS, Catalogue
from plans.core.rules.base import Case
from plans.core.rules.judge import RULES, judge
from plans.core.rules.screening import reasons as clearance_reasons
from plans.core.spec import GOALS, PHASES, SESSION_KINDS, PlanSpec, Reason
from plans.wording import calendar, reasons, rules, screening, words
from tests.base import Cast

MONDAY = date(2030, 1, 7)
SLOT = re.compile(r"%\((\w+)\)s")
GYM = frozenset(EQUIPMENT) - {"none"}
REVISION_CODES = ("plan_generated", "revision_restored", "session_moved", "exercise_swapped")
EDIT_PROBLEMS = (
    "unknown_item", "unknown_session", "unknown_week", "unknown_exercise", "out_of_bounds", "not_loaded", "not_in_reps",
    "dosed_differently", "outside_plan", "last_item", "id_taken", "already_deload",
)  # fmt: skip


def intent(**changes: Any) -> Intent:
    facts: dict[str, Any] = {
        "primary_goal": "strength",
        "experience_level": "intermediate",
        "time_availability_h": 5.0,
        "equipment": GYM,
        "start_on": MONDAY,
        "today": MONDAY,
    }
    return Intent(**{**facts, **changes})


def intents() -> Iterator[Intent]:
    """Wishes that between them bring up nearly every reason there is."""
    for goal in GOALS:
        for level, days in (("beginner", 3), ("intermediate", 4), ("advanced", 6)):
            yield intent(primary_goal=goal, experience_level=level, days_per_week=days)
    yield intent(known_lifts=(KnownLift("back-squat", 100, 5, 8),), bodyweight_kg=80.0, weeks=8)
    yield intent(primary_goal="endurance", time_availability_h=10.0, days_per_week=4)
    yield intent(event_on=date(2030, 2, 15))
    yield intent(event_on=date(2030, 12, 1), weeks=6)
    yield intent(history=History(last_trained_on=date(2029, 12, 1), weekly_sets=(40.0, 40.0, 40.0, 40.0)))
    yield intent(history=History(last_trained_on=date(2030, 1, 5), weekly_sets=(30.0, 30.0, 30.0, 30.0)))
    yield intent(limitations=(Limitation("knee", 5), Limitation("wrist", 8)))
    for age in (16, 70):
        yield intent(age_years_low=age, age_years_high=age + 1, experience_level="beginner")
    for condition in ("hypertension", "diabetes", "asthma", "osteoporosis"):
        yield intent(health=Health(frozenset({condition}), cleared_by_professional=True))
    yield intent(health=Health(pregnancy_week=20, cleared_by_professional=True))
    yield intent(equipment=frozenset({"none"}))
    yield intent(days_per_week=7)
    yield intent(weeks=4, blocked_days=frozenset({date(2030, 2, 1), date(2030, 2, 2), date(2030, 2, 3)}))


def slots(sentence: object) -> set[str]:
    return set(SLOT.findall(str(sentence)))


class TableTests(SimpleTestCase):
    def test_every_code_has_its_words(self) -> None:
        for table, wanted in (
            (reasons.ITEMS, codes.ITEM_CODES),
            (reasons.PLAN, codes.PLAN_CODES),
            (reasons.CHANGES, codes.CHANGES),
            (reasons.REVISIONS, REVISION_CODES),
            (reasons.EDIT_PROBLEMS, EDIT_PROBLEMS),
            (rules.RULES, [rule.id for rule in RULES]),
            (words.GOALS, GOALS),
            (words.PHASES, PHASES),
            (words.SESSION_KINDS, SESSION_KINDS),
            (words.REGIONS, REGIONS),
            (words.MUSCLES, (*MUSCLES, *MAJOR_MUSCLES)),
            (words.PATTERNS, PATTERNS),
        ):
            for code in wanted:
                with self.subTest(code):
                    self.assertTrue(str(table[code]))

    def test_a_rule_asks_for_the_facts_of_its_own_report(self) -> None:
        for rule in RULES:
            with self.subTest(rule.id):
                self.assertEqual(slots(rules.RULES[rule.id]), slots(rule.message))

    def test_every_cause_for_a_professional_has_a_word(self) -> None:
        health = Health(frozenset(CONDITIONS), pregnancy_week=20, screening_yes=("chest_pain",))
        found = clearance_reasons(
            intent(health=health, primary_goal="weight_loss", age_years_low=10, age_years_high=99)
        )
        self.assertGreater(len(found), 7)
        for code in found:
            with self.subTest(code):
                self.assertIn(code, screening.BECAUSE)
        self.assertIn("a heart condition", wording.clearance({"because": found}))

    def test_an_unknown_code_is_still_readable(self) -> None:
        self.assertEqual(wording.reason("late_idea", {}), "Late idea")
        self.assertEqual(wording.title("full_z"), "Full z")
        self.assertEqual(wording.rule("Z99", {}), "Z99")
        self.assertEqual(wording.changed({"change": "turned_round"}), "Turned round")

    def test_a_missing_fact_leaves_a_gap_and_breaks_nothing(self) -> None:
        self.assertEqual(wording.reason("accessory", {}), "Sets for the ….")


class SentenceTests(SimpleTestCase):
    def test_codes_in_facts_become_words(self) -> None:
        for code, facts, wanted in (
            ("accessory", {"muscle": "quads"}, "Sets for the front thighs."),
            ("main_lift", {"pattern": "hinge"}, "Main work for hip hinging."),
            ("swapped_in", {"before": "back-squat", "after": "x"}, "Stands in for Back squat."),
            ("deloads", {"weeks": [4, 8], "cut_percent": 45.0}, "45 % fewer sets let you recover: week 4, 8."),
        ):
            with self.subTest(code):
                self.assertIn(wanted, wording.reason(code, facts))

    def test_exercises_get_the_names_at_hand(self) -> None:
        facts = {"before": "back-squat", "after": "leg-press"}
        names = {"back-squat": "Kniebeuge", "leg-press": "Beinpresse"}
        self.assertEqual(
            wording.revision_reason("exercise_swapped", facts, names), "Beinpresse takes the place of Kniebeuge."
        )
        self.assertEqual(list(wording.exercises_in(facts)), ["back-squat", "leg-press"])

    def test_an_item_says_where_its_load_comes_from(self) -> None:
        for basis, more, wanted in (
            ("known", {}, "The load follows from the set you told us of."),
            ("find", {"try_kg": 20.0}, "Start with about 20 kg"),
            ("find", {}, "Find your load"),
            ("bodyweight", {}, "Main work for squatting."),
        ):
            with self.subTest(basis=basis, more=more):
                why = {"code": "main_lift", "facts": {"pattern": "squat", **more}}
                self.assertIn(wanted, wording.item_reason(why, basis))

    def test_sessions_and_plans_have_titles(self) -> None:
        for found, wanted in (
            (wording.title("upper_a"), "Upper body A"),
            (wording.title("full_b_easy"), "Full body B and easy endurance"),
            (wording.plan_title("strength", 1), "Strength, 1 week"),
            (wording.title_of("endurance", MONDAY, date(2030, 2, 3)), "Endurance, 4 weeks"),
            (wording.phase("taper"), "Taper"),
        ):
            with self.subTest(wanted):
                self.assertEqual(found, wanted)

    def test_a_prescription_fits_on_a_line(self) -> None:
        item: dict[str, Any] = {
            "exercise": {"name": "Squat"}, "sets": 3, "reps_min": 5, "reps_max": 8, "duration_s": None,
            "distance_m": None, "load_kg": 80.0, "target_rpe": 7.5,
        }  # fmt: skip
        for changes, wanted in (
            ({}, "Squat 3 × 5–8, 80 kg, RPE 7.5"),
            ({"reps_max": 5, "load_kg": None, "target_rpe": None}, "Squat 3 × 5"),
            ({"duration_s": 90, "load_kg": None}, "Squat 3 × 90 s, RPE 7.5"),
            ({"duration_s": 1200, "load_kg": None}, "Squat 3 × 20 min, RPE 7.5"),
            ({"distance_m": 400, "load_kg": None}, "Squat 3 × 400 m, RPE 7.5"),
        ):
            with self.subTest(wanted):
                self.assertEqual(calendar.prescription({**item, **changes}), wanted)

    def test_a_diff_is_told_in_words(self) -> None:
        place = {"session": "s", "on": "2030-01-07", "item": "i", "exercise": "back-squat"}
        for change, wanted in (
            ({"change": "week", "week": 3, "before": "base", "after": "deload"}, "Base becomes Easier week."),
            (
                {"change": "moved", "session": "s", "title": "push", "before": {"on": "2030-01-07", "at": None},
                 "after": {"on": "2030-01-08", "at": "07:00"}},
                "Push moves from 2030-01-07 to 2030-01-08 07:00.",
            ),
            ({"change": "changed", **place, "field": "sets", "before": 3, "after": 2}, "squat: 2 sets instead of 3."),
            ({"change": "changed", **place, "field": "load_kg", "before": None, "after": 82.5}, "82.5 kg instead of"),
            ({"change": "added", **place, "sets": 3}, "Back squat is new."),
        ):  # fmt: skip
            with self.subTest(wanted):
                self.assertIn(wanted, wording.changed(change))

    def test_a_refusal_names_the_first_rule_and_counts_the_others(self) -> None:
        finding = {"rule": "V04", "where": "s", "facts": {"value": 40, "limit": 24}}
        self.assertIn("(V04): A session has 40 working sets", wording.rules_broken({"findings": [finding]}))
        self.assertIn("2 more safety rules besides V04", wording.rules_broken({"findings": [finding] * 3}))

    def test_sentences_follow_the_language_of_the_moment(self) -> None:
        with translation.override("zh-hans"):
            self.assertTrue(wording.reason("core", {}))


class GeneratedTests(Cast, TestCase):
    """Sentences against the facts of real plans: a slot that a reason does not fill shows here."""

    catalogue: Catalogue
    specs: list[tuple[Intent, PlanSpec]]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()  # values, not rows: nothing that a test could change for the next one
        cls.catalogue = plans.catalogue_for(cls.ana.pk)
        cls.specs = []
        for wanted in intents():
            ids = (f"id-{number}" for number in count(1))
            cls.specs.append((wanted, generate(wanted, cls.catalogue, ids.__next__)))

    def found(self) -> Iterator[Reason]:
        for _wanted, spec in self.specs:
            yield from spec.rationale
            yield from (item.why for item in spec.items())

    def test_every_slot_of_a_sentence_is_in_the_facts(self) -> None:
        for reason in self.found():
            missing = slots(reasons.REASONS[reason.code]) - reason.facts.keys()
            self.assertFalse(missing, f"{reason.code} lacks {missing}")

    def test_between_them_these_plans_give_nearly_every_reason(self) -> None:
        found = {reason.code for reason in self.found()}
        rare = {"carry", "skipped_sessions"}
        self.assertLessEqual({*codes.ITEM_CODES, *codes.PLAN_CODES} - found, rare)

    def test_every_title_has_a_word(self) -> None:
        for _wanted, spec in self.specs:
            for session in spec.sessions():
                self.assertTrue({session.title, session.title.removesuffix(wording.EASY_AFTER)} & words.TITLES.keys())

    def test_no_sentence_is_left_with_a_gap(self) -> None:
        for reason in self.found():
            self.assertNotIn(wording.UNKNOWN, wording.reason(reason.code, reason.facts))

    def test_every_finding_fills_the_sentence_of_its_rule(self) -> None:
        for _wanted, spec in self.specs:
            other = intent(
                primary_goal="endurance", experience_level="beginner", time_availability_h=1.0, equipment=frozenset(),
                limitations=(Limitation("knee", 8), Limitation("lower_back", 5)), available_days=frozenset({6}),
            )  # fmt: skip
            for finding in judge(Case(spec, other, self.catalogue)):
                missing = slots(rules.RULES[finding.rule]) - finding.facts.keys()
                self.assertFalse(missing, f"{finding.rule} lacks {missing}")

    def test_what_to_change_is_said_with_the_facts_of_the_refusal(self) -> None:
        for changes in (
            {"time_availability_h": 1.0, "days_per_week": 7},
            {"session_minutes_max": 5},
            {"available_days": frozenset({0}), "days_per_week": 4},
            {"weeks": 17},
            {"event_on": MONDAY},
            {"limitations": tuple(Limitation(region, 9) for region in REGIONS)},
            {"excluded_exercises": frozenset(self.catalogue.movements)},
        ):  # fmt: skip
            with self.subTest(list(changes)), self.assertRaises(IntentInfeasible) as refused:
                generate(intent(**changes), self.catalogue, lambda: "id")
            facts = refused.exception.facts
            self.assertFalse(slots(reasons.CHANGES[str(facts["change"])]) - facts.keys())
            self.assertNotIn(wording.UNKNOWN, wording.change(facts))
