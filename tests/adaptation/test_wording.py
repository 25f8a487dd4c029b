"""Every sentence of the engine: its numbers are in the evidence, and it claims no more than may be claimed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import UTC, date, timedelta
from typing import Any

from django.test import SimpleTestCase
from django.utils import translation

from adaptation import wording
from adaptation.core import away, illness, pain, signals, verdict
from adaptation.core.facts import DayReadiness, PainReport, Recent, SessionRecord
from adaptation.core.lift import load_proposal
from adaptation.core.next_set import NextSet, advise
from adaptation.core.proposals import Proposal
from adaptation.core.reps import RepsCase, reps_proposal
from adaptation.wording import sentences
from feedback.core.illness import SYMPTOMS
from plans import wording as plans_wording
from plans.core.edits import SwapExercise
from science import readiness
from science.effort import RatedSet
from tests.adaptation.cases import MONDAY, asked, case, done, sets, state_of
from tests.adaptation.stage import evening

NUMBER = re.compile(r"(?<![\w.])[+-]?\d+(?:\.\d+)?")
WEEK = (3, date(2026, 3, 16))
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
CASES = 400
NEVER = re.compile(
    r"injur|danger|sweet spot|proven|guarantee|must train|risk|gains? from|deficit|overtrain|certainly", re.IGNORECASE
)


def numbers_in(value: Any) -> Iterator[float]:
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int | float):
        yield round(float(value), 2)
    elif isinstance(value, str) and ISO_DAY.fullmatch(value):
        yield float(date.fromisoformat(value).day)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from numbers_in(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from numbers_in(each)


def numbers_of(sentence: str) -> list[float]:
    return [float(number) for number in NUMBER.findall(sentence)]


def lift_proposals(rng: random.Random) -> Iterator[Proposal | None]:
    load = rng.choice((4.0, 12.0, 47.5, 100.0, 182.5))
    reps = rng.choice(((8, 8, 8), (4, 4, 4), (8, 5, 4), (8,), (12, 12, 12)))
    work = done(
        sets(reps, load, rng.choice((5.5, 6.0, 7.5, 8.0, 8.5, 10.0))), completion=rng.choice((100.0, 100.0, 61.5)),
        asked=asked(0, load_kg=load), level=rng.choice(("beginner", "advanced")),
    )  # fmt: skip
    coming = [asked(1, load_kg=rng.choice((None, load, load + 5, load + 0.5))), asked(2, load_kg=load)]
    found = case(work, coming, failed_running=rng.randint(0, 3), is_held=rng.random() < 0.2)
    yield load_proposal(found)
    yield signals.more_volume(found, rng.uniform(0.4, 0.9), rng.choice((None, 0.55, 0.2)), ())
    body = done(sets(reps, 0.0, rng.choice((6.0, 8.0, 10.0))), exercise="push-up", asked=asked(0, load_kg=None))
    top = rng.choice((3, 8, 12, 20))
    following = (asked(1, load_kg=None, reps_min=1, reps_max=top), asked(2, load_kg=None))
    yield reps_proposal(RepsCase(body, verdict.judge(body), following, rng.randint(0, 3), rng.random() < 0.2))


def other_proposals(rng: random.Random) -> Iterator[Proposal | None]:
    sessions = tuple(
        SessionRecord(f"s{place}", MONDAY, rng.uniform(40, 100), rng.uniform(0, 2.5)) for place in range(3)
    )
    days = tuple(DayReadiness(MONDAY + timedelta(days=day), rng.uniform(-3, 0)) for day in range(6))
    recent = Recent(
        innovations=tuple(rng.uniform(-2, 0.2) for _ in range(9)), sessions=sessions, readiness=days,
        session_rpe_change=rng.choice((None, 1.5)), days_without_deload=rng.choice((10.0, 60.0)),
    )  # fmt: skip
    yield signals.deload(recent, WEEK)
    yield signals.deload_question("barbell-squat", rng.randint(2, 4), WEEK)
    yield signals.less_volume(recent, [asked(1)], "session-1", ())
    score = rng.uniform(-3, 0)
    told = {"reported_on": MONDAY.isoformat(), "z_sleep": -1.2}
    yield signals.easier_day(readiness.advice(score), score, [asked(1)], told)
    yield away.comeback(asked(1).on - timedelta(days=rng.randint(11, 90)), [asked(1)], {}, {})
    yield away.unearned([asked(1, load_kg=95.0)], [asked(2)])
    spell = illness.spell(
        "report", rng.choice(SYMPTOMS), MONDAY, evening(MONDAY + timedelta(days=rng.randint(0, 9))), UTC
    )
    yield illness.rest(spell, [asked(1)], MONDAY)
    yield illness.ease(spell, [asked(1)], {asked(1).exercise: 2.5}, MONDAY)
    yield illness.comeback(spell, None, [asked(4)], {}, MONDAY + timedelta(days=14))
    yield away.unearned([asked(1, load_kg=95.0)], [asked(2)], was_ill=True)
    yield away.move_missed("session-1", MONDAY, [MONDAY + timedelta(days=1)])
    hurt = done(pain_region="shoulder", pain=rng.randint(4, 10))
    reports = [PainReport(MONDAY, "shoulder", hurt.pain or 0, hurt.exercise)]
    yield pain.stop(hurt, [asked(1)], [(SwapExercise("item-1", "push-up"),)] if rng.random() < 0.5 else [], reports)


class WhyTests(SimpleTestCase):
    def sentences(self) -> Iterator[tuple[Proposal, str]]:
        for seed in range(CASES):
            rng = random.Random(seed)
            for proposal in (*lift_proposals(rng), *other_proposals(rng)):
                if proposal is not None:
                    yield proposal, wording.why(proposal.rule, proposal.evidence, {"barbell-squat": "Back Squat"})

    def test_it_uses_no_number_that_is_not_in_the_evidence(self) -> None:
        rules = set()
        for proposal, sentence in self.sentences():
            rules.add(proposal.rule)
            known = set(numbers_in(dict(proposal.evidence)))
            unknown = [number for number in numbers_of(sentence) if round(number, 2) not in known]
            self.assertEqual(unknown, [], sentence)
        self.assertGreater(len(rules), 20)

    def test_it_leaves_no_gap_and_no_code_in_any_sentence(self) -> None:
        for proposal, sentence in self.sentences():
            self.assertNotIn(wording.NOTHING, sentence, proposal.rule)
            self.assertNotIn("%(", sentence)
            self.assertNotIn("_", sentence)
            self.assertTrue(sentence.endswith((".", "?")), sentence)

    def test_it_never_claims_what_must_not_be_claimed(self) -> None:
        for sentence in {str(text) for table in (sentences.WHY, sentences.CLAIMS, sentences.ADVICE, sentences.SIGNS)
                         for text in table.values()}:  # fmt: skip
            self.assertIsNone(NEVER.search(sentence), sentence)

    def test_it_calls_a_convention_a_convention_and_promises_nothing_of_an_easier_week(self) -> None:
        self.assertIn("convention", str(sentences.WHY["deload_due"]))
        self.assertIn("no extra gains", str(sentences.WHY["deload_question"]))

    def test_it_says_slowed_at_even_odds_and_likely_from_seventy_percent(self) -> None:
        for now, words in ((0.55, "about even odds"), (0.7, "is likely"), (0.69, "about even odds")):
            proposal = signals.more_volume(case(done()), now, 0.6, ())
            assert proposal is not None
            self.assertIn(words, wording.why(proposal.rule, proposal.evidence))

    def test_it_has_a_sentence_for_every_rule_in_every_variant(self) -> None:
        for key in sentences.WHY:
            with self.subTest(key):
                self.assertTrue(str(sentences.WHY[key]))
        self.assertEqual(wording.why("brand_new_rule", {}), "Brand new rule")

    def test_it_names_exercises_as_people_know_them(self) -> None:
        proposal = signals.deload_question("barbell-squat", 2, WEEK)
        self.assertIn("Back Squat", wording.why(proposal.rule, proposal.evidence, {"barbell-squat": "Back Squat"}))
        self.assertIn("Barbell squat", wording.why(proposal.rule, proposal.evidence))

    def test_it_tells_what_stands_in_and_what_was_taken_out(self) -> None:
        evidence = {"exercise": "dip", "region": "shoulder", "pain": 5, "pain_most": 10}
        self.assertIn("put Push up in its place", wording.why("pain_stop", {**evidence, "to_exercise": "push-up"}))
        self.assertIn("took it out", wording.why("pain_stop", {**evidence, "to_exercise": None, "is_taken_out": True}))
        self.assertIn("skip it", wording.why("pain_stop", {**evidence, "to_exercise": None, "is_taken_out": False}))
        self.assertIn("doctor", wording.why("pain_stop", {**evidence, "see_professional": True}))

    def test_it_words_the_reasons_of_revisions_for_the_plans_below(self) -> None:
        proposal = load_proposal(case(done()))
        assert proposal is not None
        told = plans_wording.revision_reason("adaptation.load_up", proposal.evidence, {})
        self.assertEqual(told, wording.why("load_up", proposal.evidence))
        self.assertIn("102.5 kg", told)

    def test_it_lists_the_exercises_that_a_sentence_names(self) -> None:
        evidence = {"exercise": "dip", "to_exercise": None, "exercises": ["squat", "lunge"]}
        self.assertEqual(list(wording.exercises_in(evidence)), ["dip", "squat", "lunge"])


class PageWordsTests(SimpleTestCase):
    def test_it_says_what_a_suggestion_is_about(self) -> None:
        with translation.override("en"):
            self.assertEqual(wording.about({"week": 3}), "Week 3")
            self.assertIn("March 9", wording.about({"on": "2026-03-09"}))
            self.assertEqual(wording.about({}), "Your plan")

    def test_it_lists_what_would_change_in_the_persons_own_unit(self) -> None:
        (line,) = wording.shifts({"load_kg": 100.0, "sets": 3}, {"load_kg": 102.5, "sets": 3}, {}, "metric")
        self.assertEqual((line.what, line.before, line.after), ("load", "100 kg", "102.5 kg"))
        (line,) = wording.shifts({"load_kg": None}, {"load_kg": 100.0}, {}, "imperial")
        self.assertEqual((line.before, line.after), ("–", "220.5 lb"))
        (line,) = wording.shifts({"is_deload": False}, {"is_deload": True}, {}, "metric")
        self.assertEqual((line.what, line.before, line.after), ("easier week", "no", "yes"))
        (line,) = wording.shifts({"exercise": "dip"}, {"exercise": "push-up"}, {"push-up": "Push-up"}, "metric")
        self.assertEqual((line.before, line.after), ("dip", "Push-up"))
        (line,) = wording.shifts({"on": "2026-03-09"}, {"on": "2026-03-10"}, {}, "metric")
        self.assertIn("March 10", line.after)

    def test_it_shows_the_evidence_with_units(self) -> None:
        facts = dict(
            wording.facts({"done_kg": 100.0, "done_reps": [8, 8], "done_rpe": 8.0, "completion": 90}, "metric")
        )
        self.assertEqual(list(facts.values()), ["100 kg", "8, 8", "RPE 8", "90 %"])
        self.assertEqual(dict(wording.facts({"done_reps": [], "done_kg": None}, "metric")), {})

    def test_it_says_about_a_plateau_and_an_interval_only_what_it_may(self) -> None:
        self.assertEqual(wording.plateau(None), "")
        self.assertIn("even odds", wording.plateau("slowed"))
        self.assertEqual((wording.interval_note(False), bool(wording.interval_note(True))), ("", True))

    def test_it_compares_a_week_with_the_last_four_and_says_no_more(self) -> None:
        self.assertEqual(wording.load_notes(None, None, True), [])
        self.assertEqual(wording.load_notes(1.5, 1.38, True), ["This week against your last 4 weeks: +38 %."])
        self.assertIn("−20 %", wording.load_notes(None, 0.8, False)[0])
        self.assertIn("No variation", wording.load_notes(None, 0.8, False)[1])
        self.assertIn("even week", wording.load_notes(2.5, 1.0, True)[1])


class AdviceTests(SimpleTestCase):
    def test_it_uses_no_number_that_is_not_in_the_facts(self) -> None:
        codes = set()
        for seed in range(CASES):
            rng = random.Random(seed)
            planned = asked(1, load_kg=rng.choice((None, 60.0, 100.0)))
            working = tuple(
                RatedSet(rng.choice((60.0, 97.5)), rng.randint(3, 10), rng.choice((None, 6.0, 8.0, 10.0)))
                for _ in range(rng.randint(0, 3))
            )
            ill = rng.choice((None, None, *(illness.Spell("report", each, MONDAY) for each in SYMPTOMS)))
            advice = advise(
                rng.choice((None, state_of())), planned, working, 2.5, "intermediate", rng.random() < 0.2, ill=ill
            )
            codes.add(advice.code)
            sentence = wording.advice_sentence(advice)
            known = {*numbers_in(dict(advice.facts)), *numbers_in([advice.load_kg])}
            self.assertEqual([number for number in numbers_of(sentence) if round(number, 2) not in known], [], sentence)
            self.assertNotIn("–", sentence)
        self.assertEqual(codes, set(sentences.ADVICE))

    def test_it_speaks_in_pounds_to_whoever_thinks_in_them(self) -> None:
        advice = NextSet(100.0, 8, 8.0, False, "same_load", {})
        self.assertEqual(wording.advice_sentence(advice, "imperial"), "Stay at 220.5 lb.")
