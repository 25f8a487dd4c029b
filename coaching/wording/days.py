"""Today, what comes next, the week, and leaving a session out."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coaching.core.facts import DayFacts, SessionFacts, WeekFacts
from coaching.wording import replies
from coaching.wording.blocks import Block, link, quick_replies, session_card, text
from plans.wording import quantities
from plans.wording import title as session_title


def no_plan() -> list[Block]:
    return [
        text(_("You have no plan at the moment. Tell me what you want to train for, and I write one.")),
        link(reverse("page-generate"), _("Write a plan")),
    ]


def named(session: SessionFacts) -> dict[str, str | int]:
    """A session as sentences need it."""
    return {
        "title": session_title(session.title),
        "day": quantities.day(session.on),
        "minutes": session.estimated_min,
    }


def today(facts: DayFacts, units: str) -> list[Block]:
    if not facts.has_plan:
        return no_plan()
    session = facts.session
    if session is None:
        return [text(_("Today is a rest day.")), *coming(facts, units)]
    told = named(session)
    if session.is_open:
        return [
            *(resting() if facts.is_ill else ()),
            text(_("Today: %(title)s, about %(minutes)d minutes.") % told),
            session_card(session, units),
            quick_replies(replies.WHY, replies.SWAP, replies.SKIP),
        ]
    if session.status == "done":
        return [text(_("You have done today's session: %(title)s.") % told), *coming(facts, units)]
    return [text(_("You skipped today's session: %(title)s.") % told), *coming(facts, units)]


def resting() -> list[Block]:
    """What somebody who reported being ill hears before everything else about training."""
    return [
        text(_("You reported being ill. Nothing hard until you have been without symptoms for a full day.")),
        link(reverse("page-ill"), _("I am well again")),
    ]


def coming(facts: DayFacts, units: str) -> list[Block]:
    """What comes after today."""
    if facts.next is None:
        return [
            text(_("Nothing else is planned. A new plan can start whenever you like.")),
            link(reverse("page-generate"), _("Write a plan")),
        ]
    return [
        text(_("Next: %(title)s on %(day)s.") % named(facts.next)),
        session_card(facts.next, units),
        quick_replies(replies.WEEK, replies.PROGRESS),
    ]


def following(facts: DayFacts, units: str) -> list[Block]:
    if not facts.has_plan:
        return no_plan()
    if facts.session is not None and facts.session.is_open:
        return [
            text(_("Today's session comes first: %(title)s.") % named(facts.session)),
            *coming(facts, units),
        ]
    return coming(facts, units)


def week(facts: WeekFacts) -> list[Block]:
    if not facts.has_plan:
        return no_plan()
    count = len(facts.sessions)
    if not count:
        return [text(_("Nothing is planned for the next seven days.")), plan_link()]
    lead = ngettext(
        "%(count)d session in the next seven days:", "%(count)d sessions in the next seven days:", count
    ) % {"count": count}
    lines = [_week_line(session) for session in facts.sessions]
    return [text("\n".join([lead, *lines])), plan_link(), quick_replies(replies.TODAY, replies.PROGRESS)]


def _week_line(session: SessionFacts) -> str:
    told = {**named(session), "at": session.at}
    if session.status == "done":
        return _("%(day)s: %(title)s, done") % told
    if session.status == "skipped":
        return _("%(day)s: %(title)s, skipped") % told
    if session.at:
        return _("%(day)s, %(at)s: %(title)s, about %(minutes)d minutes") % told
    return _("%(day)s: %(title)s, about %(minutes)d minutes") % told


def plan_link() -> Block:
    return link(reverse("page-plan"), _("Open the plan"))


def skip(facts: DayFacts) -> list[Block]:
    """An offer: nothing is skipped without a tap."""
    if not facts.has_plan:
        return no_plan()
    session = facts.session if facts.session is not None and facts.session.is_open else facts.next
    if session is None:
        return [text(_("There is no session ahead that you could skip.")), plan_link()]
    lead = _lead(facts, session)
    more = _("One session less does no harm. You can move it or skip it; nothing changes until you tap.")
    return [text(_("%(told)s %(more)s") % {"told": lead, "more": more}), choices(session)]


def _lead(facts: DayFacts, session: SessionFacts) -> str:
    if session.on == facts.on:
        return _("Today is %(title)s.") % named(session)
    if facts.session is not None and facts.session.status == "done":
        return _("Today's session is done already; the next one is %(title)s on %(day)s.") % named(session)
    return _("Today is free anyway; the next session is %(title)s on %(day)s.") % named(session)


def choices(session: SessionFacts) -> Block:
    return {
        "type": "actions",
        "actions": [
            {
                "id": "move_session",
                "label": _("Move it to another day"),
                "session_id": session.id,
                "on": session.on.isoformat(),
                "href": reverse("page-session-change", args=[session.id]),
            },
            {"id": "skip_session", "label": _("Skip it"), "session_id": session.id},
        ],
    }
