"""Notifications to browsers: who wants them, and telling them that the coach has a message.

Whom to tell is written down with the handing over of a prompt; telling is work of its own, so that a push service that
hangs keeps no prompt waiting.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from accounts.models import TokenFamily, User
from coaching.core import push
from coaching.core.refusals import PushEndpointUnfit, PushUnavailable
from coaching.gateway import web_push
from coaching.models import CoachingPrompt, PromptPreferences, PushNotice, PushSubscription

MOST = 10  # browsers of one athlete; the one that has waited longest makes room
FAILURES_MAX = 8
FRESH = timedelta(minutes=10)  # later than that after the delivery it would only disturb
# Before the second try, the third, and so on; the last stands for a worker that dies in the last try.
WAITS = tuple(timedelta(seconds=each) for each in (30, 120, 300, 300))
PAGE = "/?source=push"


def is_available() -> bool:
    """Whether this installation can send notifications at all."""
    return web_push.is_available()


def public_key() -> str:
    return web_push.public_key()


@transaction.atomic
def subscribe(
    *,
    athlete: User,
    endpoint: str,
    p256dh: str,
    auth: str,
    locale: str,
    login: Session | TokenFamily | None,
    now: datetime,
) -> PushSubscription:
    """Tell this browser too, for as long as this login lasts. One that told of itself before is kept once, and belongs
    to whoever is signed in there.

    Raises PushUnavailable, PushEndpointUnfit.
    """
    if not is_available():
        raise PushUnavailable
    if not _is_known(endpoint) or not push.are_keys(p256dh, auth):
        raise PushEndpointUnfit
    told = {
        "athlete": athlete, "endpoint": endpoint, "p256dh": p256dh, "auth": auth, "locale": locale, "created_at": now,
        "failures": 0, "session": login if isinstance(login, Session) else None,
        "family": login if isinstance(login, TokenFamily) else None,
    }  # fmt: skip
    row, _is_new = PushSubscription.objects.update_or_create(endpoint_hash=_hash(endpoint), defaults=told)
    kept = PushSubscription.objects.filter(athlete=athlete).order_by("-created_at", "-pk").values("pk")[:MOST]
    PushSubscription.objects.filter(athlete=athlete).exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
    return row


def unsubscribe(*, athlete: User, endpoint: str) -> None:
    """Tell this browser no more. Nothing happens where it was not told."""
    PushSubscription.objects.filter(athlete=athlete, endpoint_hash=_hash(endpoint)).delete()


# --- Telling ----------------------------------------------------------------------------------------------------------
def announce(prompt: CoachingPrompt, now: datetime) -> None:
    """Note which browsers are to be told of a prompt; part of the transaction in which it is handed over."""
    if not is_available():
        return
    subscriptions = PushSubscription.objects.filter(athlete_id=prompt.athlete_id)
    rows = [PushNotice(prompt=prompt, subscription=each, due_at=now) for each in subscriptions]
    PushNotice.objects.bulk_create(rows, ignore_conflicts=True)


def due(now: datetime, limit: int, prompt_id: UUID | None = None) -> list[int]:
    """Browsers that are to be told by now, longest waiting first; only of this prompt, if one is named."""
    waiting = PushNotice.objects.filter(due_at__lte=now)
    if prompt_id is not None:
        waiting = waiting.filter(prompt=prompt_id)
    return list(waiting.order_by("due_at", "pk").values_list("pk", flat=True)[:limit])


def tell(notice_id: int, now: datetime) -> bool:
    """Tell one browser of one prompt; whether its service took it. Never to be called inside a transaction.

    One call at a time has the notice. A service that is away is asked again later (WAITS); the same topic keeps a
    second notification from standing beside the first. What the athlete has seen by then, what is over, and what comes
    long after its delivery is not told of, nor is anything after an opt-out or the end of the login.
    """
    notice = _claimed(notice_id, now)
    if notice is None:
        return False
    if not _is_news(notice.prompt, now) or not _is_known(notice.subscription.endpoint):
        notice.delete()
        return False
    if not _is_signed_in(notice.subscription, now):
        notice.subscription.delete()
        return False
    try:
        _send(notice, now)
    except web_push.PushRefused as refused:
        _note_failure(notice, refused.is_gone)
        return False
    CoachingPrompt.objects.filter(pk=notice.prompt_id, pushed_at__isnull=True).update(pushed_at=now)
    PushSubscription.objects.filter(pk=notice.subscription_id, failures__gt=0).update(failures=0)
    notice.delete()
    return True


def _claimed(notice_id: int, now: datetime) -> PushNotice | None:
    """The notice, its next try put off already: a worker that dies here leaves it to be tried again."""
    notice = PushNotice.objects.select_related("prompt", "subscription__session", "subscription__family").filter(
        pk=notice_id, due_at__lte=now
    ).first()  # fmt: skip
    if notice is None:
        return None
    again_at = now + WAITS[min(notice.tries, len(WAITS) - 1)]
    mine = PushNotice.objects.filter(pk=notice_id, tries=notice.tries, due_at__lte=now)
    return notice if mine.update(tries=F("tries") + 1, due_at=again_at) else None


def _is_news(prompt: CoachingPrompt, now: datetime) -> bool:
    is_open = prompt.status == CoachingPrompt.Status.DELIVERED and prompt.expires_at > now
    is_fresh = prompt.delivered_at is not None and prompt.delivered_at > now - FRESH
    return is_open and is_fresh and is_available() and PromptPreferences.objects.of(prompt.athlete_id).enabled


def _is_signed_in(to: PushSubscription, now: datetime) -> bool:
    """Whether the login in which this browser asked still holds: a session that no sign-out, expiry or new password has
    ended, or tokens that were not revoked."""
    if to.family is not None:
        return to.family.revoked_at is None and to.family.expires_at > now
    if to.session is None or to.session.expire_date <= now:
        return False
    told = to.session.get_decoded()
    if told.get(SESSION_KEY) != str(to.athlete_id):
        return False
    athlete = User.objects.get(pk=to.athlete_id)
    return constant_time_compare(str(told.get(HASH_SESSION_KEY, "")), athlete.get_session_auth_hash())


def _send(notice: PushNotice, now: datetime) -> None:
    to, prompt = notice.subscription, notice.prompt
    with translation.override(to.locale):
        told = push.payload(prompt.pk, "Spotter", _("Your coach has a message."), PAGE)
    keys = {"endpoint": to.endpoint, "p256dh": to.p256dh, "auth": to.auth}
    topic = push.topic(settings.SECRET_KEY.encode(), to.pk, prompt.rule)
    web_push.send(keys, told, ttl_s=push.ttl_s(prompt.expires_at, now), topic=topic)


def _note_failure(notice: PushNotice, is_gone: bool) -> None:
    """A browser that has ended its subscription is forgotten, and one that could not be reached of many prompts
    running. Tries of one prompt count once."""
    to = notice.subscription
    if is_gone or (notice.tries == 0 and to.failures + 1 >= FAILURES_MAX):
        to.delete()
        return
    if notice.tries == 0:
        PushSubscription.objects.filter(pk=to.pk).update(failures=F("failures") + 1)
    if notice.tries + 1 >= len(WAITS):
        notice.delete()


def _is_known(endpoint: str) -> bool:
    return push.is_known_service(endpoint, settings.PUSH_HOSTS, allow_loopback=settings.ALLOW_LOCAL_PUSH)


def _hash(endpoint: str) -> str:
    return sha256(endpoint.encode()).hexdigest()
