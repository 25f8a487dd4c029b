"""What an exercise costs and counts, before it is decided how many sets it gets."""

from __future__ import annotations

from dataclasses import dataclass, field

from plans.core.generate.selection import HEAVY_GOALS, Choice
from plans.core.generate.situation import Situation
from plans.core.measure import HINGE, PULL, PUSH, QUAD, UNCOUNTED_PATTERNS

ITEM_SETS_MAX = {"beginner": 3, "intermediate": 4, "advanced": 5}
HEAVY_MAIN_SETS = (
    3  # of a main lift for strength to begin with (2-3 per exercise: ACSM 2026); its own answer moves them
)
SIDE_ITEM_SETS_MAX = 3  # of trunk, power and isolation work, and of goals that lift beside something else
SIDE_GOALS = frozenset({"weight_loss", "endurance", "flexibility"})
GOOD_SETS = 2  # of a main lift, before anything else gets a set
ROLE_WORTH = {"power": 1.0, "main": 2.0, "assistance": 1.5, "accessory": 1.0, "core": 1.0}
HEAVY_WORTH = {"main": 3.0, "assistance": 2.0, "accessory": 0.75}  # where strength itself is the goal
PAIRS = ((PUSH, PULL), (QUAD, HINGE))


@dataclass(frozen=True, slots=True)
class Option:
    """A choice with what it costs and counts. `fixed_s`: getting to it and warming up; `set_s`: a set with its rest."""

    choice: Choice
    fixed_s: float
    set_s: float
    sets_max: int
    opens_with: int
    groups: dict[str, float] = field(default_factory=dict)
    worth: float = 1.0
    sides: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)  # push, pull, quad, hinge
    region: str = ""

    @property
    def in_compound_share(self) -> bool:
        return bool(self.groups) and self.choice.movement.family != "core"


def option(situation: Situation, choice: Choice, fixed_s: float, set_s: float) -> Option:
    """The option behind a choice; power and trunk work stay at two or three sets."""
    movement = choice.movement
    counted = movement.purpose == "resistance" and movement.pattern not in UNCOUNTED_PATTERNS
    small = choice.role in ("core", "power", "accessory") or movement.mode in ("time", "dist")
    small = small or situation.goal in SIDE_GOALS
    is_heavy = choice.role == "main" and situation.goal in HEAVY_GOALS
    worth = ROLE_WORTH | (HEAVY_WORTH if situation.goal in HEAVY_GOALS else {})
    most = min(ITEM_SETS_MAX[situation.intent.experience_level], situation.limits.first_sets_max)
    credit = [side.get(movement.pattern, side.get(movement.family, 0.0)) for pair in PAIRS for side in pair]
    return Option(
        choice=choice,
        fixed_s=fixed_s,
        set_s=set_s,
        sets_max=min(SIDE_ITEM_SETS_MAX, most) if small else min(HEAVY_MAIN_SETS, most) if is_heavy else most,
        opens_with=GOOD_SETS,
        worth=worth[choice.role],
        groups=movement.group_credit() if counted else {},
        sides=tuple(credit) if counted else (0.0, 0.0, 0.0, 0.0),
        region=movement.region if counted else "",
    )
