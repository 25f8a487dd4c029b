"""What a client said when it opened a connection: who it is, from where, and where it wants to go on."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from events.core.cursor import Cursor, CursorUnreadable, parse
from events.core.grant import Credentials

CURSOR_NAMES = ("last_event_id", "lastEventId", "after")  # polyfills name it in their own ways
UNKNOWN = Cursor("unknown", 0)  # of no epoch, so it is answered with a reset


class Asking:
    """Headers and query of an ASGI scope. Names of headers are lower case."""

    def __init__(self, scope: dict[str, Any]) -> None:
        self.headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        self.query = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=20)

    def asked(self, name: str) -> str:
        return str(self.query.get(name, [""])[0])

    @property
    def credentials(self) -> Credentials:
        scheme, _space, token = self.headers.get(b"authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return Credentials(token=token.strip())
        if ticket := self.asked("ticket"):
            return Credentials(ticket=ticket)
        return Credentials(session_key=self.cookie(settings.SESSION_COOKIE_NAME))

    def cookie(self, name: str) -> str:
        try:
            morsel = SimpleCookie(self.headers.get(b"cookie", "")).get(name)
        except CookieError:
            return ""
        return str(morsel.value) if morsel is not None else ""

    @property
    def cursor(self) -> Cursor | None:
        """None when none was given. One that cannot be read is as good as one of another epoch."""
        given = [self.headers.get(b"last-event-id", ""), *(self.asked(name) for name in CURSOR_NAMES)]
        return cursor_of(next(filter(None, given), None))

    @property
    def is_foreign(self) -> bool:
        """Whether a page of another site asks. What sends no Origin is no browser, or a page asking its own site."""
        origin = self.headers.get(b"origin")
        if origin is None or origin in settings.CSRF_TRUSTED_ORIGINS:
            return False
        host = self.headers.get(b"host", "")
        domain, _port = split_domain_port(host)
        return urlsplit(origin).netloc.lower() != host.lower() or not validate_host(domain, settings.ALLOWED_HOSTS)


def cursor_of(text: object) -> Cursor | None:
    """A cursor as a client wrote it; without an epoch it is one of the current epoch."""
    if text is None:
        return None
    try:
        return parse(str(text), "")
    except CursorUnreadable:
        return UNKNOWN
