"""Two transactions that meet at a place that the test chose, on a database that locks rows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

PATIENCE_S = 20  # only turns a hang into a failure
PAUSE_S = 0.02


class Other:
    """Somebody else's call, in a thread and on a connection of its own; `answer` is what it returned or raised."""

    answer: Any = None

    def __init__(self, call: Callable[[], Any]) -> None:
        self._call = call
        self._done = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        try:
            self.answer = self._call()
        except Exception as problem:  # noqa: BLE001  the test looks at what came back, also when it is an error
            self.answer = problem
        finally:
            connection.close()
            self._done.set()

    def until_waiting(self) -> None:
        """Until it is through, or waits for a lock that the caller's transaction has."""
        for _ in range(int(PATIENCE_S / PAUSE_S)):
            if self._done.wait(PAUSE_S) or _somebody_waits():
                return
        raise AssertionError("It neither ended nor waited for us.")

    def end(self) -> Any:
        """What it came to."""
        assert self._done.wait(PATIENCE_S), "It has not ended."
        return self.answer


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])
