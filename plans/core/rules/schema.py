"""The strict shape of a plan: types, closed vocabularies, ids, and one kind of prescription per item."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from math import isfinite
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from plans.core.spec import (
    GOALS,
    LEVELS,
    PHASES,
    ROLES,
    SESSION_KINDS,
    TITLE_MAX,
    Item,
    PlanSpec,
    RampSet,
    Reason,
    Session,
    Week,
    from_json,
)

BASES = ("known", "estimated", "progressed", "find", "bodyweight", "none")
KINDS: tuple[Any, ...] = (PlanSpec, Week, Session, Item, RampSet, Reason)
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
Fault = tuple[str, str]  # where (a path or an id), what is wrong


class SpecUnreadable(Exception):
    """A text is no plan. `facts["faults"]` lists what is wrong, with its place."""

    code = "spec_unreadable"

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.facts = {"faults": [{"where": where, "what": what} for where, what in faults]}


def read(text: str) -> PlanSpec:
    """The plan behind a text from outside; SpecUnreadable for unknown or missing keys, wrong types, unknown words."""
    try:
        spec = from_json(text)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        raise SpecUnreadable([("plan", type(problem).__name__)]) from problem
    found = list(faults(spec))
    if found:
        raise SpecUnreadable(found)
    return spec


def faults(spec: PlanSpec) -> Iterator[Fault]:
    """Everything that keeps a value from being a plan. Words and ids are only looked at once the types are right."""
    wrong_types = list(_type_faults("plan", spec, PlanSpec))
    yield from wrong_types
    if not wrong_types:
        yield from _fact_faults(spec)
        yield from _word_faults(spec)
        yield from _id_faults(spec)


def _type_faults(path: str, value: Any, wanted: Any) -> Iterator[Fault]:
    if type(value) is not (get_origin(wanted) or wanted):
        yield path, "type"
    elif wanted in PARTS:
        for name, hint, plain in PARTS[wanted]:
            part = getattr(value, name)
            if not plain:
                yield from _type_faults(f"{path}.{name}", part, hint)
            elif type(part) not in plain or (type(part) is float and not isfinite(part)):
                yield f"{path}.{name}", "type"
    else:
        for place, each in enumerate(value):
            yield from _type_faults(f"{path}[{place}]", each, get_args(wanted)[0])


def _plain_types(hint: Any) -> frozenset[type]:
    """The types that a value of this hint may have; empty for the parts and tuples of parts. A float may be whole."""
    if isinstance(hint, UnionType):
        return frozenset().union(*(_plain_types(option) for option in get_args(hint)))
    if get_origin(hint) is Mapping:  # the facts of a reason
        return frozenset({dict})
    if hint in KINDS or get_origin(hint) is tuple:
        return frozenset()
    return frozenset({int, float}) if hint is float else frozenset({hint})


PARTS = {kind: tuple((name, hint, _plain_types(hint)) for name, hint in get_type_hints(kind).items()) for kind in KINDS}


def _fact_faults(spec: PlanSpec) -> Iterator[Fault]:
    """Facts are named by words: anything else would come back from JSON as another plan."""
    for where, reason in (
        *(("plan", each) for each in spec.rationale),
        *((item.id, item.why) for item in spec.items()),
    ):
        if not all(type(name) is str for name in reason.facts):
            yield where, "facts"


def _word_faults(spec: PlanSpec) -> Iterator[Fault]:
    yield from _unknown("plan.goal", spec.goal, GOALS)
    yield from _unknown("plan.level", spec.level, LEVELS)
    if not spec.weeks:
        yield "plan", "no week"
    for week in spec.weeks:
        yield from _unknown(f"week:{week.number}", week.phase, PHASES)
        if week.number < 1:
            yield f"week:{week.number}", "number"
        if week.is_deload != (week.phase == "deload"):
            yield f"week:{week.number}", "is_deload"
    for session in spec.sessions():
        yield from _session_faults(session)
        for item in session.items:
            yield from _item_faults(item)


def _session_faults(session: Session) -> Iterator[Fault]:
    yield from _unknown(session.id, session.kind, SESSION_KINDS)
    if session.at is not None and not CLOCK.fullmatch(session.at):
        yield session.id, "at"
    if not 0 < len(session.title) <= TITLE_MAX:
        yield session.id, "title"
    if not session.items:
        yield session.id, "empty"
    if min(session.estimated_min, session.warm_up_min, session.cool_down_min) < 0:
        yield session.id, "minutes"


def _item_faults(item: Item) -> Iterator[Fault]:
    yield from _unknown(item.id, item.role, ROLES)
    yield from _unknown(item.id, item.load_basis, BASES)
    has_reps = item.reps_min is not None and item.reps_max is not None
    prescriptions = (has_reps, item.duration_s is not None, item.distance_m is not None)
    if sum(prescriptions) != 1 or (item.reps_min is None) != (item.reps_max is None):
        yield item.id, "prescription"
    if item.zone not in (None, 1, 2, 3):
        yield item.id, "zone"


def _unknown(where: str, word: str, known: tuple[str, ...]) -> Iterator[Fault]:
    if word not in known:
        yield where, f"unknown {word}"[:TITLE_MAX]


def _id_faults(spec: PlanSpec) -> Iterator[Fault]:
    for kind, ids in (
        ("session", [session.id for session in spec.sessions()]),
        ("item", [item.id for item in spec.items()]),
    ):
        yield from ((each, f"{kind} twice") for each, count in Counter(ids).items() if count > 1)
        if "" in ids:
            yield "plan", f"{kind} without id"
