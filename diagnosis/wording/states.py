"""The words around findings: areas, grades, gaps, charts, stages of a running diagnosis, and errors."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

AREAS = {
    "load": _("Load"),
    "progress": _("Progress"),
    "volume": _("Volume"),
    "balance": _("Balance"),
    "effort": _("Effort"),
    "ratings": _("Ratings"),
    "adherence": _("Adherence"),
    "recovery": _("Recovery"),
    "pain": _("Pain"),
    "overall": _("Overall"),
}
STATUSES = {
    "good": _("fine"),
    "watch": _("worth watching"),
    "act": _("worth acting on"),
    "urgent": _("please act now"),
    "unknown": _("not known"),
    "info": _("good to know"),
}
SIDES = {"push": _("pushing"), "pull": _("pulling"), "quad": _("squatting"), "hinge": _("hip hinging")}
PARTS_OF_DAY = {"morning": _("morning"), "afternoon": _("afternoon"), "evening": _("evening")}
PARTS = {"sleep": _("sleep"), "stress": _("stress"), "recovery": _("recovery time")}
SIGNS = {
    "weaker_than_expected": _("weaker than expected over several lifts"),
    "harder_sessions": _("the same session felt harder"),
    "low_readiness": _("low readiness for days"),
    "low_completion": _("unfinished sessions"),
    "effort_drift": _("more effort than was asked for"),
}
TRENDS = {"worse": _("graver than before"), "better": _("better than before"), "same": _("as before")}
DAY_STATUSES = {
    "done": _("done"),
    "missed": _("missed"),
    "ill": _("ill"),
    "coming": _("planned"),
    "extra": _("extra session"),
    "rest": _("rest"),
    "outside": "",
}

ROWS = {
    "rating": _("Ratings, %(day)s"),
    "report": _("Session report, %(day)s"),
    "session": _("Session, %(day)s"),
    "lift": _("Lift: %(exercise)s"),
    "illness": _("Illness, %(day)s"),
}
OWN_SOURCES = {
    "convention": _("A coaching convention; the number is Spotter's own choice, not proven."),
    "estimator": _("Spotter's own estimator of strength, checked in simulation only."),
}

SUMMARY = {
    "seen_plan": _("You did %(done)s of %(due)s planned sessions."),
    "seen_plan_and_days": _(
        "You did %(done)s of %(due)s planned sessions; you trained on %(trained_days)s days in all."
    ),
    "seen_days": _("Training days to look at: %(trained_days)s."),
    "verdict_one": _("One thing stands out: %(headline)s."),
    "verdict_many": _("%(count)s things stand out; the first of them: %(headline)s."),
    "verdict_calm": _("There is nothing to worry about."),
    "verdict_unseen": _("Nothing stands out in what we could check; some areas could not be checked."),
    "verdict_silent": _("That is too little to say anything about your training, so nothing is said."),
    "next_professional": _("The next step is to have a doctor or physiotherapist take a look."),
    "next_patch": _("%(advice)s A change for it is prepared in the report, one tap away."),
    "next_advice": _("%(advice)s"),
    "next_keep": _("Keep going as you are."),
    "next_tell": _("Keep going. Rate your sets, and say how sessions were as a whole: then more can be checked."),
    "next_log": _("Train and rate a few more sessions, then ask again."),
}
STATE_NUMBERS = {
    "load": _("%(weekly_au)s AU (RPE × minutes) in seven days"),
    "progress": _("%(change_percent)s %% in %(days)s days"),
    "volume": _("%(in_range)s of %(groups)s muscle groups in range"),
    "balance": _("push to pull %(push_pull)s, squat to hinge %(quad_hinge)s"),  # of reports that do not tell the sets
    "effort": _("%(failure_percent)s %% of sets to failure, %(near_percent)s %% with up to three reps left"),
    "ratings": _("%(sets_rated)s rated sets"),
    "adherence": _("%(done)s of %(due)s sessions"),
    "recovery": _("readiness %(readiness)s; 0 is usual for you"),
    "pain": _("days with pain: %(days_with_pain)s, worst %(worst)s of 10"),
}
BALANCES = {
    "push_sets": _("pushing %(push_sets)s against pulling %(pull_sets)s"),
    "quad_sets": _("squatting %(quad_sets)s against hip hinging %(hinge_sets)s"),
}
SETS_A_WEEK = _("sets a week: %(pairs)s")
NO_PAIN = _("no pain reported")
# Where the plan named a target, the effort is as far from it; a share of hard sets beside "too easy" confuses.
AGAINST_TARGET = {
    -1: _("rated %(points)s RPE below the target on average"),
    0: _("rated as the plan asks, on average"),
    1: _("rated %(points)s RPE above the target on average"),
}
COMPARED = {
    "done_percent": _("Sessions done (%%)"),
    "change_percent": _("Change of the lifts (%%)"),
    "weekly_au": _("Load of the week (AU)"),
    "readiness": _("Readiness"),
    "sleep_hours": _("Hours of sleep"),
    "worst": _("Worst pain (of 10)"),
}

GAPS = {
    "few_days": _(
        "Training days: %(trained_days)s, from first to last %(span_days)s days. It takes at least %(needed_days)s of"
        " them over %(needed_span)s days."
    ),
    "load_reports": _("Too few sessions say how hard they were as a whole and how long they took."),
    "four_weeks_of_load": _("There are not four weeks of load yet to compare with."),
    "lift_history": _("No lift has been rated often enough over six weeks."),
    "steady_weeks": _("An illness or a break in the last weeks hides how lifts really moved."),
    "sure_trend": _("The estimates of your lifts are too unsure to tell a rise from a fall."),
    "four_usual_weeks": _("There are not four usual weeks lately: trained, without illness, no easier week."),
    "sets_of_sides": _("There are too few sets of pushing and pulling, or squatting and hip hinging, to compare them."),
    "rated_sets": _("There are no rated sets in the last weeks."),
    "sets_to_compare": _("Too few exercises have two sets with the same load, the first of them rated."),
    "due_sessions": _("Fewer than eight planned sessions were due."),
    "readiness_baseline": _("You have logged sleep, stress and recovery too rarely to know what is usual."),
    "few_ratings": _("Only %(rated_percent)s %% of the exercises were rated."),
    "sets_not_told": _("In %(assumed_percent)s %% of the exercises no sets were written down; the plan stood in."),
    "no_sleep_hours": _("No hours of sleep were logged in the time looked at."),
    "no_plan": _("There is no plan to compare your training with."),
    "illness": _("An illness lies in the time looked at; its days do not count."),
}
UNLIKE = {
    "other_rules": _("Spotter's rules have changed since then, so a finding may be new or gone because of them."),
    "other_days": _("That report looked at another number of days."),
}
MADE_FROM = {
    False: _(
        "Made on %(day)s from %(trained_days)s training days. Later changes to your log do not change this report."
    ),
    True: _(
        "Made on %(day)s from %(trained_days)s training days and the notes on sleep, stress or effort of"
        " %(report_days)s days. Later changes to your log do not change this report."
    ),
}
SILENCES = _("Not said because of it: %(areas)s.")

CHARTS = {
    "load": (_("Load"), _("Load of each week; the band is the range of the four weeks before it.")),
    "lift": (_("Estimated one-rep maximum: %(exercise)s"), _("An estimate with its range, not a tested maximum.")),
    "volume": (
        _("Sets per muscle"),
        _("Sets a week over the last four weeks, the range of your goal and level, and what was usual before."),
    ),
    "readiness": (_("Readiness"), _("Readiness by day from your own reports; inside the band nothing is unusual.")),
    "adherence": (_("Calendar"), _("What was planned on each day, and what became of it.")),
}

STAGES = {
    "collecting": _("Collecting"),
    "analysing": _("Analysing"),
    "ai_fetching": _("Asking for opinions"),
    "merging": _("Weighing opinions"),
    "reporting": _("Writing the report"),
}
STATUS_TEXTS = {
    "queued": _("Waiting for a free place."),
    "queued_behind": _("Waiting; diagnoses before this one: %(before)s."),
    "collecting": _("Reading your training of the last %(days)s days."),
    "analysing": _("Looking at load, progress, volume, effort, adherence, recovery and pain."),
    "ai_fetching": _("Asking for opinions: %(answered)s of %(asked)s have answered."),
    "waiting_for_answer": _("Waiting for your answer to one question, ten minutes at most."),
    "merging": _("Weighing the opinions against your data."),
    "reporting": _("Writing the report."),
    "completed": _("The report is ready."),
    "partial": _("The report is ready; one opinion is missing."),
    "failed": _("The diagnosis could not be finished."),
    "cancelled": _("The diagnosis was cancelled."),
}

# What happened, what is safe, what to do.
ERRORS = {
    "AI_PLATFORM_ERROR": (
        _("A language model could not be reached, or gave no usable answer."),
        _("Your data and the findings by rules are complete."),
        _("Read the report as it is, or ask for the missing opinion again."),
    ),
    "AI_TIMEOUT": (
        _("A language model took too long to answer."),
        _("Your data and the findings by rules are complete."),
        _("Read the report as it is, or ask for the missing opinion again later."),
    ),
    "AI_QUOTA": (
        _("The budget for language models is used up for now."),
        _("Your data and the findings by rules are complete."),
        _("Read the report as it is. Opinions can be asked for again when the budget is renewed."),
    ),
    "NOT_ENOUGH_DATA": (
        _("There is too little training to look at."),
        _("What you have logged is saved and counts next time."),
        _("Train and rate a few more sessions, then start again."),
    ),
    "CANCELLED": (
        _("The diagnosis was cancelled."),
        _("Your training data have not been changed."),
        _("Start again whenever you like."),
    ),
    "INTERNAL_ERROR": (
        _("Something went wrong on our side."),
        _("Your training data have not been changed."),
        _("Try again; if it happens once more, tell whoever runs this server the request number."),
    ),
}
