"""Another exercise: what can stand in, to be taken with a tap."""

from __future__ import annotations

from django.utils.translation import gettext as _

from coaching.core.facts import SessionFacts, SwapFacts
from coaching.wording import blocks, replies
from coaching.wording.blocks import Block, quick_replies, text
from coaching.wording.days import named

SHOWN = 8  # exercises to choose from


def swap(facts: SwapFacts, units: str) -> list[Block]:
    session, item = facts.session, facts.item
    if session is None:
        return [text(_("No session is ahead, so there is nothing to swap.")), quick_replies(replies.WEEK)]
    if item is None:
        return [text(_which(facts, session)), _choice(session)]
    if not facts.options:
        words = _(
            "I found nothing to replace %(name)s with your equipment and your plan's rules. You can skip it and do"
            " the rest."
        )
        return [text(words % {"name": item.name}), blocks.session_card(session, units)]
    words = _("These can replace %(name)s. The plan changes once you tap one; the load follows from what I know.")
    return [text(words % {"name": item.name}), blocks.swap(session, item, facts.options, units)]


def _which(facts: SwapFacts, session: SessionFacts) -> str:
    if session.on == facts.on:
        return _("Which exercise of today's session?")
    return _("Which exercise of %(title)s on %(day)s?") % named(session)


def _choice(session: SessionFacts) -> Block:
    options = [(f"swap-{item.exercise}", str(replies.SWAP_THIS) % {"name": item.name}) for item in session.items]
    return quick_replies(*options[:SHOWN])
