"""How good the forecasts were, in words: what was off by how much, never more than the numbers beside it say."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from adaptation.core.forecasts import LEAST_SCORED, Score
from plans.wording import quantities
from science.forecast import Interval

PERCENT = 100
CLAIMS = {
    "better": gettext_lazy(
        "For this lift the forecasts were better than “same as last time”: off by %(ours)s RPE points on average,"
        " against %(same)s."
    ),
    "equal": gettext_lazy(
        "For this lift the forecasts were about as good as “same as last time”: off by %(ours)s RPE points on average,"
        " against %(same)s."
    ),
    "worse": gettext_lazy(
        "For this lift the forecasts were worse than “same as last time”: off by %(ours)s RPE points on average,"
        " against %(same)s. Go by last time's rating here."
    ),
}


def claim(score: Score) -> str:
    """How the forecasts compare with "same as last time"; below eight sessions, that it is too early to say."""
    if score.claim is None:
        told = ngettext(
            "%(n)s session has been forecast so far: too few to say how good that is. It takes %(least)s.",
            "%(n)s sessions have been forecast so far: too few to say how good that is. It takes %(least)s.",
            score.n,
        )
        return told % {"n": score.n, "least": LEAST_SCORED}
    told = str(CLAIMS[score.claim])
    return told % {"ours": error(score.rpe_error), "same": error(score.same_rpe_error)}


def error(value: float) -> str:
    """A mean error with one digit more than ratings have."""
    return quantities.number(round(value, 2))


def calibration(score: Score) -> str:
    """How many ratings lay in their 90 % range, and how uncertain that share is itself."""
    if score.claim is None:
        return ""
    inside = score.inside
    return _(
        "%(held)s of %(n)s ratings fell inside their range (%(percent)s %%); the range is built to hold 90 %%."
        " With this many sessions, the true share could be anywhere from %(low)s to %(high)s %%."
    ) % {
        "held": round(inside.value * score.n),
        "n": score.n,
        "percent": round(PERCENT * inside.value),
        "low": round(PERCENT * inside.low),
        "high": round(PERCENT * inside.high),
    }


def loads(score: Score) -> str:
    """The same for the load that fits what was planned; nothing below eight sessions that a plan asked for."""
    if score.loads < LEAST_SCORED or score.load_error_percent is None or score.same_load_error_percent is None:
        return ""
    return _("The load for the planned reps and effort was off by %(ours)s %% on average, against %(same)s %%.") % {
        "ours": quantities.number(round(score.load_error_percent, 1)),
        "same": quantities.number(round(score.same_load_error_percent, 1)),
    }


def rpe_range(expected: Interval) -> str:
    """`RPE 8.2 (7.1–9.3)`."""
    middle, low, high = (quantities.number(round(each, 1)) for each in (expected.value, expected.low, expected.high))
    return _("RPE %(value)s (%(low)s–%(high)s)") % {"value": middle, "low": low, "high": high}
