"""What is said of a session that the phone and the plan changed apart."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from plans.core.merge import DAY, STATUS, TIME
from plans.models import FieldConflict, PlanRevision
from plans.wording import quantities

FIELDS = {DAY: gettext_lazy("Day"), TIME: gettext_lazy("Time"), STATUS: gettext_lazy("Train or skip")}
STATUSES = {
    "planned": pgettext_lazy("a session", "Train"),
    "skipped": pgettext_lazy("a session", "Skip"),
}
BOTH = {
    PlanRevision.Author.COACH: gettext_lazy("Changed on the phone and by your coach."),
    PlanRevision.Author.ATHLETE: gettext_lazy("Changed on the phone and by you on another screen."),
    PlanRevision.Author.RULE: gettext_lazy("Changed on the phone and by the rules of your plan."),
    PlanRevision.Author.MODEL: gettext_lazy("Changed on the phone and by a refinement of your plan."),
}
NOBODY_KNOWN = gettext_lazy("Changed on the phone and meanwhile elsewhere.")


def field(conflict: FieldConflict) -> str:
    return str(FIELDS[conflict.field])


def value(name: str, told: str) -> str:
    """A value of a field: a day, a time, or whether the session takes place."""
    if name == DAY:
        return quantities.day(date.fromisoformat(told))
    if name == TIME:
        return told or _("any time")
    return str(STATUSES.get(told, told))


def who(conflict: FieldConflict) -> str:
    """Who else changed it, as a sentence."""
    return str(
        BOTH.get(PlanRevision.Author(conflict.standing_by), NOBODY_KNOWN) if conflict.standing_by else NOBODY_KNOWN
    )


def sentence(conflict: FieldConflict) -> str:
    """Both values, and which one stands."""
    return _("%(who)s %(field)s is now %(standing)s; you had set %(wanted)s.") % {
        "who": who(conflict),
        "field": field(conflict),
        "standing": value(conflict.field, conflict.standing),
        "wanted": value(conflict.field, conflict.wanted),
    }
