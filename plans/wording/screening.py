"""The questions before a first plan, and what a yes is called when it holds a plan back.

They ask for what the usual readiness questionnaires ask for, in our own words. To be reviewed by a professional.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

QUESTIONS = {
    "heart": _("A doctor has told me of a problem with my heart, or to train only under supervision."),
    "chest_pain": _("My chest hurts or feels tight, at rest or when I exert myself."),
    "dizziness": _("In the last year I have fainted, or lost my balance from dizziness."),
    "breathless": _("I get out of breath from much less than other people do."),
    "medicine": _("I take medicine for my blood pressure or for a lasting illness."),
    "joint": _("A bone, joint or muscle gives me trouble that exercise could make worse."),
    "other": _("Someone from the medical world has advised me against exercise."),
}
BECAUSE = {
    "screening_heart": _("what you say about your heart"),
    "screening_chest_pain": _("pain or tightness in your chest"),
    "screening_dizziness": _("fainting or dizziness"),
    "screening_breathless": _("getting out of breath early"),
    "screening_medicine": _("the medicine that you take"),
    "screening_joint": _("the trouble with a bone, joint or muscle"),
    "screening_other": _("the advice that you were given"),
    "heart_condition": _("a heart condition"),
    "kidney_disease": _("kidney disease"),
    "diabetes": _("diabetes"),
    "recent_surgery": _("recent surgery"),
    "hypertension_uncontrolled": _("blood pressure that is not under control"),
    "pregnancy": _("your pregnancy"),
    "eating_disorder": _("the wish to lose weight, with an eating disorder"),
    "age_below_range": _("your age: Spotter does not plan for children"),
    "age_above_range": _("your age"),
}


def because(codes: Iterable[str]) -> list[str]:
    """Why a professional should have a look first."""
    return [str(BECAUSE.get(code, code.replace("_", " "))) for code in codes]
