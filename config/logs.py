"""Log lines that can be trusted. A leaf: logging is set up before Django knows its apps."""

from __future__ import annotations

import re
from contextvars import ContextVar
from logging import WARNING, Filter, Formatter, LogRecord

from django.core.exceptions import DisallowedHost
from django.db.utils import OperationalError
from kombu.exceptions import OperationalError as BrokerAway

NO_CONNECTION = "couldn't get a connection"  # as psycopg's pool says it
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
request_id: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdFilter(Filter):
    """Puts the request id into each record, and makes sure that what a client sent cannot look like a line of its own
    or steer a terminal: control characters are escaped, the lines of a traceback are indented."""

    tracebacks = Formatter()

    def filter(self, record: LogRecord) -> bool:
        record.request_id = request_id.get()
        shorten(record)
        record.msg, record.args = escaped(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            lines = self.tracebacks.formatException(record.exc_info).split("\n")
            record.exc_text = "\n".join(f"  | {escaped(line)}" for line in lines)
        return True


def shorten(record: LogRecord) -> None:
    """One line, not a hundred, for each message that a broker which is away did not take: Django logs what fails after
    a commit as a fault of ours, and this one is made up for by the sweep. And for each scanner that asks for a host
    name which is not ours, and for each request while the database is away: where that was noticed helps nobody."""
    problem = record.exc_info[1] if record.exc_info else None
    if isinstance(problem, OperationalError) and NO_CONNECTION in str(problem):
        record.msg, record.args, record.exc_info = "%s %s", (record.getMessage(), problem), None
    elif isinstance(problem, DisallowedHost):
        record.levelno, record.levelname, record.exc_info = WARNING, "WARNING", None
    elif isinstance(problem, BrokerAway):
        record.levelno, record.levelname, record.exc_info = WARNING, "WARNING", None
        record.msg, record.args = "A worker was not told: %s The sweep will start the work.", (problem,)


def escaped(text: str) -> str:
    return CONTROLS.sub(lambda found: repr(found.group())[1:-1], text)
