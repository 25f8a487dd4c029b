"""What the chat takes and answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.fields import Id, Text
from coaching.core.text import TEXT_MAX
from coaching.models import Message
from coaching.services.messages import PAGE, PAGE_MAX

BLOCKS = "Parts by `type`; one of a type that a client does not know is shown by its `text` or `title`, or left out."


@dataclass(frozen=True, slots=True)
class Page:
    """What the renderer puts into its envelope: a list, and what asks for the page after it."""

    data: list[dict[str, Any]]
    next: str | None


class HistoryQuery(serializers.Serializer[Any]):
    before = serializers.UUIDField(required=False, help_text="A message; what is older than it is listed.")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=PAGE_MAX, default=PAGE)


class MessageInput(serializers.Serializer[Any]):
    client_id = Id(help_text="Made by the client. Sent twice, stored once.")
    text = Text(max_length=TEXT_MAX, trim_whitespace=False)  # `fit` does that, for every edge alike


class ReadInput(serializers.Serializer[Any]):
    up_to = Id(help_text="The newest message that was shown.")


@extend_schema_field(
    {
        "type": "object",
        "description": BLOCKS,
        "properties": {
            "blocks": {
                "type": "array",
                "items": {"type": "object", "properties": {"type": {"type": "string"}}, "required": ["type"]},
            }
        },
        "required": ["blocks"],
    }
)
class Content(serializers.JSONField):
    pass


class MessageOutput(serializers.Serializer[Any]):
    """One message. `text` says it all by itself; `content` says the same in parts that can be shown and tapped."""

    id = serializers.UUIDField()
    client_id = serializers.UUIDField(allow_null=True)
    author = serializers.ChoiceField(Message.Author.choices)
    author_id = serializers.UUIDField(allow_null=True, help_text="The person who wrote it; null for Spotter itself.")
    text = serializers.CharField()
    content = Content(allow_null=True)
    origin = serializers.ChoiceField(Message.Origin.choices)
    reply_to = serializers.UUIDField(allow_null=True, help_text="The message that this one answers.")
    created_at = serializers.DateTimeField()


class MarkOutput(serializers.Serializer[Any]):
    up_to = serializers.UUIDField(allow_null=True, help_text="Null where nothing was read yet.")
    at = serializers.DateTimeField(allow_null=True)


class TypingOutput(serializers.Serializer[Any]):
    author = serializers.ChoiceField(Message.Author.choices)
    until = serializers.DateTimeField(help_text="When to stop showing it, unless it is said again.")
