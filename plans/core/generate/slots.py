"""What a session is made of, before any exercise is chosen: places for movement patterns, best first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

MUST, WANTED, EXTRA = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a session. `patterns`: what may fill it, best first. `tier`: MUST is filled before anything WANTED."""

    patterns: tuple[str, ...]
    role: str
    tier: int
    needs_compound: bool = True
    flag: str = ""  # only movements with this flag


def _must(*patterns: str) -> Slot:
    return Slot(patterns, "main", MUST)


def _wanted(*patterns: str) -> Slot:
    return Slot(patterns, "assistance", WANTED)


def _extra(*patterns: str) -> Slot:
    return Slot(patterns, "accessory", EXTRA, needs_compound=False)


SQUAT = _must("squat", "lunge", "hinge", "knee_extension")
HINGE = _must("hinge", "knee_flexion")
PRESS = _must("horizontal_push", "vertical_push", "chest_fly")
OVERHEAD = _must("vertical_push", "horizontal_push", "shoulder_abduction")
ROW = _must("horizontal_pull", "vertical_pull", "rear_delt")
PULL_DOWN = _must("vertical_pull", "horizontal_pull", "rear_delt")
LUNGE, MORE_SQUAT, MORE_HINGE = _wanted("lunge", "squat"), _wanted("squat", "lunge"), _wanted("hinge")
SECOND_HINGE = Slot(("hinge", "knee_flexion"), "assistance", MUST)
SECOND_SQUAT = Slot(("lunge", "squat", "knee_extension"), "assistance", MUST)
LIGHT_SQUAT = Slot(("squat", "lunge", "knee_extension"), "assistance", MUST)
MORE_PRESS, MORE_OVERHEAD = _wanted("horizontal_push", "vertical_push"), _wanted("vertical_push", "horizontal_push")
MORE_ROW, MORE_PULL_DOWN = _wanted("horizontal_pull", "vertical_pull"), _wanted("vertical_pull", "horizontal_pull")
LEG_CURL, LEG_EXTENSION = _extra("knee_flexion"), _extra("knee_extension")
CALVES, CURL, TRICEPS = _extra("calf"), _extra("elbow_flexion"), _extra("elbow_extension")
SIDE_DELTS, REAR_DELTS, FLY = _extra("shoulder_abduction"), _extra("rear_delt"), _extra("chest_fly")
CORE = Slot(
    ("anti_extension", "anti_rotation", "anti_lateral_flexion", "trunk_flexion", "trunk_rotation"), "core", EXTRA, False
)
SIDE_CORE = Slot(
    ("anti_lateral_flexion", "anti_rotation", "trunk_rotation", "trunk_flexion", "anti_extension"), "core", EXTRA, False
)
POWER = Slot(("plyometric", "olympic"), "power", WANTED, False)
BALANCE = Slot(("lunge", "calf", "anti_rotation", "carry"), "accessory", WANTED, False, "balance")

FULL_A = (
    SQUAT, PRESS, ROW, SECOND_HINGE, MORE_OVERHEAD, MORE_PULL_DOWN, CORE, CURL, TRICEPS, LEG_CURL, SIDE_DELTS, CALVES,
    FLY,
)  # fmt: skip
FULL_B = (
    HINGE, OVERHEAD, PULL_DOWN, SECOND_SQUAT, MORE_PRESS, MORE_ROW, SIDE_CORE, TRICEPS, CURL, REAR_DELTS, CALVES,
    LEG_EXTENSION, LEG_CURL,
)  # fmt: skip
FULL_C = (
    SQUAT, PRESS, PULL_DOWN, SECOND_HINGE, MORE_ROW, MORE_OVERHEAD, CORE, CURL, TRICEPS, LEG_CURL, SIDE_DELTS, CALVES,
    REAR_DELTS, FLY,
)  # fmt: skip
UPPER_A = (PRESS, ROW, MORE_OVERHEAD, MORE_PULL_DOWN, CURL, TRICEPS, SIDE_DELTS, FLY)
UPPER_B = (OVERHEAD, PULL_DOWN, MORE_PRESS, MORE_ROW, TRICEPS, CURL, REAR_DELTS, FLY)
LOWER_A = (SQUAT, SECOND_HINGE, LUNGE, LEG_CURL, CORE, CALVES, LEG_EXTENSION)
LOWER_B = (HINGE, LIGHT_SQUAT, LUNGE, MORE_HINGE, SIDE_CORE, CALVES, LEG_CURL, LEG_EXTENSION)
PUSH = (PRESS, OVERHEAD, MORE_PRESS, TRICEPS, SIDE_DELTS, FLY, CORE)
PULL = (PULL_DOWN, ROW, MORE_ROW, CURL, REAR_DELTS, SIDE_CORE)

TEMPLATES: Mapping[str, tuple[Slot, ...]] = MappingProxyType(
    {
        "full_a": FULL_A,
        "full_b": FULL_B,
        "full_c": FULL_C,
        "upper_a": UPPER_A,
        "upper_b": UPPER_B,
        "lower_a": LOWER_A,
        "lower_b": LOWER_B,
        "push": PUSH,
        "pull": PULL,
    }
)
SPLITS: Mapping[int, tuple[str, ...]] = MappingProxyType(
    {
        1: ("full_a",),
        2: ("full_a", "full_b"),
        3: ("full_a", "full_b", "full_c"),
        4: ("upper_a", "lower_a", "upper_b", "lower_b"),
        5: ("upper_a", "lower_a", "push", "pull", "lower_b"),
    }
)
MAX_STRENGTH_DAYS = 5  # never more than three hard days in a row, week after week, leaves at most five


def slots_of(title: str, *, with_power: bool, with_balance: bool) -> tuple[Slot, ...]:
    """The slots of a session template; power comes first, balance work (from 65 years) right behind the main lifts."""
    slots = TEMPLATES[title]
    before = (POWER,) if with_power else ()
    after = (BALANCE,) if with_balance else ()
    return (*before, *slots, *after)
