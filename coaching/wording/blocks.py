"""The parts of a message, as every client gets them: worded, typed, and each readable as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from coaching.core.facts import ItemFacts, OptionFacts, SessionFacts
from plans.wording import quantities
from plans.wording import title as session_title

Block = dict[str, Any]
Reply = tuple[str, str | Promise]


def text(words: str) -> Block:
    return {"type": "text", "text": words}


def quick_replies(*options: Reply) -> Block:
    """Each option is a name for programs and what a tap says; that text comes back as the athlete's own message."""
    return {
        "type": "quick_replies",
        "options": [{"id": name, "label": str(said), "text": str(said)} for name, said in options],
    }


def session_card(session: SessionFacts, units: str) -> Block:
    return {
        "type": "session_card",
        "session": {
            "id": session.id,
            "on": session.on.isoformat(),
            "day": quantities.day(session.on),
            "at": session.at or None,
            "title": session_title(session.title),
            "kind": session.kind,
            "status": session.status,
            "estimated_min": session.estimated_min,
            "items": [{"name": item.name, "prescription": prescription(item, units)} for item in session.items],
        },
        "href": reverse("page-session", args=[session.id]),
        "label": _("Open the session"),
    }


def prescription(item: ItemFacts, units: str) -> str:
    asked: Any = item  # the protocol of quantities has settable attributes; facts are frozen
    return quantities.prescription(asked, units)


def swap(session: SessionFacts, item: ItemFacts, options: Sequence[OptionFacts], units: str) -> Block:
    return {
        "type": "swap",
        "session_id": session.id,
        "item_id": item.id,
        "exercise": item.exercise,
        "title": _("Instead of %(name)s") % {"name": item.name},
        "options": [{"slug": each.slug, "name": each.name, "detail": load_words(each, units)} for each in options],
        "label": _("Take this one"),
    }


def load_words(option: OptionFacts, units: str) -> str:
    if option.load_kg is not None:
        return quantities.weight(option.load_kg, units)
    return _("find your load") if option.load_basis == "find" else _("bodyweight")


def link(href: str, label: str) -> Block:
    return {"type": "actions", "actions": [{"id": "open", "label": label, "href": href}]}


def plain(blocks: Iterable[Block]) -> str:
    """The same for whoever shows no blocks: what stands in them, without what can be tapped."""
    return "\n".join(line for block in blocks for line in _lines(block))


def _lines(block: Block) -> list[str]:
    match block["type"]:
        case "text":
            return [block["text"]]
        case "session_card":
            session = block["session"]
            told = [f"{item['name']}: {item['prescription']}" for item in session["items"]]
            return [f"{session['title']} · {session['day']}", *told]
        case "swap":
            return [f"{each['name']} · {each['detail']}" for each in block["options"]]
        case "progress_card":
            return [block["summary"]]
        case "plan_diff":
            about = f"{block['title']}, " if block["suggestion_ids"] else ""
            return [about + _change_line(each) for each in block["changes"]]
        case _:
            return []


def _change_line(change: dict[str, str]) -> str:
    sides = " → ".join(side for side in (change["before"], change["after"]) if side)
    return f"{change['where']}: {sides}" if sides else change["where"]
