"""The words behind the codes of plans: goals, phases, session titles, muscles, regions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts import wording as people

GOALS = {
    "strength": _("Strength"),
    "endurance": _("Endurance"),
    "flexibility": _("Flexibility"),
    "weight_loss": _("Weight loss"),
    "muscle_gain": _("Muscle gain"),
    "sports_specific": _("Training for a sport"),
}
PHASES = {
    "accumulation": _("Building volume"),
    "intensification": _("Building intensity"),
    "deload": _("Easier week"),
    "taper": _("Taper"),
    "return": _("Back in training"),
    "base": _("Base"),
    "build": _("Build"),
}
SESSION_KINDS = {
    "strength": _("Strength"),
    "power": _("Power"),
    "endurance": _("Endurance"),
    "intervals": _("Intervals"),
    "long": _("Long session"),
    "mobility": _("Mobility"),
    "walk": _("Walk"),
    "mixed": _("Mixed"),
    "rest": _("Rest"),
}
TITLES = {
    "full_a": _("Full body A"),
    "full_b": _("Full body B"),
    "full_c": _("Full body C"),
    "upper_a": _("Upper body A"),
    "upper_b": _("Upper body B"),
    "lower_a": _("Lower body A"),
    "lower_b": _("Lower body B"),
    "push": _("Push"),
    "pull": _("Pull"),
    "endurance_easy": _("Easy endurance"),
    "endurance_long": _("Long endurance"),
    "endurance_tempo": _("Tempo endurance"),
    "endurance_intervals": _("Intervals"),
    "walk": _("Easy walk"),
    "mobility": _("Mobility"),
    "rest_day": _("Rest day"),
}
REGIONS = people.REGIONS
MUSCLES = {
    "chest": _("chest"),
    "back": _("back"),
    "shoulders": _("shoulders"),
    "lats": _("lats"),
    "upper_back": _("upper back"),
    "front_delts": _("front shoulders"),
    "side_delts": _("side shoulders"),
    "rear_delts": _("rear shoulders"),
    "quads": _("front thighs"),
    "hamstrings": _("hamstrings"),
    "glutes": _("glutes"),
    "biceps": _("biceps"),
    "triceps": _("triceps"),
    "calves": _("calves"),
    "abs": _("abs"),
    "obliques": _("side abs"),
    "traps": _("traps"),
    "lower_back": _("lower back"),
    "forearms": _("forearms"),
    "adductors": _("inner thighs"),
    "abductors": _("outer hips"),
    "hip_flexors": _("hip flexors"),
    "neck": _("neck"),
}
PATTERNS = {
    "squat": _("squatting"),
    "lunge": _("single-leg work"),
    "hinge": _("hip hinging"),
    "push": _("pushing"),
    "pull": _("pulling"),
    "legs": _("leg work"),
    "horizontal_push": _("pressing"),
    "vertical_push": _("overhead pressing"),
    "horizontal_pull": _("rowing"),
    "vertical_pull": _("vertical pulling"),
    "knee_flexion": _("knee bending"),
    "knee_extension": _("knee straightening"),
    "calf": _("calf work"),
    "hip_abduction": _("hip opening"),
    "hip_adduction": _("inner-thigh work"),
    "chest_fly": _("chest flys"),
    "shoulder_abduction": _("lateral raises"),
    "shoulder_flexion": _("front raises"),
    "elbow_extension": _("triceps work"),
    "rear_delt": _("rear-shoulder work"),
    "shrug": _("shrugs"),
    "elbow_flexion": _("curls"),
    "grip": _("grip work"),
    "anti_extension": _("trunk bracing"),
    "anti_rotation": _("trunk bracing against a twist"),
    "anti_lateral_flexion": _("side bracing"),
    "trunk_flexion": _("trunk bending"),
    "trunk_rotation": _("trunk rotation"),
    "carry": _("carries"),
    "full_body": _("whole-body work"),
    "olympic": _("Olympic lifting"),
    "plyometric": _("jumping"),
    "conditioning": _("conditioning"),
    "endurance": _("endurance"),
    "stretch": _("stretching"),
    "mobility": _("mobility"),
}
# Short, 0 = Monday. Our catalogue has the last word over Django's, whose Chinese spells them out.
WEEKDAYS_SHORT = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
HEALTH = {
    "older_age": _("your age"),
    "young": _("your age"),
    "pregnancy": _("your pregnancy"),
    "hypertension": _("your blood pressure"),
    "osteoporosis": _("your bones"),
}
# What is wrong with a plan, where one rule covers several things.
PROBLEMS = {
    "cardio": _("endurance minutes raised as compensation"),
    "days": _("training days"),
    "days in a row": _("training days in a row"),
    "deload": _("an easier week taken out"),
    "early": _("hard work early in the morning"),
    "effort": _("reps in reserve"),
    "hold": _("a long hold"),
    "load": _("percent of 1RM"),
    "movement": _("the movement itself"),
    "notice": _("the notice is missing"),
    "referral": _("the advice to see a professional is missing"),
    "reps": _("repetitions"),
    "rest day": _("a rest day taken away"),
    "sets": _("percent of the sets"),
    "test": _("a test of strength"),
    "warm-up": _("a shorter warm-up"),
    "words": _("words about weight or burning calories"),
}
# Facts that hold a code, and the table that has its word.
CODED_FACTS = {
    "goal": GOALS,
    "phase": PHASES,
    "region": REGIONS,
    "regions": REGIONS,
    "muscle": MUSCLES,
    "group": MUSCLES,
    "lowest_group": MUSCLES,
    "pattern": PATTERNS,
    "because": HEALTH,
    "problem": PROBLEMS,
}
EXERCISE_FACTS = ("exercise", "before", "after")
