"""Every number that a finding turns on, in one versioned place, with where it comes from.

`convention` is coaching habit or our own choice without proof. A number that another part of Spotter already judges by
is taken from there and only named here. Change a number, raise VERSION: a report remembers the version it was made by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from adaptation.core import verdict, volume
from plans.core.thresholds import THRESHOLDS
from science import health, load, readiness
from science.volume import BALANCE_BAND, BALANCE_WEEKS, MAINTAIN_SETS

VERSION = 3
CONVENTION = "convention"

# --- Whether anything may be said at all ------------------------------------------------------------------------------
LEAST_SPAN_DAYS = 12  # between the first and the last training day of the window
LEAST_TRAINED_DAYS = 5
LEAST_REPORT_SHARE = 0.6  # of the trained days: fewer session reports say nothing about load
LEAST_RATED_SHARE = 0.6  # of the working exercises
LEAST_READINESS_DAYS = 5

# --- Load -------------------------------------------------------------------------------------------------------------
LOAD_JUMP_RATIO = 1.5  # the week over the mean of four; a description, never a risk
LOAD_JUMP_OVER_MOST = 1.25  # and over the fullest of the three weeks before
LOAD_WEEKS_TRAINED = 3  # of the four
EVEN_WEEK_DAYS = 5
VERY_EVEN = load.VERY_EVEN_MONOTONY
WEEKS_OF_VOLUME = 4
VOLUME_JUMP_RATIO = THRESHOLDS.volume.over_recent_ratio
VOLUME_JUMP_SETS = 6.0
AS_STRONG_AS_EXPECTED = -0.3  # mean surprise (z): constructed athletes who do not recover stood at -0.6 and below

# --- Progress ---------------------------------------------------------------------------------------------------------
PROGRESS_DAYS = 56
PROGRESS_LEAST_DAYS = 42
PROGRESS_LEAST_POINTS = 8
PROGRESS_LIFTS_TO_POOL = 2
STILL_SHARE = 0.25  # of the gain that the estimator expects of the level: less than that has slowed
GAIN_SHARE = 0.5  # at least that much is progress
DECLINE_RATIO = -0.04
DECLINE_DAYS = health.DECLINE_REFER_DAYS
BREAK_DAYS = 10
LAG_LEAST_OTHERS = 2  # lifts beside the one that lags
LAG_SESSIONS_BEFORE = 4  # of a lift, before the days that are compared
# How unlike sound lifts gain: SD over mean. Between people it is about one half (Hubal 2005), and what one gains on an
# exercise says little of what one gains on another (r = 0.15, raw data of Hammarström 2020).
LAG_SPREAD = 0.5
LAG_OTHERS_SHARE = 0.3  # of the gain expected of the level: what they gain at least
LAG_Z = 1.65  # by how many SD less: one in twenty, were they normal; simulated athletes agree (docs/diagnosis.md)
# What the estimates at the two ends of a change share of their error: reps curve and rating scale stay the same. Own
# choice: in the simulator the errors of a change have the SD that follows from it (2.5 %).
SHARED_ERROR = 0.9
LIFTS_SHARE = 0.3  # of that error is common to all lifts of a person: correlation 0.15-0.3 in the simulator

# --- Volume and balance -----------------------------------------------------------------------------------------------
LOW_SETS = MAINTAIN_SETS
BAND = BALANCE_BAND
BAND_WEEKS = BALANCE_WEEKS
BALANCE_LEAST_SETS = 6.0  # a week, of both sides together

# --- Effort and ratings -----------------------------------------------------------------------------------------------
EFFORT_SESSIONS = 6
EFFORT_ABOVE = verdict.HARD_GAP
EFFORT_BELOW = verdict.EASY_GAP
FAILURE_SHARE = THRESHOLDS.intensity.failure_share_max
FAILURE_LEAST_SETS = 20
EASY_SHARE_MIN = THRESHOLDS.progression.run_easy_share_min
ENDURANCE_LEAST_SESSIONS = 6
PAIRS_LEAST = 8
PAIRS_DAYS = 42
EXCESS_REPS = 0.75
EXCESS_SHARE = 0.65
SHORTFALL_REPS = 1.5
SHORTFALL_LEAST = 4
SHORTFALL_SHARE = 1 / 3  # of all comparisons
ALIKE_LEAST = 20

# --- Adherence --------------------------------------------------------------------------------------------------------
DUE_LEAST = 8
DONE_LOW, DONE_VERY_LOW, DONE_GOOD = 0.75, 0.5, 0.9
PATTERN_LEAST = 4
PATTERN_MISSED, PATTERN_REST = 0.5, 0.3
PATTERN_CHANCE = 0.01

# --- Recovery ---------------------------------------------------------------------------------------------------------
RECENT_DAYS = 14
READINESS_LOW = -0.9
READINESS_VERY_LOW = readiness.EASE_BELOW - 0.5
SHORT_SLEEP_H = 6.0
SHORT_SLEEP_LEAST = 4
SIGNS_LEAST = volume.OTHER_SIGNS_TO_CUT
SIGNS_WITHOUT_WORK = SIGNS_LEAST + 1  # where none of them is seen in the work itself

# --- Pain -------------------------------------------------------------------------------------------------------------
PAIN_LASTS_DAYS = health.PAIN_REFER_DAYS
PAIN_STOPS = int(health.PAIN_STOP)
PAIN_FORGOTTEN_DAYS = 21
PAIN_QUIET_SESSIONS = 2
PAIN_PATTERN_SESSIONS = 3
PAIN_PATTERN_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim comes from. `grade`: study, or convention (our own choice and coaching habit, without proof)."""

    reference: str
    grade: str = "study"


SOURCES: Mapping[str, Source] = MappingProxyType(
    {
        "session_rpe": Source("Foster 2001, J Strength Cond Res 15:109"),
        "monotony": Source("Foster 1998, Med Sci Sports Exerc 30:1164"),
        "acwr": Source(
            "Williams 2017, Br J Sports Med 51:209; Impellizzeri 2020, Sports Med, on why it foretells nothing"
        ),
        "fractional_sets": Source("Pelland 2025, Sports Med, doi 10.1007/s40279-025-02344-w"),
        "volume": Source("Baz-Valle 2022; Schoenfeld 2017, J Sports Sci 35:1073"),
        "failure": Source("Robinson 2024, Sports Med, doi 10.1007/s40279-024-02069-2; Refalo 2022"),
        "ratings": Source("Zourdos 2016, J Strength Cond Res 30:267; Halperin 2022, Sports Med 52:377"),
        "sleep": Source("Craven 2022, Sports Med 52:2669"),
        "deload": Source("Rogerson 2024, Sports Med Open 10:26; Coleman 2024, PeerJ e16777"),
        "endurance": Source("Stöggl 2015"),
        "estimator": Source("Spotter's own estimator, checked in simulation only", CONVENTION),
        CONVENTION: Source("Coaching habit, and Spotter's own choice of the number", CONVENTION),
    }
)
