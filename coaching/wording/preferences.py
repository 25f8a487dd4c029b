"""Sentences about what athletes choose: names of the rules, what stands in the way just now, what cannot be kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coaching.core.usual_times import Proposal
from plans.wording.words import WEEKDAYS_SHORT

FAULTS: Mapping[str, Any] = {
    "unfit": _("This value cannot be saved."),
    "too_many": _("These are too many."),
    "unknown_rule": _("There is no such kind of message."),
    "turned_round": _("The last day comes before the first."),
    "twice": _("One of these is there twice."),
}
RULE_NAMES: Mapping[str, Any] = {
    "check_in": _("How are you today?"),
    "habit": _("A habit that is still open"),
    "stalled": _("A lift that has stalled"),
    "missed_session": _("A session that was missed"),
    "high_rpe": _("Several very hard sessions in a row"),
    "poor_sleep": _("Short nights"),
    "milestone": _("Something to be glad about"),
    "plan_finished": _("The end of a plan"),
    "pain_follow_up": _("Asking about a pain that you reported"),
    "deload_due": _("An easier week that is due"),
    "comeback": _("Coming back after a break"),
    "unread_suggestion": _("A suggestion that waits for you"),
    "welcome": _("Welcome"),
    "stay_quiet": _("Whether to stay quiet"),
}
REASONS: Mapping[str, Any] = {
    "off": _("Spotter does not message you first, because you have not agreed or have turned it off."),
    "muted": _("You have muted this kind of message."),
    "quiet_hours": _("These are your quiet hours."),
    "do_not_disturb": _("You asked not to be disturbed."),
    "holiday": _("You are on holiday."),
    "first_day": _("On the first day there is only a welcome."),
    "day_cap": _("The most for today is reached."),
    "week_cap": _("The most for this week is reached."),
    "min_gap": _("The last message was not long ago."),
    "backing_off": _("Several messages had no answer, so Spotter steps back."),
    "silent": _("Seven messages had no answer, so Spotter is silent until you write."),
    "safety_hold": _("Spotter holds back after something that you wrote. A person looks at it first."),
}


def rule_name(rule: str) -> str:
    return str(RULE_NAMES.get(rule, rule))


def reasons(codes: Iterable[str]) -> list[str]:
    """Why nothing comes just now; a code without words is left out."""
    return [str(REASONS[code]) for code in codes if code in REASONS]


def usual_times(proposal: Proposal) -> str:
    """When the athlete trains, and which time is proposed instead of which."""
    habit = proposal.usual
    facts = {
        "days": "/".join(str(WEEKDAYS_SHORT[day]) for day in habit.days),
        "starts": f"{habit.starts:%H:%M}",
        "ends": f"{habit.ends:%H:%M}",
        "at": f"{proposal.at:%H:%M}",
        "instead_of": f"{proposal.instead_of:%H:%M}",
    }
    words = gettext(
        "You mostly begin between %(starts)s and %(ends)s (%(days)s). Spotter could look at %(at)s, shortly before, "
        "instead of at %(instead_of)s."
    )
    return words % facts
