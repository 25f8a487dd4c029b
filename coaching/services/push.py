"""Notifications to browsers: who wants them, and telling them that the coach has a message."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from coaching.core import push
from coaching.core.refusals import PushEndpointUnfit, PushUnavailable
from coaching.gateway import web_push
from coaching.models import CoachingPrompt, PromptPreferences, PushSubscription

MOST = 10  # browsers of one athlete; the one that has waited longest makes room
FAILURES_MAX = 8
FRESH = timedelta(minutes=10)  # later than that after the delivery it would only disturb
PAGE = "/?source=push"


def is_available() -> bool:
    """Whether this installation can send notifications at all."""
    return web_push.is_available()


def public_key() -> str:
    return web_push.public_key()


@transaction.atomic
def subscribe(*, athlete: User, endpoint: str, p256dh: str, auth: str, locale: str, now: datetime) -> PushSubscription:
    """Tell this browser too. One that told of itself before is kept once, and belongs to whoever is signed in there.

    Raises PushUnavailable, PushEndpointUnfit.
    """
    if not is_available():
        raise PushUnavailable
    if not _is_known(endpoint) or not push.are_keys(p256dh, auth):
        raise PushEndpointUnfit
    told = {
        "athlete": athlete, "endpoint": endpoint, "p256dh": p256dh, "auth": auth, "locale": locale, "created_at": now,
        "failures": 0,
    }  # fmt: skip
    row, _is_new = PushSubscription.objects.update_or_create(endpoint_hash=_hash(endpoint), defaults=told)
    kept = PushSubscription.objects.filter(athlete=athlete).order_by("-created_at", "-pk").values("pk")[:MOST]
    PushSubscription.objects.filter(athlete=athlete).exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
    return row


def unsubscribe(*, athlete: User, endpoint: str) -> None:
    """Tell this browser no more. Nothing happens where it was not told."""
    PushSubscription.objects.filter(athlete=athlete, endpoint_hash=_hash(endpoint)).delete()


def notify(athlete_id: UUID, prompt: CoachingPrompt, now: datetime | None = None) -> int:
    """Tell the athlete's browsers, once, that there is a message. Returns how many took it.

    Called after the commit of the delivery and never inside a transaction. What the athlete has seen by then, what is
    over, and what comes long after its delivery is not told of; nor is anything after an opt-out.
    """
    now = now or timezone.now()
    if not is_available() or not PromptPreferences.objects.of(athlete_id).enabled:
        return 0
    subscriptions = list(PushSubscription.objects.filter(athlete_id=athlete_id))
    waiting = CoachingPrompt.objects.filter(
        pk=prompt.pk, athlete_id=athlete_id, status=CoachingPrompt.Status.DELIVERED, pushed_at__isnull=True,
        expires_at__gt=now, delivered_at__gt=now - FRESH,
    )  # fmt: skip
    if not subscriptions or not waiting.update(pushed_at=now):
        return 0
    return sum(_tell(each, prompt, now) for each in subscriptions)


def _tell(to: PushSubscription, prompt: CoachingPrompt, now: datetime) -> bool:
    if not _is_known(to.endpoint):  # the list may have become shorter since
        return False
    with translation.override(to.locale):
        told = push.payload(prompt.pk, "Spotter", _("Your coach has a message."), PAGE)
    keys = {"endpoint": to.endpoint, "p256dh": to.p256dh, "auth": to.auth}
    ttl_s = push.ttl_s(prompt.expires_at, now)
    try:
        web_push.send(keys, told, ttl_s=ttl_s, topic=push.topic(prompt.rule))
    except web_push.PushRefused as refused:
        _note_failure(to, refused.is_gone)
        return False
    PushSubscription.objects.filter(pk=to.pk, failures__gt=0).update(failures=0)
    return True


def _note_failure(to: PushSubscription, is_gone: bool) -> None:
    """A browser that has ended its subscription is forgotten, and one that could not be reached many times running."""
    if is_gone or to.failures + 1 >= FAILURES_MAX:
        PushSubscription.objects.filter(pk=to.pk).delete()
    else:
        PushSubscription.objects.filter(pk=to.pk).update(failures=F("failures") + 1)


def _is_known(endpoint: str) -> bool:
    return push.is_known_service(endpoint, settings.PUSH_HOSTS, allow_loopback=settings.ALLOW_LOCAL_PUSH)


def _hash(endpoint: str) -> str:
    return sha256(endpoint.encode()).hexdigest()
