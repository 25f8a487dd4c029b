"""Reading for many readers at once, in a clerk's thread, and handing over on the loop what was found.

A broadcast goes through here once for every stream: what is not needed for that is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from events import services as events
from events.core.cursor import Cursor
from events.core.entry import Slice, Told
from events.delivery import figures
from events.delivery.subscription import Subscription, is_before

# As one call of C.
new_cursor: Callable[[tuple[str, int]], Cursor] = partial(tuple.__new__, Cursor)


class Found(NamedTuple):
    """What was `told` to `streams`, which stood at these `places` of one epoch; and what needs a closer look: the rest
    of the readers, where they stood and what there is after that."""

    epoch: str
    streams: Sequence[Subscription]
    places: Sequence[Cursor]
    told: Sequence[Told]
    others: Sequence[tuple[Subscription, Cursor | None, Slice]]


def read(readers: list[Subscription]) -> Found:
    """Runs beside the loop, so a reader may move meanwhile: what it is told is for the place that is read here."""
    streams = [each for each in readers if each.is_ready and each.takes_text]
    places = [each.cursor for each in streams if each.cursor is not None]
    epochs = {place.epoch for place in places}
    if len(epochs) != 1 or len(places) != len(streams):  # none, or right after a database was restored
        return Found("", (), (), (), looked_at(readers))
    (epoch,) = epochs
    told = events.chunks_after([each.athlete for each in streams], [place.seq for place in places], epoch)
    others = [each for each, found in zip(streams, told, strict=True) if found[0] is None and not found[3]]
    if len(streams) < len(readers):
        others += [each for each in readers if not (each.is_ready and each.takes_text)]
    return Found(epoch, streams, places, told, looked_at(others))


def looked_at(readers: Sequence[Subscription]) -> list[tuple[Subscription, Cursor | None, Slice]]:
    places = [(each.athlete, each.cursor) for each in readers]
    slices = events.slices_after(places)
    return [(each, here, found) for each, (_athlete, here), found in zip(readers, places, slices, strict=True)]


def hand_over(found: Found, way: str) -> list[Subscription]:
    """Returns the readers for whom there is more to read. Slices may overlap and come late, because two clerks read:
    what was for a place that the reader has left is read again."""
    again, at_s, count = [], [], 0
    epoch = found.epoch
    for reader, place, (chunk, seq, written_s, is_all) in zip(found.streams, found.places, found.told, strict=True):
        outlet = reader.outlet
        if chunk is None or outlet is None or reader.end is not None:
            continue
        if outlet.pending is not None:
            reader.lags = True
        elif reader.cursor is place:
            reader.cursor = new_cursor((epoch, seq))
            outlet.write_chunk(chunk)
            count += seq - place.seq
            at_s.append(written_s)
            if not is_all:
                again.append(reader)
        elif reader.cursor is None or is_before(reader.cursor, Cursor(epoch, seq)):
            again.append(reader)
    if count:
        figures.note(found.streams[0].transport, way, count, at_s)
    again += [reader for reader, here, piece in found.others if reader.end is None and reader.take(piece, here, way)]
    figures.settle()
    return again
