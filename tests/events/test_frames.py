"""What is written to a stream, as text."""

from django.test import SimpleTestCase

from events.core import frames


class ChunkTests(SimpleTestCase):
    bodies = (b"x", b"id: e-1\nevent: told\ndata: {}\n\n", b"\r\n", "组".encode() * 3000)

    def test_a_chunk_says_how_long_it_is(self) -> None:
        self.assertEqual(frames.chunk(b"id: 1\n\n" * 3), b"15\r\nid: 1\n\nid: 1\n\nid: 1\n\n\r\n")

    def test_a_server_that_frames_by_itself_gets_what_is_inside(self) -> None:
        for body in self.bodies:
            with self.subTest(length=len(body)):
                self.assertEqual(frames.unchunked(frames.chunk(body)), body)
