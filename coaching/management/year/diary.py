"""The year as a diary to read, in Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from coaching.management.year.running import Told, Year


def diary(year: Year) -> str:
    return "\n".join([*_lines(year.told), "", *_sums(year)])


def _lines(told: Iterable[Told]) -> Iterator[str]:
    month = ""
    for each in told:
        if month != (month := f"{each.at:%B %Y}"):
            yield f"\n## {month}\n"
        yield _line(each)


def _line(each: Told) -> str:
    when = f"{each.at:%a} {each.at.day}, {each.at:%H:%M}"
    said = each.text.replace("\n", " ")
    match each.kind:
        case "note":
            return f"\n*{when}. {said}*\n"
        case "prompt":
            return f"\n**{when}** ({each.rule.replace('_', ' ')}) {said}  "
        case "answer":
            return f"– *Mara:* {said}.  "
        case _:
            return f"– {said}  "


def _sums(year: Year) -> Iterator[str]:
    prompts = [each for each in year.told if each.kind == "prompt"]
    yield "## The year in numbers\n"
    yield f"{year.sessions} sessions trained, {len(prompts)} messages that nobody asked for:"
    for rule, count in sorted(Counter(each.rule for each in prompts).items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"- {rule.replace('_', ' ')}: {count}"
