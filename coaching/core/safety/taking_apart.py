"""A sentence as the lists look at it: which of their words it has, and where; also misspelt, shortened or joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from coaching.core.phrases import HAN_PLAIN, LONG, WORD, is_nearly
from coaching.core.safety.matching import LONGEST_UNIT, Spot, Told

# What people write for short.
SHORT: Mapping[str, str] = {
    "wanna": "want", "gonna": "going", "gunna": "going", "tryna": "trying", "cannot": "cant", "bf": "boyfriend",
    "gf": "girlfriend", "hubby": "husband", "wifey": "wife", "bc": "because", "cuz": "because", "cos": "because",
    "cause": "because", "ur": "your", "rly": "really", "rn": "now", "tmrw": "tomorrow", "tmr": "tomorrow",
    "nite": "night", "2nite": "tonight", "ppl": "people", "smth": "something", "sth": "something", "wks": "weeks",
    "wk": "week", "mths": "months", "mos": "months", "yrs": "years", "yr": "year", "hrs": "hours", "mins": "minutes",
    "dr": "doctor", "doc": "doctor", "cals": "calories", "cal": "calories", "kilos": "kg", "mam": "mom", "ma": "mom",
    "stepfather": "stepdad", "yday": "yesterday", "b4": "before", "n": "and", "w": "with", "wo": "without",
    "evry": "every", "diff": "different", "hammy": "hamstring", "hammies": "hamstring", "achillies": "achilles",
    "parnter": "partner", "noone": "nobody", "hosp": "hospital", "preg": "pregnant", "gyno": "gynecologist",
    "breathe": "breathe", "breth": "breath", "definately": "definitely", "suicde": "suicide", "alot": "lot",
    "aint": "isnt", "havnt": "havent", "didint": "didnt", "dint": "didnt", "doesn": "doesnt", "wouldn": "wouldnt",
}  # fmt: skip
JOINED: Mapping[str, str] = {
    "do_not": "dont", "does_not": "doesnt", "did_not": "didnt", "can_not": "cant", "could_not": "couldnt",
    "would_not": "wouldnt", "will_not": "wont", "is_not": "isnt", "are_not": "arent", "was_not": "wasnt",
    "were_not": "werent", "have_not": "havent", "has_not": "hasnt", "i_am": "im", "i_have": "ive", "i_will": "ill",
    "no_one": "nobody", "any_one": "anyone", "every_one": "everyone", "my_self": "myself", "any_more": "anymore",
    "can_t": "cant", "don_t": "dont", "won_t": "wont", "i_m": "im",
}  # fmt: skip
# Words of their own that look like one of the lists with a letter wrong.
OWN_SPELLING = (
    "ached alarm alarms arched basted battle beard beaten beating better biking bitter blanking bleach blocked board"
    " bodies bottle breadth breaths brushed buddies bumped bunches burned burning butter calling capped cashed"
    " catches chances charges chopping click clicked clicks clipped clocked closed closer closet closing collage"
    " collapsible cooked coughed countless crashed cropping crushed crying cunning curing curling cutting dashed"
    " dinner draining dropping drying dumped earned earning failing falling fasted feeling felling filling finger"
    " fired fitter flinger flipped frying fueling ginger gripped guard harder hatched having heading heals heard"
    " hears hearts hearty heater heats heaven heavier heels hired hitting hobbies hooked hopping hotter hunger inner"
    " jogging jumped jumping kicking kneeling knocked lacking lasted learned learning licking liking linger lining"
    " living locked longer looked looking loving lunches mapped marched matched matches mired mission morning"
    " mourning moving nested packing palms parents parking parted partner partners passes passing passion patched"
    " patents patience patient paving peeling picking planed planking planks planned planner polling poppin popping"
    " pulled pulling pulses pumped pumping punches pushed pushing raining raving reached reasoned reasons rested"
    " ringer ripped rocked rolling ruining running rushed rushing saving scared scored scores season seasoned serving"
    " setup shared shipped shopping shoulders singer sitting skipped slapped sleeps sleepy slept slipped smashed"
    " snapped soldier spring stacking stairs stalking stall stalled stalls staring starring stars started starting"
    " starve steep stepped steps stopped strain straining strapped stretch stretches strike strikes string strong"
    " studio stunning stupid suited swapped sweat sweaty sweet sweets tanks tapped tasted teenagers tested thanks"
    " things thinks thinner thorough threads threat threw through throw ticked ticking ticks tired topping touched"
    " toucher toughed training trapped treaded treads treat treated treats tripped trying turned turning version"
    " vision warming warning watched watches weighted weights weighty weird whipped winner wired wrapped yearning"
    " younger spoon spoons"
)
OWN_WORDS = frozenset(OWN_SPELLING.split())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the lists know: single words and joined ones; by the ways to misspell them, and by their first two signs."""

    units: frozenset[str]
    words: frozenset[str]
    misspelt: Mapping[str, tuple[str, ...]]
    by_start: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, units: frozenset[str]) -> Lexicon:
        words = frozenset(word for unit in units for word in unit.split("_"))
        misspelt: dict[str, list[str]] = {}
        by_start: dict[str, list[str]] = {}
        for word in sorted(words):
            if len(word) >= LONG and word.isascii():
                for each in _with_one_gone(word):
                    misspelt.setdefault(each, []).append(word)
        for unit in sorted(units):
            by_start.setdefault(unit[:2], []).append(unit)
        return cls(units, words, _frozen(misspelt), _frozen(by_start))

    def corrected(self, word: str) -> str:
        """The word as the lists spell it, where they know it at all."""
        if word in SHORT:
            return SHORT[word]
        if len(word) < LONG - 1 or word in self.words or word in OWN_WORDS:
            return word
        near = (known for each in _with_one_gone(word) for known in self.misspelt.get(each, ()))
        return next((known for known in near if is_nearly(word, known)), word)


def _frozen(lists: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(each) for key, each in lists.items()}


def _with_one_gone(word: str) -> Iterator[str]:
    """The word, and it without each of its letters but the first: what two spellings share that differ by one."""
    yield word
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]


def in_words(clauses: Iterable[str], lexicon: Lexicon) -> Told:
    """The English of the clauses of one sentence."""
    parts = [WORD.findall(each) for each in clauses]
    words = [word for part in parts for word in part]
    spots: dict[str, set[Spot]] = {}
    for track in {tuple(words), tuple(map(lexicon.corrected, words))}:
        for unit, spot in _units(track):
            for known in (unit, JOINED.get(unit)):
                if known in lexicon.units:
                    spots.setdefault(known, set()).add(spot)
    return _told(words, _breaks(parts), spots, is_han=False)


def _units(words: Sequence[str]) -> Iterator[tuple[str, Spot]]:
    for start in range(len(words)):
        unit = ""
        for end in range(start + 1, min(start + LONGEST_UNIT, len(words)) + 1):
            unit = f"{unit}_{words[end - 1]}" if unit else words[start]
            yield unit, (start, end)


def in_han(clauses: Iterable[str], lexicon: Lexicon) -> Told:
    """The Chinese of the clauses of one sentence, without spaces and punctuation."""
    parts = [_plain(each) for each in clauses]
    text = "".join(parts)
    spots: dict[str, set[Spot]] = {}
    for start, sign in enumerate(text):
        if sign in lexicon.units:
            spots.setdefault(sign, set()).add((start, start + 1))
        for unit in lexicon.by_start.get(text[start : start + 2], ()):
            if len(unit) > 1 and text.startswith(unit, start):
                spots.setdefault(unit, set()).add((start, start + len(unit)))
    return _told(text, _breaks(parts), spots, is_han=True)


def _plain(han: str) -> str:
    for asked, meant in HAN_PLAIN.items():
        han = han.replace(asked, meant)
    return han


def _breaks(parts: Iterable[Sequence[str]]) -> frozenset[int]:
    starts, at = [0], 0
    for part in parts:
        at += len(part)
        starts.append(at)
    return frozenset(starts)


def _told(signs: Sequence[str], breaks: frozenset[int], spots: Mapping[str, set[Spot]], *, is_han: bool) -> Told:
    ordered = {unit: sorted(each) for unit, each in spots.items()}
    return Told(signs, breaks, is_han, ordered, frozenset(ordered))
