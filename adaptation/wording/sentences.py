"""A sentence for each rule. It uses facts of the evidence and no other number, claims no more than the rule knows, and
calls a convention a convention.

The key is the rule, or the rule and what it turned on: `load_hold:failed`.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WHY = {
    "diagnosis": _("Your diagnosis of %(made_on)s found a reason for it, and you asked for this change."),
    "coach_load": _("Your coach has set %(exercise)s to %(to_kg)s kg."),
    "load_up": _(
        "%(exercise)s at %(done_kg)s kg felt like RPE %(done_rpe)s, and RPE %(target_rpe)s was asked for. All"
        " of it was done, so next time %(to_kg)s kg instead of %(from_kg)s kg, for %(next_reps)s reps."
    ),
    "load_up_easy": _(
        "%(exercise)s at %(done_kg)s kg was easy: RPE %(done_rpe)s where %(target_rpe)s was asked for. So the"
        " step is larger than usual: %(to_kg)s kg instead of %(from_kg)s kg, for %(next_reps)s reps."
    ),
    "load_trimmed": _(
        "The plan had %(from_kg)s kg for %(exercise)s. After %(done_kg)s kg at RPE %(done_rpe)s, with RPE"
        " %(target_rpe)s asked for, %(to_kg)s kg fits better."
    ),
    "load_found": _(
        "Your sets of %(exercise)s with %(done_kg)s kg at RPE %(done_rpe)s tell where your load is: %(to_kg)s kg next."
    ),
    "load_hold": _("The load of %(exercise)s does not go up for now."),
    "load_hold:pain": _(
        "%(exercise)s works a place that has hurt lately. Its load does not go up until the pain has stayed low"
        " for two sessions in a row."
    ),
    "load_hold:failed": _(
        "You missed reps on %(exercise)s at %(done_kg)s kg. The load never goes up after that; if it happens"
        " again, it goes down."
    ),
    "load_hold:partly_failed": _(
        "%(sets_failed)s of %(sets_done)s sets of %(exercise)s failed at %(done_kg)s kg. One good set is not"
        " enough for a step up, so the load does not go up."
    ),
    "load_hold:grinding": _(
        "%(exercise)s at %(done_kg)s kg felt like RPE %(done_rpe)s, and RPE %(target_rpe)s was asked for. That"
        " is hard enough, so the load does not go up."
    ),
    "load_hold:incomplete": _(
        "You did %(completion)s %% of the %(exercise)s. The load goes up once you finish all of it."
    ),
    "load_down": _(
        "%(exercise)s failed %(failed_running)s sessions in a row at about %(done_kg)s kg. With %(to_kg)s kg"
        " (%(change_percent)s %%) you can finish your sets and build up again."
    ),
    "one_set_less": _(
        "%(exercise)s failed %(failed_running)s sessions in a row, and the load cannot go down in small enough"
        " steps. So it is one set less: %(to_sets)s instead of %(from_sets)s."
    ),
    "one_set_more": _(
        "%(exercise)s is well within reach, and more reps would not help much. So it is one set more:"
        " %(to_sets)s instead of %(from_sets)s."
    ),
    "rep_more": _(
        "%(exercise)s went well at %(done_kg)s kg, but the smallest step up would be more than a tenth. So it"
        " is one rep more: %(to_reps)s instead of %(from_reps)s."
    ),
    "reps_up": _(
        "All sets of %(exercise)s reached the reps asked for, at RPE %(done_rpe)s: next time up to %(to_reps)s."
    ),
    "reps_up_easy": _(
        "%(exercise)s was easy: RPE %(done_rpe)s where %(target_rpe)s was asked for. Next time up to"
        " %(to_reps)s reps instead of %(from_reps)s."
    ),
    "reps_down": _(
        "%(exercise)s failed %(failed_running)s sessions in a row. With up to %(to_reps)s reps instead of"
        " %(from_reps)s you can finish your sets and build up again."
    ),
    "reps_hold": _("The reps of %(exercise)s stay as they are for now."),
    "reps_hold:pain": _(
        "%(exercise)s works a place that has hurt lately. Nothing is added until the pain has stayed low for"
        " two sessions in a row."
    ),
    "reps_hold:failed": _("You missed reps on %(exercise)s. Nothing is added; if it happens again, it gets easier."),
    "reps_hold:partly_failed": _(
        "%(sets_failed)s of %(sets_done)s sets of %(exercise)s failed, so the reps stay as they are."
    ),
    "reps_hold:grinding": _(
        "%(exercise)s felt like RPE %(done_rpe)s, and RPE %(target_rpe)s was asked for. That is hard enough, so"
        " the reps stay."
    ),
    "reps_hold:incomplete": _(
        "You did %(completion)s %% of the %(exercise)s. Reps are added once you finish all of it."
    ),
    "deload_question": _(
        "%(exercise)s failed %(failed_running)s sessions in a row. Shall week %(week)s be easier, with about"
        " %(sets_percent)s %% of the sets and more in reserve? It is your call; it promises no extra gains."
    ),
    "deload_by_signs": _(
        "%(signs_count)s signs point to fatigue: %(signs)s. So week %(week)s would be easier, with about"
        " %(sets_percent)s %% of the sets and more in reserve."
    ),
    "deload_due": _(
        "You have trained %(weeks_without)s weeks without an easier one. Many coaches plan one by then; that is"
        " a convention, not a must. Shall week %(week)s be easier?"
    ),
    "unfinished_sessions": _(
        "The last %(sessions)s sessions were left unfinished (%(completion)s %% done). So the next one has one"
        " set less an exercise: %(to_sets)s sets instead of %(from_sets)s."
    ),
    "effort_drift": _(
        "In the last %(sessions)s sessions the effort was %(gap_rpe)s RPE points above what was asked for. So"
        " the next one has one set less an exercise: %(to_sets)s sets instead of %(from_sets)s."
    ),
    "plateau:slowed": _(
        "Progress in %(exercise)s has slowed (about even odds: %(plateau_percent)s %%, and"
        " %(plateau_before_percent)s %% a week before). One set more may help: %(to_sets)s instead of"
        " %(from_sets)s."
    ),
    "plateau:likely": _(
        "A plateau in %(exercise)s is likely (%(plateau_percent)s %%), though not certain. One set more may"
        " help: %(to_sets)s instead of %(from_sets)s."
    ),
    "trial_easier": _(
        "%(standing)s There are signs of fatigue: %(signs)s. You could try an easier week %(week)s, with about"
        " %(sets_percent)s %% of the sets and more reps in reserve. In %(weeks)s weeks we tell you what happened"
        " next. You decide."
    ),
    "trial_less": _(
        "%(standing)s In your last sessions you rated it %(gap_rpe)s RPE points above what was asked for. You"
        " could try one set less, %(to_sets)s instead of %(from_sets)s. In %(weeks)s weeks we tell you what"
        " happened next. You decide."
    ),
    "trial_reps": _(
        "%(standing)s Your last %(same_reps_sessions)s sessions of it had the same range of reps. You could try"
        " %(to_low_reps)s to %(to_high_reps)s reps with %(to_kg)s kg. In %(weeks)s weeks we tell you what happened"
        " next. You decide."
    ),
    "trial_swap": _(
        "%(standing)s You could try %(to_exercise)s in its place for some weeks. You decide. While it rests, its"
        " own trend cannot be seen."
    ),
    "trial_followed": _(
        "Since %(started_on)s you have tried this with %(exercise)s: %(trial)s. Its estimated trend was"
        " %(before_percent)s %% a week then (between %(before_low_percent)s and %(before_high_percent)s); after"
        " %(sessions)s sessions it is %(after_percent)s %% (between %(after_low_percent)s and %(after_high_percent)s)."
        " This does not show that the change was the cause."
    ),
    "volume_up": _(
        "%(exercise)s is going well, and one more set a week is likely to help (estimated chance"
        " %(chance_percent)s %%). So %(to_sets)s sets a week instead of %(from_sets)s."
    ),
    "volume_up:own_weeks": _(
        "Your %(exercise)s rose faster in weeks with %(better_sets)s sets (%(better_percent)s %% a week) than with"
        " %(other_sets)s (%(other_percent)s %%). So %(to_sets)s sets a week instead of %(from_sets)s."
    ),
    "volume_down": _(
        "By our estimate, your last weekly set of %(exercise)s adds little. So %(to_sets)s sets a week instead of"
        " %(from_sets)s."
    ),
    "volume_down:own_weeks": _(
        "Your %(exercise)s rose faster in weeks with %(better_sets)s sets (%(better_percent)s %% a week) than with"
        " %(other_sets)s (%(other_percent)s %%). So %(to_sets)s sets a week instead of %(from_sets)s."
    ),
    "volume_down:signs": _(
        "Some signs say that you have not fully recovered: %(signs)s. So %(exercise)s gets %(to_sets)s sets a week"
        " instead of %(from_sets)s."
    ),
    "readiness_ease": _(
        "Going by your sleep, stress and recovery, today is below your usual (%(readiness)s). You could do the"
        " same loads with %(to_sets)s sets instead of %(from_sets)s, at RPE %(to_rpe)s. You decide."
    ),
    "readiness_rest": _(
        "Going by your sleep, stress and recovery, today is far below your usual (%(readiness)s). You could do an"
        " easy session with %(to_sets)s sets instead of %(from_sets)s, or rest. You decide."
    ),
    "comeback": _(
        "Your next session comes after %(days_off)s days off. Loads come back at %(load_percent)s %%, with"
        " %(rir_more)s rep more in reserve in the first session."
    ),
    "comeback:volume": _(
        "Your next session comes after %(days_off)s days off. Loads come back at %(load_percent)s %% and the"
        " sets of the first week at %(volume_percent)s %%, rising from week to week."
    ),
    "missed_hold": _(
        "You missed %(exercise)s, so the step that the plan had for later has to wait: %(to_kg)s kg instead of"
        " %(from_kg)s kg."
    ),
    "missed_hold:ill": _(
        "You skipped %(exercise)s while you were ill, so the step that the plan had for later has to wait:"
        " %(to_kg)s kg instead of %(from_kg)s kg."
    ),
    "ill_rest": _(
        "You reported being ill since %(ill_since)s (%(symptoms)s). This session is skipped: hard work waits until"
        " %(free_hours)s hours without symptoms. It does not count as missed, and you can take it up again."
    ),
    "ill_easy": _(
        "You reported being ill since %(ill_since)s (%(symptoms)s). This session is made easy, RPE %(to_rpe)s at most:"
        " hard work waits until %(free_hours)s hours without symptoms. You can undo this."
    ),
    "comeback_ill": _(
        "You were ill from %(ill_since)s to %(ill_until)s. The first session after it leaves %(rir_more)s rep more in"
        " reserve."
    ),
    "comeback_ill:volume": _(
        "You were ill from %(ill_since)s to %(ill_until)s. Sets come back step by step, from %(volume_percent)s %% in"
        " the first session, which also leaves %(rir_more)s rep more in reserve."
    ),
    "reschedule": _("You missed a session this week. There is still a free day for it."),
    "pain_stop": _(
        "You reported pain in your %(region)s (%(pain)s of %(pain_most)s) during %(exercise)s. We stopped the"
        " exercise and put %(to_exercise)s in its place. You can undo this."
    ),
    "pain_stop:taken_out": _(
        "You reported pain in your %(region)s (%(pain)s of %(pain_most)s) during %(exercise)s. We stopped the"
        " exercise and took it out of your plan, because nothing suitable can replace it. You can undo this."
    ),
    "pain_stop:unsolved": _(
        "You reported pain in your %(region)s (%(pain)s of %(pain_most)s) during %(exercise)s. Please skip it:"
        " nothing in the plan can replace it."
    ),
    "pain_hold": _(
        "You reported pain in your %(region)s (%(pain)s of %(pain_most)s). Nothing that works it goes up until the"
        " pain has stayed low for two sessions in a row: %(exercises)s."
    ),
}
SEE_DOCTOR = _("Please see a doctor before you train again.")
SEE_SOMEONE = _("Please see a doctor or physiotherapist about it.")
SYMPTOMS = {
    "above_neck": _("nose or throat only"),
    "below_neck": _("below the neck"),
    "fever": _("a fever"),
}
SIGNS = {
    "weaker_than_expected": _("weaker than expected over %(lifts_counted)s lifts"),
    "harder_sessions": _("the same session felt %(session_rpe_change)s points harder"),
    "low_readiness": _("low readiness for days in a row"),
    "low_completion": _("unfinished sessions (%(completion)s %% done)"),
    "effort_drift": _("more effort than was asked for"),
    "falling_strength": _("an estimate that is probably falling"),
}
# Without the number that a sign rests on, where the evidence does not hold it.
BARE_SIGNS = {
    "weaker_than_expected": _("weaker than expected over several lifts"),
    "harder_sessions": _("the same session felt harder"),
    "low_completion": _("unfinished sessions"),
}
STANDING = {
    "slowed": _(
        "Progress in %(exercise)s has slowed (about even odds: %(plateau_percent)s %%, and %(plateau_before_percent)s"
        " %% a week before)."
    ),
    "likely": _("A plateau in %(exercise)s is likely (%(plateau_percent)s %%), though not certain."),
}
TRIALS = {
    "plateau": _("one set more"),
    "trial_easier": _("an easier week"),
    "trial_less": _("one set less"),
    "trial_reps": _("another range of reps"),
    "trial_swap": _("a variation in its place"),
}
ADVICE = {
    "all_sets_done": _("All %(sets_asked)s sets are done."),
    "failed_twice": _("%(sets_failed)s sets have failed. Stop here for today."),
    "far_too_hard": _("Your sets were %(gap_rpe)s RPE points harder than meant. Stop here for today."),
    "ill_rest": _("You reported being ill. Rest: hard work waits until a full day without symptoms."),
    "ill_easy": _(
        "You reported being ill: keep it easy, RPE %(target_rpe)s at most. Hard work waits until a full day without"
        " symptoms."
    ),
    "first_load": _("Start with %(load)s."),
    "same_load": _("Stay at %(load)s."),
    "heavier": _("You have more in you: %(load)s for the next set."),
    "lighter": _("To meet the effort asked for: %(load)s for the next set."),
    "find_load": _("Find your load: add weight until it feels like RPE %(target_rpe)s."),
    "as_planned": _("As planned."),
    "same_again": _("The same again."),
}
CLAIMS = {
    "slowed": _("Progress has slowed (about even odds)."),
    "likely": _("A plateau is likely, though not certain."),
}
MAY_BE_NARROW = _("The interval may be too narrow.")
FACTS = {
    "done_kg": _("load lifted"),
    "done_reps": _("reps done"),
    "done_rpe": _("effort told"),
    "target_rpe": _("effort asked for"),
    "completion": _("completion rate"),
    "sets_failed": _("sets failed"),
    "failed_running": _("failed sessions in a row"),
    "e1rm_kg": _("estimated 1RM"),
    "e1rm_low_kg": _("at least"),
    "e1rm_high_kg": _("at most"),
    "days_off": _("days off"),
    "readiness": _("readiness"),
    "pain": _("pain, of 10"),
    "weeks_without": _("weeks without an easier one"),
    "plateau_percent": _("chance of standing still"),
    "trend_percent": _("trend a week"),
    "trend_low_percent": _("trend at least"),
    "trend_high_percent": _("trend at most"),
}
SIGNED = frozenset(
    f"{when}{edge}_percent"
    for when in ("trend", "before", "after", "better", "other")
    for edge in ("", "_low", "_high")
)
PERCENTS = frozenset({"completion", "plateau_percent"}) | SIGNED
RPES = frozenset({"done_rpe", "target_rpe"})
