"""What a tap in a dialogue does, through the services that own what it changes. Each act says in a code what it led to.

What the plan refuses is refused here as well: the athlete is told so, and nothing has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import time

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from adaptation.core.refusals import StaleSuggestion, SuggestionNeeds
from coaching.core.dialogues import Act
from coaching.core.refusals import HabitDayUnfit
from coaching.services.taps import notes, plan, wishes
from coaching.services.taps.tap import Done, Tap
from plans.core.patch import EditRefused
from plans.core.refusals import NoSubstitute, PlanNotActive, PlanRefused, SessionClosed, StaleRevision
from plans.models import PlannedItem

REFUSALS = (EditRefused, PlanRefused, SessionClosed, NoSubstitute, SuggestionNeeds)
GONE = (ObjectDoesNotExist, PlanNotActive, StaleRevision, StaleSuggestion, HabitDayUnfit)
MIDDAY, EVENING = time(12, 30), time(18, 30)

ACTS: Mapping[Act, Callable[[Tap], Done]] = {
    Act.MOVE: plan.move,
    Act.SHORTEN: plan.shorten,
    Act.SKIP: plan.skip,
    Act.LIGHTEN: plan.lighten,
    Act.SWAP: plan.swap,
    Act.LEAVE_OUT: plan.leave_out,
    Act.APPLY: plan.apply,
    Act.DISMISS: plan.dismiss,
    Act.FRESH: notes.feeling(5),
    Act.FINE: notes.feeling(3),
    Act.WORN_OUT: notes.feeling(1),
    Act.SLEPT_ENOUGH: notes.slept(False),
    Act.SLEPT_SHORT: notes.slept(True),
    Act.NO_PAIN: notes.pain(False),
    Act.PAIN: notes.pain(True),
    Act.HABIT_DONE: notes.habit_done,
    Act.HABIT_LATER: wishes.habit_later,
    Act.HABIT_ENDED: wishes.habit_ended,
    Act.CHECK_IN_MIDDAY: wishes.check_in(MIDDAY),
    Act.CHECK_IN_EVENING: wishes.check_in(EVENING),
    Act.GO_ON: wishes.go_on,
    Act.KEEP_QUIET: wishes.keep_quiet,
    Act.NOT_TODAY: wishes.not_today,
    Act.LESS_OF_THIS: wishes.less_of_this,
    Act.STOP_ALL: wishes.stop_all,
}


def carry_out(act: Act, tap: Tap) -> Done:
    """Do it, inside the caller's transaction; what cannot be done leaves nothing behind."""
    try:
        with transaction.atomic():
            return ACTS[act](tap)
    except REFUSALS as refused:
        return Done("refused", {"because": refused.code})
    except PlannedItem.DoesNotExist:
        return Done("not_coming", {"name": tap.facts["exercise"]})
    except GONE:
        return Done("gone")
