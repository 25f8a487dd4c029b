"""Health minutes, stretching doses and the pain rule. Says when to see a professional, never what is wrong.

WHO 2020 (second-hand): 150-300 moderate or 75-150 vigorous minutes a week, one vigorous counting as two, and strength
work on two days. Weight: Donnelly 2009, Med Sci Sports Exerc 41:459. Stretching: Ingram 2025, Sports Med; Behm 2016.
"""

from collections.abc import Sequence
from itertools import pairwise

from science.refusals import within

VIGOROUS_WORTH = 2.0
LOSE_WEIGHT_WEEKLY_MIN = 250.0

STRETCH_SESSION_MAX_S = 240.0  # per muscle; more adds nothing (second-hand)

PAIN_STOP = 4.0  # of 10: stop and swap the exercise
PAIN_CLEAR = 2.0  # in two sessions in a row: the load may rise again
PAIN_REFER_DAYS = 14
DECLINE_REFER_DAYS = 21


def mvpa_min(moderate_min: float, vigorous_min: float) -> float:
    """Moderate-to-vigorous minutes: a vigorous minute counts as two (WHO 2020)."""
    within("moderate_min", moderate_min, 0, float("inf"))
    return moderate_min + VIGOROUS_WORTH * within("vigorous_min", vigorous_min, 0, float("inf"))


def stops_exercise(pain: float) -> bool:
    """Whether pain (0-10) in an exercise means to stop and swap it: from 4 (own choice)."""
    return within("pain", pain, 0, 10) >= PAIN_STOP


def may_increase_load(pain_by_session: Sequence[float]) -> bool:
    """Whether the load of an exercise may rise again, by the pain of its sessions, oldest first.

    After a 4 or more it stays until two sessions in a row were at most 2 (own choice).
    """
    stops = [session for session, pain in enumerate(pain_by_session) if stops_exercise(pain)]
    if not stops:
        return True
    since = [pain <= PAIN_CLEAR for pain in pain_by_session[stops[-1] + 1 :]]
    return any(all(run) for run in pairwise(since))
