"""What one session of one lift means for its next loads: a step up, a hold, a step down, or reps and sets instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from adaptation.core import load_step, verdict
from adaptation.core.facts import Asked, Done, Lifted, Scheme
from adaptation.core.load_step import TINY_KG, LoadStep, Situation
from adaptation.core.proposals import Expectation, Proposal, place_of
from adaptation.core.verdict import Verdict
from plans.core.edits import Edit, SetLoad, SetReps, SetSets
from science import forecast
from science.estimator import LiftState

REPS_CEILING = 30
DIGITS = 2
NOT_CONFIDENT = 0.5  # no estimate to tell the chance from


@dataclass(frozen=True, slots=True)
class LiftCase:
    """Everything that decides the next loads of one lift."""

    done: Done  # the newest session of it
    verdict: Verdict
    state: LiftState | None  # None: a lift without an estimate
    coming: tuple[Asked, ...]  # planned occurrences after the session, soonest first
    increment_kg: float
    failed_running: int
    is_held: bool  # pain: nothing may rise
    loads_by_scheme: tuple[tuple[Scheme, float], ...] = ()  # lifted before, newest first
    because: str = ""  # told apart from the first judgement of the same session: a correction, a deletion


Change = tuple[Asked, LoadStep]


def load_proposal(case: LiftCase) -> Proposal | None:
    """The loads of a lift from its newest session on; None where it says nothing about them."""
    situation = situation_of(case)
    if situation is None or case.verdict.code == verdict.UNJUDGED:
        return None
    changes = [(asked, step) for asked, step in _steps(case, situation) if _differs(asked, step)]
    if not changes:
        return None if situation.may_rise else _held(case, situation)
    first, step = changes[0]
    if step.ease_sets and first.sets > 1:
        return _set_less(case)
    if step.more_reps:
        return _rep_more(case, [asked for asked, each in changes if each.more_reps])
    return _load_change(case, situation, changes)


def situation_of(case: LiftCase) -> Situation | None:
    """None where no load was lifted, nor asked for."""
    done = case.done
    asked_kg = done.asked.load_kg if done.asked else None
    last_kg = done.load_kg if done.load_kg is not None else asked_kg
    if last_kg is None or last_kg <= 0 or not case.coming:
        return None
    if case.verdict.code == verdict.INCOMPLETE:  # cut short: what was asked for has been neither shown nor disproved
        last_kg = max(last_kg, asked_kg or 0.0)
    lifted = dict(reversed(case.loads_by_scheme))
    if done.asked is not None:
        lifted[done.asked.scheme] = last_kg
    return Situation(
        state=case.state,
        done=done.asked,
        verdict=case.verdict,
        lifted=Lifted(last_kg, lifted),
        increment_kg=case.increment_kg,
        failed_running=case.failed_running,
        held=case.is_held,
    )


def _steps(case: LiftCase, situation: Situation) -> Iterator[Change]:
    """One step for each occurrence, all from the same work: none is planned upon another that nobody has done yet."""
    for asked in case.coming:
        if asked.load_kg is not None or case.state is not None or asked.scheme == _scheme(situation):
            yield asked, load_step.next_step(asked, situation)
        # else nothing tells how heavy other reps should be: the athlete finds it


def _scheme(situation: Situation) -> Scheme | None:
    return situation.done.scheme if situation.done else None


def _differs(asked: Asked, step: LoadStep) -> bool:
    if step.ease_sets or step.more_reps:
        return True
    return asked.load_kg is None or abs(step.load_kg - asked.load_kg) > TINY_KG


def _load_change(case: LiftCase, situation: Situation, changes: Sequence[Change]) -> Proposal:
    asked, step = changes[0]
    edits = tuple(SetLoad(each.item, move.load_kg) for each, move in changes if not _is_same(each, move))
    expects = tuple((each.item, "load_kg", each.load_kg) for each, _ in changes)
    numbers = {
        "from_kg": asked.load_kg,
        "to_kg": step.load_kg,
        "change_percent": _change_percent(situation.lifted.anchor_kg(asked), step.load_kg),
        "items": len(edits),
    }
    return _proposal(
        case,
        asked,
        rule=_rule(situation, asked, step),
        kind="hold" if not situation.may_rise and step.direction == "hold" else "load",
        before={"load_kg": asked.load_kg},
        after={"load_kg": step.load_kg},
        numbers=numbers,
        edits=edits,
        expects=expects,
        is_safety=not situation.may_rise and asked.load_kg is not None,
        confidence=_confidence(case, asked, step),
    )


def _is_same(asked: Asked, step: LoadStep) -> bool:
    return asked.load_kg is not None and abs(step.load_kg - asked.load_kg) <= TINY_KG


def _rule(situation: Situation, asked: Asked, step: LoadStep) -> str:
    if asked.load_kg is None:
        return "load_found"
    if step.direction == "down":
        return "load_down"
    if not situation.may_rise:
        return "load_hold"
    if step.load_kg < asked.load_kg:
        return "load_trimmed"
    return "load_up_easy" if situation.verdict.code == verdict.EASY else "load_up"


def _change_percent(from_kg: float, to_kg: float) -> float:
    return round(100 * (to_kg / from_kg - 1), 1)


def _held(case: LiftCase, situation: Situation) -> Proposal:
    """Nothing to change, and a reason worth telling: the load stays because of how the session went."""
    first = case.coming[0]
    return _proposal(
        case,
        first,
        rule="load_hold",
        kind="hold",
        before={"load_kg": first.load_kg},
        after={"load_kg": first.load_kg},
        numbers={"from_kg": first.load_kg, "to_kg": first.load_kg, "items": 0},
        is_safety=True,
        confidence=_confidence(case, first, LoadStep(situation.lifted.last_kg, "hold")),
    )


def _set_less(case: LiftCase) -> Proposal:
    cut = [each for each in case.coming if each.sets > 1 and not each.is_deload]
    first = cut[0]
    return _proposal(
        case,
        first,
        rule="one_set_less",
        kind="volume",
        before={"sets": first.sets},
        after={"sets": first.sets - 1},
        numbers={"from_sets": first.sets, "to_sets": first.sets - 1, "items": len(cut)},
        edits=tuple(SetSets(each.item, each.sets - 1) for each in cut),
        expects=tuple((each.item, "sets", each.sets) for each in cut),
        is_safety=True,
        confidence=_confidence(case, first, LoadStep(case.done.load_kg or 0.0, "down")),
    )


def _rep_more(case: LiftCase, raised: Sequence[Asked]) -> Proposal | None:
    fit = [each for each in raised if each.reps_min and each.reps_max and each.reps_max < REPS_CEILING]
    if not fit:
        return None
    first = fit[0]
    low, high = (first.reps_min or 0) + 1, (first.reps_max or 0) + 1
    return _proposal(
        case,
        first,
        rule="rep_more",
        kind="volume",
        before={"reps_min": first.reps_min, "reps_max": first.reps_max},
        after={"reps_min": low, "reps_max": high},
        numbers={"from_reps": first.reps_max, "to_reps": high, "smallest_step_kg": case.increment_kg},
        edits=tuple(SetReps(each.item, (each.reps_min or 0) + 1, (each.reps_max or 0) + 1) for each in fit),
        expects=tuple((each.item, "reps_max", each.reps_max) for each in fit),
        confidence=_confidence(case, first, LoadStep(case.done.load_kg or 0.0, "up")),
    )


def _proposal(
    case: LiftCase,
    asked: Asked,
    *,
    rule: str,
    kind: str,
    before: dict[str, Any],
    after: dict[str, Any],
    numbers: dict[str, Any],
    confidence: float,
    edits: tuple[Edit, ...] = (),
    expects: tuple[Expectation, ...] = (),
    is_safety: bool = False,
) -> Proposal:
    return Proposal(
        rule=rule,
        kind=kind,
        topic=topic_of(case.done.exercise),
        cause=cause_of(case.done, case.because),
        target=place_of(asked),
        before=before,
        after=after,
        evidence=evidence_of(case.done, case.verdict, case.failed_running, case.is_held)
        | _estimate(case.state)
        | {"next_on": asked.on.isoformat(), "next_reps": asked.reps, "next_rpe": asked.target_rpe}
        | numbers,
        confidence=confidence,
        edits=edits,
        expects=expects,
        is_safety=is_safety,
    )


def topic_of(exercise: str) -> str:
    return f"lift:{exercise}"


def cause_of(done: Done, because: str) -> str:
    return f"lift:{done.feedback}{because}"


def evidence_of(done: Done, judged: Verdict, failed_running: int, is_held: bool) -> dict[str, Any]:
    """What was done against what was asked for: every number that a sentence about it may use."""
    return {
        "exercise": done.exercise,
        "verdict": judged.code,
        "is_held_for_pain": is_held,
        "done_on": done.on.isoformat(),
        "done_kg": done.load_kg,
        "done_reps": [each.reps for each in done.working],
        "asked_reps": done.asked.reps_min if done.asked else None,
        "asked_sets": done.asked.sets if done.asked else None,
        "done_rpe": _told_rpe(done),
        "meant_rpe": None if judged.effort is None else round(judged.effort, 1),
        "target_rpe": done.asked.target_rpe if done.asked else None,
        "completion": round(done.completion),
        "sets_done": judged.sets_done,
        "sets_failed": judged.sets_failed,
        "failed_running": failed_running,
        "is_assumed": done.is_assumed,
    }


def _told_rpe(done: Done) -> float | None:
    """The mean rating as it was told; what it means for this athlete is in `meant_rpe`."""
    told = [done.rpe if each.rpe is None else each.rpe for each in done.working]
    ratings = [rpe for rpe in told if rpe is not None] or ([] if done.rpe is None else [done.rpe])
    return round(fmean(ratings), 1) if ratings else None


def _estimate(state: LiftState | None) -> dict[str, Any]:
    if state is None:
        return {}
    estimate = forecast.e1rm_kg(state)
    return {
        "e1rm_kg": round(estimate.value, 1),
        "e1rm_low_kg": round(estimate.low, 1),
        "e1rm_high_kg": round(estimate.high, 1),
    }


def _confidence(case: LiftCase, asked: Asked, step: LoadStep) -> float:
    """Up: the estimated chance that the new load is not more than one rep too hard. Otherwise: the chance that the
    next larger load would have been."""
    if case.state is None or asked.reps is None or asked.target_rir is None:
        return NOT_CONFIDENT
    reps, rir = float(asked.reps), asked.target_rir
    if step.direction == "up":
        return round(1 - forecast.chance_too_hard(case.state, max(step.load_kg, 0.5), reps, rir), DIGITS)
    heavier = max(step.load_kg, case.done.load_kg or 0.5) + case.increment_kg
    return round(forecast.chance_too_hard(case.state, heavier, reps, rir), DIGITS)
