"""What there is to read about prompts: the list, why one came, and when the next may come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.core.instants import instant
from accounts.models import User
from coaching.core import frequency, states
from coaching.core.preferences import is_muted, muted_until
from coaching.models import CoachingPrompt, Message, PromptBudget, PromptInteraction, PromptPreferences
from coaching.services import safety
from plans import services as plans

ONCE = (frequency.WELCOME, frequency.STAY_QUIET)  # what comes next after these is something else
TOLD = ("delivered", "unknown", "seen", "answered", "expired")  # `expired` only where it was handed over before


@dataclass(frozen=True, slots=True)
class Outlook:
    """Why nothing comes just now (codes), and from when on it may; None where only the athlete can say so."""

    reasons: tuple[str, ...]
    next_allowed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Why:
    """What stands behind one prompt. `names`: the exercises among its facts, in the language of the moment.
    `probability`: with which chance decided that it came; None where none did."""

    rule: str
    facts: Mapping[str, Any]
    names: Mapping[str, str]
    probability: float | None
    outlook: Outlook


def listed(athlete_id: UUID, status: str = "") -> QuerySet[CoachingPrompt]:
    """Prompts, the newest first: of one status, or everything that was handed over."""
    prompts = CoachingPrompt.objects.for_athlete(athlete_id)
    wanted = Q(status=status) if status else Q(status__in=TOLD, delivered_at__isnull=False)
    return prompts.filter(wanted).order_by("-created_at", "-pk")


def find(athlete_id: UUID, prompt_id: UUID) -> CoachingPrompt:
    """A prompt that was handed over to this athlete. Raises CoachingPrompt.DoesNotExist."""
    told = CoachingPrompt.objects.for_athlete(athlete_id).filter(delivered_at__isnull=False)
    return told.select_related("decision").get(pk=prompt_id)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a message of a prompt stands: its replies open, answered (by which `choice`, "" for words) or expired; and
    whether the prompt is unseen."""

    state: str
    is_unseen: bool
    choice: str = ""


def standings(messages: Sequence[Message]) -> dict[UUID, Standing]:
    """How each message stands that belongs to a prompt. Two queries, none without prompts."""
    told = {each.pk: str(((each.content or {}).get("prompt") or {}).get("id", "")) for each in messages}
    ids = {prompt_id for prompt_id in told.values() if prompt_id}
    if not ids:
        return {}
    prompts = {str(each.pk): each for each in CoachingPrompt.objects.filter(pk__in=ids)}
    answers: dict[str, list[PromptInteraction]] = {}
    for answer in PromptInteraction.objects.filter(prompt__in=ids).order_by("created_at", "pk"):
        answers.setdefault(str(answer.prompt_id), []).append(answer)
    return {
        each.pk: _standing(each, prompts[told[each.pk]], answers.get(told[each.pk], ()))
        for each in messages
        if told[each.pk] in prompts
    }


def _standing(message: Message, prompt: CoachingPrompt, answers: Sequence[PromptInteraction]) -> Standing:
    """A dialogue goes on in further messages, so the newest of them is open until an answer comes after it."""
    is_first = prompt.message_id == message.pk
    is_unseen = is_first and prompt.status in (states.DELIVERED, states.UNKNOWN)
    answer = next((each for each in answers if each.created_at > message.created_at), None)
    if answer is not None:
        return Standing("answered", is_unseen, answer.choice)
    return Standing("expired" if is_first and prompt.status in states.ENDED else "open", is_unseen)


def outlook(athlete: User, now: datetime, *, rule: str = "") -> Outlook:
    """When Spotter may speak to this athlete next, of this rule where one is named."""
    chosen = PromptPreferences.objects.of(athlete.pk)
    if not chosen.enabled:
        return Outlook(("off",), None)
    if safety.is_held(athlete.pk, now):
        return Outlook(("safety_hold",), None)
    spent = (PromptBudget.objects.filter(pk=athlete.pk).first() or PromptBudget()).spent()
    zone, limits, pauses = athlete.profile.zone, chosen.limits(), chosen.pauses()
    codes = frequency.reasons(limits, spent, now, zone, rule=rule) + frequency.paused(pauses, now, zone)
    start: datetime | None = now
    if is_muted(chosen.muted_rules, rule, now):
        codes, start = (*codes, "muted"), muted_until(chosen.muted_rules, rule)
    if start is None:
        return Outlook(codes, None)
    return Outlook(codes, frequency.next_possible(limits, spent, start, zone, pauses, rule=rule))


def why(prompt: CoachingPrompt, athlete: User, now: datetime) -> Why:
    decision = prompt.decision
    was_drawn = decision is not None and decision.is_experiment and not decision.is_exempt
    slugs = [str(prompt.facts["exercise"])] if prompt.facts.get("exercise") else []
    return Why(
        rule=prompt.rule,
        facts=prompt.facts,
        names=plans.names_of(slugs),
        probability=decision.probability if decision is not None and was_drawn else None,
        outlook=outlook(athlete, now, rule="" if prompt.rule in ONCE else prompt.rule),
    )


def as_json(prompt: CoachingPrompt) -> dict[str, Any]:
    """A prompt as every transport tells it. Its text is there once it was handed over."""
    was_told = prompt.delivered_at is not None
    return {
        "id": str(prompt.pk),
        "rule": prompt.rule,
        "status": str(prompt.status),
        "text": prompt.text if was_told else "",
        "content": prompt.content if was_told else None,
        "message_id": None if prompt.message_id is None else str(prompt.message_id),
        "created_at": instant(prompt.created_at),
        "expires_at": instant(prompt.expires_at),
        "delivered_at": _instant(prompt.delivered_at),
        "seen_at": _instant(prompt.seen_at),
        "answered_at": _instant(prompt.answered_at),
    }


def answer_json(interaction: PromptInteraction) -> dict[str, Any]:
    """An answer as every transport tells it: what it was taken as, and how its prompt stands now."""
    status = CoachingPrompt.objects.values_list("status", flat=True).get(pk=interaction.prompt_id)
    return {
        "id": str(interaction.client_id),
        "prompt": str(interaction.prompt_id),
        "status": str(status),
        "is_late": interaction.is_late,
        "result": interaction.result,
    }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else instant(at)
