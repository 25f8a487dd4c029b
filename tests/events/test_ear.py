"""What is heard of what Redis sends, however it is cut into pieces."""

from __future__ import annotations

from django.test import SimpleTestCase

from events.delivery.ear import Parts

CHANNEL = b"asgi__group__journal"
HELLO = b"*3\r\n$9\r\nsubscribe\r\n$20\r\nasgi__group__journal\r\n:1\r\n"


def sent(body: bytes) -> bytes:
    return b"*3\r\n$7\r\nmessage\r\n$20\r\nasgi__group__journal\r\n$%d\r\n%b\r\n" % (len(body), body)


class PartsTests(SimpleTestCase):
    bodies = (b"one", b"", b"\r\n", sent(b"inside"), bytes(range(256)), b"x" * 3000)

    def test_it_hears_each_message_whole_wherever_the_stream_is_cut(self) -> None:
        stream = HELLO + b"".join(map(sent, self.bodies)) + HELLO + sent(b"last")
        for size in (1, 2, 7, 61, 1000, len(stream)):
            with self.subTest(size=size):
                parts = Parts(CHANNEL)
                heard = [body for at in range(0, len(stream), size) for body in parts.fed(stream[at : at + size])]
                self.assertEqual(heard, [*self.bodies, b"last"])

    def test_what_is_no_message_is_not_kept(self) -> None:
        parts = Parts(CHANNEL)
        for _ in range(100):
            self.assertEqual(list(parts.fed(HELLO)), [])
        self.assertLess(len(parts.rest), 100)
