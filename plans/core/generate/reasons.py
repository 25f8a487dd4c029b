"""Why things stand in a plan. A code is a promise: the shell has a sentence for each, in every language, that uses
these facts and no others. Numbers in the facts are the plan's own numbers, or the athlete's."""

from __future__ import annotations

from plans.core.rules.care import NOTICES, REFERRAL

# --- Items: why this exercise, at this load, is here ------------------------------------------------------------------

MAIN_LIFT = "main_lift"
"""exercise, pattern, sets, reps_min, reps_max, rpe, basis, load_kg, e1rm_kg?, try_kg?, focus"""
ASSISTANCE = "assistance"
"""exercise, pattern, sets, reps_min, reps_max, rpe, basis, load_kg, e1rm_kg?, try_kg?, focus: supports main lifts"""
ACCESSORY = "accessory"
"""exercise, muscle, sets, reps_min, reps_max, rpe, basis, load_kg, e1rm_kg?, try_kg?, focus: sets for one muscle"""
CORE = "core"
"""exercise, sets, and reps_min, reps_max or duration_s: trunk work"""
POWER = "power"
"""exercise, sets, reps_min, reps_max: fast and fresh, so first in the session"""
CARRY = "carry"
"""exercise, sets, distance_m"""
EASY_ENDURANCE = "easy_endurance"
"""exercise, minutes, zone: easy enough to talk, the base of endurance"""
LONG_ENDURANCE = "long_endurance"
"""exercise, minutes, zone: the long session of the week"""
TEMPO_ENDURANCE = "tempo_endurance"
"""exercise, sets, minutes (of one), zone: between the thresholds"""
INTERVALS = "intervals"
"""exercise, sets, minutes (of one), zone: above the second threshold"""
RUN_WALK = "run_walk"
"""exercise, sets, minutes (of one), zone: running with walking breaks"""
ACTIVITY = "activity"
"""exercise, minutes, zone: moderate minutes towards the week's activity"""
EASY_WALK = "easy_walk"
"""exercise, minutes, zone: an easy day that still moves"""
STRETCH = "stretch"
"""exercise, muscle, sets, duration_s or reps_min and reps_max"""

ITEM_CODES = (
    MAIN_LIFT, ASSISTANCE, ACCESSORY, CORE, POWER, CARRY, EASY_ENDURANCE, LONG_ENDURANCE, TEMPO_ENDURANCE, INTERVALS,
    RUN_WALK, ACTIVITY, EASY_WALK, STRETCH,
)  # fmt: skip

# --- The plan as a whole ----------------------------------------------------------------------------------------------

SPLIT = "split"
"""days, hard_days, easy_days, weeks, titles (list of session title codes), goal"""
TIME = "time"
"""minutes (longest session), minutes_allowed, hours (a week)"""
VOLUME = "volume"
"""sets (working sets of the first normal week), lowest_group, lowest_sets, target_sets: fractional sets per muscle"""
VOLUME_FROM_HISTORY = "volume_from_history"
"""sets (of week 1), last_week_sets: week 1 stays close to what was really done"""
EFFORT = "effort"
"""rpe_first, rpe_last, rir_first, rir_last: effort over the normal weeks"""
LOADS_KNOWN = "loads_known"
"""exercises (count) that start from the athlete's own sets or estimates"""
LOADS_FOUND = "loads_found"
"""exercises (count) whose load the athlete finds at the target effort"""
PROGRESSION = "progression"
"""added_sets, sets_first, sets_most: sets over the normal weeks"""
DELOADS = "deloads"
"""weeks (list), cut_percent"""
TAPER = "taper"
"""event_on (ISO date), weeks (list), cut_percent"""
EVENT_BEYOND = "event_beyond"
"""event_on (ISO date), weeks: the event lies after the plan, so it builds and does not taper"""
RETURN_AFTER_BREAK = "return_after_break"
"""days_off, percents (list): the first weeks carry these shares of the usual sets"""
LIMITATION = "limitation"
"""region, severity, left_out (count of movements that were left out for it)"""
HEALTH = "health"
"""because (older_age | young | pregnancy | hypertension | osteoporosis), percent_max (or null), left_out"""
ENDURANCE_SPLIT = "endurance_split"
"""minutes (first week), minutes_most, easy_percent, hard_sessions, exercise"""
ACTIVITY_MINUTES = "activity_minutes"
"""minutes (first week), minutes_most: activity beside the lifting"""
STRETCH_MINUTES = "stretch_minutes"
"""minutes (first week), sessions"""
FEWER_HARD_DAYS = "fewer_hard_days"
"""asked, hard_days, easy_days: the other days stay easy, for the level, age or available days"""
NO_PULL = "no_pull"
"""equipment (count of what there is): no pulling exercise is possible with it"""
REPS_CLIMB = "reps_climb"
"""exercises (count) without a known load, whose reps climb over the weeks"""
SKIPPED_SESSIONS = "skipped_sessions"
"""count: sessions that blocked dates or the event left no day for"""

PLAN_CODES = (
    SPLIT, TIME, VOLUME, VOLUME_FROM_HISTORY, EFFORT, LOADS_KNOWN, LOADS_FOUND, PROGRESSION, DELOADS, TAPER,
    EVENT_BEYOND, RETURN_AFTER_BREAK, LIMITATION, HEALTH, ENDURANCE_SPLIT, ACTIVITY_MINUTES, STRETCH_MINUTES,
    FEWER_HARD_DAYS, NO_PULL, REPS_CLIMB, SKIPPED_SESSIONS, *NOTICES.values(), REFERRAL,
)  # fmt: skip

# --- What to change, where no plan can meet the intent ----------------------------------------------------------------

MORE_TIME = "more_time"
"""minutes (of a session), needed: too short for warm-up and one exercise"""
FEWER_DAYS = "fewer_days"
"""days, minutes, needed: the hours, shared by so many days, leave too little for each"""
AVAILABLE_DAYS = "available_days"
"""asked, available"""
EQUIPMENT = "equipment"
"""usable (count): no exercise is left for this goal with this equipment, level and exclusions"""
LIMITATIONS = "limitations"
"""regions (list): what hurts rules out every exercise for this goal"""
EVENT_LATER = "event_later"
"""event_on, earliest_on (ISO dates): no session fits before the event"""
FEWER_WEEKS = "fewer_weeks"
"""weeks, most"""
RULES = "rules"
"""rules (list of ids): a plan came out, but broke rules that no plan may break"""

CHANGES = (MORE_TIME, FEWER_DAYS, AVAILABLE_DAYS, EQUIPMENT, LIMITATIONS, EVENT_LATER, FEWER_WEEKS, RULES)
