"""What each finding says: a headline and what it means. Numbers come from the finding's facts; none is made here.

Nothing medical: pain and a decline lead to a professional, never to a name for them. Load is compared, never called a
risk; a plateau is never certain.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TITLES = {
    "load_jump": _("This week is far above your usual load"),
    "very_even_week": _("A very even week"),
    "volume_jump": _("Many more sets than in the weeks before"),
    "overload": _("The work is more than you recover from"),
    "progressing": _("Your lifts are going up"),
    "progress_slowed": _("Progress has slowed"),
    "lift_slowed": _("Progress in %(exercise)s has slowed"),
    "lift_plateau": _("A plateau in %(exercise)s is likely"),
    "lift_behind": _("%(exercise)s lags behind your other lifts"),
    "decline": _("Strength has been falling for weeks"),
    "muscle_low": _("Few sets for: %(group)s"),
    "muscle_high": _("Many sets for: %(group)s"),
    "push_pull": _("Much more %(more)s than %(fewer)s"),
    "quad_hinge": _("Much more %(more)s than %(fewer)s"),
    "effort_above": _("Sessions are harder than asked for"),
    "effort_below": _("Sessions are easier than asked for"),
    "much_failure": _("Many sets go to failure"),
    "much_hard_endurance": _("Little of your endurance work is easy"),
    "rated_too_hard": _("You have more left than you rate"),
    "rated_too_easy": _("You have less left than you rate"),
    "ratings_alike": _("Every set has the same rating"),
    "adherence_good": _("You do what you planned"),
    "adherence_low": _("Much of the plan is not trained"),
    "weekday_missed": _("%(weekday)s sessions often fall through"),
    "time_missed": _("Sessions in the %(part_of_day)s fall through"),
    "readiness_low": _("You feel less ready than usual"),
    "sleep_short": _("Short nights"),
    "pain_severe": _("Strong pain: %(region)s"),
    "pain_stops": _("Pain that should stop the exercise: %(region)s"),
    "pain_lasts": _("Pain for more than two weeks: %(region)s"),
    "pain_rises": _("Pain that is rising: %(region)s"),
    "pain_noted": _("Pain noted: %(region)s"),
    "nothing_to_worry": _("Nothing to worry about"),
}

MEANINGS = {
    "load_jump": _(
        "This week against your last 4 weeks: %(change_percent)s %%. That is a comparison, not a danger; how the next"
        " sessions go will tell more."
    ),
    "very_even_week": _("Hard and easy days of the last seven differed little."),
    "volume_jump": _(
        "%(sets)s hard sets in the last seven days; the fullest of the four weeks before had %(most_sets)s."
    ),
    "overload": _("%(signs_count)s signs agree: %(signs)s."),
    "progressing": _(
        "Together your lifts changed by %(change_percent)s %% in %(days)s days (likely between %(low_percent)s and"
        " %(high_percent)s %%). These are estimates from rated sets."
    ),
    "progress_slowed": _(
        "Together your lifts changed by %(change_percent)s %% in %(days)s days (likely between %(low_percent)s and"
        " %(high_percent)s %%), less than expected at your level. Whether it has stopped cannot be said for"
        " certain."
    ),
    "lift_slowed": _(
        "The estimate changed by %(change_percent)s %% in %(days)s days. It is about as likely as not that it has"
        " stalled (%(plateau_percent)s %%)."
    ),
    "lift_plateau": _(
        "The estimate changed by %(change_percent)s %% in %(days)s days. It has probably stalled"
        " (%(plateau_percent)s %%), though this is not certain."
    ),
    "lift_behind": _(
        "The estimate changed by %(change_percent)s %% in %(days)s days (likely between %(low_percent)s and"
        " %(high_percent)s %%), your other lifts by %(others_percent)s %% on average. Lifts never rise quite"
        " alike, but this gap is larger than such differences usually are."
    ),
    "decline": _(
        "Estimates changed by %(change_percent)s %% in %(days)s days, for: %(exercises)s. No break or illness that"
        " you reported explains it."
    ),
    "muscle_low": _("%(sets)s sets a week over four weeks; from %(low)s on a muscle is usually kept."),
    "muscle_high": _("%(sets)s sets a week over four weeks; your plan would ask for at most %(high)s."),
    "push_pull": _(
        "%(more_sets)s sets a week against %(fewer_sets)s, for four weeks. This is about even training, nothing else."
    ),
    "quad_hinge": _(
        "%(more_sets)s sets a week against %(fewer_sets)s, for four weeks. This is about even training, nothing else."
    ),
    "effort_above": _("Over %(sessions)s sessions your ratings were %(gap_rpe)s points above the target on average."),
    "effort_below": _("Over %(sessions)s sessions your ratings were %(gap_rpe)s points below the target on average."),
    "much_failure": _(
        "%(failure_percent)s %% of %(sets_rated)s rated sets left nothing in reserve. You gain about as much"
        " strength with a few reps left."
    ),
    "much_hard_endurance": _("%(easy_percent)s %% of the minutes in %(sessions)s sessions were easy."),
    "rated_too_hard": _(
        "First sets against last ones with the same load: in %(above)s of %(pairs)s comparisons more was done than the"
        " first rating left room for, by %(reps)s reps on average. Loads then stay lighter than they could be."
    ),
    "rated_too_easy": _(
        "%(pairs)s exercises ended in a failed set; in %(short)s of them the rating of the first set had promised"
        " more, by %(reps)s reps on average."
    ),
    "ratings_alike": _("All %(sets_rated)s rated sets say RPE %(rpe)s. The plan cannot learn from that."),
    "adherence_good": _("%(done)s of %(due)s planned sessions were trained."),
    "adherence_low": _("%(done)s of %(due)s planned sessions were trained."),
    "weekday_missed": _(
        "%(missed)s of %(planned)s sessions planned for that day were missed, and %(missed_elsewhere)s of"
        " %(planned_elsewhere)s on all other days."
    ),
    "time_missed": _(
        "%(missed)s of %(planned)s sessions at that time were missed, and %(missed_elsewhere)s of"
        " %(planned_elsewhere)s at other times."
    ),
    "readiness_low": _(
        "On %(days)s days of the last two weeks you were below what is usual for you; %(part)s weighed most. It is"
        " what you reported, not a measurement."
    ),
    "sleep_short": _("%(sleep_hours)s hours on average over %(nights)s nights. Short sleep costs performance."),
    "pain_severe": _("You rated it %(pain)s of 10."),
    "pain_stops": _("You rated it %(pain)s of 10. From 4 on an exercise is stopped."),
    "pain_lasts": _("You have reported it for %(since_days)s days, at %(worst)s of 10 at most."),
    "pain_rises": _("You rated it %(pain)s of 10 last, more than before."),
    "pain_noted": _("You rated it %(pain)s of 10. That is mild; it is worth watching."),
    "nothing_to_worry": _("%(areas)s areas were looked at over %(days)s days, and none of them calls for a change."),
}
WITH_EXERCISE = _("It came in %(hurt)s of %(of)s sessions with %(with_exercise)s.")
PROFESSIONAL = _("Please see a doctor or physiotherapist about it.")
NUMBERS = {
    "above": _("More done than rated"),
    "change_percent": _("Change (%%)"),
    "chance_percent": _("Chance that this is an accident (%%)"),
    "completion_percent": _("Done in the last sessions (%%)"),
    "days": _("Days"),
    "days_reported": _("Days reported"),
    "done": _("Sessions done"),
    "done_percent": _("Sessions done (%%)"),
    "due": _("Sessions planned"),
    "easy_percent": _("Easy (%%)"),
    "failure_percent": _("Sets to failure (%%)"),
    "fewer_sets": _("Sets a week of the smaller side"),
    "gap_rpe": _("Rated above or below the target (points)"),
    "gap_rpe_lately": _("Rated against the target in the last sessions (points)"),
    "high": _("Upper end of the range"),
    "high_percent": _("Likely at most (%%)"),
    "lifts": _("Lifts looked at"),
    "load_change_percent": _("Load of the week against your last four (%%)"),
    "low": _("Lower end of the range"),
    "low_percent": _("Likely at least (%%)"),
    "mean_readiness": _("Readiness of the last days"),
    "mean_surprise": _("Strength against what was expected (0: just as expected)"),
    "missed": _("Missed"),
    "missed_elsewhere": _("Missed at other times"),
    "monotony": _("Monotony"),
    "more_sets": _("Sets a week of the larger side"),
    "most_sets": _("Sets of the fullest week before"),
    "nights": _("Nights"),
    "others_percent": _("Change of the other lifts (%%)"),
    "pain": _("Pain, last reported (of 10)"),
    "pairs": _("Comparisons of sets"),
    "planned": _("Planned"),
    "planned_elsewhere": _("Planned at other times"),
    "plateau_percent": _("Chance that it has stalled (%%)"),
    "ratio": _("Ratio"),
    "ratio_high": _("Even up to a ratio of"),
    "ratio_low": _("Even from a ratio of"),
    "readiness": _("Readiness, median"),
    "recovery": _("Effect of recovery time"),
    "reps": _("Difference in reps, on average"),
    "rpe": _("RPE"),
    "sessions": _("Sessions"),
    "sets": _("Sets a week"),
    "sets_rated": _("Rated sets"),
    "short": _("Exercises that failed earlier than rated"),
    "signs_count": _("Signs of fatigue"),
    "since_days": _("Days since the first report"),
    "sleep": _("Effect of sleep"),
    "sleep_hours": _("Hours of sleep"),
    "stress": _("Effect of stress"),
    "usual_sets": _("Sets of a usual week"),
    "weekly_au": _("Load of the week (AU)"),
    "weeks": _("Weeks"),
    "worst": _("Pain, worst (of 10)"),
    "areas": _("Areas looked at"),
}
