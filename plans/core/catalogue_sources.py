"""Foreign exercise lists, read as movements. Facts only: names and muscles, never their texts or pictures.

free-exercise-db (yuhonas/free-exercise-db, Unlicense): the rights in its instructions and photos are unverified.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from plans.core.movements import (
    FAMILY_PATTERNS,
    NO_EQUIPMENT,
    OTHER_EQUIPMENT,
    UNKNOWN_PATTERN,
    WEIGHTED_EQUIPMENT,
    Level,
    Movement,
)

FREE_EXERCISE_DB = "free-exercise-db"
MAX_ENTRY_CHARS = 200_000

MUSCLE = {
    "abdominals": "abs",
    "abductors": "abductors",
    "adductors": "adductors",
    "biceps": "biceps",
    "calves": "calves",
    "chest": "chest",
    "forearms": "forearms",
    "glutes": "glutes",
    "hamstrings": "hamstrings",
    "lats": "lats",
    "lower back": "lower_back",
    "middle back": "upper_back",
    "neck": "neck",
    "quadriceps": "quads",
    "traps": "traps",
    "triceps": "triceps",
}
EQUIPMENT = {
    None: NO_EQUIPMENT,
    "body only": NO_EQUIPMENT,
    "barbell": "barbell",
    "dumbbell": "dumbbell",
    "cable": "cable",
    "machine": "machine",
    "kettlebells": "kettlebell",
    "bands": "band",
    "medicine ball": "medicine_ball",
    "exercise ball": "swiss_ball",
    "foam roll": "foam_roller",
    "e-z curl bar": "ez_bar",
    "other": OTHER_EQUIPMENT,
}
LEVEL = {"beginner": Level.BEGINNER, "intermediate": Level.INTERMEDIATE, "expert": Level.ADVANCED}
MODE = {
    "strength": "load",
    "powerlifting": "load",
    "olympic weightlifting": "load",
    "strongman": "load",
    "plyometrics": "reps",
    "cardio": "time",
    "stretching": "time",
}

# The source says "machine" or "other" where the name is plainer, and never names what one stands or hangs on.
NAMED_APPARATUS = (
    (r"\bsmith\b", "smith"),
    (r"treadmill", "treadmill"),
    (r"\bbike\b|bicycling", "bike"),
    (r"step ?mill|stairmaster", "stairs"),
    (r"elliptical", "elliptical"),
    (r"\bsled\b|prowler", "sled"),
    (r"suspended|straps|\brings?\b", "suspension"),
    (r"\bbox\b", "box"),
)
ALSO_NEEDED = (
    (r"pull-?ups?\b|\bchins?\b|chin-up|muscle[- ]up|hanging (leg|pike)", NO_EQUIPMENT, "pullup_bar"),
    (r"parallel bar|\bdips\b - ", NO_EQUIPMENT, "dip_bars"),
    (r"bench|incline|decline|preacher", "barbell|dumbbell|ez_bar|smith|cable|none", "bench"),
    (r"squat|good morning|rack|pin press", "barbell", "rack"),
    (r"\bbox\b", "barbell|none", "box"),
    (r"long bar|t-bar|landmine|linear", "barbell", "landmine"),
    (r"\bbands?\b", "barbell|ez_bar|machine", "band"),
    (r"\bchains\b", "barbell", OTHER_EQUIPMENT),
)

# First match wins: pattern, words in the name, primary muscles it holds for ("" = any).
PATTERN_RULES = (
    ("full_body", r"turkish|thruster|get-up", ""),
    ("plyometric", r"\bjumps?\b|plyo|throw|slam", ""),
    ("shrug", r"shrug", ""),
    ("lunge", r"lunge|split squat|pistol|step[- ]?ups?\b|(one|single)[- ]leg(ged)?.*squat", ""),
    ("hinge", r"deadlift|good morning|stiff[- ]leg", ""),
    ("hinge", r"swing|pull through|thrust|bridge|hyperext|rack pull|hip lift|kickback", "glutes hamstrings lower back"),
    ("olympic", r"\bcleans?\b(?! grip)|snatch|\bjerk\b", ""),
    ("squat", r"squat|leg press|\bhack\b", "quadriceps glutes hamstrings"),
    ("calf", r"raise|press", "calves"),
    ("knee_flexion", r"leg curl|hamstring curl|glute[- ]ham|hamstring slide", "hamstrings"),
    ("knee_extension", r"leg extension", "quadriceps"),
    ("hip_adduction", r"adduct", ""),
    ("hip_abduction", r"abduct|monster walk", ""),
    ("carry", r"carry|yoke walk|farmer", ""),
    ("grip", r"wrist|finger|pinch|squeeze|gripper", "forearms"),
    ("elbow_flexion", r"curl", "biceps"),
    ("horizontal_push", r"(bench|floor|board|pin|jm|chain) press|push-?ups?\b|bar press", "chest triceps"),
    ("elbow_extension", r"extension|pushdown|kickback|skull|tate|tricep.*press|overhead tricep", "triceps"),
    ("vertical_push", r"\bdips?\b", "triceps chest"),
    ("rear_delt", r"rear|reverse|face pull|back fl|pull apart|bent over.*(raise|lateral|fly)", "shoulders"),
    ("chest_fly", r"fly|flies|cross ?over|butterfly|iron cross", "chest"),
    (
        "vertical_pull",
        r"pull-?down|pushdown|pull-?ups?\b|chins?\b|muscle[- ]up|pullover|climb",
        "lats middle back chest",
    ),
    ("shoulder_abduction", r"lateral|laterals|upright|deltoid raise|scaption|iron cross", "shoulders traps"),
    ("horizontal_pull", r"\brows?\b|bench pull", "lats middle back"),
    ("shoulder_flexion", r"front.*raise|plate raise|shoulder raise|straight raise", "shoulders"),
    ("vertical_push", r"(?<!cuban )press\b|presses|jammer|log lift|push-?ups?\b", "shoulders"),
    ("horizontal_push", r"press\b|push-?ups?\b", "chest triceps"),
    ("anti_rotation", r"pallof", "abdominals"),
    ("anti_extension", r"rollout|roller|plank|fallout|vacuum", "abdominals"),
    ("trunk_rotation", r"twist|wood ?chop|landmine 180|judo|rotation", "abdominals"),
    ("trunk_flexion", r"crunch|sit-?up|(leg|knee|hip) raise|pull-in|jackknife|air bike|tuck|pike", "abdominals"),
)
CATEGORY_PATTERN = {"plyometrics": "plyometric", "cardio": "endurance"}
DELTOID_OF_PATTERN = {
    **dict.fromkeys(("horizontal_push", "vertical_push", "shoulder_flexion", "chest_fly", "olympic"), "front_delts"),
    **dict.fromkeys(("rear_delt", "horizontal_pull", "vertical_pull"), "rear_delts"),
    "shoulder_abduction": "side_delts",
}
DELTOID_BY_NAME = (
    (r"rear|reverse|face pull|bent[- ]over.*(raise|fly)", "rear_delts"),
    (r"lateral|side|upright", "side_delts"),
    (r"", "front_delts"),
)
ONE_SIDED = re.compile(r"\b(one|single)[- ](arm|leg|legged|handed)|alternat|\bsingle\b")
NO_E1RM_FAMILIES = ("core", "carry", "full_body", "power", "mobility", "endurance", "conditioning")


class EntryRefused(Exception):
    """An entry of a foreign list that cannot be read as a movement. `code` says why, `facts` hold the value."""

    def __init__(self, code: str, value: object) -> None:
        self.code = code
        self.facts = {"value": value}
        super().__init__(f"{code}: {value!r}")


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One entry of free-exercise-db, checked: every word is one that we know."""

    ref: str
    name: str
    category: str
    equipment: str
    level: Level
    primary: str
    secondary: tuple[str, ...]
    is_static: bool
    is_compound: bool

    @property
    def words(self) -> str:
        return self.name.lower()


def json_objects(chunks: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The objects of a JSON array, one at a time, so that a list of any length needs the memory of one entry.

    Raises EntryRefused(`not_a_list`) when it is no array of objects, (`entry_too_long`) past MAX_ENTRY_CHARS.
    """
    decoder, buffer, started = json.JSONDecoder(), "", False
    for chunk in chunks:
        buffer += chunk
        if not started:
            buffer = buffer.lstrip("\ufeff \t\r\n")
            if buffer and buffer[0] != "[":
                raise EntryRefused("not_a_list", buffer[:40])
            started, buffer = bool(buffer), buffer[1:]
        while (buffer := buffer.lstrip(", \t\r\n")).startswith("{"):
            try:
                entry, end = decoder.raw_decode(buffer)
            except ValueError:
                break
            yield entry
            buffer = buffer[end:]
        if len(buffer) > MAX_ENTRY_CHARS:
            raise EntryRefused("entry_too_long", buffer[:40])
    if buffer.strip() != "]":
        raise EntryRefused("not_a_list", buffer[:40])


def read_entry(entry: Mapping[str, Any]) -> SourceEntry:
    """Check one entry. Raises EntryRefused with the field's name in its code when a value is missing or foreign."""
    primary = entry.get("primaryMuscles")
    if not (isinstance(primary, list) and len(primary) == 1):
        raise EntryRefused("primary_muscles", primary)
    secondary = entry.get("secondaryMuscles") or []
    if not isinstance(secondary, list):
        raise EntryRefused("secondary_muscles", str(secondary)[:60])
    return SourceEntry(
        ref=_text(entry, "id"),
        name=_text(entry, "name"),
        category=_known(MODE, entry, "category"),
        equipment=EQUIPMENT[_known(EQUIPMENT, entry, "equipment")],
        level=LEVEL[_known(LEVEL, entry, "level")],
        primary=_muscle(primary[0]),
        secondary=tuple(dict.fromkeys(_muscle(muscle) for muscle in secondary)),
        is_static=entry.get("force") == "static",
        is_compound=entry.get("mechanic") == "compound",
    )


def _text(entry: Mapping[str, Any], field: str) -> str:
    value = entry.get(field)
    if not (isinstance(value, str) and 0 < len(value.strip()) <= 120):
        raise EntryRefused(field, str(value)[:60])
    return value.strip()


def _known(vocabulary: Collection[Any], entry: Mapping[str, Any], field: str) -> Any:
    value = entry.get(field)
    if not isinstance(value, str | None) or value not in vocabulary:
        raise EntryRefused(field, str(value)[:60])
    return value


def _muscle(name: object) -> str:
    if not isinstance(name, str) or (name not in MUSCLE and name != "shoulders"):
        raise EntryRefused("muscle", str(name)[:60])
    return name


def movement_of(entry: SourceEntry) -> Movement:
    """The entry as a movement of ours. Its pattern is `unknown` where no rule fits; it has no Chinese name, no cue."""
    pattern = _pattern(entry)
    equipment = _equipment(entry)
    mode = _mode(entry, equipment)
    rpe_use = _rpe_use(entry, pattern)
    return Movement(
        slug=slug_of(entry.ref),
        name_en=entry.name,
        name_zh_hans="",
        cue_en="",
        cue_zh_hans="",
        pattern=pattern,
        primary=(_deltoid_or(entry.primary, entry, pattern),),
        secondary=_secondary(entry, pattern),
        equipment=(equipment,),
        unilateral=bool(ONE_SIDED.search(entry.words)),
        level=Level.ADVANCED if pattern == "olympic" else entry.level,
        mode=mode,
        rpe_use=rpe_use,
        e1rm_use=mode == "load" and rpe_use == "rir" and _has_e1rm(pattern, equipment),
        flags=frozenset(_flags(entry, pattern, equipment)),
        source=FREE_EXERCISE_DB,
        source_ref=entry.ref,
    )


def slug_of(ref: str) -> str:
    """Our key of a foreign entry. The prefix keeps it apart from our own catalogue for good."""
    return ("fedb-" + re.sub(r"[^a-z0-9]+", "-", ref.lower()).strip("-"))[:80]


def _pattern(entry: SourceEntry) -> str:
    if entry.category == "stretching":
        return "mobility" if re.search(r"-smr|circles|dynamic|pelvic tilt", entry.words) else "stretch"
    if entry.category in CATEGORY_PATTERN:
        return CATEGORY_PATTERN[entry.category]
    return next(
        (
            pattern
            for pattern, words, muscles in PATTERN_RULES
            if (not muscles or entry.primary in muscles) and re.search(words, entry.words)
        ),
        UNKNOWN_PATTERN,
    )


def _equipment(entry: SourceEntry) -> frozenset[str]:
    apparatus = entry.equipment
    if apparatus in ("machine", OTHER_EQUIPMENT) and "weighted" not in entry.words:
        apparatus = next((slug for words, slug in NAMED_APPARATUS if re.search(words, entry.words)), apparatus)
    needed = {
        extra
        for words, bases, extra in ALSO_NEEDED
        if apparatus in bases.split("|") and re.search(words, entry.words) and entry.category != "stretching"
    }
    return frozenset({apparatus, *needed} - {NO_EQUIPMENT})


def _mode(entry: SourceEntry, equipment: frozenset[str]) -> str:
    mode = "time" if entry.is_static else MODE[entry.category]
    if mode == "load" and not equipment & {*WEIGHTED_EQUIPMENT, OTHER_EQUIPMENT}:
        return "reps" if "band" in equipment else "bw"
    return mode


def _rpe_use(entry: SourceEntry, pattern: str) -> str:
    if entry.category in ("cardio", "stretching"):
        return "session"
    return "quality" if pattern in ("olympic", "plyometric", "carry") or entry.is_static else "rir"


def _has_e1rm(pattern: str, equipment: frozenset[str]) -> bool:
    without = {pattern for family in NO_E1RM_FAMILIES for pattern in FAMILY_PATTERNS[family]}
    return pattern not in {*without, "grip", UNKNOWN_PATTERN} and OTHER_EQUIPMENT not in equipment


def _deltoid_or(muscle: str, entry: SourceEntry, pattern: str) -> str:
    """Our word for a muscle. "shoulders" is three muscles: the pattern decides which, else the name."""
    if muscle != "shoulders":
        return MUSCLE[muscle]
    by_name = next(deltoid for words, deltoid in DELTOID_BY_NAME if re.search(words, entry.words))
    return DELTOID_OF_PATTERN.get(pattern, by_name)


def _secondary(entry: SourceEntry, pattern: str) -> tuple[str, ...]:
    primary = _deltoid_or(entry.primary, entry, pattern)
    muscles = (_deltoid_or(muscle, entry, pattern) for muscle in entry.secondary)
    return tuple(muscle for muscle in dict.fromkeys(muscles) if muscle != primary)


def _flags(entry: SourceEntry, pattern: str, equipment: frozenset[str]) -> Iterator[str]:
    """What the safety rules ask about. The source is silent, so doubt counts as yes."""
    words, is_weighed = entry.words, bool(equipment & {*WEIGHTED_EQUIPMENT, OTHER_EQUIPMENT})
    on_one_leg = pattern == "lunge" or bool(re.search(r"(one|single)[- ]leg", words))
    asks = {
        "compound": entry.is_compound,
        "impact": entry.category == "plyometrics" or bool(re.search(r"jump|hop|sprint|jog|running|plyo|skip", words)),
        "supine": bool(re.search(r"lying|supine|bench press|floor press|bridge|crunch|sit-up|dead bug|flye", words)),
        "overhead": pattern in ("vertical_push", "vertical_pull", "olympic") or "overhead" in words,
        "axial": is_weighed and pattern in ("squat", "hinge", "lunge", "olympic", "carry", "shrug", "full_body"),
        "deep_knee": is_weighed and pattern in ("squat", "lunge", "full_body"),
        "deep_shoulder": bool(re.search(r"\bdips?\b|upright|fly|pullover|behind|guillotine|neck press", words)),
        "fall_risk": pattern in ("olympic", "plyometric", "full_body") or on_one_leg or "handstand" in words,
        "isometric": entry.is_static and entry.category != "stretching",
        "balance": on_one_leg,
        "hinge_loaded": is_weighed and (pattern in ("hinge", "olympic") or bool(re.search(r"bent[- ]over", words))),
    }
    return (flag for flag, claim in asks.items() if claim)
