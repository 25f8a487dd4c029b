"""What becomes of what was read for a reader, though the reader has moved since or is new."""

from __future__ import annotations

from uuid import uuid4

from django.test import SimpleTestCase

from events.api.stream import EventStreamSubscription
from events.core.cursor import Cursor
from events.core.entry import Entry, Slice
from events.core.grant import Grant, Source
from events.delivery.outlet import Message, Outlet
from events.delivery.subscription import Reading

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
    def text(self) -> str:
        return "".join(message["body"].decode() for message in self.sent)

    def reading(self, *seqs: int, head: int) -> Reading:
        return self.reader.prepared(Slice(tuple(map(entry, seqs)), at(head), False), self.reader.cursor)

    def test_it_hands_over_what_was_made_ready_where_the_reader_still_stands(self) -> None:
        reading = self.reading(4, 5, head=5)
        self.assertIsNotNone(reading.packed)
        self.assertFalse(self.reader.take(reading, "live"))
        self.assertEqual((self.text.count("id: "), self.reader.cursor), (2, at(5)))

    def test_there_is_more_where_a_page_does_not_reach_the_head(self) -> None:
        self.assertTrue(self.reader.take(self.reading(4, 5, head=9), "live"))
        self.assertEqual(self.reader.cursor, at(5))

    def test_what_the_other_clerk_has_handed_over_is_not_said_twice(self) -> None:
        first, second = self.reading(4, head=4), self.reading(4, 5, head=5)
        self.assertFalse(self.reader.take(first, "live"))
        self.assertTrue(self.reader.take(second, "replayed"), "5 is read again, for the place that it has now")
        self.assertFalse(self.reader.take(self.reading(5, head=5), "replayed"))
        self.assertFalse(self.reader.take(second, "live"), "nothing in it is new")
        self.assertEqual([line for line in self.text.split("\n") if line.startswith("id")], ["id: e0-4", "id: e0-5"])

    def test_two_slices_that_overlap_are_said_once_where_nothing_was_made_ready(self) -> None:
        found = [Slice(tuple(map(entry, seqs)), at(seqs[-1]), False) for seqs in ((4,), (4, 5))]
        here = self.reader.cursor
        self.assertEqual([self.reader.take(Reading(here, each), "live") for each in found], [False, False])
        self.assertEqual([line for line in self.text.split("\n") if line.startswith("id")], ["id: e0-4", "id: e0-5"])

    def test_it_starts_over_once_though_both_clerks_say_so(self) -> None:
        readings = [Reading(self.reader.cursor, Slice((), at(head), True)) for head in (1, 2)]
        self.assertEqual([self.reader.take(reading, "live") for reading in readings], [False, True])
        self.assertEqual((self.text.count("event: reset"), self.reader.cursor), (1, at(1)))

    def test_nothing_is_made_ready_for_one_who_was_not_greeted(self) -> None:
        self.reader.is_ready = False
        self.assertIsNone(self.reading(4, head=4).packed)
