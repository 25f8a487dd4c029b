"""How it goes."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.core import units as conversion
from coaching.core.facts import LiftFacts, ProgressFacts
from coaching.wording import replies
from coaching.wording.blocks import Block, link, quick_replies, text
from plans.wording import quantities

PERCENT = 100


def progress(facts: ProgressFacts, units: str) -> list[Block]:
    told = [text(_done(facts))] if facts.planned else []
    if facts.unknown:
        words = _("I cannot say yet how strong you are in %(name)s. Once you have rated a few sets of it, I can.")
        return [text(words % {"name": facts.unknown}), quick_replies(replies.PROGRESS, replies.TODAY)]
    if facts.lift is None:
        empty = _("I know nothing of your lifts yet. Once you have rated a few sets, I can say how strong you are.")
        return [*told, text(empty), quick_replies(replies.TODAY, replies.WEEK)]
    others = link(reverse("page-lifts"), _("All lifts"))
    return [*told, progress_card(facts.lift, units), others, quick_replies(replies.WHY, replies.TODAY)]


def _done(facts: ProgressFacts) -> str:
    told = {"done": facts.done, "planned": facts.planned, "days": facts.days}
    return (
        ngettext(
            "You have done %(done)d of %(planned)d session in the last %(days)d days.",
            "You have done %(done)d of %(planned)d sessions in the last %(days)d days.",
            facts.planned,
        )
        % told
    )


def progress_card(lift: LiftFacts, units: str) -> Block:
    return {
        "type": "progress_card",
        "title": _("%(name)s: estimated one-repetition maximum") % {"name": lift.name},
        "summary": summary(lift, units),
        "unit": _("lb") if units == conversion.IMPERIAL else _("kg"),
        "series": [
            {
                "on": point.on.isoformat(),
                "value": conversion.shown(point.e1rm_kg, units),
                "low": conversion.shown(point.low_kg, units),
                "high": conversion.shown(point.high_kg, units),
            }
            for point in lift.points
        ],
        "href": reverse("page-lift", args=[lift.slug]),
        "label": _("Open this lift"),
    }


def summary(lift: LiftFacts, units: str) -> str:
    """The estimate and its trend, both with their range: a number alone would promise more than is known."""
    value, low, high = (quantities.estimate(each, units) for each in lift.e1rm_kg)
    week, week_low, week_high = (quantities.percent(round(each * PERCENT, 1)) for each in lift.weekly_trend)
    return _(
        "%(name)s: about %(value)s (%(low)s to %(high)s). Trend a week: %(week)s (%(week_low)s to %(week_high)s)."
    ) % {
        "name": lift.name, "value": value, "low": low, "high": high,
        "week": week, "week_low": week_low, "week_high": week_high,
    }  # fmt: skip
