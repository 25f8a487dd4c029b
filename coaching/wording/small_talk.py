"""Hello, thanks, help, and what nobody has taught Spotter yet."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from coaching.core.facts import TalkFacts
from coaching.core.intents import Intent
from coaching.wording import replies
from coaching.wording.blocks import Block, link, quick_replies, text
from coaching.wording.days import no_plan
from coaching.wording.voice import words


def answer(intent: Intent, facts: TalkFacts, tone: str) -> list[Block]:
    if intent is Intent.THANKS:
        return [text(words("thanks", tone))]
    if intent is Intent.HELLO:
        if not facts.has_plan:
            return [text(words("hello_again", tone)), *no_plan()]
        return [text(words("hello", tone)), _choices()]
    if intent is Intent.HELP:
        who = _(
            "I am Spotter's coach: a computer program, not a person. Rules decide everything; where a language model"
            " has put their answer into words, the message says so."
        )
        return [text(f"{who}\n{_can()}"), _choices()]
    if facts.is_noted:
        return [text(words("noted", tone)), link(reverse("page-memory"), _("What I remember"))]
    return [text(f"{words('unknown', tone)}\n{_can()}"), _choices()]


def _can() -> str:
    return _(
        "I can tell you what you train today and this week, what changed in your plan and why, and how a lift is"
        " going. I can offer another exercise, or move or skip a session. Tell me as well when something hurts or"
        " when you are ill."
    )


def _choices() -> Block:
    return quick_replies(replies.TODAY, replies.WEEK, replies.WHY, replies.PROGRESS)
