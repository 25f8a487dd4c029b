"""Illness that the athlete has reported: no hard work until a full day without symptoms, and the way back after it.

Symptoms above the neck leave room for an easy session; below it, or with a fever, sessions are left out. All of it only
ever lowers what is planned, so it applies at once, like the stop for pain. Work that illness took is not missed work,
and weak sessions around it are no sign of fatigue or of a plateau. What is wrong is never said, only what is planned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from math import floor
from typing import Any

from adaptation.core.away import Usual
from adaptation.core.facts import Asked, Recent
from adaptation.core.load_step import TINY_KG
from adaptation.core.log import SURPRISE_DAYS
from adaptation.core.proposals import CERTAIN, Proposal
from feedback.core.illness import ABOVE_NECK, FEVER, SYMPTOMS
from plans.core.edits import Edit, SetLoad, SetSets, SetTargetRpe
from science import dose, recovery
from science.strength import curve_k, share_of_1rm

EASIEST_RPE = 5.0  # that the way back goes down to
EASY_PACE_RPE = 4.0  # of timed work: the effort of the talk test's easy zone (science.endurance)
TREND_DAYS = 21  # after an illness nothing is said of a plateau: the trend still holds the dip (own choice)
WEEK_DAYS = 7
REST, EASY, COMEBACK = "ill_rest", "ill_easy", "comeback_ill"


@dataclass(frozen=True, slots=True)
class Spell:
    """One illness as reported. ended_on: day of the last symptom; hard_from: the instant from which hard work may be
    done, free_on: the first whole day of that. All three are None while the illness lasts."""

    report: str
    symptoms: str
    started_on: date
    ended_on: date | None = None
    hard_from: datetime | None = None
    free_on: date | None = None

    @property
    def needs_rest(self) -> bool:
        return self.symptoms != ABOVE_NECK

    @property
    def days_ill(self) -> int:
        """Days with symptoms; 0 while it lasts."""
        return (self.ended_on - self.started_on).days + 1 if self.ended_on else 0

    def holds(self, day: date) -> bool:
        """Whether hard work has to wait on any part of this day."""
        return self.started_on <= day and (self.free_on is None or day < self.free_on)

    def casts_shadow(self, day: date) -> bool:
        """Whether a weak session on this day is put down to the illness."""
        if self.ended_on is None or self.holds(day):
            return self.started_on <= day
        return self.started_on <= day <= self.ended_on + timedelta(days=recovery.shadow_days(self.days_ill))


def spell(report: str, symptoms: str, started_on: date, ended_at: datetime | None, zone: tzinfo) -> Spell:
    """A report as the rules read it, on the athlete's own calendar."""
    if ended_at is None:
        return Spell(report, symptoms, started_on)
    hard_from = recovery.hard_work_from(ended_at)
    day = hard_from.astimezone(zone).date()
    free_on = day if hard_from == datetime.combine(day, time.min, zone) else day + timedelta(days=1)
    return Spell(report, symptoms, started_on, ended_at.astimezone(zone).date(), hard_from, free_on)


def worst(spells: Iterable[Spell]) -> Spell | None:
    return max(spells, key=lambda each: SYMPTOMS.index(each.symptoms), default=None)


def on_day(spells: Iterable[Spell], day: date) -> Spell | None:
    """The worst illness because of which hard work has to wait on this day."""
    return worst(each for each in spells if each.holds(day))


def at(spells: Iterable[Spell], now: datetime, today: date) -> Spell | None:
    """The same for this very moment."""
    return worst(
        each for each in spells if each.started_on <= today and (each.hard_from is None or now < each.hard_from)
    )


def in_shadow(spells: Iterable[Spell], day: date) -> bool:
    return any(each.casts_shadow(day) for each in spells)


def may_read_trend(spells: Iterable[Spell], today: date) -> bool:
    """Whether anything may be said of a plateau."""
    return not any(
        each.started_on <= today and (each.ended_on is None or (today - each.ended_on).days <= TREND_DAYS)
        for each in spells
    )


# --- What does not count ----------------------------------------------------------------------------------------------
def without_illness(recent: Recent, spells: Sequence[Spell], today: date) -> Recent:
    """The last weeks without the days that an illness explains."""
    if not spells:
        return recent
    course = tuple((on, z) for on, z in recent.course if not in_shadow(spells, on))
    since = today - timedelta(days=SURPRISE_DAYS)
    is_clouded = any(in_shadow(spells, each.on) for each in recent.sessions[-1:])
    lately = len(course) < len(recent.course) and any(on >= since for on, _ in recent.course if in_shadow(spells, on))
    return replace(
        recent,
        course=course,
        innovations=tuple(z for on, z in course if on >= since) if lately else recent.innovations,
        sessions=tuple(each for each in recent.sessions if not in_shadow(spells, each.on)),
        readiness=tuple(each for each in recent.readiness if not in_shadow(spells, each.on)),
        session_rpe_change=None if is_clouded else recent.session_rpe_change,
    )


def healthy_weeks(weeks: Sequence[dose.Week], spells: Sequence[Spell]) -> tuple[dose.Week, ...]:
    """The weeks that an answer to volume may be learnt from: a week of illness has few sets for another reason."""
    return tuple(week for week in weeks if not any(in_shadow(spells, day) for day in _days_of(week.number)))


def _days_of(week_number: int) -> tuple[date, ...]:
    monday = week_number * WEEK_DAYS + 1
    return tuple(date.fromordinal(monday + day) for day in range(WEEK_DAYS))


# --- While it lasts ---------------------------------------------------------------------------------------------------
def is_easy(asked: Asked) -> bool:
    """Whether this may be done with a cold as it stands."""
    return asked.target_rpe is None or asked.target_rpe <= _most_rpe(asked)


def _most_rpe(asked: Asked) -> float:
    return recovery.ILL_EASY_RPE if asked.reps_min is not None else EASY_PACE_RPE


def can_ease(session: Sequence[Asked]) -> bool:
    """Whether sets, effort and load can make a session easy. No edit makes timed work shorter, so hard runs and rides
    are left out."""
    return all(is_easy(asked) or asked.reps_min is not None for asked in session)


def capped(asked: Asked) -> Asked:
    """The same work at an effort that a cold allows."""
    return asked if is_easy(asked) else replace(asked, target_rpe=_most_rpe(asked))


def ease(spell: Spell, session: Sequence[Asked], increments: Mapping[str, float], today: date) -> Proposal:
    """One session made easy: half the sets, an easy effort, and loads that leave so much in reserve."""
    work = [asked for asked in session if not is_easy(asked)]
    edits = [edit for asked in work for edit in _eased(asked, increments)]
    hard = work[0]
    to_sets = {edit.item: edit.sets for edit in edits if isinstance(edit, SetSets)}
    return Proposal(
        rule=EASY,
        kind="intensity",
        topic=f"session:{hard.session}",
        cause=_cause(spell, hard.session),
        target={"session": hard.session, "on": hard.on.isoformat()},
        before={"sets": sum(asked.sets for asked in session), "target_rpe": hard.target_rpe},
        after={
            "sets": sum(to_sets.get(asked.item, asked.sets) for asked in session),
            "target_rpe": capped(hard).target_rpe,
        },
        evidence=told(spell, today)
        | {"next_on": hard.on.isoformat(), "to_rpe": capped(hard).target_rpe, "items": len(work)},
        confidence=CERTAIN,
        edits=tuple(edits),
        expects=tuple((asked.item, "sets", asked.sets) for asked in work),
        is_safety=True,
    )


def _eased(asked: Asked, increments: Mapping[str, float]) -> list[Edit]:
    easy = capped(asked)
    edits: list[Edit] = [SetTargetRpe(asked.item, easy.target_rpe or EASIEST_RPE)]
    sets = max(1, floor(asked.sets * recovery.ILL_SETS_RATIO))
    if sets < asked.sets:
        edits.append(SetSets(asked.item, sets))
    load_kg = _easy_kg(asked, easy, increments.get(asked.exercise))
    if load_kg is not None:
        edits.append(SetLoad(asked.item, load_kg))
    return edits


def _easy_kg(asked: Asked, easy: Asked, increment_kg: float | None) -> float | None:
    """The load that leaves the reserve of an easy set, by the curve of the movement; None where it stays."""
    before, after = asked.target_rir, easy.target_rir
    if asked.load_kg is None or asked.load_kg <= 0 or not increment_kg or asked.reps is None:
        return None
    if before is None or after is None:
        return None
    k = curve_k(asked.exercise)
    wanted = asked.load_kg * share_of_1rm(asked.reps, after, k) / share_of_1rm(asked.reps, before, k)
    lowered = floor((wanted + TINY_KG) / increment_kg) * increment_kg
    return round(lowered, 3) if 0 < lowered < asked.load_kg - TINY_KG else None


def rest(spell: Spell, session: Sequence[Asked], today: date) -> Proposal:
    """One session left out."""
    first = session[0]
    return Proposal(
        rule=REST,
        kind="rest",
        topic=f"session:{first.session}",
        cause=_cause(spell, first.session),
        target={"session": first.session, "on": first.on.isoformat()},
        before={"status": "planned"},
        after={"status": "skipped"},
        evidence=told(spell, today) | {"next_on": first.on.isoformat()},
        confidence=CERTAIN,
        leaves_out=(first.session,),
        is_safety=True,
    )


def _cause(spell: Spell, session: str) -> str:
    return f"ill:{spell.report}:{spell.symptoms}:{session}"


def told(spell: Spell, today: date) -> dict[str, Any]:
    """What was reported, for the sentence that says why."""
    last_on = spell.ended_on or today
    days = (last_on - spell.started_on).days + 1
    return {
        "report": spell.report,
        "symptoms": spell.symptoms,
        "ill_since": spell.started_on.isoformat(),
        "ill_until": spell.ended_on.isoformat() if spell.ended_on else None,
        "free_hours": recovery.SYMPTOM_FREE_H,
        "see_doctor": spell.symptoms == FEVER or days > recovery.ILL_REFER_DAYS,
    }


def reopened(spells: Sequence[Spell], left_out: Mapping[str, date], today: date) -> tuple[str, ...]:
    """Sessions that were left out and need not be, now that more is known of the illness; soonest first."""
    free = [(on, session) for session, on in left_out.items() if on >= today and on_day(spells, on) is None]
    return tuple(session for _, session in sorted(free))


# --- After it ---------------------------------------------------------------------------------------------------------
def is_way_back(spell: Spell, last_on: date | None) -> bool:
    """Whether it is over, and nothing was trained since hard work may be done again."""
    return spell.free_on is not None and (last_on is None or last_on < spell.free_on)


def comeback(
    spell: Spell, last_on: date | None, coming: Sequence[Asked], usual: Mapping[str, Usual], today: date
) -> Proposal | None:
    """The first sessions after an illness: one more rep in reserve in the first; after one below the neck or with fever
    also fewer sets, rising from session to session. Loads follow the days off (see core.away).

    Worked out from what was usual before, so that a corrected report replaces the cut and never adds to it. None while
    it lasts, and where nothing is left to change.
    """
    if spell.free_on is None:
        return None
    steps = recovery.steps_after_illness(spell.days_ill) if spell.needs_rest else ()
    sessions = _sessions(coming, spell.free_on)[: max(1, len(steps))]
    edits: list[Edit] = []
    for place, session in enumerate(sessions):
        ratio = steps[place] if place < len(steps) else 1.0
        for asked in session:
            was = usual.get(asked.item, Usual(asked.sets, asked.load_kg, asked.target_rpe))
            edits += _stepped(asked, was, ratio) + (_reserved(asked, was) if place == 0 else [])
    return _comeback(spell, last_on, sessions, steps, edits, today) if edits else None


def _sessions(coming: Sequence[Asked], since: date) -> list[list[Asked]]:
    """Sessions from a day on that ask for effort, soonest first."""
    found: dict[str, list[Asked]] = {}
    for asked in coming:
        if asked.on >= since:
            found.setdefault(asked.session, []).append(asked)
    return [session for session in found.values() if any(asked.target_rpe is not None for asked in session)]


def _stepped(asked: Asked, was: Usual, ratio: float) -> list[Edit]:
    sets = max(1, floor(was.sets * ratio + TINY_KG))
    return [SetSets(asked.item, sets)] if sets < asked.sets else []


def _reserved(asked: Asked, was: Usual) -> list[Edit]:
    if was.target_rpe is None or asked.target_rpe is None:
        return []
    least = EASIEST_RPE if asked.reps_min is not None else EASY_PACE_RPE
    wanted = max(least, was.target_rpe - recovery.ILL_RIR_CHANGE)
    return [SetTargetRpe(asked.item, wanted)] if wanted < asked.target_rpe else []


def _comeback(
    spell: Spell,
    last_on: date | None,
    sessions: Sequence[Sequence[Asked]],
    steps: Sequence[float],
    edits: Sequence[Edit],
    today: date,
) -> Proposal:
    first = sessions[0]
    sets = {edit.item: edit.sets for edit in edits if isinstance(edit, SetSets)}
    rpes = {edit.item: edit.target_rpe for edit in edits if isinstance(edit, SetTargetRpe)}
    eased = next((asked for asked in first if asked.item in rpes), first[0])
    return Proposal(
        rule=COMEBACK,
        kind="volume" if sets else "intensity",
        topic="comeback",
        cause=f"{COMEBACK}:{spell.report}:{spell.symptoms}:{spell.ended_on}",
        target={"session": first[0].session, "on": first[0].on.isoformat()},
        before={"sets": sum(asked.sets for asked in first), "target_rpe": eased.target_rpe},
        after={
            "sets": sum(sets.get(asked.item, asked.sets) for asked in first),
            "target_rpe": rpes.get(eased.item, eased.target_rpe),
        },
        evidence=told(spell, today)
        | {
            "days_ill": spell.days_ill,
            "last_on": last_on.isoformat() if last_on else None,
            "volume_percent": round(100 * steps[0]) if steps else 100,
            "rir_more": recovery.ILL_RIR_CHANGE,
            "sessions": len(sessions),
            "next_on": first[0].on.isoformat(),
        },
        confidence=CERTAIN,
        edits=tuple(edits),
        expects=tuple(
            (asked.item, "sets", asked.sets) for session in sessions for asked in session if asked.item in sets
        ),
        is_safety=True,
    )
