"""What to do about a finding, one sentence for each advice. Offers, never orders."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ADVICE = {
    "add_sets": _("Add a set here and there for that muscle, and see how you take it."),
    "change_one_thing": _(
        "Change one thing and give it three weeks: sleep, food and rest first, then sets or rep ranges."
    ),
    "change_this_lift": _("Change one thing about this lift and give it three weeks: a set more, or other reps."),
    "ease_off": _("Take the next session easier, or rest. You decide."),
    "easier_week": _("Make the next week easier: about half the sets, slightly lighter loads, more reps left."),
    "easy_endurance": _("Keep most sessions at a pace at which you can talk."),
    "even_out": _("Add sets on the smaller side before adding any on the larger one."),
    "keep_going": _("Keep going as you are."),
    "learn_scale_down": _("Now and then, count the reps you believe are left before you find out."),
    "learn_scale_up": _("When a set is rated 9 or more, ask yourself whether two more reps would have gone."),
    "leave_reps": _("End most sets with one to three reps left."),
    "level_off": _("Let the next week stay at this level or a little below, and watch how it feels."),
    "look_for_cause": _("Train lighter until somebody has had a look; do not try to force it."),
    "lower_loads": _("Let the loads come down until ratings and targets meet again."),
    "more_sleep": _("Put an earlier night before the next hard session."),
    "other_day": _("Move that day's sessions to one that works."),
    "other_time": _("Plan these sessions for another time of day."),
    "raise_effort": _("Let the loads rise until ratings and targets meet again."),
    "rate_each_set": _("Rate each set by itself, right after it: how many reps were left?"),
    "see_professional": _("See a doctor or physiotherapist about it before you load it further."),
    "see_professional_now": _("Stop what hurts, and see a doctor or physiotherapist soon."),
    "smaller_plan": _("A smaller plan that you finish beats a larger one that you do not. Ask for fewer days."),
    "stop_and_see": _("Skip what hurts, and see a doctor or physiotherapist about it."),
    "take_sets": _("Take a set away where there are many, and see whether anything is lost."),
    "vary_days": _("If that suits you, make the easy days easier, so that they differ from the hard ones."),
    "watch_pain": _("Keep the load where it is, and say how it is next time."),
}
# These point at what was found ("that muscle"): beside a finding of another area they mean nothing.
POINTING = frozenset({"add_sets", "change_this_lift", "even_out", "other_day", "other_time"})
TO_A_PROFESSIONAL = frozenset({"see_professional", "see_professional_now", "stop_and_see"})  # those that say so
