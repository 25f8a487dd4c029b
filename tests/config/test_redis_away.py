"""What a Redis that does not answer may cost a request."""

from __future__ import annotations

import socket
import threading
from unittest import TestCase

import pytest
from celery import Celery
from django.conf import settings
from kombu.exceptions import OperationalError


class HangUp:
    """A server that ends every conversation as soon as it begins, and counts them."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.calls = 0
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self) -> None:
        while True:
            try:
                caller, _address = self.listening.accept()
            except OSError:
                return
            self.calls += 1
            caller.close()

    def close(self) -> None:
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self.thread.join()


@pytest.mark.redis
class BrokerAwayTests(TestCase):
    def test_a_task_is_offered_once_and_then_left_to_the_sweeper(self) -> None:
        server = HangUp()
        self.addCleanup(server.close)
        app = Celery(broker=f"redis://127.0.0.1:{server.port}/0", set_as_current=False)
        app.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
        self.addCleanup(app.close)
        with self.assertRaises(OperationalError):
            app.send_task("nobody.listens", retry=False)
        self.assertEqual(server.calls, 1)
