"""The reasons of a plan: why each item stands there, and what the whole rests on. All numbers are the plan's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from plans.core import measure
from plans.core.generate import reasons
from plans.core.generate.activity import Bout
from plans.core.generate.loads import Anchor
from plans.core.generate.phases import WeekShape, days_off, week_of
from plans.core.generate.selection import Choice
from plans.core.generate.situation import Situation
from plans.core.generate.targets import usual_target
from plans.core.movements import Movement
from plans.core.rules import care
from plans.core.spec import Item, PlanSpec, Reason, Week
from science.effort import rir_from_rpe
from science.strength import rounded_kg

NO_REASON = Reason("")
ROLE_CODES = {
    "main": reasons.MAIN_LIFT,
    "assistance": reasons.ASSISTANCE,
    "accessory": reasons.ACCESSORY,
    "core": reasons.CORE,
    "power": reasons.POWER,
}


def lift_reason(situation: Situation, choice: Choice, item: Item, trusted: Anchor | None) -> Reason:
    """Why a strength item is here; carries where its load comes from."""
    movement = choice.movement
    facts: dict[str, Any] = {"exercise": movement.slug, "sets": item.sets}
    if item.distance_m is not None:
        return Reason(reasons.CARRY, facts | {"distance_m": item.distance_m})
    if item.duration_s is not None:
        return Reason(reasons.CORE, facts | {"duration_s": item.duration_s})
    facts |= {"reps_min": item.reps_min, "reps_max": item.reps_max}
    code = ROLE_CODES[choice.role]
    if code in (reasons.CORE, reasons.POWER):
        return Reason(code, facts)
    facts |= {"rpe": item.target_rpe, "basis": item.load_basis, "load_kg": item.load_kg}
    facts |= {"muscle": movement.primary[0]} if code == reasons.ACCESSORY else {"pattern": movement.pattern}
    facts |= {"focus": bool({movement.slug, *movement.primary} & set(situation.intent.focus))}
    if trusted is not None and item.load_kg is not None:
        facts |= {"e1rm_kg": round(trusted.e1rm_kg, 1)}
    elif item.load_basis == "find":
        facts |= _first_try(situation, movement)
    return Reason(code, facts)


def _first_try(situation: Situation, movement: Movement) -> dict[str, float]:
    """A cautious first load to feel the way up from, where body weight allows to name one."""
    bodyweight_kg = situation.intent.bodyweight_kg
    if not (bodyweight_kg and movement.start_ratio and movement.is_weighed_with(situation.intent.equipment)):
        return {}
    return {"try_kg": rounded_kg(movement.start_ratio * bodyweight_kg, movement.increment_kg)}


def bout_reason(bout: Bout) -> Reason:
    facts: dict[str, Any] = {"exercise": bout.movement.slug, "sets": bout.sets}
    if bout.code == reasons.STRETCH:
        facts["muscle"] = bout.movement.primary[0]
        timed = {"duration_s": bout.seconds}
        return Reason(
            bout.code, facts | (timed if bout.reps is None else {"reps_min": bout.reps[0], "reps_max": bout.reps[1]})
        )
    return Reason(bout.code, facts | {"minutes": round((bout.seconds or 0) / 60, 1), "zone": bout.zone})


def rationale(
    situation: Situation, spec: PlanSpec, shapes: Sequence[WeekShape], minutes: float, left_out: Mapping[str, int]
) -> tuple[Reason, ...]:
    """What the plan rests on, the most general first."""
    normal = measure.normal_weeks(spec) or spec.weeks
    return (
        *_split(situation, spec, normal, minutes),
        *_volume(situation, normal),
        *_effort(normal),
        *_loads(normal[0]),
        *_climb(normal),
        *_timed(situation, normal),
        *_course(situation, spec, shapes),
        *_care(situation, left_out),
    )


def _split(situation: Situation, spec: PlanSpec, normal: Sequence[Week], minutes: float) -> Iterator[Reason]:
    intent, catalogue = situation.intent, situation.catalogue
    week = normal[0]
    hard = len(measure.hard_days(week.sessions, catalogue))
    days = len(week.sessions)
    facts = {"days": days, "hard_days": hard, "easy_days": days - hard, "weeks": len(spec.weeks), "goal": spec.goal}
    yield Reason(reasons.SPLIT, facts | {"titles": [session.title for session in week.sessions]})
    longest = max((session.estimated_min for session in spec.sessions() if session.kind != "long"), default=0)
    skipped = sum(spec.days_per_week - len(week.sessions) for week in spec.weeks)
    if skipped:
        yield Reason(reasons.SKIPPED_SESSIONS, {"count": skipped})
    yield Reason(
        reasons.TIME, {"minutes": longest, "minutes_allowed": round(minutes), "hours": intent.time_availability_h}
    )
    if (
        intent.days_per_week is not None
        and hard < intent.days_per_week
        and spec.goal not in ("flexibility", "weight_loss")
    ):
        yield Reason(reasons.FEWER_HARD_DAYS, {"asked": days, "hard_days": hard, "easy_days": days - hard})


def _volume(situation: Situation, normal: Sequence[Week]) -> Iterator[Reason]:
    catalogue, history = situation.catalogue, situation.intent.history
    sets = [measure.total_sets(measure.week_items(week), catalogue) for week in normal]
    if not sets[0]:
        return
    groups = measure.major_sets(measure.week_items(normal[0]), catalogue)
    lowest = min((sets_of, group) for group, sets_of in groups.items() if sets_of) if any(groups.values()) else (0, "")
    target = round(usual_target(situation), 1)
    facts = {"sets": sets[0], "lowest_group": lowest[1], "lowest_sets": lowest[0], "target_sets": target}
    yield Reason(reasons.VOLUME, facts)
    if max(sets) > sets[0]:
        facts = {"added_sets": max(sets) - sets[0], "sets_first": sets[0], "sets_most": max(sets)}
        yield Reason(reasons.PROGRESSION, facts)
    if history.weekly_sets and normal[0].number == 1:
        yield Reason(reasons.VOLUME_FROM_HISTORY, {"sets": sets[0], "last_week_sets": history.weekly_sets[-1]})


def _effort(normal: Sequence[Week]) -> Iterator[Reason]:
    firsts, lasts = (_efforts(week) for week in (normal[0], normal[-1]))
    if firsts and lasts:
        first, last = min(firsts), max(lasts)
        facts = {"rpe_first": first, "rpe_last": last, "rir_first": rir_from_rpe(first), "rir_last": rir_from_rpe(last)}
        yield Reason(reasons.EFFORT, facts)


def _efforts(week: Week) -> list[float]:
    lifts = (item for item in measure.week_items(week) if item.role in ("main", "assistance"))
    return [item.target_rpe for item in lifts if item.target_rpe is not None]


def _loads(week: Week) -> Iterator[Reason]:
    for code, bases in ((reasons.LOADS_KNOWN, ("known", "estimated", "progressed")), (reasons.LOADS_FOUND, ("find",))):
        found = {item.exercise for item in measure.week_items(week) if item.load_basis in bases}
        if found:
            yield Reason(code, {"exercises": len(found)})


def _climb(normal: Sequence[Week]) -> Iterator[Reason]:
    firsts, lasts = ({item.exercise: item.reps_min for item in measure.week_items(week)} for week in _ends(normal))
    climbing = [slug for slug, reps in firsts.items() if reps and (lasts.get(slug) or 0) > reps]
    if climbing:
        yield Reason(reasons.REPS_CLIMB, {"exercises": len(climbing)})


def _ends(normal: Sequence[Week]) -> tuple[Week, Week]:
    """The first normal week, and the last one before an easier week."""
    block = [week for number, week in enumerate(normal) if week.number == normal[0].number + number]
    return block[0], block[-1]


def _timed(situation: Situation, normal: Sequence[Week]) -> Iterator[Reason]:
    minutes = [_minutes(situation, week, "endurance") for week in normal]
    if minutes[0] and situation.goal == "endurance":
        timed = [item for item in measure.week_items(normal[0]) if measure.is_endurance(item, situation.catalogue)]
        easy = sum(measure.minutes_of(item) for item in timed if measure.zone_of(item) == 1)
        hard = sum(measure.is_quality(session, situation.catalogue) for session in normal[0].sessions)
        yield Reason(
            reasons.ENDURANCE_SPLIT,
            {
                "minutes": round(minutes[0]),
                "minutes_most": round(max(minutes)),
                "easy_percent": round(100 * easy / minutes[0]),
                "hard_sessions": hard,
                "exercise": timed[0].exercise,
            },
        )
    elif minutes[0]:
        facts = {"minutes": round(minutes[0]), "minutes_most": round(max(minutes))}
        yield Reason(reasons.ACTIVITY_MINUTES, facts)
    stretching = [_minutes(situation, week, "mobility") for week in normal]
    if stretching[0] and situation.goal == "flexibility":
        sessions = sum(any(item.role == "mobility" for item in session.items) for session in normal[0].sessions)
        yield Reason(reasons.STRETCH_MINUTES, {"minutes": round(stretching[0]), "sessions": sessions})


def _minutes(situation: Situation, week: Week, purpose: str) -> float:
    """Minutes of all that serves one purpose; stretches count for each side."""
    pairs = ((item, situation.catalogue[item.exercise]) for item in measure.week_items(week))
    return sum(
        measure.minutes_of(item) * (2 if movement.unilateral else 1)
        for item, movement in pairs
        if movement.purpose == purpose
    )


def _course(situation: Situation, spec: PlanSpec, shapes: Sequence[WeekShape]) -> Iterator[Reason]:
    intent = situation.intent
    returning = [round(100 * shape.ratio) for shape in shapes if shape.phase == "return"]
    if returning:
        yield Reason(reasons.RETURN_AFTER_BREAK, {"days_off": days_off(intent), "percents": returning})
    easy = [shape for shape in shapes if shape.is_deload]
    if easy:
        cut = round(100 * (1 - easy[0].ratio))
        yield Reason(reasons.DELOADS, {"weeks": [shape.number for shape in easy], "cut_percent": cut})
    tapers = [shape for shape in shapes if shape.phase == "taper"]
    if tapers and intent.event_on is not None:
        cut = round(100 * (1 - tapers[-1].ratio))
        facts = {
            "event_on": intent.event_on.isoformat(),
            "weeks": [shape.number for shape in tapers],
            "cut_percent": cut,
        }
        yield Reason(reasons.TAPER, facts)
    elif intent.event_on is not None and week_of(intent.event_on, spec.start_on) > len(spec.weeks):
        yield Reason(reasons.EVENT_BEYOND, {"event_on": intent.event_on.isoformat(), "weeks": len(spec.weeks)})


def _lacks_pull(situation: Situation) -> bool:
    """Whether a plan that lifts cannot pull for want of equipment; where pain forbids it, the limitation says so."""
    intent = situation.intent
    at_hand = situation.catalogue.usable(intent.equipment, situation.level)
    return situation.has_family("push") and all(movement.family != "pull" for movement in at_hand)


def _care(situation: Situation, left_out: Mapping[str, int]) -> Iterator[Reason]:
    intent = situation.intent
    for limitation in intent.limitations:
        count = left_out.get(f"injury_{limitation.region}", 0)
        facts = {"region": limitation.region, "severity": limitation.severity, "left_out": count}
        yield Reason(reasons.LIMITATION, facts)
    because = {
        "older_age": care.is_old(intent),
        "young": care.is_young(intent),
        "pregnancy": intent.health.pregnancy_week is not None,
        "hypertension": "hypertension" in intent.health.conditions,
        "osteoporosis": "osteoporosis" in intent.health.conditions,
    }
    for cause in (cause for cause, applies in because.items() if applies):
        facts = {"because": cause, "percent_max": care.highest_percent(intent), "left_out": left_out.get(cause, 0)}
        yield Reason(reasons.HEALTH, facts)
    if _lacks_pull(situation):
        yield Reason(reasons.NO_PULL, {"equipment": len(intent.equipment)})
    yield from (Reason(code) for code in care.required_notices(intent))
