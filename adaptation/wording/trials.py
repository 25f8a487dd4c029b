"""What was tried with a lift and how its trend went, in words that claim no cause."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from adaptation.core.trials import Followed
from adaptation.wording import sentences
from plans.wording import quantities, spaced
from science.forecast import Interval

PERCENT = 100


def what(rule: str) -> str:
    """What was tried, in a few words."""
    return str(sentences.TRIALS.get(rule, spaced(rule)))


def told(followed: Followed, started_on: date, is_undone: bool) -> str:
    """How the trend was when it began and how it is since."""
    facts = {
        "day": quantities.day(started_on),
        "before": _trend(followed.before),
        "after": "" if followed.after is None else _trend(followed.after),
        "sessions": followed.sessions,
    }
    if is_undone:
        return _("Begun on %(day)s; the plan has been put back since, so nothing is compared.") % facts
    if followed.after is None:
        return _("Begun on %(day)s, at a trend of %(before)s. The lift has not been rated since.") % facts
    if not followed.is_over:
        sentence = _(
            "Started on %(day)s with a trend of %(before)s. After %(sessions)s rated sessions it is %(after)s: too"
            " early to draw a conclusion."
        )
    else:
        sentence = _(
            "Begun on %(day)s, at a trend of %(before)s. After %(sessions)s rated sessions it was %(after)s. This does"
            " not show that the change was the cause."
        )
    return sentence % facts


def _trend(weekly: Interval) -> str:
    value, low, high = (
        quantities.percent(round(PERCENT * each, 1)) for each in (weekly.value, weekly.low, weekly.high)
    )
    return _("%(value)s a week (%(low)s to %(high)s)") % {"value": value, "low": low, "high": high}
