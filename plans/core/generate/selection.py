"""Which exercise fills which slot. Likes what the athlete has lifted, can load, asked for, and has not yet done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plans.core.generate.situation import Situation
from plans.core.generate.slots import Slot
from plans.core.movements import Level, Movement

KNOWN_BONUS, ASKED_BONUS, FOCUS_BONUS = 8.0, 12.0, 3.0
WEIGHED_BONUS, BARBELL_BONUS, SKILL_BONUS, OWN_WEIGHT_BONUS, ONE_LEG_BONUS = 8.0, 3.0, 2.0, 2.0, 2.0
OWN_WEIGHT_MAX = 7.0
RANK_COST, REPEAT_COST, REPEAT_LIFT_COST, ONE_SIDED_COST, UNRATED_COST, SHAKY_COST = 0.25, 4.0, 2.5, 3.0, 5.0, 5.0
VARIANT_COST, FLOOR_PULL_COST, CARE_COST, SWING_COST = 3.0, 9.0, 6.0, 4.0
BARS = frozenset({"barbell", "specialty_bar"})
SWINGS = frozenset({"kettlebell-swing"})  # done for speed: no place to work close to the last rep
HEAVY_GOALS = frozenset({"strength", "sports_specific"})
FLOOR_PULLS = frozenset(
    {"conventional-deadlift", "sumo-deadlift", "trap-bar-deadlift", "deficit-deadlift", "rack-pull"}
)
# Variants of one lift: another of the same set brings little that is new to a week (own choice).
VARIANTS = (
    FLOOR_PULLS,
    frozenset({"romanian-deadlift", "dumbbell-romanian-deadlift", "stiff-leg-deadlift", "good-morning"}),
    frozenset({"lat-pulldown", "close-grip-lat-pulldown"}),
    frozenset({"barbell-row", "pendlay-row", "t-bar-row"}),
    frozenset({"glute-bridge", "single-leg-glute-bridge"}),
    frozenset({"barbell-bench-press", "paused-bench-press", "smith-machine-bench-press", "decline-bench-press"}),
)


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
    free = _in_order(
        situation,
        slot,
        [
            [m for m in by_pattern.get(pattern, ()) if m.slug not in taken and (not slot.flag or slot.flag in m.flags)]
            for pattern in slot.patterns
        ],
    )
    tries = [_compound(group) for group in free] + free if slot.needs_compound else free
    for group in tries:
        if group:
            ranked = enumerate(group)
            _, best = max(ranked, key=lambda pair: (_liking(situation, slot, pair[1], pair[0], used), -pair[0]))
            role = slot.role if best.is_compound or not slot.needs_compound else "accessory"
            return Choice(best, role, slot.tier)
    return None


def _in_order(situation: Situation, slot: Slot, free: list[list[Movement]]) -> list[list[Movement]]:
    """The movements of each pattern, best pattern first; all as one where the pattern does not matter."""
    if slot.role == "core":
        return [[movement for group in free for movement in group]]
    if slot.role == "power":
        return [[m for group in free for m in group if "fall_risk" not in m.flags or m.pattern == "plyometric"]]
    if slot.patterns[:2] == ("squat", "lunge") and situation.level > Level.BEGINNER:
        squats, lunges, *others = free
        if lunges and all(_is_easy(situation, movement) for movement in squats):
            return [lunges, squats, *others]
    return free


def _is_easy(situation: Situation, movement: Movement) -> bool:
    """Whether a movement asks little of anyone but a beginner: nothing to add weight to, both legs or arms at work."""
    unweighed = not movement.is_weighed_with(situation.intent.equipment) and movement.mode in ("bw", "reps")
    return unweighed and movement.level == Level.BEGINNER and not movement.unilateral


def _compound(movements: Iterable[Movement]) -> list[Movement]:
    return [movement for movement in movements if movement.is_compound]


def _liking(situation: Situation, slot: Slot, movement: Movement, rank: int, used: dict[str, int]) -> float:
    """How well a movement fits: arbitrary points, only their order matters (own choice)."""
    intent = situation.intent
    weighed = movement.is_weighed_with(intent.equipment)
    heavy = slot.role == "main" and situation.goal in HEAVY_GOALS
    repeat_cost = REPEAT_LIFT_COST if heavy and movement.e1rm_use else REPEAT_COST
    points = -RANK_COST * rank - repeat_cost * used.get(movement.slug, 0) - _sameness(slot, movement, used)
    points += WEIGHED_BONUS if weighed else _own_weight(situation, movement)
    points -= SWING_COST * (movement.slug in SWINGS)
    points += KNOWN_BONUS * (movement.slug in situation.known) + ASKED_BONUS * (movement.slug in intent.focus)
    points += FOCUS_BONUS * bool(set(movement.primary) & set(intent.focus))
    if heavy and weighed:
        points += BARBELL_BONUS * bool(BARS & (movement.setup(intent.equipment) or frozenset()))
    if situation.is_delicate:
        points -= CARE_COST * (("axial" in movement.flags) + ("fall_risk" in movement.flags))
    if slot.role == "main" and (weighed or situation.level == Level.BEGINNER):
        points -= ONE_SIDED_COST * movement.unilateral + SHAKY_COST * ("fall_risk" in movement.flags)
    if slot.role not in ("core", "power"):
        points -= UNRATED_COST * (movement.rpe_use != "rir")
    return points


def _own_weight(situation: Situation, movement: Movement) -> float:
    """Points for what is done with body weight: the harder the better, on one leg from intermediate on."""
    points = SKILL_BONUS * movement.level + OWN_WEIGHT_BONUS * (movement.mode == "bw+")
    points += ONE_LEG_BONUS * (movement.unilateral and situation.level > Level.BEGINNER)
    return min(points, OWN_WEIGHT_MAX)


def _sameness(slot: Slot, movement: Movement, used: dict[str, int]) -> float:
    """Points off for a variant of what the week has already; pulls from the floor are one main lift of a week."""
    kin = next((variants for variants in VARIANTS if movement.slug in variants), frozenset())
    others = sum(used.get(slug, 0) for slug in kin if slug != movement.slug)
    points = VARIANT_COST * others
    if movement.slug in FLOOR_PULLS:
        points += FLOOR_PULL_COST * (slot.role != "main") + FLOOR_PULL_COST * (others + used.get(movement.slug, 0))
    return points
