"""What a client may say of the chat on its WebSocket: `message`, `read`, `typing`, `respond`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts import services as accounts
from accounts.core.refusals import LimiterAway
from accounts.models import User
from coaching import services
from coaching.core.refusals import MessageIdTaken, MessageUnfit, PromptAnswerUnfit
from coaching.models import CoachingPrompt, Message
from coaching.services import prompt_reading, responding
from events import registry
from events.registry import CommandUnfit

SCOPE = "messages"


def register() -> None:
    registry.register_command("message", message)
    registry.register_command("read", read)
    registry.register_command("typing", typing)
    registry.register_command("respond", respond)


def message(athlete_id: UUID, said: dict[str, Any]) -> dict[str, Any]:
    """`{client_id, text}`; the whole message comes back, the same one when it is sent again."""
    text, client_id = said.get("text"), uuid_of(said.get("client_id"))
    if not isinstance(text, str):
        raise CommandUnfit("invalid")
    check_limit(athlete_id)
    athlete = User.objects.get(pk=athlete_id)
    try:
        posted, _is_new = services.post(athlete=athlete, text=text, client_id=client_id, now=timezone.now())
    except (MessageIdTaken, MessageUnfit) as problem:
        raise CommandUnfit(problem.code) from problem
    return {"message": services.as_json(posted)}


def read(athlete_id: UUID, said: dict[str, Any]) -> dict[str, Any]:
    """`{up_to}`, the id of a message; how far it is now comes back."""
    try:
        found = services.find(athlete_id, uuid_of(said.get("up_to")))
    except Message.DoesNotExist as problem:
        raise CommandUnfit("not_found") from problem
    mark = services.read_up_to(athlete=User.objects.get(pk=athlete_id), message=found, now=timezone.now())
    return services.mark_json(mark)


def typing(athlete_id: UUID, said: dict[str, Any]) -> dict[str, Any]:
    """Nothing to say but that it is so; what the athlete's screens are told comes back."""
    return services.typing(athlete_id=athlete_id, author=Message.Author.ATHLETE, now=timezone.now())


def respond(athlete_id: UUID, said: dict[str, Any]) -> dict[str, Any]:
    """`{prompt, client_id, choice?, text?}`, the answer to a prompt; what it is taken as comes back, once per
    client_id."""
    prompt_id, client_id = uuid_of(said.get("prompt")), uuid_of(said.get("client_id"))
    choice, text = said.get("choice", ""), said.get("text", "")
    if not isinstance(choice, str) or not isinstance(text, str):
        raise CommandUnfit("invalid")
    check_limit(athlete_id)
    athlete = User.objects.select_related("profile").get(pk=athlete_id)
    try:
        taken = responding.respond(
            athlete=athlete, prompt_id=prompt_id, choice=choice, text=text, client_id=client_id, now=timezone.now()
        )
    except CoachingPrompt.DoesNotExist as problem:
        raise CommandUnfit("not_found") from problem
    except (MessageIdTaken, MessageUnfit, PromptAnswerUnfit) as problem:
        raise CommandUnfit(problem.code) from problem
    return {"response": prompt_reading.answer_json(taken)}


def uuid_of(value: object) -> UUID:
    try:
        return UUID(value if isinstance(value, str) else "")
    except ValueError as problem:
        raise CommandUnfit("invalid") from problem


def check_limit(athlete_id: UUID) -> None:
    """The limit of the address for messages: a socket is no way around it."""
    try:
        if not accounts.take(SCOPE, f"user:{athlete_id}").allowed:
            raise CommandUnfit("throttled")
    except LimiterAway:
        return  # as for every other request: better one too many
