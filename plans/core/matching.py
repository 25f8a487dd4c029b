"""Exercise titles of training logs, recognised by exact rules. A title that no rule knows stays unknown: no guess."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from plans.core.movements import NO_EQUIPMENT, WEIGHTED_EQUIPMENT, Catalogue, Movement

# What log apps put in brackets, and our slug for it. Longer words stand first where one contains the other.
EQUIPMENT_HINTS: Mapping[str, str] = {
    "barbell": "barbell",
    "dumbbell": "dumbbell",
    "db": "dumbbell",
    "cable": "cable",
    "smith machine": "smith",
    "machine": "machine",
    "kettlebell": "kettlebell",
    "band": "band",
    "resistance band": "band",
    "ez bar": "ez_bar",
    "ez-bar": "ez_bar",
    "trap bar": "specialty_bar",
    "hex bar": "specialty_bar",
    "suspension": "suspension",
    "trx": "suspension",
    "medicine ball": "medicine_ball",
    "bodyweight": NO_EQUIPMENT,
    "treadmill": "treadmill",
    "杠铃": "barbell",
    "哑铃": "dumbbell",
    "绳索": "cable",
    "龙门架": "cable",
    "史密斯机": "smith",
    "史密斯": "smith",
    "固定器械": "machine",
    "器械": "machine",
    "壶铃": "kettlebell",
    "弹力带": "band",
    "曲杆": "ez_bar",
    "自重": NO_EQUIPMENT,
    "徒手": NO_EQUIPMENT,
}
# Apps have no word for the curved bar: a curl "(Barbell)" may be done with either.
ALSO_MEANS = {"barbell": "ez_bar"}
# Tools whose loads mean the same: what is held in a hand, what is loaded onto a bar.
SAME_SCALE = {"kettlebell": "dumbbell", "ez_bar": "barbell"}
SPELLING = {"flye": "fly", "flie": "fly", "ups": "up", "pushup": "push up", "pullup": "pull up", "chinup": "chin up"}
HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Match:
    """What a title means. `slug` is None when it is unknown; `equipment_hint` is the slug of the tool it names, if any.

    confidence: 1 for a listed alias or our own name, 0.9 when name and tool were found apart, 0 when unknown.
    reason: alias | name | name_and_equipment | other_equipment (we know it only with another tool) | unknown.
    """

    slug: str | None
    equipment_hint: str | None
    confidence: float
    reason: str


class AliasInvalid(Exception):
    """An alias that names no movement, or stands for two. `facts` hold the alias and the slug."""

    code = "alias_invalid"

    def __init__(self, alias: str, slug: str) -> None:
        self.facts = {"alias": alias, "slug": slug}
        super().__init__(f"{alias!r} cannot stand for {slug!r}")


def normalised(title: str) -> str:
    """Lower case, full-width forms folded, punctuation out, one space between words, common spellings made one."""
    folded = unicodedata.normalize("NFKC", title).casefold().replace("'", "").replace("\u2019", "")
    words = re.sub(r"[^\w\u3400-\u9fff]+|_", " ", folded).split()
    return " ".join(SPELLING.get(word, word) for word in map(_singular, words))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def parse_aliases(rows: Iterable[Mapping[str, str]], catalogue: Catalogue) -> dict[str, str]:
    """Rows of `alias`, `slug` as normalised title to slug. AliasInvalid for an unknown slug or two meanings."""
    aliases: dict[str, str] = {}
    for row in rows:
        alias, slug = normalised(row["alias"]), row["slug"]
        if not alias or slug not in catalogue or aliases.get(alias, slug) != slug:
            raise AliasInvalid(row["alias"], slug)
        aliases[alias] = slug
    return aliases


@dataclass(frozen=True, slots=True)
class NameIndex:
    """The catalogue by its names, whatever their word order, and the listed aliases."""

    names: Mapping[tuple[str, ...], Movement]
    aliases: Mapping[str, str]

    @classmethod
    def of(cls, catalogue: Catalogue, aliases: Mapping[str, str]) -> Self:
        """Index names and slugs. `aliases` come from `parse_aliases`."""
        names: dict[tuple[str, ...], Movement] = {}
        for movement in catalogue:
            for name in (movement.name_en, movement.name_zh_hans, movement.slug):
                names.setdefault(_key(name), movement)
        return cls(names, aliases)

    def match(self, title: str) -> Match:
        """What a title such as "Bench Press (Barbell)" names: the same movement with the same tool, or nothing."""
        base, bracket = _parts(title)
        hint = EQUIPMENT_HINTS.get(bracket)
        if slug := self.aliases.get(normalised(title)):
            return Match(slug, hint, 1.0, "alias")
        if movement := self.names.get(_key(title)):
            return Match(movement.slug, hint, 1.0, "name")
        if hint is None:
            return Match(None, None, 0.0, "unknown")
        return self._with_tool(base, hint)

    def _with_tool(self, base: str, hint: str) -> Match:
        """The name without its bracket, where the movement is done with the tool that the bracket names."""
        alias = self.aliases.get(normalised(base))
        known = self.names.get(_key(base)) or next((m for m in self.names.values() if m.slug == alias), None)
        if known is None:
            return Match(None, hint, 0.0, "unknown")
        if not _is_done_with(known, hint):
            return Match(None, hint, 0.0, "other_equipment")
        return Match(known.slug, hint, 0.9, "name_and_equipment")


def _parts(title: str) -> tuple[str, str]:
    """A title's name and the words of its last bracket, if it ends with one."""
    folded = unicodedata.normalize("NFKC", title).strip()
    found = re.fullmatch(r"(.*\S)\s*\(([^()]*)\)", folded)
    return (found[1], normalised(found[2])) if found else (folded, "")


def _key(name: str) -> tuple[str, ...]:
    """Names are equal when they have the same words; Chinese has no spaces to sort by, so there the order counts."""
    words = normalised(name)
    return (words.replace(" ", ""),) if HAN.search(words) else tuple(sorted(words.split()))


def _is_done_with(movement: Movement, tool: str) -> bool:
    """Whether the tool is one of the movement's, and its loads are read on the same scale as those of its first tool.

    A stack's 60 kg and a dumbbell's 60 kg must not share one estimate.
    """
    if tool == NO_EQUIPMENT:
        return frozenset() in movement.equipment
    tools = {tool, ALSO_MEANS.get(tool, tool)}
    named = any(not needed.isdisjoint(tools) for needed in movement.equipment)
    scales = _scales(movement.equipment[0])
    return named and (not movement.e1rm_use or not scales or not scales.isdisjoint(map(_scale, tools)))


def _scales(tools: frozenset[str]) -> set[str]:
    return {_scale(tool) for tool in tools & WEIGHTED_EQUIPMENT}


def _scale(tool: str) -> str:
    return SAME_SCALE.get(tool, tool)
