"""Which of an athlete's causes may speak in a slot: the one with the best place in a fixed order; the others are kept
in the decision as its rivals. Chosen before anything is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from coaching.core.moments.rules import RULES

MUTED, LESS = "muted", "less_of_this"
LAST = 1000  # a rule that this version does not know


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cause that is due. `looked_at`: when it came due, or was put off to."""

    moment_id: int
    rule: str
    occurrence: str
    due_at: datetime
    looked_at: datetime
    expires_at: datetime
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """`blocked`: why even the best may not speak, where the athlete wants nothing of any of these rules."""

    best: Candidate
    rivals: tuple[Candidate, ...]
    blocked: tuple[str, ...]


def rank(candidate: Candidate) -> tuple[int, datetime, str]:
    """By priority, then the one that has waited longest."""
    rule = RULES.get(candidate.rule)
    return (rule.priority if rule else LAST, candidate.due_at, candidate.occurrence)


def choose(
    candidates: Sequence[Candidate],
    *,
    subject: UUID,
    muted: Mapping[str, datetime | None],
    halved: frozenset[str],
    now: datetime,
) -> Choice:
    """The best of these (at least one). What the athlete muted or wants less of stands back for any other."""
    ranked = sorted(candidates, key=rank)
    blocked = {each.moment_id: _unwanted(each, subject, muted, halved, now) for each in ranked}
    best = next((each for each in ranked if not blocked[each.moment_id]), ranked[0])
    rivals = tuple(each for each in ranked if each is not best)
    return Choice(best, rivals, blocked[best.moment_id])


def newest(candidates: Sequence[Candidate]) -> Candidate:
    """The cause that came last; of two at once the better one."""
    return min(candidates, key=lambda each: (-each.due_at.timestamp(), rank(each)))


def is_thinned(subject: UUID, rule: str, occurrence: str) -> bool:
    """Whether this occurrence is left out where the athlete asked for less of a rule: one in two, by a hash of who and
    what, so that asking again gives the same answer and no probability of the trial is touched."""
    return bool(sha256(f"{subject}:{rule}:{occurrence}".encode()).digest()[0] & 1)


def is_muted(rule: str, muted: Mapping[str, datetime | None], now: datetime) -> bool:
    """`muted` holds until when, None for ever."""
    if rule not in muted:
        return False
    until = muted[rule]
    return until is None or now < until


def _unwanted(
    each: Candidate, subject: UUID, muted: Mapping[str, datetime | None], halved: frozenset[str], now: datetime
) -> tuple[str, ...]:
    if is_muted(each.rule, muted, now):
        return (MUTED,)
    return (LESS,) if each.rule in halved and is_thinned(subject, each.rule, each.occurrence) else ()
