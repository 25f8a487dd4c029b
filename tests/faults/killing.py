"""Children that kill themselves in the middle of a job.

A step is an SQL statement that is no SELECT, or a COPY: between two of them nothing happens that anyone else could see.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connection, connections


def killed_before(step: int, job: Callable[[], object]) -> bool:
    """Run the job in a child that kills itself before its n-th step; whether it came to that."""
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            suicide = Suicide(step)
            psycopg.Cursor.copy = suicide.before(psycopg.Cursor.copy)  # type: ignore[method-assign]  # the child ends here
            with connection.execute_wrapper(suicide):
                job()
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status):
        assert os.WEXITSTATUS(status) == 0, "the child failed instead of being killed"
        return False
    assert os.WTERMSIG(status) == signal.SIGKILL
    return True


class Suicide:
    def __init__(self, step: int) -> None:
        self.left = step

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith("SELECT"):
            self.step()
        return execute(sql, params, many, context)

    def step(self) -> None:
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)

    def before(self, copy: Callable[..., Any]) -> Callable[..., Any]:
        """Django's wrappers do not see a COPY."""

        def counted(*args: Any, **options: Any) -> Any:
            self.step()
            return copy(*args, **options)

        return counted
