"""Facts that athletes tell about themselves, read out of what they write by rules, in English and Chinese.

A rule reads one sentence. What it is not sure of it leaves; whoever told a fact can see, correct and delete it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from coaching.core import intents, training_times
from coaching.core import remembered_words as words
from coaching.core.safety.amounts import NO_PAIN, PAIN, SEVERITY
from coaching.core.safety.reading import clauses, folded, own

PAIN_STANDS = timedelta(days=42)  # without another word a pain is history by then (own choice)
ILLNESS_STANDS = timedelta(days=21)
TEXT_MAX = 500
SENTENCE = re.compile(r"[^.!?;\n。！？；]+")


@dataclass(frozen=True, slots=True)
class Told:
    """A fact. `key`: what it is about, the newer word replaces the older. `text`: the sentence as it was written.
    `data`: for rules. `until_on`: its last day; None: until it is taken back. `is_over`: what stood under this key does
    so no more."""

    category: str
    key: str
    text: str
    data: Mapping[str, Any] = field(default_factory=dict)
    until_on: date | None = None
    is_over: bool = False


def facts_in(text: str, today: date) -> tuple[Told, ...]:
    """What a text tells of its writer, one fact for each key; of two the later sentence counts."""
    found: dict[str, Told] = {}
    for sentence in SENTENCE.findall(text):
        # What is over by now ends a fact that stands, so it counts here.
        plain = " ".join(each for each in clauses(folded(sentence)) if own((words.FINE.sub(" ", each) or each,)))
        if plain and not _is_question(text, sentence, plain):
            for fact in _told(sentence.strip()[:TEXT_MAX], plain, today):
                found[fact.key] = fact
    return tuple(found.values())


def _is_question(text: str, sentence: str, plain: str) -> bool:
    after = text[text.index(sentence) + len(sentence) :][:1]
    return after in {"?", "？"} or bool(words.ASKS.search(plain))


def _told(sentence: str, plain: str, today: date) -> Iterator[Told]:
    for rule in RULES:
        yield from rule(sentence, plain, today)


# --- Health -----------------------------------------------------------------------------------------------------------
def _pain(sentence: str, plain: str, today: date) -> Iterator[Told]:
    region = _first(words.REGIONS, plain)
    if region is None or not (words.FINE.search(plain) or PAIN.search(plain) or words.UNWELL.search(plain)):
        return
    key = f"pain:{region}"
    if NO_PAIN.search(plain) or words.FINE.search(plain):
        yield Told("pain", key, sentence, is_over=True)
        return
    severity = SEVERITY.search(plain)
    data = {
        "region": region,
        "side": _first(words.SIDES, plain),
        "severity": int(severity[1]) if severity and severity[1].isdecimal() else None,
        "exercise": _first(words.LIFTS, plain),
    }
    yield Told("pain", key, sentence, {name: value for name, value in data.items() if value is not None},
               today + PAIN_STANDS)  # fmt: skip


def _illness(sentence: str, plain: str, today: date) -> Iterator[Told]:
    if not words.ILL.search(plain) or words.NOT_ILL.search(plain):
        return
    first, last = _when(plain, today)
    data: dict[str, Any] = {"from": first.isoformat()}
    if last is not None:
        data["to"] = last.isoformat()
    yield Told("illness", "illness", sentence, data, (last or today) + ILLNESS_STANDS)


def _when(plain: str, today: date) -> tuple[date, date | None]:
    """First and last day of an illness; no last day while it lasts."""
    monday = today - timedelta(days=today.weekday())
    if words.LAST_WEEK.search(plain):
        return monday - timedelta(days=7), monday - timedelta(days=1)
    if words.YESTERDAY.search(plain):
        yesterday = today - timedelta(days=1)
        return yesterday, yesterday if words.PAST.search(plain) else None
    return today, None


# --- Time -------------------------------------------------------------------------------------------------------------
def _away(sentence: str, plain: str, today: date) -> Iterator[Told]:
    until = words.UNTIL.search(plain)
    if until is None or not words.AWAY.search(plain):
        return
    day = words.WEEKDAYS.get(next(filter(None, until.groups())))
    if day is None:
        back = today + timedelta(days=7 - today.weekday())  # next week, from its Monday on
    else:
        back = today + timedelta(days=(day - today.weekday() - 1) % 7 + 1)
    last = back - timedelta(days=1)
    data = {"from": today.isoformat(), "to": last.isoformat()}
    yield Told("schedule", "schedule:away", sentence, data, last)


def _part_of_day(sentence: str, plain: str, _today: date) -> Iterator[Told]:
    if words.ONLY_TRAINS.search(plain) and (part := _first(words.PARTS, plain)):
        yield Told("schedule", "schedule:part", sentence, {"part": part})


def _training_times(sentence: str, _plain: str, _today: date) -> Iterator[Told]:
    """Days with their times, as `training_times` reads them, where no doubt is left."""
    if intents.read(sentence).intent is not intents.Intent.TIMES:
        return
    times = training_times.read(sentence)
    if times.is_certain and any(slot.at or slot.since or slot.until for slot in times.slots):
        slots = [{name: value for name, value in _slot(slot).items() if value is not None} for slot in times.slots]
        yield Told("schedule", "schedule:times", sentence, {"slots": slots})


def _slot(slot: training_times.Slot) -> dict[str, Any]:
    bounds = {"at": slot.at, "from": slot.since, "to": slot.until}
    return {"day": slot.day, **{name: f"{at:%H:%M}" if at else None for name, at in bounds.items()}}


def _days(sentence: str, plain: str, _today: date) -> Iterator[Told]:
    days = sorted({words.WEEKDAYS[each] for each in words.WEEKDAY.findall(plain)})
    if not days:
        return
    if words.NEVER_TRAINS.search(plain) and words.EVERY.search(plain):
        yield Told("schedule", "schedule:not", sentence, {"days": days})
    elif words.ONLY_TRAINS.search(plain):
        yield Told("schedule", "schedule:days", sentence, {"days": days})


# --- What there is, what is liked, what for ---------------------------------------------------------------------------
def _equipment(sentence: str, plain: str, _today: date) -> Iterator[Told]:
    gear = [slug for slug, pattern in words.GEAR.items() if pattern.search(plain)]
    if not gear:
        return
    if words.ONLY_HAS.search(plain):
        yield Told("equipment", "equipment:only", sentence, {"only": gear})
    elif words.HAS_NO.search(plain):
        for slug in gear:
            yield Told("equipment", f"equipment:{slug}", sentence, {"without": slug})
    elif words.HAS_NEW.search(plain):
        for slug in gear:
            yield Told("equipment", f"equipment:{slug}", sentence, {"with": slug})


def _preference(sentence: str, plain: str, _today: date) -> Iterator[Told]:
    liking = words.LIKES.search(plain) if not words.DISLIKES.search(plain) else None
    if liking is None and not words.DISLIKES.search(plain):
        return
    what = _first(words.LIFTS, plain)
    if what is not None and not PAIN.search(plain):
        yield Told("preference", f"preference:{what}", sentence, {"what": what, "likes": liking is not None})


def _goal(sentence: str, plain: str, _today: date) -> Iterator[Told]:
    if words.GOAL.search(plain) and not words.NO_GOAL.search(plain):
        yield Told("goal", "goal", sentence)


def _first(table: Mapping[str, re.Pattern[str]], plain: str) -> str | None:
    return next((name for name, pattern in table.items() if pattern.search(plain)), None)


RULES: tuple[Callable[[str, str, date], Iterator[Told]], ...] = (
    _pain, _illness, _away, _part_of_day, _days, _training_times, _equipment, _preference, _goal,
)  # fmt: skip
