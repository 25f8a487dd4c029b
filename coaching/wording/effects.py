"""Words of the staff page about effects."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

RULES: dict[str, Any] = {
    "missed_session": _("Missed session"),
    "pain_follow_up": _("Pain follow-up"),
    "high_rpe": _("Hard sessions in a row"),
    "poor_sleep": _("Poor sleep"),
    "deload_due": _("Deload due"),
    "comeback": _("Comeback"),
    "habit": _("Habit"),
    "unread_suggestion": _("Unread suggestion"),
    "stalled": _("Stalled lift"),
    "check_in": _("Check-in"),
}
OUTCOMES: dict[str, Any] = {
    "session": _("trained within 24 hours"),
    "habit": _("habit done that day"),
    "app_use": _("used the app within 2 hours"),
}
WHY_NOT: dict[str, Any] = {
    "too_few_subjects": _("too few athletes"),
    "unidentified": _("sent always or never, or one athlete alone"),
    "no_points": _("no outcome is known yet"),
}
STYLES: dict[str, Any] = {
    "neutral": _("plain"),
    "autonomy": _("leaves the choice"),
    "intention": _("when and where"),
}
LIGHTS: dict[str, Any] = {"green": _("green"), "yellow": _("yellow"), "red": _("red")}
AGAINST: dict[str, Any] = {
    "fidelity_red": _("fidelity was red"),
    "outcomes_missing": _("too many outcomes were missing"),
    "not_finite": _("a number was not finite"),
    "ill_conditioned": _("the data did not tell the coefficients apart"),
    "worse_off_policy": _("its lower bound was below the one in force"),
}
SLICES: dict[str, Any] = {
    "rule": _("rule"),
    "arm": _("wording"),
    "day": _("day"),
    "decile": _("probability from"),
}


def rule_name(code: str) -> Any:
    return RULES.get(code, code)


def slice_name(by: str, which: str) -> Any:
    return rule_name(which) if by == "rule" else STYLES.get(which, which)


def against(codes: list[str]) -> list[Any]:
    return [AGAINST.get(code, code) for code in codes]


def outcome_name(code: str) -> Any:
    return OUTCOMES.get(code, code)


def why_not(code: str) -> Any:
    return WHY_NOT.get(code, _("no estimate"))
