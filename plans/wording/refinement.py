"""A language model's part in a plan, in words: the label, what an edit changes, why the draft stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.wording import EQUIPMENT
from plans.models import Exercise
from plans.wording import words
from plans.wording.differences import Difference, differences, exercises_in

AI_GENERATED = gettext_lazy("AI-generated")
STALE = gettext_lazy("The plan has moved on since this was offered. You can have it looked at again.")
NEEDS_COACH = gettext_lazy("Your coach confirms this one.")
AWAY = {
    "no_model": gettext_lazy("No language model is set up here. Your plan comes from the rules, and is complete."),
    "minor": gettext_lazy("Under 18, plans come from the rules alone."),
    "plan_over": gettext_lazy("This plan is over, so it cannot be changed."),
}
BUSY = gettext_lazy("The language model could not be reached. Your plan stays as the rules wrote it.")
SLOW = gettext_lazy("The language model took too long. Your plan stays as the rules wrote it.")
SPENT = gettext_lazy("The language model has reached today's limit. Your plan stays as the rules wrote it.")
UNSOUND = gettext_lazy("The language model's answer did not pass our checks. Your plan stays as the rules wrote it.")
KEPT: Mapping[str, Any] = {
    "nothing_to_change": gettext_lazy("The language model looked at your plan and would leave it as it is."),
    "plan_changed": gettext_lazy("The plan was changed meanwhile, so it stays as it is now."),
    "plan_over": AWAY["plan_over"],
    "unconfigured": AWAY["no_model"],
    "not_allowed": AWAY["minor"],
    "timeout": SLOW,
    "lost": SLOW,
    "gave_up": SLOW,
    **dict.fromkeys(("budget", "quota"), SPENT),
    **dict.fromkeys(("rules", "invalid", "refused", "filtered", "truncated", "malformed"), UNSOUND),
}


def kept_because(reason: str) -> str:
    """Why the plan stays as it is, kindly; "" where there is no such reason."""
    return str(KEPT.get(reason, BUSY)) if reason else ""


def away(facts: Mapping[str, Any]) -> str:
    return str(AWAY.get(facts.get("because", ""), BUSY))


def edit_lines(diff: Iterable[Mapping[str, Any]], units: str, language: str) -> list[Difference]:
    """What an edit changes, in lines. One query for the names of exercises."""
    changes = list(diff)
    found = Exercise.objects.filter(slug__in=exercises_in(changes))
    return differences(changes, {exercise.slug: exercise.name(language) for exercise in found}, units)


def line_text(line: Difference) -> str:
    """`Back Squat, sets: 3 → 2 (4 days from March 2 on)`."""
    change = " → ".join(part for part in (line.before, line.after) if part)
    about = _("%(about)s, %(what)s") % {"about": line.about, "what": line.what} if line.what else line.about
    told = _("%(about)s: %(change)s") % {"about": about, "change": change} if change else about
    return _("%(told)s (%(days)s)") % {"told": told, "days": line.days} if line.days else told


def edit_text(diff: Iterable[Mapping[str, Any]], units: str, language: str = "en") -> str:
    return "; ".join(line_text(line) for line in edit_lines(diff, units, language))


def terms(facts: Mapping[str, Any], language: str) -> tuple[str, ...]:
    """Words by which a sentence can be seen to speak of these facts: what hurts, the goal, the focus, the equipment."""
    with translation.override(language):
        said = [
            words.GOALS.get(facts.get("goal", "")),
            *(words.REGIONS.get(each["region"]) for each in facts.get("hurts", ())),
            *(words.MUSCLES.get(each) for each in facts.get("focus", ())),
            *(EQUIPMENT.get(each) for each in facts.get("equipment", ())),
        ]
        return tuple(str(each) for each in said if each)
