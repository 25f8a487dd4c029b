"""Says who left a connection to PostgreSQL open.

A thread that ends without closing its own leaves it to the garbage, whose complaint comes in whichever test runs then.
"""

from __future__ import annotations

import os
import threading
import traceback
import warnings
from typing import Any

import psycopg

DEPTH = 12  # calls, the innermost that are ours


class LeftOpen(UserWarning):
    """Shown at the end of the run: it is a defect, but not of the test that it is told in."""


def watch() -> None:
    """Have every connection know which test opened it, in which thread and from where."""
    opened = psycopg.BaseConnection.__init__

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        opened(self, *args, **kwargs)
        where = os.environ.get("PYTEST_CURRENT_TEST", "no test")
        self.__dict__["origin"] = (where, threading.current_thread().name, calls())

    def complain(self: Any) -> None:
        if "origin" in self.__dict__ and not self.closed and not hasattr(self, "_pool"):
            where, thread, stack = self.__dict__["origin"]
            ours = [frame for frame in stack if "site-packages" not in frame.filename][DEPTH::-1]
            said = "".join(traceback.format_list(ours))
            warnings.warn(f"a connection of {where}, thread {thread}, opened in\n{said}", LeftOpen, stacklevel=1)

    psycopg.BaseConnection.__init__ = init  # type: ignore[method-assign]
    psycopg.BaseConnection.__del__ = complain  # type: ignore[method-assign, assignment]


def calls() -> traceback.StackSummary:
    """Innermost first; the lines of the files are read when somebody asks."""
    return traceback.StackSummary.extract(traceback.walk_stack(None), lookup_lines=False)
