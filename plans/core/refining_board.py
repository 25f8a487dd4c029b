"""A plan laid out for a language model: what comes back every week is one line with a short handle.

A model sees a week, not the plan, and what it asks for holds for every week that is still to come. Ids never leave.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from plans.core import swap
from plans.core.intent import Intent
from plans.core.movements import Catalogue, Movement
from plans.core.rules.base import Case, Finding
from plans.core.rules.judge import judge
from plans.core.spec import Item, PlanSpec, Session, Week

LINES_MAX, PLACES_MAX = 60, 14
OPTIONS_MAX, ADDITIONS_MAX = 3, 6
ADDED_FAMILIES = frozenset({"core", "lower_isolation", "push_isolation", "pull_isolation"})
AGE_BAND_YEARS = 10


@dataclass(frozen=True, slots=True)
class Use:
    """One item where it stands."""

    week: Week
    session: Session
    item: Item


@dataclass(frozen=True, slots=True)
class Line:
    """One exercise of one session of the week. `uses`: where it stands in the sessions that are still open, in their
    order; `options`: exercises that can take its place."""

    handle: str
    place: str
    exercise: str
    uses: tuple[Use, ...]
    options: tuple[str, ...] = ()

    @property
    def first(self) -> Item:
        """What the athlete is shown: the first that is no deload."""
        return next((use.item for use in self.uses if not use.week.is_deload), self.uses[0].item)


@dataclass(frozen=True, slots=True)
class Place:
    """One session that comes back every week, with the weeks in which it is still open."""

    handle: str
    uses: tuple[tuple[Week, Session], ...]

    @property
    def first(self) -> Session:
        return next((session for week, session in self.uses if not week.is_deload), self.uses[0][1])


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that an answer may name, by handle, and what it is judged against."""

    spec: PlanSpec
    intent: Intent
    catalogue: Catalogue
    closed: frozenset[str]  # ids of sessions that are done, left out, or over
    places: Mapping[str, Place] = field(default_factory=dict)
    lines: Mapping[str, Line] = field(default_factory=dict)
    additions: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()  # what is to be said against the plan as it is

    @property
    def exercises(self) -> tuple[str, ...]:
        """Slugs that an answer may name."""
        options = (slug for line in self.lines.values() for slug in line.options)
        return tuple(sorted({*options, *self.additions}))


def board_of(spec: PlanSpec, intent: Intent, catalogue: Catalogue, closed: Collection[str] = ()) -> Board:
    """The plan laid out. Sessions that are closed have no handle, so nothing can be asked of them."""
    shut = frozenset(closed) | {session.id for session in spec.sessions() if session.on < intent.today}
    places = _places(spec, shut)
    return Board(
        spec=spec,
        intent=intent,
        catalogue=catalogue,
        closed=shut,
        places=places,
        lines=_lines(places, intent, catalogue),
        additions=_additions(spec, intent, catalogue),
        findings=judge(Case(spec, intent, catalogue)),
    )


def _places(spec: PlanSpec, closed: frozenset[str]) -> dict[str, Place]:
    """Sessions of one title, the n-th of their week, are one place."""
    found: dict[tuple[str, int], list[tuple[Week, Session]]] = {}
    for week in spec.weeks:
        seen: Counter[str] = Counter()
        for session in week.sessions:
            seen[session.title] += 1
            if session.id not in closed:
                found.setdefault((session.title, seen[session.title]), []).append((week, session))
    named = enumerate(list(found.values())[:PLACES_MAX], start=1)
    return {f"s{number}": Place(f"s{number}", tuple(uses)) for number, uses in named}


def _lines(places: Mapping[str, Place], intent: Intent, catalogue: Catalogue) -> dict[str, Line]:
    lines: dict[str, Line] = {}
    for place in places.values():
        for number, uses in enumerate(_by_exercise(place), start=1):
            if len(lines) < LINES_MAX:
                handle = f"{place.handle}i{number}"
                options = swap.candidates(uses[0].session, uses[0].item, intent, catalogue)[:OPTIONS_MAX]
                slugs = tuple(movement.slug for movement in options)
                lines[handle] = Line(handle, place.handle, uses[0].item.exercise, uses, slugs)
    return lines


def _by_exercise(place: Place) -> Iterator[tuple[Use, ...]]:
    found: dict[tuple[str, int], list[Use]] = {}
    for week, session in place.uses:
        seen: Counter[str] = Counter()
        for item in session.items:
            seen[item.exercise] += 1
            found.setdefault((item.exercise, seen[item.exercise]), []).append(Use(week, session, item))
    yield from (tuple(uses) for uses in found.values())


def _additions(spec: PlanSpec, intent: Intent, catalogue: Catalogue) -> tuple[str, ...]:
    """Small exercises that the plan has not and that health, level and equipment allow; muscles in focus come first."""
    present = {item.exercise for item in spec.items()}
    allowed = Case(spec, intent, catalogue).allowed()
    fitting = (each for each in allowed if each.family in ADDED_FAMILIES and each.mode in swap.REP_MODES)
    wanted = sorted((each for each in fitting if each.slug not in present), key=lambda each: _far(each, intent.focus))
    return tuple(each.slug for each in wanted[:ADDITIONS_MAX])


def _far(movement: Movement, focus: tuple[str, ...]) -> tuple[bool, int, int, str]:
    return not {*focus} & {*movement.primary}, movement.level, len(movement.slug), movement.slug


def shorter(board: Board) -> Iterator[Board]:
    """The same plan with less and less of it told, for a model that takes in little: first no exercises to add, then
    one to take a place and none, then one session of the week after the other. Handles stay what they are."""
    board = replace(board, additions=())
    for most in (1, 0):
        board = replace(
            board, lines={key: replace(line, options=line.options[:most]) for key, line in board.lines.items()}
        )
        yield board
    while len(board.places) > 1:
        last = list(board.places)[-1]
        places = {key: place for key, place in board.places.items() if key != last}
        board = replace(
            board, places=places, lines={key: each for key, each in board.lines.items() if each.place != last}
        )
        yield board


# --- As it is told to the model ---------------------------------------------------------------------------------------
def plan_text(board: Board, language: str) -> str:
    """The week as lines of text, and how the weeks follow one another."""
    return "\n".join(_plan_lines(board, language))


def _plan_lines(board: Board, language: str) -> Iterator[str]:
    yield "weeks | " + ", ".join(f"{week.number} {week.phase}" for week in board.spec.weeks)
    for place in board.places.values():
        session = place.first
        yield f"{place.handle} | weekday {session.on.isoweekday()} | {session.title} | {session.estimated_min} min"
        yield from (_line_text(line, board, language) for line in board.lines.values() if line.place == place.handle)
    if board.additions:
        yield "can be added | " + ", ".join(_named(slug, board.catalogue, language) for slug in board.additions)


def _line_text(line: Line, board: Board, language: str) -> str:
    item = line.first
    parts = [line.handle, _named(line.exercise, board.catalogue, language), asked(item)]
    if line.options:
        parts.append("can become: " + ", ".join(_named(slug, board.catalogue, language) for slug in line.options))
    return " | ".join(parts)


def asked(item: Item) -> str:
    """`3 x 6-8 | 80 kg | RPE 8 | rest 120 s`: a number for everything that the item asks for, and no other."""
    if item.duration_s is not None:
        dose = f"{item.duration_s} s"
    elif item.distance_m is not None:
        dose = f"{item.distance_m} m"
    else:
        dose = f"{item.reps_min}" if item.reps_min == item.reps_max else f"{item.reps_min}-{item.reps_max}"
    parts = [f"{item.sets} x {dose}"]
    if item.load_kg is not None:
        parts.append(f"{item.load_kg:g} kg")
    if item.target_rpe is not None:
        parts.append(f"RPE {item.target_rpe:g}")
    return " | ".join([*parts, f"rest {item.rest_s} s"])


def name_of(slug: str, catalogue: Catalogue, language: str) -> str:
    movement = catalogue.get(slug)
    if movement is None:
        return slug
    return movement.name_zh_hans or movement.name_en if language.startswith("zh") else movement.name_en


def _named(slug: str, catalogue: Catalogue, language: str) -> str:
    """The handle is enough where the athlete reads English; elsewhere the name that they know stands beside it."""
    return slug if language.startswith("en") else f"{slug} ({name_of(slug, catalogue, language)})"


def facts_of(board: Board) -> dict[str, Any]:
    """What a model is told about the athlete: an allow-list. No name, no date of birth, no illness, no body weight."""
    intent, spec = board.intent, board.spec
    facts: dict[str, Any] = {
        "goal": intent.primary_goal,
        "level": intent.experience_level,
        "age_band": _age_band(intent.age_years_high),
        "sex": intent.sex,
        "days_per_week": spec.days_per_week,
        "hours_per_week": intent.time_availability_h,
        "minutes_per_session_at_most": intent.session_minutes_max,
        "weeks": len(spec.weeks),
        "weeks_to_come": _weeks_to_come(spec, intent.today),
        "focus": list(intent.focus),
        "equipment": sorted(intent.equipment),
        "hurts": [{"region": each.region, "severity": each.severity} for each in intent.limitations],
        "last_loads_kg": _last_loads(board),
    }
    return {name: value for name, value in facts.items() if value not in (None, "", [], {})}


def _age_band(age_years: int | None) -> str:
    if age_years is None:
        return ""
    low = age_years // AGE_BAND_YEARS * AGE_BAND_YEARS
    return f"{low}-{low + AGE_BAND_YEARS - 1}"


def _weeks_to_come(spec: PlanSpec, today: date) -> int:
    return sum(1 for week in spec.weeks if spec.week_starts_on(week.number + 1) > today)


def _last_loads(board: Board) -> dict[str, float]:
    slugs = dict.fromkeys(line.exercise for line in board.lines.values())
    known = ((slug, board.intent.lifts[slug].last_load_kg) for slug in slugs if slug in board.intent.lifts)
    return {slug: load for slug, load in known if load is not None}


def grounds(board: Board, items: Iterable[Item] = ()) -> tuple[str, ...]:
    """What the numbers of a text may stand in: the facts, the lines as they are, and `items` as they would be.
    Handles stay out: their digits count nothing."""
    plan = (asked(line.first) for line in board.lines.values())
    minutes = (f"{place.first.estimated_min}" for place in board.places.values())
    told = facts_of(board)
    return (*map(str, _leaves(told)), *plan, *minutes, *map(asked, items))


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _leaves(each)
    else:
        yield value
