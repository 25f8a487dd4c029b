"""S: the form of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from plans.core import measure
from plans.core.rules import schema, wordlists
from plans.core.rules.base import Breach, Case, Rule, week_key
from plans.core.spec import Item
from plans.core.thresholds import THRESHOLDS

SHAPE = THRESHOLDS.shape


def _malformed(case: Case) -> Iterator[Breach]:
    for where, what in schema.faults(case.spec):
        yield Breach(where, {"what": what})


def _unknown_exercise(case: Case) -> Iterator[Breach]:
    for item in case.spec.items():
        if item.exercise not in case.catalogue:
            yield Breach(item.id, {"exercise": item.exercise})


def _odd_days(case: Case) -> Iterator[Breach]:
    asked = case.intent.days_per_week or case.spec.days_per_week
    for week in case.spec.weeks:
        days = Counter(session.on for session in week.sessions)
        for day in (day for day, count in days.items() if count > 1):
            yield Breach(week_key(week), {"week": week.number, "on": day.isoformat(), "value": days[day], "limit": 1})
        # Blocked dates or an event may leave fewer. Later, an athlete may move a session into another week or let one
        # go; days stay unique all the same.
        due = min(asked, len(measure.open_dates(case.intent, case.spec.week_starts_on(week.number))))
        if case.before is None and len(week.sessions) != due:
            yield Breach(week_key(week), {"week": week.number, "on": "", "value": len(week.sessions), "limit": due})
    if case.intent.days_per_week is not None and case.spec.days_per_week != asked:
        yield Breach("plan", {"week": 0, "on": "", "value": case.spec.days_per_week, "limit": asked})


def _odd_weeks(case: Case) -> Iterator[Breach]:
    numbers = [week.number for week in case.spec.weeks]
    if numbers != list(range(1, len(numbers) + 1)) or not 1 <= len(numbers) <= SHAPE.weeks_max:
        yield Breach("plan", {"value": len(numbers), "limit": SHAPE.weeks_max})
        return
    for week in case.spec.weeks:
        first = case.spec.week_starts_on(week.number)
        for session in week.sessions:
            if not first <= session.on < first + timedelta(days=7):
                yield Breach(session.id, {"value": len(numbers), "limit": SHAPE.weeks_max})


def _out_of_bounds(case: Case) -> Iterator[Breach]:
    for item in case.spec.items():
        for field, value, (lowest, highest) in _bounded(item, case):
            if value is not None and not lowest <= value <= highest:
                yield Breach(item.id, {"field": field, "value": value, "lowest": lowest, "limit": highest})
        if item.reps_min is not None and item.reps_max is not None and item.reps_min > item.reps_max:
            yield Breach(
                item.id, {"field": "reps_min", "value": item.reps_min, "lowest": SHAPE.reps[0], "limit": item.reps_max}
            )


def _bounded(item: Item, case: Case) -> Iterator[tuple[str, float | None, tuple[float, float]]]:
    movement = case.catalogue.get(item.exercise)
    is_lifted = movement is not None and movement.purpose == "resistance"
    is_rated = movement is not None and movement.rpe_use == "rir" and is_lifted
    yield "sets", item.sets, SHAPE.sets
    yield "reps_min", item.reps_min, SHAPE.reps
    yield "reps_max", item.reps_max, SHAPE.reps
    yield "rest_s", item.rest_s, SHAPE.rest_s if is_lifted else SHAPE.easy_rest_s
    yield "rir", measure.rir(item), SHAPE.rir if is_rated else (0, 9)
    yield "percent_1rm", case.percent(item), SHAPE.percent_1rm
    yield "duration_s", item.duration_s, SHAPE.duration_s
    yield "distance_m", item.distance_m, SHAPE.distance_m
    yield "load_kg", item.load_kg, SHAPE.load_kg


def _repeated(case: Case) -> Iterator[Breach]:
    for session in case.spec.sessions():
        lifted = Counter(item.exercise for item in session.items if not measure.is_endurance(item, case.catalogue))
        for exercise, count in lifted.items():
            if count > 1:
                yield Breach(session.id, {"exercise": exercise, "value": count, "limit": 1})


def _unsafe_text(case: Case) -> Iterator[Breach]:
    placed = list(wordlists.texts(case.spec))
    problems = {text: wordlists.unsafe_form(text, SHAPE.text_max) for text in {text for _, text in placed}}
    for where, text in placed:
        if problems[text] is not None:
            yield Breach(where, {"problem": problems[text]})


RULES = (
    Rule(
        id="S01",
        severity="hard",
        threshold="known fields, right types, known words, unique ids, one prescription per item",
        source="data contract",
        evidence="product",
        message="The plan is malformed: %(what)s.",
        check=_malformed,
    ),
    Rule(
        id="S02",
        severity="hard",
        threshold="every exercise is in the catalogue",
        source="data contract",
        evidence="product",
        message="The exercise %(exercise)s is not in the catalogue.",
        check=_unknown_exercise,
    ),
    Rule(
        id="S03",
        severity="hard",
        threshold="one session a day; as many a week as asked for",
        source="PlanFitting 2023",
        evidence="product",
        message="The sessions of a week do not match the days asked for: %(value)s instead of %(limit)s.",
        check=_odd_days,
    ),
    Rule(
        id="S04",
        severity="hard",
        threshold="weeks 1 to n without a gap, at most 16, each session within its week",
        source="data contract",
        evidence="product",
        message="The weeks do not follow one another, or a session lies outside its week.",
        check=_odd_weeks,
    ),
    Rule(
        id="S05",
        severity="hard",
        threshold="sets 1–10, reps 1–30 with low ≤ high, RIR 0–5, 30–97 % 1RM, rest 15–600 s",
        source="sanity bounds",
        evidence="product",
        message="%(field)s is %(value)s; it must lie between %(lowest)s and %(limit)s.",
        check=_out_of_bounds,
    ),
    Rule(
        id="S06",
        severity="warning",
        threshold="no exercise twice in a session",
        source="coaching convention",
        evidence="convention",
        message="%(exercise)s appears %(value)s times in one session.",
        check=_repeated,
    ),
    Rule(
        id="S07",
        severity="hard",
        threshold="texts of at most 160 characters without links, markup, control characters or orders to a model",
        source="OWASP LLM01:2025",
        evidence="product",
        message="A text cannot be shown: %(problem)s.",
        check=_unsafe_text,
    ),
)
