"""A training log as text: its encoding, its delimiter, and its records with the line on which each begins."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from feedback.core.refusals import LogUnreadable

DELIMITERS = (",", ";", "\t")
RECORDS_MAX = 200_000
BROKEN_MAX = 1_000  # a file with more broken quotes than this is something else


@dataclass(frozen=True, slots=True)
class Record:
    """One record; `cells` is None where its quotes are broken."""

    line: int  # of the file, from 1
    cells: tuple[str, ...] | None


def decode(content: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with a mark, else what spreadsheets write (GB 18030 for Chinese, else Western).

    Raises LogUnreadable for something that is not text.
    """
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise LogUnreadable(because="binary")
    wide = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    for encoding in (wide, "gb18030" if _looks_chinese(content) else "cp1252"):
        try:
            return _without_nulls(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    return _without_nulls(content.decode("latin-1"))


def _looks_chinese(content: bytes) -> bool:
    """Whether the first line, read as GB 18030, has Chinese column names."""
    header = content.splitlines()[0].decode("gb18030", errors="replace") if content.strip() else ""
    return any(word in header for word in ("日期", "重量", "次数", "次數"))


def _without_nulls(text: str) -> str:
    if "\x00" in text:
        raise LogUnreadable(because="binary")
    return text


def records(text: str, delimiter: str) -> Iterator[Record]:
    """All records, blank lines left out. One with broken quotes costs its own line only: reading goes on below it.

    Raises LogUnreadable for too many records or too many broken ones.
    """
    lines = list(io.StringIO(text, newline=""))  # not splitlines: it also breaks at characters that names may hold
    start, count, broken = 0, 0, 0
    while start < len(lines):
        read = 0
        reader = csv.reader(_from(lines, start), delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                count += 1
                if count > RECORDS_MAX:
                    raise LogUnreadable(because="too_long", most=RECORDS_MAX)
                if cells:
                    yield Record(start + read + 1, tuple(cells))
                read = reader.line_num
            return
        except csv.Error:
            broken += 1
            if broken > BROKEN_MAX:
                raise LogUnreadable(because="broken_quotes", line=start + read + 1) from None
            yield Record(start + read + 1, None)
            start += read + 1


def _from(lines: Sequence[str], start: int) -> Iterator[str]:
    for place in range(start, len(lines)):
        yield lines[place]
