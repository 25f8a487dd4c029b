from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.test import SimpleTestCase

from plans.core.calendar import Event, calendar, escaped, fold, starts_at

BERLIN = ZoneInfo("Europe/Berlin")
STAMP = datetime(2030, 1, 7, 9, 0, tzinfo=UTC)


def event(**changes: object) -> Event:
    facts = {
        "uid": "one@spotter",
        "on": date(2030, 3, 30),
        "at": "18:30",
        "duration_min": 60,
        "summary": "Upper body A",
    }
    return Event(**{**facts, **changes})  # type: ignore[arg-type]


def lines(*events: Event) -> list[str]:
    text = calendar("Strength", events, zone=BERLIN, stamp=STAMP, sequence=3)
    return text.replace("\r\n ", "").split("\r\n")


class CalendarTests(SimpleTestCase):
    def test_it_writes_each_start_with_the_offset_of_its_own_day(self) -> None:
        before, after = date(2030, 3, 30), date(2030, 3, 31)  # clocks go forward in the night
        starts = [line for line in lines(event(on=before), event(on=after)) if line.startswith("DTSTART")]
        self.assertEqual(starts, ["DTSTART:20300330T173000Z", "DTSTART:20300331T163000Z"])

    def test_it_ends_after_the_estimated_minutes(self) -> None:
        self.assertIn("DTEND:20300330T183000Z", lines(event()))

    def test_it_gives_a_session_without_minutes_a_length(self) -> None:
        self.assertIn("DTEND:20300330T173500Z", lines(event(duration_min=0)))

    def test_it_fills_the_day_where_no_time_is_set(self) -> None:
        written = lines(event(at=None))
        self.assertIn("DTSTART;VALUE=DATE:20300330", written)
        self.assertIn("DTEND;VALUE=DATE:20300331", written)

    def test_it_says_what_every_event_must_say(self) -> None:
        written = lines(event())
        for line in ("UID:one@spotter", "DTSTAMP:20300107T090000Z", "SEQUENCE:3", "STATUS:CONFIRMED"):
            self.assertIn(line, written)
        self.assertEqual((written[0], written[1], written[-2]), ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR"))

    def test_it_cancels_a_skipped_session_instead_of_forgetting_it(self) -> None:
        self.assertIn("STATUS:CANCELLED", lines(event(is_cancelled=True)))

    def test_it_leaves_out_an_empty_description(self) -> None:
        self.assertFalse([line for line in lines(event()) if line.startswith("DESCRIPTION")])
        self.assertIn("DESCRIPTION:Squat 3 × 5\\nRow", lines(event(description="Squat 3 × 5\nRow")))

    def test_it_ends_every_line_with_carriage_return_and_line_feed(self) -> None:
        text = calendar("Strength", [event(description="a" * 200)], zone=BERLIN, stamp=STAMP, sequence=1)
        self.assertEqual(text.count("\n"), text.count("\r\n"))
        self.assertTrue(text.endswith("END:VCALENDAR\r\n"))


class EscapedTests(SimpleTestCase):
    def test_it_marks_what_has_a_meaning(self) -> None:
        for plain, written in (
            ("a,b;c", "a\\,b\\;c"),
            ("back\\slash", "back\\\\slash"),
            ("one\r\ntwo\rthree\nfour", "one\\ntwo\\nthree\\nfour"),
            ("bell\x07gone\x7f", "bellgone"),
        ):
            with self.subTest(plain=plain):
                self.assertEqual(escaped(plain), written)


class FoldTests(SimpleTestCase):
    def test_it_keeps_a_line_of_75_octets_whole(self) -> None:
        self.assertEqual(list(fold("x" * 75)), ["x" * 75])
        self.assertEqual([len(piece) for piece in fold("x" * 76)], [75, 2])

    def test_it_cuts_no_character_and_no_piece_is_too_long(self) -> None:
        line = "SUMMARY:" + "力量训练💪" * 20
        pieces = list(fold(line))
        self.assertEqual(pieces[0] + "".join(piece[1:] for piece in pieces[1:]), line)
        self.assertLessEqual(max(len(piece.encode()) for piece in pieces), 75)
        self.assertTrue(all(piece.startswith(" ") for piece in pieces[1:]))


class StartsAtTests(SimpleTestCase):
    def test_it_names_one_instant_for_every_wall_clock_time(self) -> None:
        for on, at, wanted in (
            (date(2030, 3, 31), "02:30", datetime(2030, 3, 31, 1, 30, tzinfo=UTC)),  # skipped: 02:30 does not exist
            (date(2030, 10, 27), "02:30", datetime(2030, 10, 27, 0, 30, tzinfo=UTC)),  # comes twice: the first
            (date(2030, 7, 1), "00:00", datetime(2030, 6, 30, 22, 0, tzinfo=UTC)),
        ):
            with self.subTest(on=on, at=at):
                self.assertEqual(starts_at(on, at, BERLIN), wanted)
