"""How one exercise went against what was asked for. The one reading of effort that every rule shares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

from adaptation.core.facts import SHORT_OF_REPS_RIR, Done
from science.effort import rir_from_rpe

EASY_GAP = -1.5  # rated this far below the target: easy
HARD_GAP = 1.0  # rated this far above it: grinding
INCOMPLETE_PERCENT = 85.0
MOSTLY_MISSING_PERCENT = 60.0  # without sets told: so little done with nothing left means that every set failed

FAILED = "failed"
PARTLY_FAILED = "partly_failed"
GRINDING = "grinding"
INCOMPLETE = "incomplete"
ON_TARGET = "on_target"
EASY = "easy"
UNJUDGED = "unjudged"
HELD_BACK = frozenset({FAILED, PARTLY_FAILED, GRINDING, INCOMPLETE, UNJUDGED})


@dataclass(frozen=True, slots=True)
class Verdict:
    """`gap` is rated minus target RPE, averaged over the working sets; None where either is missing. `is_full`: the
    reps that the load was chosen for were done in the mean set."""

    code: str
    gap: float | None
    effort: float | None
    sets_done: int
    sets_failed: int
    is_full: bool = False

    @property
    def may_rise(self) -> bool:
        return self.code not in HELD_BACK


def judge(done: Done) -> Verdict:
    """Failure first, then effort, then completeness: one good set of three never counts as success."""
    working = done.working
    failed = sum(done.has_failed(each) for each in working)
    efforts = [effort for each in working if (effort := done.effort(each)) is not None]
    effort = fmean(efforts) if efforts else None
    target = done.asked.target_rpe if done.asked else None
    gap = None if effort is None or target is None else effort - target
    return Verdict(_code(done, failed, gap), gap, effort, len(working), failed, _is_full(done))


def _code(done: Done, failed: int, gap: float | None) -> str:
    if done.asked is None:
        return UNJUDGED  # nothing was asked for: a set done on the side proves neither success nor failure
    sets = len(done.working)
    if _ran_out(done):
        return FAILED if done.completion <= MOSTLY_MISSING_PERCENT else PARTLY_FAILED
    if failed:
        return FAILED if failed == sets else PARTLY_FAILED
    if gap is not None and gap >= HARD_GAP:
        return GRINDING
    if _is_incomplete(done):
        return INCOMPLETE
    if gap is None:
        return UNJUDGED
    return EASY if gap <= EASY_GAP else ON_TARGET


def _ran_out(done: Done) -> bool:
    """Without sets told, a rating of nothing left on unfinished work is a failure: nobody said which set it was."""
    return (
        done.is_assumed
        and done.rpe is not None
        and rir_from_rpe(done.rpe) <= SHORT_OF_REPS_RIR
        and done.completion < INCOMPLETE_PERCENT
    )


def _is_incomplete(done: Done) -> bool:
    """Too little of what was asked for to say that it can be done. A range of reps is met from its lower end."""
    if done.completion < INCOMPLETE_PERCENT:
        return True
    asked = done.asked
    if asked is None or asked.reps_min is None:
        return False
    good = sum(each.reps >= asked.reps_min for each in done.working)
    return good * 100 < INCOMPLETE_PERCENT * asked.sets


def _is_full(done: Done) -> bool:
    reps = done.asked.reps if done.asked else None
    return reps is not None and bool(done.working) and fmean(each.reps for each in done.working) >= reps


def failures_running(verdicts: Iterable[Verdict]) -> int:
    """Failed sessions in a row, from verdicts oldest first. A partly failed session neither adds nor clears."""
    running = 0
    for verdict in verdicts:
        if verdict.code == FAILED:
            running += 1
        elif verdict.code not in {PARTLY_FAILED, UNJUDGED}:
            running = 0
    return running
