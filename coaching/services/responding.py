"""Answers to prompts: stored once, carried out through the services that own what they change, and led on to the next
step of the dialogue. A late answer counts as any other; the prompt itself stays expired.

Locks are taken in this order: preferences, prompt, plan, budget, causes, journal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.core.instants import instant
from accounts.models import User
from coaching.core import dialogues, states
from coaching.core.dialogues import END, Ending, Option, Step
from coaching.core.refusals import PromptAnswerUnfit
from coaching.core.text import TEXT_MAX
from coaching.models import CoachingPrompt, Message, PromptBudget, PromptInteraction, PromptPreferences
from coaching.services import messages, moments, prompt_moves, safety
from coaching.services.taps.acting import carry_out
from coaching.services.taps.tap import Done, Tap
from coaching.wording import blocks, prompts
from plans import services as plans

IN_JOURNAL = {"revision", "session", "suggestion"}
OUTDATED = Done("outdated")  # a button of a step that lies behind


def respond(
    *, athlete: User, prompt_id: UUID, choice: str = "", text: str = "", client_id: UUID, now: datetime
) -> PromptInteraction:
    """Take an answer: a tap (`choice`), words (`text`), or both. The same client_id again is the same answer.

    Raises CoachingPrompt.DoesNotExist for a prompt that this athlete was never shown, PromptAnswerUnfit for a choice
    that it does not offer, and what `messages.post` raises for the words.
    """
    known = _known(athlete, client_id)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return _take(athlete, prompt_id, choice, text, client_id, now)
    except IntegrityError:  # sent twice at the same moment: the other one was first
        known = _known(athlete, client_id)
        if known is None:
            raise
        return known


@transaction.atomic
def mark_seen(*, athlete: User, prompt_id: UUID, now: datetime) -> bool:
    """Note that a prompt was looked at; whether this call was the first to say so. Raises
    CoachingPrompt.DoesNotExist."""
    prompt = _told(athlete, prompt_id)
    return prompt_moves.move(prompt.pk, states.SEEN, now)


def _known(athlete: User, client_id: UUID) -> PromptInteraction | None:
    return PromptInteraction.objects.filter(athlete=athlete, client_id=client_id).first()


def _told(athlete: User, prompt_id: UUID) -> CoachingPrompt:
    told = CoachingPrompt.objects.for_athlete(athlete.pk).filter(delivered_at__isnull=False)
    return told.select_for_update(no_key=True).get(pk=prompt_id)


def _take(athlete: User, prompt_id: UUID, choice: str, text: str, client_id: UUID, now: datetime) -> PromptInteraction:
    PromptPreferences.objects.select_for_update().filter(pk=athlete.pk).first()
    prompt = _told(athlete, prompt_id)
    steps = dialogues.dialogue(prompt.rule, prompt.facts)
    found = dialogues.find(steps, choice, prompt.step) if choice else None
    if (found is None and choice) or not (choice or text.strip()):
        raise PromptAnswerUnfit(choice=choice)
    interaction = PromptInteraction.objects.create(
        athlete=athlete,
        prompt=prompt,
        client_id=client_id,
        step=found[0].id if found else prompt.step,
        choice=choice,
        text=text,
        is_late=prompt.status == states.EXPIRED,
        created_at=now,
    )
    tap = Tap(athlete, prompt, now)
    done, step = _carry_on(tap, steps, *found) if found else ((), None)
    _note_answer(prompt, now, done)
    if found and done != (OUTDATED,):
        _say(tap, done, step)
    if text.strip():
        _say_in_chat(athlete, text, client_id, now)
    prompt_moves.move(prompt.pk, states.ANSWERED, now)
    interaction.result = {"done": [each.as_json() for each in done], "step": prompt.step}
    interaction.save(update_fields=["result"])
    return interaction


def _note_answer(prompt: CoachingPrompt, now: datetime, done: Sequence[Done]) -> None:
    """The row of prompts without an answer ends here, whatever the answer was. A change of the plan stands in the
    journal already, and has the moments planned anew from there."""
    PromptBudget.objects.filter(pk=prompt.athlete_id).update(unanswered=0, first_unanswered_at=None)
    if not any(IN_JOURNAL & set(each.stored) for each in done):
        moments.replan(prompt.athlete_id, now)


def _say_in_chat(athlete: User, text: str, client_id: UUID, now: datetime) -> None:
    """Words are a message like any other: screened first, then answered in the chat."""
    message, is_new = messages.post(athlete=athlete, text=text, client_id=client_id, now=now)
    if is_new:
        safety.notice(
            athlete=athlete, text=message.text, source="message", source_id=message.pk, message=message, now=now
        )


# --- The dialogue -----------------------------------------------------------------------------------------------------
def _carry_on(tap: Tap, steps: Mapping[str, Step], step: Step, option: Option) -> tuple[tuple[Done, ...], Step | None]:
    """Do what the tap asks for; what was done, and the step that follows. A button of a step that lies behind does
    nothing any more; one that every step has always does."""
    is_general = option.id in dialogues.ALWAYS
    if step.id != tap.prompt.step and not is_general:
        return (OUTDATED,), None
    done = tuple(carry_out(act, tap) for act in option.acts)
    onwards = dialogues.after(steps, option, tap.facts)
    tap.prompt.step = onwards
    CoachingPrompt.objects.filter(pk=tap.prompt.pk).update(step=onwards)
    return done, None if onwards == END else steps[onwards]


def _say(tap: Tap, done: Sequence[Done], step: Step | None) -> None:
    """What the tap led to, and the question that follows, as one message."""
    with translation.override(tap.athlete.profile.locale):
        content = _content(tap, done, step)
        if not content:
            return
        message = Message(
            athlete=tap.athlete,
            author=Message.Author.COACH,
            text=blocks.plain(content)[:TEXT_MAX],
            content={"blocks": content, "prompt": _about(tap.prompt)},
            origin=Message.Origin.RULE,
            created_at=tap.now,
        )
    messages.store(message)


def _content(tap: Tap, done: Sequence[Done], step: Step | None) -> list[dict[str, Any]]:
    names = plans.names_of({str(value) for each in done for value in each.facts.values()})
    # A question says "thank you" by itself; the result of what was only noted would say it twice.
    told = [
        each for each in done if each.code in prompts.RESULTS and (step is None or Ending.METRIC not in each.stored)
    ]
    content = [blocks.text(prompts.result(each.code, each.facts, names)) for each in told]
    content += [found for each in told if (found := prompts.result_link(each.code))]
    if step is not None:
        content += [blocks.text(prompts.question(step.id)), prompts.buttons(str(tap.prompt.pk), step)]
    return content


def _about(prompt: CoachingPrompt) -> dict[str, Any]:
    return {
        "id": str(prompt.pk),
        "rule": prompt.rule,
        "expires_at": instant(prompt.expires_at),
        "step": prompt.step,
    }
