"""Which of an athlete's causes may speak in a slot: the one with the best place in a fixed order; the others are kept
in the decision as its rivals. Chosen before anything is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from coaching.core.moments.rules import CHECK_IN, RULES

MUTED, LESS = "muted", "less_of_this"
KEPT_BACK, RARELY = "kept_for_reasons", "rarely"
# Check-ins (own choices): the share of a week's prompts that they leave to what has a reason; every how many days they
# come where no session is open, and after so many prompts in a row that nobody answered.
KEPT_FOR_REASONS = 3 / 7
EVERY_REST_DAY = 3
RARER = ((2, 4), (4, 7))
LAST = 1000  # a rule that this version does not know


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cause that is due. `looked_at`: when it came due, or was put off to. `verdict`: what a model said of the moment
    (coaching.core.timing)."""

    moment_id: int
    rule: str
    occurrence: str
    due_at: datetime
    looked_at: datetime
    expires_at: datetime
    facts: dict[str, Any]
    verdict: dict[str, Any] | None = None


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


def stands_back(
    each: Candidate, *, subject: UUID, on: date, sent_this_week: int, max_per_week: int, unanswered: int
) -> tuple[str, ...]:
    """Why a check-in is left out, though nothing better is due: it has no reason but the day, so it never takes the
    last prompts of a week, comes less often on days without a session, and rarely where nobody answers.

    Which days are left out follows from who and when, so asking again gives the same answer.
    """
    if each.rule != CHECK_IN:
        return ()
    if sent_this_week >= max_per_week - round(max_per_week * KEPT_FOR_REASONS):
        return (KEPT_BACK,)
    every = EVERY_REST_DAY if each.facts.get("is_open") is False else 1
    every = max(every, *(days for count, days in RARER if unanswered >= count), 1)
    return () if (on.toordinal() + subject.int) % every == 0 else (RARELY,)


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
