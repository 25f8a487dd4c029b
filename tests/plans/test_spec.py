from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from django.test import SimpleTestCase
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.core.spec import (
    GOALS,
    LEVELS,
    PHASES,
    ROLES,
    SESSION_KINDS,
    Item,
    PlanSpec,
    RampSet,
    Reason,
    Session,
    Week,
    from_json,
    spec_hash,
    to_json,
    with_session,
)
from tests.plans.rules.athletes import ATHLETES, MONDAY

PLAN: PlanSpec = ATHLETES["lifter"]().spec

TEXT = st.text(max_size=12)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
FACTS = st.dictionaries(
    TEXT, st.one_of(TEXT, st.integers(), NUMBERS, st.booleans(), st.none(), st.lists(TEXT, max_size=2)), max_size=3
)
REASONS = st.builds(Reason, TEXT, FACTS)
MAYBE = st.one_of(st.none(), st.integers(0, 30))
MAYBE_FLOAT = st.one_of(st.none(), NUMBERS)
RAMPS = st.lists(st.builds(RampSet, st.integers(1, 9), MAYBE_FLOAT, st.integers(1, 99)), max_size=2).map(tuple)
ITEMS = st.builds(
    Item, TEXT, TEXT, st.sampled_from(ROLES), st.integers(1, 9), st.integers(0, 600), REASONS, MAYBE, MAYBE, MAYBE,
    MAYBE, MAYBE_FLOAT, MAYBE_FLOAT, TEXT, MAYBE, RAMPS, TEXT,
)  # fmt: skip
SESSIONS = st.builds(
    Session, TEXT, st.dates(), st.sampled_from(SESSION_KINDS), TEXT, st.one_of(st.none(), TEXT),
    items=st.lists(ITEMS, max_size=2).map(tuple),
)  # fmt: skip
WEEKS = st.builds(
    Week, st.integers(1, 16), st.sampled_from(PHASES), st.booleans(), st.lists(SESSIONS, max_size=2).map(tuple)
)
PLANS = st.builds(
    PlanSpec, st.sampled_from(GOALS), st.sampled_from(LEVELS), st.dates(), st.integers(1, 7),
    st.lists(WEEKS, max_size=2).map(tuple), st.lists(REASONS, max_size=2).map(tuple),
)  # fmt: skip


class JsonTests(SimpleTestCase):
    @settings(max_examples=30, deadline=None)
    @given(PLANS)
    def test_it_comes_back_as_it_was(self, spec: PlanSpec) -> None:
        text = to_json(spec)
        self.assertEqual(from_json(text), spec)
        self.assertEqual(to_json(from_json(text)).encode(), text.encode())

    def test_it_writes_the_same_bytes_for_the_same_plan(self) -> None:
        text = to_json(PLAN)
        self.assertEqual(text, to_json(from_json(text)))
        self.assertEqual(spec_hash(text), spec_hash(to_json(ATHLETES["lifter"]().spec)))
        self.assertNotEqual(spec_hash(text), spec_hash(to_json(replace(PLAN, level="advanced"))))

    def test_it_sorts_keys_and_keeps_letters(self) -> None:
        text = to_json(replace(PLAN, rationale=(Reason("split", {"b": "硬拉", "a": (1, 2)}),), weeks=()))
        self.assertIn('{"code":"split","facts":{"a":[1,2],"b":"硬拉"}}', text)

    def test_it_refuses_numbers_that_are_none(self) -> None:
        for value in (float("nan"), float("inf")):
            with self.subTest(value), self.assertRaises(ValueError):
                to_json(replace(PLAN, rationale=(Reason("split", {"value": value}),)))

    def test_it_never_guesses_at_unknown_keys(self) -> None:
        def broken(*path: str | int) -> str:
            raw = json.loads(to_json(PLAN))
            place = raw
            for step in path:
                place = place[step]
            place["surprise"] = 1
            return json.dumps(raw)

        first = ("weeks", 0, "sessions", 0)
        for path in (
            (),
            ("weeks", 0),
            first,
            (*first, "items", 0),
            (*first, "items", 0, "why"),
            (*first, "items", 0, "ramp", 0),
            ("rationale", 0),
        ):
            with self.subTest(path), self.assertRaises(TypeError):
                from_json(broken(*path))


class LookUpTests(SimpleTestCase):
    def test_it_finds_sessions_and_items(self) -> None:
        session = PLAN.find_session("w2d1")
        assert session is not None
        self.assertEqual((session.on, PLAN.find_session("nobody")), (date(2026, 11, 10), None))
        self.assertEqual(PLAN.find_item(session.items[1].id), (session, session.items[1]))
        self.assertIsNone(PLAN.find_item("nobody"))

    def test_it_knows_its_days(self) -> None:
        self.assertEqual((PLAN.week_starts_on(1), PLAN.week_starts_on(3)), (MONDAY, date(2026, 11, 16)))
        self.assertEqual(PLAN.ends_on(), date(2026, 12, 27))

    def test_it_puts_a_session_in_place_of_another(self) -> None:
        session = PLAN.find_session("w2d1")
        assert session is not None
        changed = replace(session, title="other")
        spec = with_session(PLAN, changed)
        self.assertEqual(spec.find_session("w2d1"), changed)
        self.assertEqual(with_session(spec, session), PLAN)
        self.assertEqual(with_session(PLAN, replace(session, id="nobody")), PLAN)
