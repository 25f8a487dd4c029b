"""The words behind the closed choices of a profile."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# What most people have comes first.
EQUIPMENT = {
    "none": _("Nothing, my own body"),
    "dumbbell": _("Dumbbells"),
    "barbell": _("Barbell"),
    "bench": _("Bench"),
    "rack": _("Rack"),
    "pullup_bar": _("Pull-up bar"),
    "cable": _("Cable station"),
    "machine": _("Machines"),
    "band": _("Bands"),
    "kettlebell": _("Kettlebells"),
    "treadmill": _("Treadmill"),
    "bike": _("Bike"),
    "smith": _("Smith machine"),
    "ez_bar": _("EZ bar"),
    "specialty_bar": _("Special bars"),
    "landmine": _("Landmine"),
    "dip_bars": _("Dip bars"),
    "suspension": _("Suspension straps"),
    "bench_ghd": _("Back-extension bench"),
    "box": _("Box or step"),
    "ab_wheel": _("Ab wheel"),
    "medicine_ball": _("Medicine ball"),
    "swiss_ball": _("Swiss ball"),
    "foam_roller": _("Foam roller"),
    "jump_rope": _("Jump rope"),
    "ropes": _("Battle ropes"),
    "sled": _("Sled"),
    "rower": _("Rowing machine"),
    "elliptical": _("Elliptical"),
    "stairs": _("Stair machine"),
    "pool": _("Swimming pool"),
}
REGIONS = {
    "neck": _("neck"),
    "shoulder": _("shoulder"),
    "elbow": _("elbow"),
    "wrist": _("wrist"),
    "upper_back": _("upper back"),
    "lower_back": _("lower back"),
    "hip": _("hip"),
    "groin": _("groin"),
    "knee": _("knee"),
    "ankle": _("ankle"),
    "foot": _("foot"),
    "chest": _("chest"),
    "abdomen": _("abdomen"),
}
CONDITIONS = {
    "hypertension": _("High blood pressure, under control"),
    "hypertension_uncontrolled": _("High blood pressure, not under control"),
    "heart_condition": _("A heart condition"),
    "diabetes": _("Diabetes"),
    "eating_disorder": _("An eating disorder, now or before"),
    "recent_surgery": _("Surgery in the last months"),
    "kidney_disease": _("Kidney disease"),
    "osteoporosis": _("Osteoporosis"),
    "asthma": _("Asthma"),
}
