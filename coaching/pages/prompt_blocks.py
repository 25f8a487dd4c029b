"""What Spotter said unasked, as the chat shows it: its quick replies answer the prompt instead of being said, and it
can tell why it is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse

from coaching.models import Message
from coaching.services.prompt_reading import Standing


def of_message(message: Message, standing: Standing | None) -> list[Mapping[str, Any]]:
    """The blocks of a message; of a prompt, with its replies turned and the reason offered."""
    content = message.content or {}
    blocks = list(content.get("blocks", ()))
    prompt_id = str((content.get("prompt") or {}).get("id", ""))
    if standing is None or not prompt_id:
        return blocks
    return list(_turned(blocks, prompt_id, standing))


def _turned(blocks: list[Mapping[str, Any]], prompt_id: str, standing: Standing) -> Iterator[Mapping[str, Any]]:
    about = {"prompt": prompt_id, "href": reverse("page-prompt", args=[prompt_id])}
    for block in blocks:
        is_reply = block.get("type") == "quick_replies"
        yield {**block, **about, **_replies(block, standing)} if is_reply else block
    yield {"type": "prompt_why", **about, "unseen": "1" if standing.is_unseen else ""}


def _replies(block: Mapping[str, Any], standing: Standing) -> Mapping[str, Any]:
    labels = {option.get("id"): option.get("label") for option in block.get("options") or ()}
    return {"type": "prompt_replies", "state": standing.state, "chosen": labels.get(standing.choice) or ""}
