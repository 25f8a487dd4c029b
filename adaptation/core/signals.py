"""Proposals that rest on more than one session: an easier week, a set less or more, an easier day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from statistics import fmean
from typing import Any

from adaptation.core import verdict
from adaptation.core.facts import Asked, Recent, SessionRecord
from adaptation.core.lift import LiftCase
from adaptation.core.proposals import CERTAIN, Proposal, place_of
from plans.core.edits import Edit, InsertDeload, SetSets, SetTargetRpe
from science import forecast, recovery
from science.readiness import Advice

EASIEST_RPE = 5.0
LOW_COMPLETION_PERCENT = recovery.LOW_COMPLETION_PERCENT
LOW_COMPLETION_SESSIONS = recovery.LOW_COMPLETION_SESSIONS
GOOD_COMPLETION_PERCENT = 95.0
DRIFT_GAP = 1.0
DRIFT_SESSIONS = 3
LEAST_SETS = 2  # one set less is only taken from what has more than this
MOST_SETS = 5
PLATEAU_SPACING_DAYS = 21
SIGNS_KNOWN = 4
DAYS_PER_WEEK = 7

Week = tuple[int, date]


def deload_question(exercise: str, failed_running: int, week: Week) -> Proposal:
    """Two failed sessions of one lift: ask whether the next week should be easier. Only a person says yes."""
    return _deload(
        "deload_question",
        f"deload?:week{week[0]}",
        week,
        {"exercise": exercise, "failed_running": failed_running},
        CERTAIN,
        always_asks=True,
    )


def deload(recent: Recent, week: Week) -> Proposal | None:
    """An easier week when two signs of fatigue agree, at least 21 days after the last one; after eight weeks without
    one, the question whether it is time."""
    completion = [session.completion for session in recent.sessions]
    signs = recovery.deload_signs(
        innovations=recent.innovations,
        session_rpe_change=recent.session_rpe_change,
        readiness_by_day=[day.readiness for day in recent.readiness],
        completion_percent=completion,
    )
    if recovery.calls_for_deload(signs, recent.days_since_deload):
        facts = {"signs": list(signs), "signs_count": len(signs)} | _sign_numbers(recent, completion)
        return _deload("deload_by_signs", f"deload:week{week[0]}", week, facts, round(len(signs) / SIGNS_KNOWN, 2))
    weeks = int(recent.days_without_deload // DAYS_PER_WEEK)
    if weeks >= recovery.DELOAD_OFFER_WEEKS:
        facts = {"weeks_without": weeks}
        return _deload("deload_due", f"deload_due:week{week[0]}", week, facts, CERTAIN, always_asks=True)
    return None


def _sign_numbers(recent: Recent, completion: Sequence[float]) -> dict[str, Any]:
    numbers: dict[str, Any] = {
        "lifts_counted": len(recent.innovations),
        "completion": [round(value) for value in completion[-LOW_COMPLETION_SESSIONS:]],
    }
    if recent.innovations:
        numbers["mean_surprise"] = round(fmean(recent.innovations), 2)
    if recent.session_rpe_change is not None:
        numbers["session_rpe_change"] = round(recent.session_rpe_change, 1)
    return numbers


def _deload(
    rule: str, cause: str, week: Week, facts: dict[str, Any], confidence: float, *, always_asks: bool = False
) -> Proposal:
    edit = InsertDeload(week[0])
    return Proposal(
        rule=rule,
        kind="deload",
        topic="deload",
        cause=cause,
        target={"week": week[0], "exercise": facts["exercise"]} if "exercise" in facts else {"week": week[0]},
        before={"is_deload": False},
        after={"is_deload": True},
        evidence=facts
        | {
            "week": week[0],
            "week_on": week[1].isoformat(),
            "sets_percent": round(100 * edit.sets_ratio),
            "load_percent": round(100 * edit.load_ratio, 1),
        },
        confidence=confidence,
        edits=(edit,),
        always_asks=always_asks,
    )


def less_volume(recent: Recent, coming: Sequence[Asked], session: str, eased: Collection[str]) -> Proposal | None:
    """One set less in the next session: when the last two sessions were left unfinished, or three in a row felt
    clearly harder than asked for. Lifts that have just been eased by themselves (`eased`) are left alone."""
    cause = _too_much(recent)
    cut = [
        asked
        for asked in coming
        if asked.session == session and asked.sets > LEAST_SETS and asked.exercise not in eased
    ]
    if cause is None or not cut:
        return None
    rule, evidence = cause
    from_sets, to_sets = sum(asked.sets for asked in cut), sum(asked.sets - 1 for asked in cut)
    return Proposal(
        rule=rule,
        kind="volume",
        topic=f"session:{session}",
        cause=f"{rule}:{recent.sessions[-1].session}",
        target={"session": session, "on": cut[0].on.isoformat()},
        before={"sets": from_sets},
        after={"sets": to_sets},
        evidence=evidence
        | {"next_on": cut[0].on.isoformat(), "from_sets": from_sets, "to_sets": to_sets, "items": len(cut)},
        confidence=CERTAIN,
        edits=tuple(SetSets(asked.item, asked.sets - 1) for asked in cut),
        expects=tuple((asked.item, "sets", asked.sets) for asked in cut),
    )


def _too_much(recent: Recent) -> tuple[str, dict[str, Any]] | None:
    last = recent.sessions[-LOW_COMPLETION_SESSIONS:]
    if len(last) == LOW_COMPLETION_SESSIONS and all(each.completion < LOW_COMPLETION_PERCENT for each in last):
        return "unfinished_sessions", {"completion": [round(each.completion) for each in last], "sessions": len(last)}
    gaps = [each.effort_gap for each in recent.sessions[-DRIFT_SESSIONS:] if each.effort_gap is not None]
    if len(gaps) == DRIFT_SESSIONS and all(gap >= DRIFT_GAP for gap in gaps):
        return "effort_drift", {"gap_rpe": round(fmean(gaps), 1), "sessions": DRIFT_SESSIONS}
    return None


def more_volume(
    case: LiftCase, plateau: float, plateau_before: float | None, sessions: Sequence[SessionRecord]
) -> Proposal | None:
    """One set more for a lift whose progress seems to have slowed, where the work itself goes well: as asked for, all
    of it done, no pain. At most every three weeks, and only as far as the plan's rules on volume let it."""
    claim = forecast.plateau_claim(plateau, plateau_before)
    last = sessions[-LOW_COMPLETION_SESSIONS:]
    goes_well = case.verdict.code == verdict.ON_TARGET and all(
        each.completion >= GOOD_COMPLETION_PERCENT for each in last
    )
    grown = [asked for asked in case.coming if asked.sets < MOST_SETS and not asked.is_deload]
    if claim is None or not goes_well or case.is_held or not grown:
        return None
    first = grown[0]
    return Proposal(
        rule="plateau",
        kind="volume",
        topic=f"volume:{first.exercise}",
        cause=f"plateau:{first.exercise}:{case.done.on.toordinal() // PLATEAU_SPACING_DAYS}",
        target=place_of(first),
        before={"sets": first.sets},
        after={"sets": first.sets + 1},
        evidence={
            "exercise": first.exercise,
            "claim": claim,
            "plateau_percent": round(100 * plateau),
            "plateau_before_percent": None if plateau_before is None else round(100 * plateau_before),
            "from_sets": first.sets,
            "to_sets": first.sets + 1,
            "items": len(grown),
            "next_on": first.on.isoformat(),
        },
        confidence=round(plateau, 2),
        edits=tuple(SetSets(asked.item, asked.sets + 1) for asked in grown),
        expects=tuple((asked.item, "sets", asked.sets) for asked in grown),
    )


def easier_day(advice: Advice, readiness: float, coming: Sequence[Asked], facts: dict[str, Any]) -> Proposal | None:
    """A gentler next session on a day of low readiness: the same loads, a set less, more in reserve; or, when it is
    very low, half the sets at an easy effort. An offer: the athlete decides."""
    if advice.code == "as_planned" or not coming:
        return None
    session = coming[0].session
    items = [asked for asked in coming if asked.session == session and asked.target_rpe is not None]
    edits: list[Edit] = []
    for asked in items:
        edits += _ease(asked, advice)
    if not edits:
        return None
    from_sets, to_sets = sum(asked.sets for asked in items), sum(_eased_sets(asked, advice) for asked in items)
    return Proposal(
        rule="readiness_rest" if advice.code == "rest" else "readiness_ease",
        kind="rest" if advice.code == "rest" else "intensity",
        topic=f"session:{session}",
        cause=f"readiness:{session}:{facts['reported_on']}",
        target={"session": session, "on": items[0].on.isoformat()},
        before={"sets": from_sets, "target_rpe": items[0].target_rpe},
        after={"sets": to_sets, "target_rpe": _eased_rpe(items[0], advice)},
        evidence=facts
        | {
            "readiness": round(readiness, 2),
            "from_sets": from_sets,
            "to_sets": to_sets,
            "from_rpe": items[0].target_rpe,
            "to_rpe": _eased_rpe(items[0], advice),
            "next_on": items[0].on.isoformat(),
        },
        confidence=CERTAIN,
        edits=tuple(edits),
        expects=tuple((asked.item, "sets", asked.sets) for asked in items),
        always_asks=True,
    )


def _eased_sets(asked: Asked, advice: Advice) -> int:
    return max(1, asked.sets // 2 if advice.code == "rest" else asked.sets + advice.sets_change)


def _eased_rpe(asked: Asked, advice: Advice) -> float:
    drop = 3.0 if advice.code == "rest" else float(advice.rir_change)
    told = asked.target_rpe or EASIEST_RPE
    return min(told, max(EASIEST_RPE, told - drop))


def _ease(asked: Asked, advice: Advice) -> list[Edit]:
    edits: list[Edit] = []
    if _eased_sets(asked, advice) != asked.sets:
        edits.append(SetSets(asked.item, _eased_sets(asked, advice)))
    if _eased_rpe(asked, advice) != asked.target_rpe:
        edits.append(SetTargetRpe(asked.item, _eased_rpe(asked, advice)))
    return edits
