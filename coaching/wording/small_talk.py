"""Hello, thanks, help, and what nobody has taught Spotter yet."""

from __future__ import annotations

from django.utils.translation import gettext as _

from coaching.core.intents import Intent
from coaching.wording import replies
from coaching.wording.blocks import Block, quick_replies, text
from coaching.wording.days import no_plan


def answer(intent: Intent, has_plan: bool) -> list[Block]:
    if intent is Intent.THANKS:
        return [text(_("Any time."))]
    if intent is Intent.HELLO:
        hello = text(_("Hello! What would you like to know?"))
        return [hello, _choices()] if has_plan else [text(_("Hello!")), *no_plan()]
    if intent is Intent.HELP:
        who = _("I am Spotter's coach: a set of rules, not a person and not a language model.")
        return [text(f"{who}\n{_can()}"), _choices()]
    sorry = _("I did not understand that. I am a set of rules and know only a few things, and I do not guess.")
    return [text(f"{sorry}\n{_can()}"), _choices()]


def _can() -> str:
    return _(
        "I can tell you what you train today and this week, what changed in your plan and why, and how a lift is going."
        " I can offer another exercise, or to move a session or leave it out. Tell me as well when something hurts or"
        " when you are ill."
    )


def _choices() -> Block:
    return quick_replies(replies.TODAY, replies.WEEK, replies.WHY, replies.PROGRESS)
