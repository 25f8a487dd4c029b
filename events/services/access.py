"""Who may follow a journal live: letting in, tickets, and whether those who are in may stay."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.http import HttpRequest
from rest_framework_simplejwt.tokens import AccessToken
from rest_framework_simplejwt.utils import get_md5_hash_password

from accounts.core.refusals import TokenRefused
from accounts.models import TokenFamily, User
from accounts.services import tokens
from events.core.grant import Credentials, Grant, Source
from events.core.refusals import AccessRefused
from events.models import StreamTicket
from events.services.lists import listed

TICKET_S = 30
# A family that is open, of this person, who is active and has the password of then.
CLOSED = """
WITH held (family_id, user_id, mark, place) AS ({held})
SELECT held.place
FROM held
LEFT JOIN accounts_tokenfamily family
    ON family.id = held.family_id AND family.user_id = held.user_id AND family.revoked_at IS NULL
LEFT JOIN accounts_user person
    ON person.id = family.user_id AND person.is_active AND upper(md5(person.password)) = held.mark
WHERE person.id IS NULL
"""
SESSION_KEY = re.compile(r"[a-z0-9]{8,64}", re.ASCII)


def admit(credentials: Credentials, now: datetime) -> Grant:
    """The grant of whoever brings these. Raises AccessRefused."""
    [answer] = admit_all([credentials], now)
    if answer is None:
        raise AccessRefused
    return answer


def admit_all(many: Sequence[Credentials], now: datetime) -> list[Grant | None]:
    """One grant for each, or None: many come at once when a server has been away, and their tokens are looked up in
    one query."""
    opened = [_opened(each.token) if each.token else None for each in many]
    wanted = {tokens.family_id(token) for token in opened if token is not None}
    families = TokenFamily.objects.select_related("user").filter(pk__in=wanted, revoked_at=None) if wanted else ()
    open_families = {family.pk: family for family in families}
    return [_admitted(each, token, open_families, now) for each, token in zip(many, opened, strict=True)]


def _opened(raw: str) -> AccessToken | None:
    try:
        token = tokens.opened(AccessToken, raw)
        tokens.family_id(token)
    except TokenRefused:
        return None
    return token


def _admitted(
    given: Credentials, token: AccessToken | None, families: dict[UUID, TokenFamily], now: datetime
) -> Grant | None:
    if given.token:
        family = families.get(tokens.family_id(token)) if token is not None else None
        return None if token is None or family is None else grant_of_token(token, family)
    if given.ticket:
        return redeem(given.ticket, now)
    return grant_of_session(given.session_key) if given.session_key else None


def grant_of_token(token: AccessToken, family: TokenFamily) -> Grant | None:
    try:
        tokens.check_claims(token, family.user)
    except TokenRefused:
        return None
    ends_at = datetime.fromtimestamp(token["exp"], UTC)
    return Grant(family.user_id, Source.TOKEN, str(family.pk), get_md5_hash_password(family.user.password), ends_at)


def grant_of_session(session_key: str) -> Grant | None:
    """By Django's own rules: the session lives, and was opened with the password of today."""
    if not SESSION_KEY.fullmatch(session_key):  # no column can hold every character of a cookie
        return None
    request = HttpRequest()
    request.session = SessionStore(session_key)
    user = get_user(request)
    if not isinstance(user, User) or not user.is_active:
        return None
    return Grant(user.pk, Source.SESSION, session_key, get_md5_hash_password(user.password))


def issue_ticket(grant: Grant, now: datetime) -> str:
    """A word that opens one stream within `TICKET_S` seconds, for clients that cannot send a header. It is good as long
    as the grant that it was fetched with."""
    word = secrets.token_urlsafe(32)
    with transaction.atomic():
        StreamTicket.objects.filter(expires_at__lt=now).delete()
        StreamTicket.objects.create(
            digest=_digest(word), user_id=grant.athlete_id, source=grant.source, key=grant.key,
            password_mark=grant.password_mark, ends_at=grant.ends_at, expires_at=now + timedelta(seconds=TICKET_S),
        )  # fmt: skip
    return word


def redeem(word: str, now: datetime) -> Grant | None:
    """The ticket's grant, once: of many who bring the same word, the one whose delete finds the row."""
    ticket = StreamTicket.objects.filter(digest=_digest(word), expires_at__gt=now).first()
    if ticket is None or not StreamTicket.objects.filter(pk=ticket.pk).delete()[0]:
        return None
    grant = Grant(ticket.user_id, Source(ticket.source), ticket.key, ticket.password_mark, ticket.ends_at)
    [good] = still_good([grant], now)
    return grant if good else None


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


def still_good(grants: Sequence[Grant], now: datetime) -> list[bool]:
    """Which of them hold: logged out, expired, closed account and changed password end one. Three queries at most."""
    good = [grant.ends_at is None or grant.ends_at > now for grant in grants]
    by_token = [place for place, grant in enumerate(grants) if grant.source is Source.TOKEN]
    for number in closed_families([grants[place] for place in by_token]):
        good[by_token[number]] = False
    if len(by_token) < len(grants):
        marks = session_marks(grants, now)
        for place, grant in enumerate(grants):
            if grant.source is Source.SESSION and marks.get((grant.athlete_id, grant.key)) != grant.password_mark:
                good[place] = False
    return good


def closed_families(grants: Sequence[Grant]) -> list[int]:
    """Those of these grants of tokens that hold no longer, by their place. The database compares, because all open
    streams are asked for every few seconds, and as a rule none is closed."""
    if not grants:
        return []
    held, params = listed(
        ("uuid", [each.key for each in grants]),
        ("uuid", [each.athlete_id.hex for each in grants]),
        ("text", [each.password_mark for each in grants]),
    )
    with connection.cursor() as database:
        database.execute(CLOSED.format(held=held), params)
        return [place - 1 for (place,) in database.fetchall()]


Marks = dict[tuple[UUID, str], str]


def session_marks(grants: Sequence[Grant], now: datetime) -> Marks:
    """The password marks of today, by person and session, of the sessions that are open. Their rows do not know whose
    they are."""
    owners = {grant.key: grant.athlete_id for grant in grants if grant.source is Source.SESSION}
    if not owners:
        return {}
    alive = Session.objects.filter(session_key__in=owners, expire_date__gt=now).values_list("session_key", flat=True)
    people = User.objects.filter(pk__in=set(owners.values()), is_active=True).values_list("pk", "password")
    marks = {pk: get_md5_hash_password(password) for pk, password in people}
    return {(owners[key], key): marks[owners[key]] for key in alive if owners[key] in marks}
