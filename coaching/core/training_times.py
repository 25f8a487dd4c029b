"""When somebody can train, out of what they write: "Tue and Thu at 7pm", "weekdays before 8 am", "周二周四晚上七点".

Rules only. What they are not sure of they say (`doubts`), and whoever called asks back or has a language model read it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import time

from coaching.core.training_words import (
    AFTERNOON,
    ALWAYS,
    BREATH,
    ENGLISH_DAYS,
    EVENING,
    GROUPS,
    HAN_DAYS,
    HAN_DIGITS,
    HOURS,
    MORNING,
    NOON,
    PARTS,
    TOKENS,
)


@dataclass(frozen=True, slots=True)
class Slot:
    """One day of the week (0 = Monday): a start, or bounds for it; all None where any time will do."""

    day: int
    at: time | None = None
    since: time | None = None
    until: time | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """`slots`: by day. `never`: days that were ruled out. `doubts`: hour (morning or evening?), words (something that
    no rule reads), days (no day was named)."""

    slots: tuple[Slot, ...] = ()
    never: frozenset[int] = frozenset()
    doubts: frozenset[str] = frozenset()

    @property
    def is_certain(self) -> bool:
        return bool(self.slots) and not self.doubts

    @property
    def days(self) -> tuple[int, ...]:
        return tuple(slot.day for slot in self.slots)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time as it was told. `is_sure`: it does not matter whether morning or evening was meant."""

    at: time | None
    since: time | None = None
    until: time | None = None
    is_sure: bool = True


def read(text: str) -> Times:
    """The training times in a text, English or Simplified Chinese."""
    said = unicodedata.normalize("NFKC", text).casefold()
    found = [match for match in TOKENS.finditer(said) if match.lastgroup]
    days, never = _days(found, said)
    clocks = list(_clocks(found))
    slots = _together(days, clocks)
    doubts = {
        "words": any(match["else"] for match in found),
        "days": not slots,
        "hour": any(not clock.is_sure for _place, clock in clocks),
    }
    return Times(slots, frozenset(never), frozenset(name for name, is_so in doubts.items() if is_so))


# --- Days -------------------------------------------------------------------------------------------------------------
Placed = tuple[int, tuple[int, ...]]


def _days(found: Sequence[re.Match[str]], said: str) -> tuple[list[Placed], set[int]]:
    """The days by where they stand in the text, and those that a "no" beside them rules out."""
    placed: list[Placed] = []
    never: set[int] = set()
    for at, match in enumerate(found):
        days = _days_of(match)
        if days and days != ALWAYS and _is_ruled_out(found, at, said):
            never |= set(days)
        elif days:
            placed.append((match.start(), days))
    if never and not placed:  # "not on Friday": on every other day
        placed = [(0, ALWAYS)]
    kept = [(place, tuple(day for day in days if day not in never)) for place, days in placed]
    return [each for each in kept if each[1]], never


def _days_of(match: re.Match[str]) -> tuple[int, ...]:
    if match["range"]:
        return _between(_one_day(match["r1"] or match["h1"]), _one_day(match["r2"] or match["h2"]))
    if match["han"]:
        return tuple(dict.fromkeys(_one_day(sign) for sign in match["han"] if sign in f"{HAN_DAYS}天1234567"))
    if match["day"]:
        return (_one_day(match["day"]),)
    if match["group"]:
        return next(days for words, days in GROUPS.items() if re.fullmatch(words, match["group"]))
    return ()


def _one_day(word: str) -> int:
    if word in HAN_DAYS:
        return HAN_DAYS.index(word)
    if word == "天":
        return 6
    if word.isdigit():
        return int(word) - 1
    return next(day for day, words in enumerate(ENGLISH_DAYS) if re.fullmatch(words, word))


def _between(first: int, last: int) -> tuple[int, ...]:
    """From one weekday to another, over the end of the week where it has to be."""
    return tuple((first + step) % 7 for step in range((last - first) % 7 + 1))


def _is_ruled_out(found: Sequence[re.Match[str]], at: int, said: str) -> bool:
    """A "no" before it in the same breath (`not on Friday or Sunday`), or right behind it in Chinese (周三不行)."""
    for match in reversed(found[max(0, at - BREATH) : at]):
        between = said[match.end() : found[at].start()]
        if re.search(r"[;。.!?]|\bbut\b" if match[0].isascii() else r"[,;。.!?]", between):
            break
        if match["no"]:
            return not match["no"].startswith(("不", "没"))
        if not _days_of(match):
            break
    behind = found[at + 1] if at + 1 < len(found) else None
    return bool(behind and behind["no"] and behind["no"].startswith(("不", "没")))


# --- Times ------------------------------------------------------------------------------------------------------------
def _clocks(found: Sequence[re.Match[str]]) -> Iterator[tuple[int, Clock]]:
    """The times, each with its place. A part of the day beside a clock says which half of the day is meant."""
    taken: set[int] = set()
    for at, match in enumerate(found):
        told = _hour_of(match)
        if told is None:
            continue
        part_at = next((near for near in (at - 1, at + 1) if 0 <= near < len(found) and found[near]["part"]), None)
        part = None if part_at is None else _part_of(found[part_at])
        if part_at is not None:
            taken.add(part_at)
        yield match.start(), _bounded(_meant(told, part), found, at)
    if any(_hour_of(match) for match in found):
        return
    for match in found:
        if match["part"]:
            since, until = HOURS[_part_of(match)]
            yield match.start(), Clock(None, since, until)


def _part_of(match: re.Match[str]) -> str:
    return next(part for words, part in PARTS.items() if re.fullmatch(words, match["part"]))


def _hour_of(match: re.Match[str]) -> tuple[int, int, str] | None:
    """Hour, minute, and "a" or "p" where it was said; with ":" and a zero or an hour past noon nothing is open."""
    if match["clock"]:
        minute = match["minute"] or match["past"] or ("30" if match["half"] else "0")
        half = (match["half_day"] or "")[:1]
        is_told = half or ("24" if match["hour"].startswith("0") else "")
        return int(match["hour"]), int(minute), is_told
    if match["han_clock"]:
        past = 30 if match["han_half"] else _number(match["han_past"]) if match["han_past"] else 0
        return _number(match["han_hour"]), past, ""
    if match["plain"]:
        return int(match["plain_hour"]), 0, ""
    return None


def _number(numeral: str) -> int:
    """一 to 二十四."""
    tens, has_tens, ones = numeral.rpartition("十")
    if not has_tens:
        return HAN_DIGITS.get(numeral[-1:], 0)
    return 10 * HAN_DIGITS.get(tens[-1:], 1) + HAN_DIGITS.get(ones[-1:], 0)


def _meant(told: tuple[int, int, str], part: str | None) -> Clock:
    """The time of day. Nobody trains between ten at night and four in the morning unless they say so; five to eight
    may be both (own choice)."""
    hour, minute, half = told
    if half == "p" or part in {AFTERNOON, EVENING} or (part == NOON and hour < 10):
        hour = hour % 12 + 12
    elif half == "a" or part == MORNING:
        hour %= 12 if hour == 12 else 24
    elif half == "" and 1 <= hour <= 4:
        hour += 12
    elif half == "" and 5 <= hour <= 8 and part is None:
        return Clock(time(hour, minute), is_sure=False)
    return Clock(time(hour % 24, min(minute, 59)))


def _bounded(clock: Clock, found: Sequence[re.Match[str]], at: int) -> Clock:
    """The clock as a bound, where "before" or "after" stands beside it: in front in English, behind in Chinese."""
    word = found[at]["how"] or ""
    near = [found[each] for each in (at - 1, at + 1) if 0 <= each < len(found)]
    before = near[0] if at > 0 else None
    behind = near[-1] if at + 1 < len(found) else None
    is_until = word in {"before", "by", "until", "till"} or _bound(before, behind, "until")
    is_since = word in {"after", "from"} or _bound(before, behind, "since")
    if is_until:
        return replace(clock, at=None, until=clock.at)
    return replace(clock, at=None, since=clock.at) if is_since else clock


def _bound(before: re.Match[str] | None, behind: re.Match[str] | None, name: str) -> bool:
    in_front = before is not None and before[name] and before[name].isascii()
    return bool(in_front or (behind is not None and behind[name] and not behind[name].isascii()))


# --- Together ---------------------------------------------------------------------------------------------------------
def _together(days: Iterable[Placed], clocks: Sequence[tuple[int, Clock]]) -> tuple[Slot, ...]:
    """Each day with its time: the next one behind it, or where times stand first, the last one before it."""
    slots: dict[int, Slot] = {}
    placed = list(days)
    first_day = placed[0][0] if placed else 0
    is_time_first = bool(clocks) and clocks[0][0] < first_day
    for place, told in placed:
        clock = _of_place(place, clocks, is_time_first=is_time_first)
        for day in told:
            slots[day] = Slot(day) if clock is None else Slot(day, clock.at, clock.since, clock.until)
    return tuple(slots[day] for day in sorted(slots))


def _of_place(place: int, clocks: Sequence[tuple[int, Clock]], *, is_time_first: bool) -> Clock | None:
    if is_time_first:
        return next((clock for at, clock in reversed(clocks) if at < place), None)
    behind = next((clock for at, clock in clocks if at > place), None)
    return behind or (clocks[-1][1] if clocks else None)
