"""What becomes of what was read for a reader, though the reader has moved since or is new."""

from __future__ import annotations

from unittest import mock
from uuid import uuid4

from django.test import SimpleTestCase

from events.api.stream import EventStreamSubscription
from events.core import frames
from events.core.cursor import Cursor
from events.core.entry import Entry, Slice
from events.core.grant import Grant, Source
from events.delivery.outlet import Message, Outlet
from events.delivery.reading import Found, hand_over
from events.delivery.subscription import End

EPOCH = "e0"


def entry(seq: int) -> Entry:
    return Entry(seq, "tests.something_told", "{}", "2026-11-22T13:00:00.000000Z")


def at(seq: int) -> Cursor:
    return Cursor(EPOCH, seq)


class SubscriptionTests(SimpleTestCase):
    def setUp(self) -> None:
        self.sent: list[Message] = []
        self.reader = EventStreamSubscription(Grant(uuid4(), Source.TOKEN, "", ""), at(3), 1000)
        self.reader.outlet = Outlet(self.send, lambda: None, lambda: None)
        self.reader.is_ready = True

    async def send(self, message: Message) -> None:
        self.sent.append(message)

    @property
    def ids(self) -> list[str]:
        return [line for line in self.text.split("\n") if line.startswith("id")]

    @property
    def text(self) -> str:
        return "".join(message["body"].decode() for message in self.sent)

    def told(self, *seqs: int, head: int) -> Found:
        """Read for where the reader stands."""
        chunk = frames.chunk(frames.sse_entries(list(map(entry, seqs)), EPOCH).encode())
        told = (chunk, seqs[-1], 0.0, seqs[-1] == head)
        assert self.reader.cursor is not None
        return Found(EPOCH, [self.reader], [self.reader.cursor], [told], [])

    def piece(self, *seqs: int, head: int, reset: bool = False) -> Found:
        """The same, for a closer look."""
        found = Slice(tuple(map(entry, seqs)), at(head), reset)
        return Found(EPOCH, [], [], [], [(self.reader, self.reader.cursor, found)])

    def is_read_again(self, found: Found, way: str = "live") -> bool:
        return hand_over(found, way) == [self.reader]

    def test_it_hands_over_what_was_written_for_where_the_reader_still_stands(self) -> None:
        self.assertFalse(self.is_read_again(self.told(4, 5, head=5)))
        self.assertEqual((self.text.count("id: "), self.reader.cursor), (2, at(5)))
        self.assertEqual(self.text, frames.sse_entries([entry(4), entry(5)], EPOCH), "the server frames it by itself")

    def test_there_is_more_where_a_page_does_not_reach_the_head(self) -> None:
        self.assertTrue(self.is_read_again(self.told(4, 5, head=9)))
        self.assertEqual(self.reader.cursor, at(5))

    def test_what_the_other_clerk_has_handed_over_is_not_said_twice(self) -> None:
        first, second = self.told(4, head=4), self.told(4, 5, head=5)
        self.assertFalse(self.is_read_again(first))
        self.assertTrue(self.is_read_again(second, "replayed"), "5 is read again, for the place that it has now")
        self.assertFalse(self.is_read_again(self.told(5, head=5), "replayed"))
        self.assertFalse(self.is_read_again(second), "nothing in it is new")
        self.assertEqual(self.ids, ["id: e0-4", "id: e0-5"])

    def test_two_pieces_that_overlap_are_said_once(self) -> None:
        found = [self.piece(*seqs, head=seqs[-1]) for seqs in ((4,), (4, 5))]
        self.assertEqual([self.is_read_again(each) for each in found], [False, False])
        self.assertEqual(self.ids, ["id: e0-4", "id: e0-5"])

    def test_it_starts_over_once_though_both_clerks_say_so(self) -> None:
        pieces = [self.piece(head=head, reset=True) for head in (1, 2)]
        self.assertEqual([self.is_read_again(piece) for piece in pieces], [False, True])
        self.assertEqual((self.text.count("event: reset"), self.reader.cursor), (1, at(1)))

    def test_one_that_is_full_is_told_later(self) -> None:
        self.reader.outlet.pending = mock.sentinel.writing  # type: ignore[union-attr]
        for found in (self.told(4, head=4), self.piece(4, head=4)):
            with self.subTest(found=found):
                self.reader.lags = False
                self.assertFalse(self.is_read_again(found))
                self.assertEqual((self.text, self.reader.cursor, self.reader.lags), ("", at(3), True))

    def test_one_that_has_ended_is_told_nothing(self) -> None:
        self.reader.end = End.GONE
        for found in (self.told(4, head=9), self.piece(4, head=9)):
            self.assertFalse(self.is_read_again(found))
        self.assertEqual(self.text, "")
