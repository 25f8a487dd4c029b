"""Adherence: how much of what was planned was done, and whether what was missed has a pattern. Illness is no miss."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from math import comb
from typing import Any

from diagnosis.core import patches, thresholds
from diagnosis.core.facts import Case, SessionFact
from diagnosis.core.findings import ACT, INFO, MOST_SURE, WATCH, Finding, Look, newest
from plans.core.edits import Edit

DONE = "done"
PARTS_OF_DAY = ("morning", "afternoon", "evening")
NOON, EVENING = 12, 17


def look(case: Case) -> Look:
    """The sessions of the window that were due."""
    due = due_sessions(case)
    if len(due) < thresholds.DUE_LEAST:
        return Look("adherence", _numbers(due), missing=("due_sessions",))
    return Look("adherence", _numbers(due), (*_about_share(due), *_about_pattern(case, due)))


def due_sessions(case: Case) -> tuple[SessionFact, ...]:
    """Planned for a day of the window that is over, or done already; days of an illness left out."""
    return tuple(
        each
        for each in case.sessions_in_window()
        if (each.status == DONE or each.on < case.today) and not (each.status != DONE and case.is_off(each.on))
    )


def status_of(session: SessionFact, case: Case) -> str:
    """done | missed | ill | coming, as the calendar shows it."""
    if session.status == DONE:
        return DONE
    if case.is_off(session.on):
        return "ill"
    return "missed" if session.on < case.today or session.status == "skipped" else "coming"


def _numbers(due: Sequence[SessionFact]) -> dict[str, Any]:
    if not due:
        return {}
    done = _done(due)
    return {"due": len(due), "done": done, "done_percent": round(100 * done / len(due))}


def _done(due: Sequence[SessionFact]) -> int:
    return sum(each.status == DONE for each in due)


def _about_share(due: Sequence[SessionFact]) -> Iterator[Finding]:
    share, facts = _done(due) / len(due), _numbers(due)
    if share >= thresholds.DONE_GOOD:
        yield Finding(
            "adherence_good", INFO, 0.9, facts, newest([each.row for each in due if each.status == DONE]), facts
        )
    elif share < thresholds.DONE_LOW:
        severity = ACT if share < thresholds.DONE_VERY_LOW else WATCH
        missed = [each.row for each in due if each.status != DONE]
        yield Finding("adherence_low", severity, 0.9, facts, newest(missed), facts)


# --- Patterns ---------------------------------------------------------------------------------------------------------
def part_of_day(session: SessionFact) -> str | None:
    """morning, afternoon or evening; None for a session without a time."""
    if not session.at:
        return None
    hour = int(session.at.split(":")[0])
    return PARTS_OF_DAY[0] if hour < NOON else PARTS_OF_DAY[1] if hour < EVENING else PARTS_OF_DAY[2]


def _about_pattern(case: Case, due: Sequence[SessionFact]) -> Iterator[Finding]:
    """One weekday, else one part of the day, on which most is missed while the rest goes well."""
    weekday = _worst(due, lambda each: each.on.weekday())
    if weekday is not None:
        yield _pattern(
            due, "weekday_missed", {"weekday": weekday[0]}, weekday, patches.move_from(case, int(weekday[0]))
        )
        return
    timed = [each for each in due if each.at]
    part = _worst(timed, part_of_day)
    if part is not None:
        yield _pattern(timed, "time_missed", {"part_of_day": part[0]}, part, ())


Worst = tuple[Any, list[SessionFact], float]


def _worst(due: Sequence[SessionFact], key: Callable[[SessionFact], Hashable]) -> Worst | None:
    """The group with the most misses that chance hardly explains: its key, its sessions, and that chance."""
    found: list[Worst] = []
    for name in {key(each) for each in due} - {None}:
        inside = [each for each in due if key(each) == name]
        rest = [each for each in due if key(each) != name]
        missed, missed_rest = len(inside) - _done(inside), len(rest) - _done(rest)
        if len(inside) < thresholds.PATTERN_LEAST or not rest or missed < thresholds.PATTERN_MISSED * len(inside):
            continue
        chance = chance_of(missed, len(inside), missed + missed_rest, len(due))
        if missed_rest <= thresholds.PATTERN_REST * len(rest) and chance <= thresholds.PATTERN_CHANCE:
            found.append((name, inside, chance))
    return min(found, key=lambda each: (each[2], str(each[0])), default=None)


def chance_of(missed: int, inside: int, all_missed: int, due: int) -> float:
    """P(at least so many of the misses fall into this group by chance): the upper tail of the hypergeometric law, which
    is Fisher's exact test of one group against the rest."""
    ways = comb(due, inside)
    tail = range(missed, min(inside, all_missed) + 1)
    return sum(comb(all_missed, hit) * comb(due - all_missed, inside - hit) for hit in tail) / ways


def _pattern(
    due: Sequence[SessionFact], code: str, about: dict[str, Any], worst: Worst, edits: tuple[Edit, ...]
) -> Finding:
    _, inside, chance = worst
    missed = len(inside) - _done(inside)
    rest = len(due) - len(inside)
    numbers = {
        "missed": missed,
        "planned": len(inside),
        "missed_elsewhere": len(due) - _done(due) - missed,
        "planned_elsewhere": rest,
        "chance_percent": round(100 * chance, 2),
    }
    rows = newest([each.row for each in inside if each.status != DONE])
    return Finding(code, WATCH, min(MOST_SURE, 1 - chance), numbers, rows, numbers | about, edits)
