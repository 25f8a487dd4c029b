"""Server-sent events out of bytes (WHATWG HTML, section 9.2), as providers send them: `data:` lines, comments."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

LINE_CHARS_MAX = 1_000_000


class LineTooLong(ValueError):
    """More in one line than any answer needs."""


class EventDecoder:
    """Give it bytes as they arrive, however they were cut; it gives back the data of every finished event."""

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._rest = ""
        self._data: list[str] = []

    def feed(self, chunk: bytes, *, is_last: bool = False) -> Iterator[str]:
        """The data of each event that this chunk completes; with the last one also of one without its blank line."""
        text = self._rest + self._decode.decode(chunk, is_last)
        # A line may end with CR, LF or both; a CR at the very end may be the first half of a pair.
        keep = "\r" if text.endswith("\r") and not is_last else ""
        *lines, self._rest = text.removesuffix(keep).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._rest += keep
        if len(self._rest) > LINE_CHARS_MAX:
            raise LineTooLong
        if is_last:
            lines += [self._rest, ""]
        for line in lines:
            yield from self._line(line)

    def _line(self, line: str) -> Iterator[str]:
        if line:
            name, _, value = line.partition(":")
            if name == "data":
                self._data.append(value.removeprefix(" "))
        elif self._data:
            data, self._data = "\n".join(self._data), []
            yield data
