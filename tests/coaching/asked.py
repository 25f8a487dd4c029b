"""Prompts as athletes have them, made without the tick."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from accounts.models import User
from coaching.models import CoachingPrompt, Message, PromptPreferences

BLOCKS = {
    "blocks": [
        {"type": "text", "text": "How are you today?"},
        {
            "type": "quick_replies",
            "options": [
                {"id": "good", "label": "Good", "text": "Good"},
                {"id": "not_now", "label": "Not now", "text": "Not now"},
                {"id": "stop", "label": "Stop these messages", "text": "Stop these messages"},
            ],
        },
    ]
}


def asked(athlete: User, now: datetime, *, rule: str = "check_in", **columns: Any) -> CoachingPrompt:
    """A prompt that stands in the athlete's chat, with its message."""
    prompt_id = columns.pop("id", uuid4())
    expires_at = columns.pop("expires_at", now + timedelta(hours=4))
    about = {"id": str(prompt_id), "rule": rule, "expires_at": expires_at.isoformat()}
    message = Message.objects.create(
        athlete=athlete, author="coach", text="How are you today?", content={**BLOCKS, "prompt": about}, origin="rule",
        created_at=now,
    )  # fmt: skip
    known = {
        "status": "delivered", "delivered_at": now, "not_before": now, "created_at": now, "text": message.text,
        "content": BLOCKS, "facts": {"on": now.date().isoformat(), "session": None, "is_open": False},
    }  # fmt: skip
    return CoachingPrompt.objects.create(
        id=prompt_id, athlete=athlete, rule=rule, occurrence=f"{rule}:{prompt_id}", expires_at=expires_at,
        message=message, **{**known, **columns},
    )  # fmt: skip


def waiting(athlete: User, now: datetime, *, rule: str = "check_in", **columns: Any) -> CoachingPrompt:
    """A prompt that was drawn and not yet handed over."""
    known = {"occurrence": f"{rule}:{uuid4()}", "not_before": now, "created_at": now, **columns}
    return CoachingPrompt.objects.create(athlete=athlete, rule=rule, expires_at=now + timedelta(hours=4), **known)


def agreed(athlete: User, **chosen: Any) -> PromptPreferences:
    """Said yes long ago."""
    known = {"enabled": True, "enabled_at": datetime(2025, 1, 1, tzinfo=UTC), **chosen}
    row, _is_new = PromptPreferences.objects.update_or_create(athlete=athlete, defaults=known)
    return row
