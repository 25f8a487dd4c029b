"""A sentence for each reason: why something stands in a plan, why a plan was changed, what to ask for instead.

A sentence uses facts of the reason and no other numbers. What an item prescribes stands beside its sentence and may be
changed later, so an item's sentence leaves its sets, reps and loads out.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ITEMS = {
    "main_lift": _("Main work for %(pattern)s."),
    "assistance": _("Supports the main lifts with more %(pattern)s."),
    "accessory": _("Sets for the %(muscle)s."),
    "core": _("Trunk work that helps to keep your other lifts steady."),
    "power": _("Fast and fresh: speed comes first in the session."),
    "carry": _("Carrying trains grip and trunk together."),
    "easy_endurance": _("Easy enough to talk: the base of your endurance."),
    "long_endurance": _("The long session of the week, at an easy pace."),
    "tempo_endurance": _("Steady and demanding, between the thresholds."),
    "intervals": _("Short and hard, with rest between, to raise your ceiling."),
    "run_walk": _("Running with walking breaks, so that your legs and your breathing get used to it."),
    "activity": _("Moderate minutes towards the activity of your week."),
    "easy_walk": _("An easy day that still moves."),
    "stretch": _("Range of motion for the %(muscle)s."),
    "added": _("Added to your plan."),
    "swapped_in": _("Stands in for %(before)s."),
}
# Where an item's load comes from; follows the item's own sentence.
LOADS = {
    "known": _("The load follows from the set you told us of."),
    "estimated": _("The load follows from your own ratings."),
    "progressed": _("The load goes up a little each week."),
    "find": _("Find your load: add weight until the effort fits."),
    "bodyweight": "",
    "none": "",
}
FIRST_TRY = _("Start with about %(try_kg)s kg and find your load from there.")
PLAN = {
    "split": _("%(hard_days)s training days and %(easy_days)s easy days a week for %(weeks)s weeks: %(titles)s."),
    "time": _("The longest session takes about %(minutes)s of the %(minutes_allowed)s minutes that you have."),
    "volume": _(
        "The first normal week has %(sets)s working sets; the %(lowest_group)s get the fewest, %(lowest_sets)s."
    ),
    "volume_from_history": _("Week 1 has %(sets)s sets; last week you really did %(last_week_sets)s."),
    "effort": _(
        "Effort goes from RPE %(rpe_first)s to %(rpe_last)s: %(rir_first)s reps in reserve, later %(rir_last)s."
    ),
    "loads_known": _("Exercises that start from a load of your own sets: %(exercises)s."),
    "loads_found": _("Exercises for which you find the load yourself, guided by the effort: %(exercises)s."),
    "progression": _("From %(sets_first)s sets a week the plan grows to %(sets_most)s."),
    "deloads": _("Easier weeks with %(cut_percent)s %% fewer sets let you recover: week %(weeks)s."),
    "taper": _("Before %(event_on)s the work falls by %(cut_percent)s %%, so that you are fresh: week %(weeks)s."),
    "event_beyond": _(
        "Your event on %(event_on)s comes after these %(weeks)s weeks, so the plan builds and does not taper."
    ),
    "return_after_break": _("After %(days_off)s days off, the first weeks carry %(percents)s %% of the usual sets."),
    "limitation": _("Movements left out for your %(region)s (%(severity)s of 10): %(left_out)s."),
    "health": _("Because of %(because)s, %(left_out)s movements are left out and loads stay moderate."),
    "endurance_split": _(
        "%(minutes)s minutes of endurance in week 1, up to %(minutes_most)s; %(easy_percent)s %% is easy."
    ),
    "activity_minutes": _("Beside the lifting, %(minutes)s active minutes in week 1, up to %(minutes_most)s."),
    "stretch_minutes": _("%(minutes)s minutes of stretching in the first week, in %(sessions)s sessions."),
    "fewer_hard_days": _(
        "Of the %(asked)s days that you asked for, %(hard_days)s are hard and %(easy_days)s stay easy."
    ),
    "no_pull": _("No pulling exercise is possible with this equipment; a band or a bar would help."),
    "reps_climb": _(
        "For %(exercises)s exercises the repetitions climb over the weeks; at the top, make it harder and start again."
    ),
    "skipped_sessions": _("Sessions left out, because blocked dates or your event left no day for them: %(count)s."),
    "diabetes_notice": _("Check your blood sugar around hard sessions, and do not train hard on an empty stomach."),
    "hypertension_notice": _("Breathe through every repetition; never hold your breath against a load."),
    "asthma_notice": _("Keep your reliever at hand and warm up slowly."),
    "see_professional": _("Have the painful place looked at by a professional; the plan stays away from it."),
}
REVISIONS = {
    "plan_generated": _("The plan was written from your wishes."),
    "revision_restored": _("The plan is back at revision %(number)s."),
    "session_moved": _("A session was moved to %(on)s."),
    "exercise_swapped": _("%(after)s takes the place of %(before)s."),
    "suggestion_applied": _("A suggestion was applied."),
    "refined_by_model": _("AI-generated: a language model fitted the plan to you, within the rules. %(why)s"),
}
CHANGES = {
    "more_time": _("A session needs at least %(needed)s minutes; %(minutes)s are too few. Give it more time."),
    "fewer_days": _("%(days)s days leave %(minutes)s minutes for each; %(needed)s are needed. Train on fewer days."),
    "available_days": _(
        "You asked for %(asked)s days, but only %(available)s can be used. Free more days or ask for fewer."
    ),
    "equipment": _("No exercise is left for this goal. Add equipment or take fewer exercises out."),
    "limitations": _("What hurts rules out every exercise for this goal: %(regions)s. Choose another goal for now."),
    "event_later": _("No session fits before %(event_on)s. The earliest day is %(earliest_on)s."),
    "fewer_weeks": _("A plan has at most %(most)s weeks."),
    "rules": _("No plan for these wishes keeps all safety rules. Ask for fewer days, or for more time."),
}
REASONS = {**PLAN, **REVISIONS, **ITEMS}
DIFF = {
    "week": _("Week %(week)s: %(before)s becomes %(after)s."),
    "moved": _("%(title)s moves from %(before)s to %(after)s."),
    "session_added": _("%(title)s on %(on)s is new."),
    "session_dropped": _("%(title)s on %(on)s is gone."),
    "added": _("%(on)s: %(exercise)s is new."),
    "dropped": _("%(on)s: %(exercise)s is gone."),
}
DIFF_FIELDS = {
    "exercise": _("%(on)s: %(after)s instead of %(before)s."),
    "sets": _("%(on)s, %(exercise)s: %(after)s sets instead of %(before)s."),
    "reps_min": _("%(on)s, %(exercise)s: at least %(after)s reps instead of %(before)s."),
    "reps_max": _("%(on)s, %(exercise)s: at most %(after)s reps instead of %(before)s."),
    "duration_s": _("%(on)s, %(exercise)s: %(after)s s instead of %(before)s s."),
    "distance_m": _("%(on)s, %(exercise)s: %(after)s m instead of %(before)s m."),
    "target_rpe": _("%(on)s, %(exercise)s: RPE %(after)s instead of %(before)s."),
    "load_kg": _("%(on)s, %(exercise)s: %(after)s kg instead of %(before)s kg."),
    "zone": _("%(on)s, %(exercise)s: zone %(after)s instead of %(before)s."),
    "rest_s": _("%(on)s, %(exercise)s: %(after)s s of rest instead of %(before)s s."),
    "notes": _("%(on)s, %(exercise)s: the note is new."),
}
EDIT_PROBLEMS = {
    "unknown_item": _("This exercise is not in the plan any more."),
    "unknown_session": _("This session is not in the plan any more."),
    "unknown_week": _("The plan has no week %(week)s."),
    "unknown_exercise": _("There is no exercise “%(exercise)s”."),
    "out_of_bounds": _("%(field)s must lie between %(lowest)s and %(highest)s."),
    "not_loaded": _("This exercise is done without a load."),
    "not_in_reps": _("This exercise is not counted in reps."),
    "dosed_differently": _("This exercise is counted in another way than the one that it would replace."),
    "outside_plan": _("%(on)s lies outside the plan."),
    "last_item": _("A session needs at least one exercise. Skip the session instead."),
    "id_taken": _("This id stands for something else already."),
    "already_deload": _("Week %(week)s is an easier week already."),
}
