"""Movements as values: what an exercise trains, needs and asks of the body, and what can stand in for it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import IntEnum
from types import MappingProxyType
from typing import Any, Self

NO_EQUIPMENT = "none"
OTHER_EQUIPMENT = "other"  # an imported entry's unnamed apparatus: no athlete can own it, so it is never prescribed
EQUIPMENT = (
    NO_EQUIPMENT,
    "barbell",
    "dumbbell",
    "kettlebell",
    "machine",
    "cable",
    "bench",
    "rack",
    "smith",
    "ez_bar",
    "specialty_bar",
    "landmine",
    "band",
    "pullup_bar",
    "dip_bars",
    "suspension",
    "bench_ghd",
    "box",
    "ab_wheel",
    "medicine_ball",
    "swiss_ball",
    "foam_roller",
    "jump_rope",
    "ropes",
    "sled",
    "treadmill",
    "bike",
    "rower",
    "elliptical",
    "stairs",
    "pool",
)
WEIGHTED_EQUIPMENT = frozenset(
    {
        "barbell",
        "dumbbell",
        "kettlebell",
        "machine",
        "cable",
        "smith",
        "ez_bar",
        "specialty_bar",
        "medicine_ball",
        "sled",
    }
)

MAJOR_MUSCLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "chest": ("chest",),
        "back": ("lats", "upper_back"),
        "shoulders": ("front_delts", "side_delts", "rear_delts"),
        "quads": ("quads",),
        "hamstrings": ("hamstrings",),
        "glutes": ("glutes",),
        "biceps": ("biceps",),
        "triceps": ("triceps",),
        "calves": ("calves",),
        "abs": ("abs", "obliques"),
    }
)
MINOR_MUSCLES = ("traps", "lower_back", "forearms", "adductors", "abductors", "hip_flexors", "neck")
MUSCLES = (*(muscle for group in MAJOR_MUSCLES.values() for muscle in group), *MINOR_MUSCLES)

UNKNOWN_PATTERN = "unknown"  # imported or private, waiting for a person to sort it
FAMILY_PATTERNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "squat": ("squat",),
        "lunge": ("lunge",),
        "hinge": ("hinge",),
        "push": ("horizontal_push", "vertical_push"),
        "pull": ("horizontal_pull", "vertical_pull"),
        "lower_isolation": ("knee_flexion", "knee_extension", "calf", "hip_abduction", "hip_adduction"),
        "push_isolation": ("chest_fly", "shoulder_abduction", "shoulder_flexion", "elbow_extension"),
        "pull_isolation": ("rear_delt", "shrug", "elbow_flexion", "grip"),
        "core": ("anti_extension", "anti_rotation", "anti_lateral_flexion", "trunk_flexion", "trunk_rotation"),
        "carry": ("carry",),
        "full_body": ("full_body",),
        "power": ("olympic", "plyometric"),
        "conditioning": ("conditioning",),
        "endurance": ("endurance",),
        "mobility": ("stretch", "mobility"),
    }
)
PATTERNS = tuple(pattern for family in FAMILY_PATTERNS.values() for pattern in family)
PATTERN_FAMILY: Mapping[str, str] = MappingProxyType(
    {pattern: family for family, patterns in FAMILY_PATTERNS.items() for pattern in patterns}
)
FAMILY_REGION: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("squat", "lunge", "hinge", "lower_isolation"), "lower"),
        **dict.fromkeys(("push", "pull", "push_isolation", "pull_isolation"), "upper"),
        "core": "trunk",
        **dict.fromkeys(("carry", "full_body", "power", "conditioning", "endurance", "mobility"), "whole"),
    }
)
FAMILY_PURPOSE: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(FAMILY_PATTERNS, "resistance"),
        "conditioning": "endurance",
        "endurance": "endurance",
        "mobility": "mobility",
    }
)

PATTERN_PURPOSE: Mapping[str, str] = MappingProxyType(
    {pattern: FAMILY_PURPOSE[family] for pattern, family in PATTERN_FAMILY.items()}
)

MODES = ("load", "bw", "bw+", "assist", "reps", "time", "dist")
RPE_USES = ("rir", "quality", "session")
FLAGS = (
    "compound",
    "impact",
    "supine",
    "overhead",
    "axial",
    "deep_knee",
    "deep_shoulder",
    "fall_risk",
    "isometric",
    "balance",
    "hinge_loaded",
)
CATALOGUE_SOURCE = "spotter"
DEFAULT_INCREMENT_KG = 2.5

DIRECT_SET = 1.0
INDIRECT_SET = 0.5


class Level(IntEnum):
    """Skill that a movement asks for, or an athlete has. Ordered: a higher level may do all of a lower one."""

    BEGINNER = 1
    INTERMEDIATE = 2
    ADVANCED = 3

    @property
    def slug(self) -> str:
        return self.name.lower()

    @classmethod
    def named(cls, slug: str) -> Self:
        """The level called `beginner`, `intermediate` or `advanced`; MovementInvalid for any other word."""
        for level in cls:
            if level.slug == slug:
                return level
        raise MovementInvalid("level", slug)


class MovementInvalid(Exception):
    """A fact about a movement lies outside the vocabulary. `facts` name the movement, the field and the value."""

    code = "movement_invalid"

    def __init__(self, field: str, value: object, slug: str = "") -> None:
        self.facts = {"slug": slug, "field": field, "value": value}
        super().__init__(f"{slug or 'movement'}: {field} cannot be {value!r}")


@dataclass(frozen=True, slots=True)
class Movement:
    """One exercise. Loads are what an athlete writes down: bar included, the weight of one dumbbell for pairs.

    equipment: alternatives in order of preference; each names everything that is needed, empty = nothing.
    increment_kg: the smallest sensible step of the load; without meaning where nothing is weighed.
    start_ratio: cautious first load for about ten reps, untrained, as a share of body weight; None = unknown.
    bodyweight_share: part of body weight that is lifted besides the added load (bw+) or less the help (assist).
    """

    slug: str
    name_en: str
    name_zh_hans: str
    cue_en: str
    cue_zh_hans: str
    pattern: str
    primary: tuple[str, ...]
    secondary: tuple[str, ...]
    equipment: tuple[frozenset[str], ...]
    unilateral: bool
    level: Level
    mode: str
    rpe_use: str
    e1rm_use: bool
    flags: frozenset[str]
    increment_kg: float = DEFAULT_INCREMENT_KG
    start_ratio: float | None = None
    bodyweight_share: float | None = None
    source: str = CATALOGUE_SOURCE
    source_ref: str = ""

    @property
    def family(self) -> str:
        return PATTERN_FAMILY.get(self.pattern, UNKNOWN_PATTERN)

    @property
    def region(self) -> str:
        """upper, lower, trunk or whole; unknown where the pattern is."""
        return FAMILY_REGION.get(self.family, UNKNOWN_PATTERN)

    @property
    def purpose(self) -> str:
        """resistance, endurance or mobility; unknown where the pattern is."""
        return PATTERN_PURPOSE.get(self.pattern, UNKNOWN_PATTERN)

    @property
    def is_compound(self) -> bool:
        return "compound" in self.flags

    def setup(self, equipment: Collection[str]) -> frozenset[str] | None:
        """The first way to do it with this equipment; empty when it needs nothing, None when it cannot be done."""
        owned = frozenset(equipment)
        return next((needed for needed in self.equipment if needed <= owned), None)

    def is_possible_with(self, equipment: Collection[str]) -> bool:
        return self.setup(equipment) is not None

    def is_weighed_with(self, equipment: Collection[str]) -> bool:
        """Whether a load in kg can be asked for: a band, or a split squat without dumbbells, has none."""
        setup = self.setup(equipment)
        return self.mode == "load" and setup is not None and bool(setup & WEIGHTED_EQUIPMENT)

    def set_credit(self) -> dict[str, float]:
        """Fractional sets that one set counts for each muscle: 1 direct, 0.5 indirect (Pelland 2025)."""
        return dict.fromkeys(self.secondary, INDIRECT_SET) | dict.fromkeys(self.primary, DIRECT_SET)

    def group_credit(self) -> dict[str, float]:
        """The same per major muscle group. A set that reaches two muscles of one group still counts once."""
        credit = self.set_credit()
        shares = {group: max(credit.get(m, 0.0) for m in muscles) for group, muscles in MAJOR_MUSCLES.items()}
        return {group: share for group, share in shares.items() if share}


def to_facts(movement: Movement) -> dict[str, Any]:
    """The same as plain JSON values, under the names of its fields: what is stored."""
    facts = {field.name: getattr(movement, field.name) for field in fields(movement)}
    return facts | {
        "primary": list(movement.primary),
        "secondary": list(movement.secondary),
        "equipment": [sorted(needed) for needed in movement.equipment],
        "level": movement.level.slug,
        "flags": [flag for flag in FLAGS if flag in movement.flags],
    }


def from_facts(facts: Mapping[str, Any]) -> Movement:
    """The movement that `to_facts` took apart. Further keys are ignored."""
    own = {field.name: facts[field.name] for field in fields(Movement)}
    return Movement(
        **own
        | {
            "primary": tuple(own["primary"]),
            "secondary": tuple(own["secondary"]),
            "equipment": tuple(frozenset(needed) for needed in own["equipment"]),
            "level": Level.named(own["level"]),
            "flags": frozenset(own["flags"]),
        }
    )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All movements that a plan may use, by slug, in the order of their source."""

    movements: Mapping[str, Movement]

    @classmethod
    def of(cls, movements: Iterable[Movement]) -> Self:
        """A catalogue of these movements; MovementInvalid when two share a slug."""
        by_slug: dict[str, Movement] = {}
        for movement in movements:
            if movement.slug in by_slug:
                raise MovementInvalid("slug", movement.slug, movement.slug)
            by_slug[movement.slug] = movement
        return cls(MappingProxyType(by_slug))

    def __len__(self) -> int:
        return len(self.movements)

    def __iter__(self) -> Iterator[Movement]:
        return iter(self.movements.values())

    def __contains__(self, slug: object) -> bool:
        return slug in self.movements

    def __getitem__(self, slug: str) -> Movement:
        return self.movements[slug]

    def get(self, slug: str) -> Movement | None:
        return self.movements.get(slug)

    def by_pattern(self, pattern: str) -> tuple[Movement, ...]:
        return tuple(movement for movement in self if movement.pattern == pattern)

    def usable(self, equipment: Collection[str], level: Level, excluded: Collection[str] = ()) -> tuple[Movement, ...]:
        """What this athlete can do: equipment at hand, skill not above theirs, slug not excluded.

        A movement whose pattern nobody has sorted yet is never among them: no rule could judge it.
        """
        owned = frozenset(equipment)
        sorted_out = (m for m in self if m.pattern != UNKNOWN_PATTERN)
        return tuple(m for m in sorted_out if m.level <= level and m.slug not in excluded and m.is_possible_with(owned))

    def substitutes(
        self,
        movement: Movement,
        equipment: Collection[str],
        level: Level,
        excluded: Collection[str] = (),
        banned_flags: Collection[str] = (),
    ) -> tuple[Movement, ...]:
        """What can stand in, best first: the same pattern, then a shared primary muscle, then a shared secondary one.

        Never another purpose (a stretch for a squat). Likeness, then the slug break ties: always the same answer.
        """
        candidates = (
            other
            for other in self.usable(equipment, level, excluded)
            if other.slug != movement.slug
            and other.purpose == movement.purpose
            and other.flags.isdisjoint(banned_flags)
            and _kinship(movement, other) < UNRELATED
        )
        return tuple(sorted(candidates, key=lambda other: _unlikeness(movement, other)))


SAME_PATTERN, SHARED_PRIMARY, SHARED_SECONDARY, UNRELATED = range(4)


def _kinship(movement: Movement, other: Movement) -> int:
    if movement.pattern == other.pattern:
        return SAME_PATTERN
    if set(movement.primary) & set(other.primary):
        return SHARED_PRIMARY
    if {*movement.primary, *movement.secondary} & {*other.primary, *other.secondary}:
        return SHARED_SECONDARY
    return UNRELATED


def _unlikeness(movement: Movement, other: Movement) -> tuple[int, bool, bool, float, bool, int, int, str]:
    """Sorts substitutes: smaller is closer. Of two that are equally close the plain one, by its shorter name."""
    return (
        _kinship(movement, other),
        movement.family != other.family,
        movement.e1rm_use != other.e1rm_use,
        -_overlap(movement.set_credit(), other.set_credit()),
        movement.mode != other.mode,
        abs(movement.level - other.level),
        len(other.slug),
        other.slug,
    )


def _overlap(ours: Mapping[str, float], theirs: Mapping[str, float]) -> float:
    """How much of the muscle work two movements share, 0 to 1."""
    muscles = ours.keys() | theirs.keys()
    shared = sum(min(ours.get(muscle, 0.0), theirs.get(muscle, 0.0)) for muscle in muscles)
    return shared / sum(max(ours.get(muscle, 0.0), theirs.get(muscle, 0.0)) for muscle in muscles)
