from django.test import SimpleTestCase

from events.core.cursor import Cursor, CursorUnreadable, must_reset, parse


class ParseTests(SimpleTestCase):
    def test_it_reads_a_cursor_of_any_epoch(self) -> None:
        self.assertEqual(parse("ab12-7", "cd"), Cursor("ab12", 7))

    def test_it_takes_a_bare_number_as_one_of_this_epoch(self) -> None:
        self.assertEqual(parse(" 41 ", "cd"), Cursor("cd", 41))

    def test_it_reads_back_what_it_writes(self) -> None:
        self.assertEqual(parse(str(Cursor("9f", 3)), "cd"), Cursor("9f", 3))

    def test_it_refuses_what_is_no_cursor(self) -> None:
        for text in ("", "-1", "x", "1.5", "ab-", "-", "ab--1", "zz-1", "٣", "1" * 19, "ab-1; drop", "ab-1\n2"):
            with self.subTest(text), self.assertRaises(CursorUnreadable):
                parse(text, "cd")


class ResetTests(SimpleTestCase):
    def test_it_goes_on_where_nothing_is_missing(self) -> None:
        for seq in (0, 5, 10):
            with self.subTest(seq):
                self.assertFalse(must_reset(Cursor("a", seq), Cursor("a", 10), oldest_seq=seq + 1))

    def test_it_starts_over_when_entries_cannot_be_given_without_a_gap(self) -> None:
        head = Cursor("a", 10)
        self.assertTrue(must_reset(Cursor("b", 3), head, 1), "another epoch")
        self.assertTrue(must_reset(Cursor("a", 11), head, 1), "ahead of the head")
        self.assertTrue(must_reset(Cursor("a", 3), head, 5), "older than what is kept")
        self.assertFalse(must_reset(Cursor("a", 4), head, 5), "the oldest kept entry comes next")
