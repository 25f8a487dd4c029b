"""The sentences behind the codes of feedback: refusals, and what an import says of a row."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EXERCISE_UNKNOWN = gettext_lazy("There is no exercise “%(exercise)s”.")
ANOTHER_ATHLETE = gettext_lazy("These entries belong to another account. Sign in to it to send them.")
ID_TAKEN = gettext_lazy("This id already stands for other data. Use PATCH to correct those, or a new id.")
TIMESTAMP_IMPLAUSIBLE = gettext_lazy(
    "%(timestamp)s cannot be right: only times between %(earliest)s and %(latest)s are taken. Is the clock of the"
    " device wrong?"
)
ILLNESS_RUNNING = gettext_lazy("You are already marked as ill. End that report first, or correct it.")
MAPPING_UNKNOWN = gettext_lazy("“%(title)s” is mapped to “%(exercise)s”, but there is no such exercise.")
SYMPTOMS = {
    "above_neck": gettext_lazy("Nose or throat only"),
    "below_neck": gettext_lazy("Chest, stomach, or aching all over"),
    "fever": gettext_lazy("A fever"),
}
LOG_UNREADABLE = {
    "binary": gettext_lazy("This file is not text. Export your log as CSV and send that file."),
    "broken_quotes": gettext_lazy("Too many lines of this file have broken quotation marks."),
    "empty": gettext_lazy("This file is empty."),
    "too_long": gettext_lazy("This file has too many rows. Split it and send the parts one after another."),
    "unknown_columns": gettext_lazy("These columns are from no app that we can read. Hevy and Strong are supported."),
    "gave_up": gettext_lazy("The import failed three times. Please tell whoever runs this Spotter."),
}
ROW_REASONS = {
    "broken_quotes": gettext_lazy("Its quotation marks are broken."),
    "date_in_future": gettext_lazy("Its date is in the future."),
    "date_missing": gettext_lazy("It has no date."),
    "date_unreadable": gettext_lazy("Its date cannot be read."),
    "differs_from_stored": gettext_lazy("It is here already, with other sets. Nothing was overwritten."),
    "distance_out_of_range": gettext_lazy("Its distance is beyond what is possible."),
    "distance_unreadable": gettext_lazy("Its distance is not a number."),
    "duration_out_of_range": gettext_lazy("Its duration is beyond what is possible."),
    "duration_unreadable": gettext_lazy("Its duration cannot be read."),
    "empty_row": gettext_lazy("It is empty."),
    "empty_set": gettext_lazy("It has neither reps nor a time nor a distance."),
    "exercise_missing": gettext_lazy("It names no exercise."),
    "exercise_too_long": gettext_lazy("The name of its exercise is too long."),
    "kept_as_own_exercise": gettext_lazy("We do not know this exercise, so it is saved as one of yours."),
    "load_out_of_range": gettext_lazy("Its weight is beyond what is possible."),
    "load_unreadable": gettext_lazy("Its weight is not a number."),
    "note": gettext_lazy("It is a note, not a set."),
    "refused_by_database": gettext_lazy("It could not be stored."),
    "reps_out_of_range": gettext_lazy("Its number of reps is beyond what is possible."),
    "reps_unreadable": gettext_lazy("Its number of reps is not a whole number."),
    "rest_timer": gettext_lazy("It is a rest timer, not a set."),
    "rpe_out_of_range": gettext_lazy("Its RPE is not between 1 and 10."),
    "rpe_unreadable": gettext_lazy("Its RPE is not a number."),
    "too_many_cells": gettext_lazy("It has more cells than the file has columns."),
    "unknown_set_kind": gettext_lazy("We do not know this kind of set."),
}


def log_unreadable(facts: Mapping[str, Any]) -> str:
    """Why a file is not taken."""
    return str(LOG_UNREADABLE[facts["because"]])


def row_reason(code: str) -> str:
    """Why a row of a log was not taken over as it is; empty when it was."""
    return str(ROW_REASONS[code]) if code else ""


def import_error(code: str) -> str:
    """Why an import failed; empty when it did not."""
    return str(LOG_UNREADABLE[code]) if code else ""


def taken_out() -> str:
    return _("Your plan no longer asks for this exercise. What you logged stays.")


def swapped_since(exercise: str) -> str:
    return _("Your plan now has %(exercise)s in this place. What you logged stays.") % {"exercise": exercise}


def asks_otherwise(prescription: str) -> str:
    return _("Your plan now asks for %(asked)s. What you logged stays as you logged it.") % {"asked": prescription}
