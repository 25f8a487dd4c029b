"""Examples for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

ID = "0195565e-5f0a-7c3e-9a40-0d9b3a1c2f30"
CLIENT_ID = "5b1d5c8e-9a01-4f7e-8b1f-01955650a1aa"
ANA = "0195565e-5f0a-7c3e-9a40-0d9b3a1c2f22"
QUESTION: dict[str, Any] = {
    "id": ID,
    "client_id": CLIENT_ID,
    "author": "athlete",
    "author_id": ANA,
    "text": "What do I train today?",
    "content": None,
    "origin": "person",
    "reply_to": None,
    "created_at": "2026-03-02T17:04:05.123456Z",
}
ANSWER: dict[str, Any] = {
    "id": "0195565e-5f0a-7c3e-9a40-0d9b3a1c2f31",
    "client_id": None,
    "author": "coach",
    "author_id": None,
    "text": "Today is a rest day.",
    "content": {
        "blocks": [
            {"type": "text", "text": "Today is a rest day."},
            {
                "type": "quick_replies",
                "options": [{"id": "week", "label": "Show me my week", "text": "Show me my week"}],
            },
        ]
    },
    "origin": "rule",
    "reply_to": ID,
    "created_at": "2026-03-02T17:04:05.223456Z",
}
MARK = {"up_to": ID, "at": "2026-03-02T17:04:06.000000Z"}
MARK_EXAMPLE = OpenApiExample("up to a message", MARK, response_only=True)
TYPING = {"author": "athlete", "until": "2026-03-02T17:04:11.000000Z"}
