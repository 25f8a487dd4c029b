"""Reading for many at once: what the database writes for event streams is what we would have written, and both tell the
same of every place."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

from django.apps import apps
from django.test import SimpleTestCase, TestCase

from events import services as events
from events.core import frames
from events.core.cursor import Cursor
from events.core.entry import Told
from events.models import JournalEntry, JournalHead
from tests.base import Cast
from tests.events.test_journal import told

PAYLOADS: tuple[dict[str, Any], ...] = (
    {},
    {"text": "plain", "nothing": None, "yes": True, "list": [1, 2.5, -0.1, 1e-7, []]},
    {"text": 'quotes " and \\ and / and \t tabs'},
    {"text": "two\nlines\r\nand more\n\n", "separators": "\u2028\u2029\u0085"},
    {"text": "%s %1$s %% {0} {{}} <script>&amp;"},
    {"text": "深蹲 100 公斤，RPE 8", "ключ": "жим", "é": "e\u0301"},
    {"text": "💪🏽 👩‍👩‍👧 \U0001f3cb\ufe0f"},
    {"control": "\x01\x1f\x7f", "long": "x" * 9000},
)
AT = datetime(2026, 3, 29, 23, 59, 59, tzinfo=UTC)


def kinds_of_all_apps() -> set[str]:
    """Every kind that some app names in its module `kinds`."""
    found: set[str] = set()
    for app in apps.get_app_configs():
        try:
            module = import_module(f"{app.name}.kinds")
        except ModuleNotFoundError:
            continue
        found |= {
            value for value in vars(module).values() if isinstance(value, str) and value.startswith(f"{app.label}.")
        }
    return found


class KindTests(SimpleTestCase):
    def test_every_kind_can_be_written_into_json_and_into_an_event_as_it_is(self) -> None:
        kinds = kinds_of_all_apps()
        self.assertGreater(len(kinds), 30)
        self.assertEqual([kind for kind in kinds if not re.fullmatch(r"[a-z_]+\.[a-z_]+", kind)], [])


class ChunksTests(Cast, TestCase):
    def write(self) -> None:
        """Every payload, and every kind of entry, at instants with all lengths of fractions."""
        kinds = sorted(kinds_of_all_apps())
        payloads = [*PAYLOADS, *({"number": number} for number in range(len(kinds) - len(PAYLOADS)))]
        entries = [
            JournalEntry(athlete=self.ana, seq=seq, kind=kind, payload=payload)
            for seq, (kind, payload) in enumerate(zip(kinds, payloads, strict=True), 1)
        ]
        JournalEntry.objects.bulk_create(entries)
        for entry in entries:  # `auto_now_add` writes its own
            JournalEntry.objects.filter(pk=entry.pk).update(
                created_at=AT + timedelta(microseconds=10 ** (entry.seq % 7) - 1)
            )
        JournalHead.objects.create(athlete=self.ana, last_seq=len(entries))

    def read(self, *seqs: int, epoch: str | None = None, limit: int = 200) -> list[Told]:
        return events.chunks_after([self.ana.pk.hex] * len(seqs), list(seqs), epoch or events.epoch(), limit)

    def looked_at(self, seq: int, limit: int = 200) -> Told:
        """The same by way of entries."""
        found = events.entries_after(self.ana.pk, Cursor(events.epoch(), seq), limit)
        text = frames.sse_entries(found.entries, found.head.epoch).encode()
        last = found.entries[-1]
        return frames.chunk(text), last.seq, last.created_at.timestamp(), last.seq == found.head.seq

    def test_the_database_writes_every_event_as_we_do(self) -> None:
        self.write()
        for seq, got in enumerate(self.read(*range(len(kinds_of_all_apps())), limit=1)):
            with self.subTest(seq=seq):
                self.assertEqual(got, self.looked_at(seq, limit=1))

    def test_several_events_are_one_chunk_in_their_order(self) -> None:
        self.write()
        self.assertEqual(self.read(0, 3), [self.looked_at(0), self.looked_at(3)])
        chunk = self.read(0)[0][0]
        assert chunk is not None
        events_told = frames.unchunked(chunk).decode().split("\n\n")[:-1]
        self.assertEqual(
            [each.split("\n")[0] for each in events_told[:2]], [f"id: {events.epoch()}-{seq}" for seq in (1, 2)]
        )
        data = [json.loads(each.split("\ndata: ")[1])["payload"] for each in events_told]
        self.assertEqual(data[: len(PAYLOADS)], list(PAYLOADS))

    def test_a_page_ends_at_its_limit_and_says_that_there_is_more(self) -> None:
        self.write()
        [(_chunk, seq, _at_s, is_all)] = self.read(2, limit=3)
        self.assertEqual((seq, is_all), (5, False))

    def test_whoever_stands_at_the_head_is_told_nothing(self) -> None:
        for number in (1, 2):
            told(self.ana.pk, number)
        [(chunk, seq, _at_s, is_all)] = self.read(2)
        self.assertEqual((chunk, seq, is_all), (None, 2, True))
        self.assertEqual(events.chunks_after([self.ben.pk.hex], [0], events.epoch())[0][::3], (None, True))

    def test_a_place_that_cannot_be_followed_needs_a_closer_look(self) -> None:
        for number in range(1, 6):
            told(self.ana.pk, number)
        JournalEntry.objects.for_athlete(self.ana.pk).filter(seq__lte=3).delete()
        for name, seq, epoch in (
            ("gone", 1, None),
            ("ahead", 6, None),
            ("another epoch", 4, "beef"),
            ("head of another", 5, "beef"),
        ):
            with self.subTest(name):
                [(chunk, _seq, _at_s, is_all)] = self.read(seq, epoch=epoch)
                self.assertEqual((chunk, is_all), (None, False))
        self.assertIsNotNone(self.read(3)[0][0])

    def test_each_journal_is_read_for_itself(self) -> None:
        for athlete in (self.ana, self.ben, self.ben):
            told(athlete.pk)
        rows = events.chunks_after([each.pk.hex for each in (self.ben, self.bao, self.ana)], [1, 0, 0], events.epoch())
        told_of = [(chunk is not None, seq) for chunk, seq, _at_s, _all in rows]
        self.assertEqual(told_of, [(True, 2), (False, 0), (True, 1)])

    def test_nobody_is_told_nothing(self) -> None:
        with self.assertNumQueries(0):
            self.assertEqual(events.chunks_after([], [], "e"), [])


class BehindTests(Cast, TestCase):
    def behind(self, *places: tuple[int, str]) -> list[int]:
        return sorted(events.behind([(self.ana.pk.hex, Cursor(epoch, seq)) for seq, epoch in places]))

    def test_it_names_those_who_do_not_stand_at_their_head(self) -> None:
        epoch = events.epoch()
        for number in (1, 2):
            told(self.ana.pk, number)
        self.assertEqual(self.behind((2, epoch), (1, epoch), (2, epoch), (3, epoch)), [1, 3])
        self.assertEqual(
            events.behind([(self.ben.pk.hex, Cursor(epoch, 0))]), [], "who has no journal yet is at its head"
        )

    def test_everybody_is_behind_once_the_epoch_has_changed(self) -> None:
        epoch = events.epoch()
        told(self.ana.pk)
        events.start_epoch()
        self.assertEqual(self.behind((1, epoch), (1, epoch)), [0, 1])
        self.assertEqual(self.behind((1, epoch), (1, events.epoch())), [0, 1], "of two epochs all are looked at")
