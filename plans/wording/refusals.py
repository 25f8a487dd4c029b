"""Why a change to a plan is not made, for the person who asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.core.patch import EditRefused
from plans.core.refusals import NoSubstitute, PlanNotActive, PlanRefused, SessionClosed, StaleRevision
from plans.wording import rule

REFUSED = (PlanRefused, SessionClosed, PlanNotActive, StaleRevision, NoSubstitute, EditRefused)
SENTENCES: dict[type[Exception], Any] = {
    SessionClosed: gettext_lazy("This session is done or its day is over, so it stays as it is."),
    PlanNotActive: gettext_lazy("This plan is over, so it cannot be changed."),
    StaleRevision: gettext_lazy("The plan has changed meanwhile. Have a look and try again."),
    NoSubstitute: gettext_lazy("This exercise cannot stand in here."),
}


def exercises_in(refusal: Exception) -> set[str]:
    """Slugs that the sentences name."""
    if not isinstance(refusal, PlanRefused):
        return set()
    return {str(each.facts["exercise"]) for each in refusal.findings if each.facts.get("exercise")}


def in_words(refusal: Exception, names: Mapping[str, str]) -> str:
    """Broken rules are named, each once."""
    if isinstance(refusal, PlanRefused):
        broken = [rule(each.rule, each.facts, names) for each in refusal.findings]
        return " ".join(dict.fromkeys([_("The plan would break its own rules with this."), *broken]))
    return str(SENTENCES.get(type(refusal), _("This change cannot be made.")))
