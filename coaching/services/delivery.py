"""From a prompt that waits to a message in the athlete's chat: at most once, whatever dies on the way.

Claim (a lease of a minute), word (outside any transaction, stored, so that no paid call is repeated), then hand over:
in one transaction, under the locks of preferences and prompt, everything is asked again that could have changed, and
message and journal entries are written. A sender that dies leaves a prompt whose lease runs out; the sweeper hands
it over as `unknown`, and nobody is notified of it a second time.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.core.instants import instant
from coaching import kinds
from coaching.core import frequency, states
from coaching.core.preferences import is_muted
from coaching.models import CoachingPrompt, Message, PromptBudget, PromptPreferences
from coaching.services import messages, moments, prompt_moves, prompt_words, push, safety
from coaching.services.clock import database_now
from events import services as events

LEASE = timedelta(seconds=60)
OPTED_OUT, MUTED, HELD, RESOLVED = "opted_out", "muted", "safety_hold", "resolved"
EXPIRED, EXPIRED_QUIET, FAULT = "expired", "expired_quiet", "fault"


def due(now: datetime, limit: int) -> list[UUID]:
    """Prompts that wait and may go by now, longest waiting first."""
    waiting = CoachingPrompt.objects.filter(status=states.PENDING, not_before__lte=now)
    return list(waiting.order_by("not_before").values_list("pk", flat=True)[:limit])


def deliver(prompt_id: UUID, now: datetime | None = None) -> bool:
    """Claim, word and hand over one prompt; whether the athlete has it now. Safe to call twice: one call has it.

    Goes by the database's clock, unless told. Not to be called inside a transaction: a model may be asked.
    """
    prompt = claim(prompt_id, now or database_now())
    if prompt is None or not word(prompt, now or database_now()):
        return False
    return hand_over(prompt_id, now or database_now(), states.DELIVERED) is not None


def claim(prompt_id: UUID, now: datetime) -> CoachingPrompt | None:
    """Take a waiting prompt for sending. None: somebody else has it, it is not time, or it was too late for it."""
    if prompt_moves.note_attempt(prompt_id, now, now + LEASE):
        return CoachingPrompt.objects.select_related("athlete__profile").get(pk=prompt_id)
    late = CoachingPrompt.objects.filter(pk=prompt_id, status=states.PENDING, expires_at__lte=now)
    if late.exists():
        prompt_moves.move(prompt_id, states.EXPIRED, now, because=EXPIRED)
    return None


def word(prompt: CoachingPrompt, now: datetime) -> bool:
    """Give a claimed prompt its words, once; False where there is nothing to say any more."""
    if prompt.text:
        return True
    against = _against(prompt, now)
    facts = None if against else facts_now(prompt, now)
    if facts is None:
        prompt_moves.move(prompt.pk, states.CANCELLED, now, because=against or RESOLVED)
        return False
    worded = prompt_words.word(prompt, prompt.athlete, facts, now)
    ours = CoachingPrompt.objects.filter(pk=prompt.pk, status=states.SENDING)
    return bool(
        ours.update(
            facts=facts,
            text=worded.text,
            content=worded.content,
            template=worded.template,
            style=worded.style,
            origin=worded.origin,
        )
    )


def facts_now(prompt: CoachingPrompt, now: datetime) -> dict[str, Any] | None:
    """The reason as it is now; None where it is gone."""
    return moments.still_true(prompt.athlete_id, prompt.rule, prompt.occurrence, now)


def hand_over(prompt_id: UUID, now: datetime, to: str) -> CoachingPrompt | None:
    """Write a worded prompt into the chat and the journal, as `delivered` or as `unknown`, unless something stands
    against it by now: then it ends here. None: it was not handed over."""
    with transaction.atomic():
        prompt = _locked(prompt_id)
        if prompt is None:
            return None
        if (end := _why_not(prompt, now)) is not None:
            prompt_moves.move(prompt.pk, end[0], now, because=end[1])
            return None
        message = _message(prompt, now)
        prompt_moves.move(prompt.pk, to, now, message=message.pk, lease_until=None)
        messages.store(message)
        if PromptBudget.objects.filter(pk=prompt.athlete_id, unanswered__gte=frequency.SILENT_FROM).exists():
            moments.replan(prompt.athlete_id, now)  # whether to stay quiet is the next thing to ask
        entry = events.append(
            prompt.athlete_id,
            kinds.PROMPT_DELIVERED,
            {
                "id": str(prompt.pk),
                "rule": prompt.rule,
                "message_id": str(message.pk),
                "status": to,
                "expires_at": instant(prompt.expires_at),
            },
        )
        CoachingPrompt.objects.filter(pk=prompt.pk).update(seq=entry.seq)
        if to == states.DELIVERED:  # nobody is notified of what may have been said already
            push.announce(prompt, now)
    prompt.status, prompt.message, prompt.seq = to, message, entry.seq
    return prompt


def _locked(prompt_id: UUID) -> CoachingPrompt | None:
    """A prompt that is being sent, under the locks of its athlete's preferences and its own. An opt-out that has
    committed is seen; one that comes later finds the prompt handed over."""
    athlete_id = CoachingPrompt.objects.filter(pk=prompt_id).values_list("athlete_id", flat=True).first()
    if athlete_id is None:  # erased meanwhile
        return None
    PromptPreferences.objects.select_for_update().filter(pk=athlete_id).first()
    prompts = CoachingPrompt.objects.select_for_update(of=("self",)).select_related("athlete__profile")
    return prompts.filter(pk=prompt_id, status=states.SENDING).first()


def _why_not(prompt: CoachingPrompt, now: datetime) -> tuple[str, str] | None:
    """The state in which a prompt ends instead of being handed over, and because of what; None where nothing stands
    against it."""
    if now >= prompt.expires_at:
        return states.EXPIRED, EXPIRED
    if not prompt.text:
        return states.FAILED, FAULT
    against = _against(prompt, now) or (RESOLVED if facts_now(prompt, now) is None else None)
    return None if against is None else (states.CANCELLED, against)


def _against(prompt: CoachingPrompt, now: datetime) -> str | None:
    """What the athlete, or their safety, has against it by now."""
    athlete, chosen = prompt.athlete, PromptPreferences.objects.of(prompt.athlete_id)
    if not (chosen.enabled and athlete.is_active):
        return OPTED_OUT
    if safety.is_held(athlete.pk, now):
        return HELD
    if is_muted(chosen.muted_rules, prompt.rule, now):
        return MUTED
    paused = frequency.paused(chosen.pauses(), now, athlete.profile.zone)
    if paused:
        return EXPIRED_QUIET if "quiet_hours" in paused else MUTED
    return None


def _message(prompt: CoachingPrompt, now: datetime) -> Message:
    about = {
        "id": str(prompt.pk),
        "rule": prompt.rule,
        "expires_at": instant(prompt.expires_at),
    }
    return Message(
        athlete_id=prompt.athlete_id,
        author=Message.Author.COACH,
        text=prompt.text,
        content={**(prompt.content or {}), "prompt": about},
        origin=prompt.origin,
        created_at=now,
    )


def fail(prompt_id: UUID, now: datetime | None = None) -> bool:
    """Give a prompt up that met a fault of ours before it had words; one that has them is left to the sweeper."""
    wordless = CoachingPrompt.objects.filter(pk=prompt_id, status=states.SENDING, text="")
    return wordless.exists() and prompt_moves.move(prompt_id, states.FAILED, now or database_now(), because=FAULT)
