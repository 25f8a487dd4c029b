"""What a model wraps its answer in, taken off: thoughts, code fences, words around a JSON object."""

from __future__ import annotations

import re

OPEN, CLOSE = "<think>", "</think>"
THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
FENCE = re.compile(r"\A```[\w-]*[ \t]*\n(.*?)\n?[ \t]*```\Z", re.DOTALL)


def bare(text: str) -> str:
    """A finished answer without thoughts and fences. A thought that never ends leaves nothing."""
    said = THOUGHT.sub("", text.lstrip("\ufeff"))
    if CLOSE in said:  # some chat templates write the opening tag themselves
        said = said.rpartition(CLOSE)[2]
    said = said.strip()
    fenced = FENCE.match(said)
    return fenced[1].strip() if fenced else said


def bare_json(text: str) -> str:
    """The JSON object in a finished answer, also when the model wrote a sentence before or after it."""
    said = bare(text)
    if said.startswith(("{", "[")):
        return said
    first, last = said.find("{"), said.rfind("}")
    return said[first : last + 1] if 0 <= first < last else said


def visible(text: str) -> str:
    """What of an answer that is still being written may be shown: no thought, and no beginning of a tag that may become
    one. It only ever grows."""
    said = THOUGHT.sub("", text.lstrip("\ufeff")).lstrip()
    for length in range(min(len(OPEN) - 1, len(said)), 0, -1):
        if said.endswith(OPEN[:length]):
            return said[:-length]
    return said
