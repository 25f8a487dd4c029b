"""All lists of the filter together: which lines speak of what, and in which words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from coaching.core.safety import (
    bags,
    chinese,
    chinese_abuse,
    chinese_alarms,
    chinese_bags,
    chinese_despair,
    chinese_eating,
    chinese_implied,
    chinese_injury,
    chinese_life,
    english,
    english_abuse,
    english_alarms,
    english_despair,
    english_eating,
    english_implied,
    english_injury,
    english_life,
    idioms,
)
from coaching.core.safety.categories import Category
from coaching.core.safety.matching import Rule, parsed
from coaching.core.safety.taking_apart import Lexicon

Lines = Mapping[Category, tuple[str, ...]]
ENGLISH_SCENES: Lines = {
    Category.SELF_HARM: english_despair.SELF_HARM,
    Category.RED_FLAG: english_alarms.RED_FLAG,
    Category.ABUSE: english_abuse.ABUSE,
    Category.INJURY: english_injury.INJURY,
    Category.EATING: english_eating.EATING,
    Category.PREGNANCY: english_life.PREGNANCY,
    Category.PAIN: english_injury.PAIN,
    Category.MINOR: english_life.MINOR,
}
CHINESE_SCENES: Lines = {
    Category.SELF_HARM: chinese_despair.SELF_HARM,
    Category.RED_FLAG: chinese_alarms.RED_FLAG,
    Category.ABUSE: chinese_abuse.ABUSE,
    Category.INJURY: chinese_injury.INJURY,
    Category.EATING: chinese_eating.EATING,
    Category.PREGNANCY: chinese_life.PREGNANCY,
    Category.PAIN: chinese_injury.PAIN,
    Category.MINOR: chinese_life.MINOR,
}
# What is said outright, in this order; what is only meant, in this order; and the parts of a scene in any order.
EXPLICIT: tuple[Lines, Lines] = (english.EXPLICIT, chinese.EXPLICIT)
IMPLIED: tuple[Lines, Lines] = (english_implied.IMPLIED, chinese_implied.IMPLIED)
SCENES: tuple[tuple[Lines, ...], tuple[Lines, ...]] = (
    (bags.ENGLISH, ENGLISH_SCENES),
    (chinese_bags.CHINESE, CHINESE_SCENES),
)


@dataclass(frozen=True, slots=True, eq=False)
class Meant:
    """A rule and what it is a sign of."""

    rule: Rule
    category: Category
    is_explicit: bool


@cache
def rules(*, is_han: bool) -> tuple[Meant, ...]:
    """Every line of one language."""
    return (
        *_of(EXPLICIT[is_han], idioms.UNLESS[is_han], is_explicit=True, is_ordered=True),
        *_of(IMPLIED[is_han], idioms.UNLESS[is_han], is_explicit=False, is_ordered=True),
        *(
            each
            for lines in SCENES[is_han]
            for each in _of(lines, idioms.UNLESS[is_han], is_explicit=False, is_ordered=False)
        ),
    )


def _of(lines: Lines, unless: Mapping[Category, str], *, is_explicit: bool, is_ordered: bool) -> Iterable[Meant]:
    for category, each in lines.items():
        harmless = "".join(f" !{word}" for word in unless[category].split())
        for line in each:
            yield Meant(parsed(line + harmless, is_ordered=is_ordered), category, is_explicit)


@cache
def lexicon(*, is_han: bool) -> Lexicon:
    units = (
        unit for each in rules(is_han=is_han) for group in (*each.rule.places, each.rule.without) for unit in group
    )
    return Lexicon.of(frozenset(units))


def possible(vocabulary: frozenset[str], *, is_han: bool) -> Iterable[Meant]:
    """The lines that may be in a sentence with these words, each once. Few, so a long text costs little."""
    by_key = _by_key(is_han=is_han)
    near = dict.fromkeys(each for unit in vocabulary for each in by_key.get(unit, ()))
    return (each for each in near if each.rule.may_be_in(vocabulary))


@cache
def _by_key(*, is_han: bool) -> Mapping[str, tuple[Meant, ...]]:
    """Each line under the words of that of its places whose words stand in the fewest other lines."""
    known = rules(is_han=is_han)
    counts = Counter(unit for each in known for place in each.rule.places for unit in place)
    found: dict[str, list[Meant]] = {}
    for each in known:
        for unit in min(each.rule.places, key=lambda place: max(counts[unit] for unit in place)):
            found.setdefault(unit, []).append(each)
    return {unit: tuple(each) for unit, each in found.items()}
