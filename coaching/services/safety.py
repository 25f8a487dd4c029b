"""Signs in what athletes write: noticed before anything else reads it, kept, answered with fixed words, told to staff.

What follows from a sign is decided here and in `coaching.core.safety` alone; nothing that a text says can change it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation

from accounts import services as accounts
from accounts.models import User
from coaching.core import ages
from coaching.core.safety import holds, screening
from coaching.core.safety.categories import Category
from coaching.core.safety.lint import EATING, MINOR, PAIN, lint
from coaching.core.safety.screening import Sign, screen
from coaching.models import CoachingPrompt, Message, SafetyEvent, SafetyHold
from coaching.services import alerts, prompt_moves
from coaching.wording import safety as wording
from coaching.wording.blocks import Block

HURTS_FOR = timedelta(days=14)  # so long after a sign of pain or injury nothing may urge anybody on
HELD = "safety_hold"


@dataclass(frozen=True, slots=True)
class Noticed:
    """The most urgent sign of a text, and the reviewed words that answer it, in the athlete's language."""

    category: str
    is_explicit: bool
    event_id: UUID
    blocks: list[Block]


def notice(
    *, athlete: User, text: str, source: str, source_id: UUID, message: Message | None, now: datetime
) -> Noticed | None:
    """Screen what an athlete wrote; None where it holds no sign. Called before anything else reads the text.

    source: message | prompt | note, and the row that the text stands in: read again, it is the same event. Each sign is
    kept as an event; what holds Spotter back begins at once, and prompts that wait are cancelled. The journal learns
    nothing of it.
    """
    signs = screen(text)
    if not signs:
        return None
    with transaction.atomic():
        kept = [_keep(sign, athlete, source, source_id, message, now) for sign in signs]
        if any(hold for _event, hold in kept):
            _silence(athlete.pk, now)
    event = kept[0][0]
    with translation.override(athlete.profile.locale):
        blocks = wording.blocks(
            signs[0].category, athlete.profile.country, event_id=event.pk, has_staff=alerts.has_staff()
        )
    return Noticed(str(event.category), signs[0].is_explicit, event.pk, blocks)


def _keep(
    sign: Sign, athlete: User, source: str, source_id: UUID, message: Message | None, now: datetime
) -> tuple[SafetyEvent, bool]:
    """The event of a sign, and whether a hold began with it."""
    event, is_new = SafetyEvent.objects.get_or_create(
        source=source,
        source_id=source_id,
        category=sign.category.value,
        defaults={
            "athlete": athlete, "is_explicit": sign.is_explicit, "message": message,
            "lexicon": screening.VERSION, "created_at": now,
        },
    )  # fmt: skip
    if not is_new or not holds.is_due(sign.category):
        return event, False
    SafetyHold.objects.create(
        athlete=athlete, event=event, category=event.category, since=now, until=holds.ends_at(sign.category, now)
    )
    return event, True


def _silence(athlete_id: UUID, now: datetime) -> None:
    """Cancel what waits to be said unasked, also what is being sent at this moment."""
    status = CoachingPrompt.Status
    waiting = CoachingPrompt.objects.for_athlete(athlete_id).filter(status__in=(status.PENDING, status.SENDING))
    for prompt_id in waiting.order_by("pk").values_list("pk", flat=True):
        prompt_moves.move(prompt_id, status.CANCELLED, now, because=HELD)


# --- What others ask --------------------------------------------------------------------------------------------------
def is_held(athlete_id: UUID, now: datetime) -> bool:
    """Whether Spotter keeps quiet towards this athlete. One query."""
    return SafetyHold.objects.in_force(now).filter(athlete_id=athlete_id).exists()


def screen_reply(text: str) -> tuple[str, ...]:
    """What forbids a text of a model: codes of the lint that holds for everybody, and signs that it puts into words."""
    return (*lint(text), *(sign.category.value for sign in screen(text) if sign.category is not Category.MINOR))


def flags(athlete: User, now: datetime) -> frozenset[str]:
    """What `coaching.core.safety.lint` has to know of this athlete. At most two queries.

    A word about an eating disorder counts for good, also where the athlete called it a false alarm.
    """
    seen = SafetyEvent.objects.filter(athlete=athlete)
    recent = seen.filter(category__in=(Category.PAIN, Category.INJURY), created_at__gt=now - HURTS_FOR)
    stated = "eating_disorder" in athlete.profile.health.get("conditions", ())
    known = {
        EATING: stated or seen.filter(category=Category.EATING).exists(),
        PAIN: recent.exists(),
        MINOR: standing(athlete, now).is_guarded,
    }
    return frozenset(flag for flag, holds_true in known.items() if holds_true)


def standing(athlete: User, now: datetime) -> ages.Standing:
    """What the athlete's age allows. No query."""
    profile = athlete.profile
    return ages.standing(profile.birth_year, profile.local_date(now), is_age_required=settings.AGE_REQUIRED)


# --- What people do about it ------------------------------------------------------------------------------------------
def call_fine(*, athlete: User, event_id: UUID, now: datetime) -> SafetyEvent:
    """The athlete says that they are fine: the card ends, the event and what it holds back stay. Said twice, the first
    time counts. Raises SafetyEvent.DoesNotExist for any but the athlete's own."""
    own = SafetyEvent.objects.filter(athlete=athlete)
    own.filter(pk=event_id, called_fine_at__isnull=True).update(called_fine_at=now)
    return own.get(pk=event_id)


@transaction.atomic
def acknowledge(*, staff: User, found: Iterable[SafetyEvent], now: datetime) -> int:
    """Somebody of the staff has taken these on: no second alert. Returns how many were still open."""
    return sum(_acknowledge(staff, event, now) for event in found)


def _acknowledge(staff: User, event: SafetyEvent, now: datetime) -> bool:
    open_one = SafetyEvent.objects.filter(pk=event.pk, acknowledged_at__isnull=True)
    done = bool(open_one.update(acknowledged_at=now, acknowledged_by=staff))
    if done:
        accounts.audit("safety.acknowledged", actor=staff, subject=event.athlete, target=f"SafetyEvent:{event.pk}")
    return done


@transaction.atomic
def clear(*, staff: User, found: Iterable[SafetyHold], now: datetime) -> int:
    """Somebody of the staff lets Spotter speak again. Returns how many holds ended by it."""
    return sum(_clear(staff, hold, now) for hold in found)


def _clear(staff: User, hold: SafetyHold, now: datetime) -> bool:
    done = bool(SafetyHold.objects.in_force(now).filter(pk=hold.pk).update(cleared_at=now, cleared_by=staff))
    if done:
        accounts.audit("safety.cleared", actor=staff, subject=hold.athlete, target=f"SafetyHold:{hold.pk}")
    return done
