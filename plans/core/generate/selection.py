"""Which exercise fills which slot. Likes what the athlete has lifted, can load, asked for, and has not yet done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plans.core.generate.situation import Situation
from plans.core.generate.slots import Slot
from plans.core.movements import Movement

KNOWN_BONUS, ASKED_BONUS, FOCUS_BONUS = 8.0, 12.0, 3.0
WEIGHED_BONUS, BARBELL_BONUS, SKILL_BONUS = 6.0, 3.0, 2.0
RANK_COST, REPEAT_COST, REPEAT_LIFT_COST, ONE_SIDED_COST, UNRATED_COST, SHAKY_COST = 0.25, 6.0, 2.5, 3.0, 5.0, 5.0
HEAVY_GOALS = frozenset({"strength", "sports_specific"})


@dataclass(frozen=True, slots=True)
class Choice:
    """An exercise in a slot of a session."""

    movement: Movement
    role: str
    tier: int


def choose(situation: Situation, sessions: Sequence[Sequence[Slot]]) -> list[list[Choice]]:
    """Exercises for every slot of every session, none twice in a session; a slot that nothing can fill stays out."""
    by_pattern: dict[str, list[Movement]] = {}
    for movement in situation.usable:
        by_pattern.setdefault(movement.pattern, []).append(movement)
    used: dict[str, int] = {}
    chosen = []
    for slots in sessions:
        session: list[Choice] = []
        for slot in slots:
            taken = {choice.movement.slug for choice in session}
            choice = _fill(situation, slot, by_pattern, used, taken)
            if choice is not None:
                session.append(choice)
        for choice in session:
            used[choice.movement.slug] = used.get(choice.movement.slug, 0) + 1
        chosen.append(session)
    return chosen


def _fill(
    situation: Situation,
    slot: Slot,
    by_pattern: dict[str, list[Movement]],
    used: dict[str, int],
    taken: set[str],
) -> Choice | None:
    """The best movement for a slot: by the first pattern that has one, compound ones first where that matters."""
    free = [
        [m for m in by_pattern.get(pattern, ()) if m.slug not in taken and (not slot.flag or slot.flag in m.flags)]
        for pattern in slot.patterns
    ]
    if slot.role == "core":
        free = [[movement for group in free for movement in group]]
    if slot.role == "power":
        free = [[m for group in free for m in group if "fall_risk" not in m.flags or m.pattern == "plyometric"]]
    tries = [_compound(group) for group in free] + free if slot.needs_compound else free
    for group in tries:
        if group:
            ranked = enumerate(group)
            _, best = max(ranked, key=lambda pair: (_liking(situation, slot, pair[1], pair[0], used), -pair[0]))
            role = slot.role if best.is_compound or not slot.needs_compound else "accessory"
            return Choice(best, role, slot.tier)
    return None


def _compound(movements: Iterable[Movement]) -> list[Movement]:
    return [movement for movement in movements if movement.is_compound]


def _liking(situation: Situation, slot: Slot, movement: Movement, rank: int, used: dict[str, int]) -> float:
    """How well a movement fits: arbitrary points, only their order matters (own choice)."""
    intent = situation.intent
    weighed = movement.is_weighed_with(intent.equipment)
    heavy = slot.role == "main" and situation.goal in HEAVY_GOALS
    repeat_cost = REPEAT_LIFT_COST if heavy and movement.e1rm_use else REPEAT_COST
    points = -RANK_COST * rank - repeat_cost * used.get(movement.slug, 0)
    points += WEIGHED_BONUS if weighed else SKILL_BONUS * movement.level
    points += KNOWN_BONUS * (movement.slug in situation.known) + ASKED_BONUS * (movement.slug in intent.focus)
    points += FOCUS_BONUS * bool(set(movement.primary) & set(intent.focus))
    if heavy and weighed:
        points += BARBELL_BONUS * ("barbell" in (movement.setup(intent.equipment) or ()))
    if slot.role == "main":
        points -= ONE_SIDED_COST * movement.unilateral + SHAKY_COST * ("fall_risk" in movement.flags)
    if slot.role not in ("core", "power"):
        points -= UNRATED_COST * (movement.rpe_use != "rir")
    return points
