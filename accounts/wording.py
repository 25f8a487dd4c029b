"""The words behind the closed choices of a profile, and behind what is refused or told about an account."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.core.passwords import Weakness
from accounts.models import AccountMail

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

PASSWORD_MIXED = _("Not a well-known password, no pattern on the keyboard, and not your name or address.")
PASSWORD_PROBLEMS = {
    Weakness.KNOWN: _("This password, or one very close to it, is in lists of leaked passwords. Choose another one."),
    Weakness.PATTERN: _("This password is a simple pattern. Choose another one, such as a phrase of several words."),
    Weakness.PERSONAL: _("This password is little more than a name or address that others know. Choose another one."),
}

NOT_YOU = _("If it was not you, ask for a new password at once: %(url)s")
# Subject, and paragraphs in which %(url)s is where to go.
MAILS = {
    AccountMail.Kind.LINK: (
        _("A new password for Spotter"),
        (
            _("Somebody, probably you, asked for a new password here. Choose one within an hour; the link works once:"),
            "%(url)s",
            _("If it was not you, do nothing. Your password stays as it is."),
        ),
    ),
    AccountMail.Kind.PASSWORD: (
        _("Your Spotter password was changed"),
        (_("The password of your account was changed, and you were signed out on every other device."), NOT_YOU),
    ),
    AccountMail.Kind.FACTOR_ON: (
        _("Signing in to Spotter now asks for a code"),
        (_("From now on, signing in asks for a code of your authenticator app as well."), NOT_YOU),
    ),
    AccountMail.Kind.FACTOR_OFF: (
        _("Signing in to Spotter no longer asks for a code"),
        (_("Your password alone now opens your account."), NOT_YOU),
    ),
}
