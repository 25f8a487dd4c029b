"""What health forbids: which movements to leave out, how heavy and how hard, and what must be said with the plan.

The generator and the rules C01–C09 read the same tables. They are cautious conventions, not medicine, and are to be
reviewed by a professional before release.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plans.core.intent import Intent
from plans.core.movements import Movement
from plans.core.thresholds import THRESHOLDS

MILD, MODERATE = 1, 4  # severities (0-10) from which a ban holds

NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ban:
    """What to leave out: movements with one of these flags or patterns."""

    flags: frozenset[str] = NONE
    patterns: frozenset[str] = NONE

    def covers(self, movement: Movement) -> bool:
        return not self.flags.isdisjoint(movement.flags) or movement.pattern in self.patterns


@dataclass(frozen=True, slots=True)
class InjuryRow:
    """Bans for one sore region, and the muscles that are left alone altogether where pain is severe."""

    mild: Ban
    moderate: Ban
    muscles: frozenset[str]


def _ban(flags: str = "", patterns: str = "") -> Ban:
    return Ban(frozenset(flags.split()), frozenset(patterns.split()))


def _row(mild: Ban, moderate: Ban, muscles: str) -> InjuryRow:
    return InjuryRow(mild, moderate, frozenset(muscles.split()))


INJURIES = {
    "neck": _row(_ban("axial", "olympic shrug"), _ban("overhead"), "neck traps"),
    "shoulder": _row(
        _ban("overhead deep_shoulder", "olympic"),
        _ban(patterns="vertical_push vertical_pull chest_fly shoulder_flexion shoulder_abduction"),
        "front_delts side_delts rear_delts chest",
    ),
    "elbow": _row(
        _ban("deep_shoulder", "olympic elbow_extension"), _ban(patterns="elbow_flexion grip"), "biceps triceps"
    ),
    "wrist": _row(_ban(patterns="olympic grip"), _ban(patterns="elbow_flexion carry"), "forearms"),
    "upper_back": _row(_ban("axial", "olympic"), _ban("hinge_loaded overhead"), "upper_back lats traps rear_delts"),
    "lower_back": _row(
        _ban("axial hinge_loaded", "olympic plyometric"),
        _ban("impact", "trunk_flexion trunk_rotation full_body carry"),
        "lower_back",
    ),
    "hip": _row(_ban("impact", "plyometric"), _ban("deep_knee hinge_loaded"), "glutes hip_flexors abductors adductors"),
    "groin": _row(_ban("impact", "plyometric hip_adduction"), _ban("deep_knee", "lunge"), "adductors hip_flexors"),
    "knee": _row(
        _ban("deep_knee impact", "plyometric olympic"), _ban("fall_risk", "lunge knee_extension"), "quads hamstrings"
    ),
    "ankle": _row(_ban("impact", "plyometric"), _ban("fall_risk balance", "calf"), "calves"),
    "foot": _row(_ban("impact", "plyometric"), _ban("fall_risk balance", "calf"), "calves"),
    "chest": _row(_ban("deep_shoulder", "chest_fly"), _ban(patterns="horizontal_push"), "chest"),
    "abdomen": _row(
        _ban(patterns="trunk_flexion trunk_rotation"), _ban("axial", "anti_extension olympic"), "abs obliques"
    ),
}

PREGNANCY = _ban("supine impact fall_risk")
OLD_AGE = _ban("impact", "plyometric")
CONDITIONS = {"osteoporosis": _ban("impact fall_risk", "trunk_flexion trunk_rotation plyometric")}
NOTICES = {"asthma": "asthma_notice", "diabetes": "diabetes_notice", "hypertension": "hypertension_notice"}
REFERRAL = "see_professional"  # the reason that a plan must carry where pain is severe


def is_young(intent: Intent) -> bool:
    return intent.age_years_low is not None and intent.age_years_low < THRESHOLDS.care.young_below_years


def is_old(intent: Intent) -> bool:
    return intent.age_years_high is not None and intent.age_years_high >= THRESHOLDS.care.old_from_years


def is_late_pregnancy(intent: Intent) -> bool:
    week = intent.health.pregnancy_week
    return week is not None and week >= THRESHOLDS.care.pregnancy_from_week


def injury_bans(intent: Intent) -> Iterator[tuple[str, Ban]]:
    """The bans of each sore region (C01), with the region."""
    for limitation in intent.limitations:
        row = INJURIES.get(limitation.region)
        if row is not None and limitation.severity >= MILD:
            yield limitation.region, row.mild
        if row is not None and limitation.severity >= MODERATE:
            yield limitation.region, row.moderate


def severe_muscles(intent: Intent) -> frozenset[str]:
    """Muscles of the regions whose pain is so severe that no work goes near them (C09)."""
    severe = (each for each in intent.limitations if each.severity >= THRESHOLDS.care.pain_removes)
    return frozenset(muscle for each in severe if each.region in INJURIES for muscle in INJURIES[each.region].muscles)


def _bans(intent: Intent) -> Iterator[tuple[str, Ban]]:
    for region, ban in injury_bans(intent):
        yield f"injury_{region}", ban
    if is_late_pregnancy(intent):
        yield "pregnancy", PREGNANCY
    if is_old(intent):
        yield "older_age", OLD_AGE
    for condition in sorted(intent.health.conditions & CONDITIONS.keys()):
        yield condition, CONDITIONS[condition]


def banned_flags(intent: Intent) -> frozenset[str]:
    """All movement flags that the athlete's health rules out. `is_contraindicated` knows more: patterns and muscles."""
    return frozenset().union(*(ban.flags for _, ban in _bans(intent)))


def is_contraindicated(movement: Movement, intent: Intent) -> str | None:
    """Why a movement is left out (`injury_knee`, `pregnancy`, `severe_pain`, …); None where it may stay."""
    if not severe_muscles(intent).isdisjoint((*movement.primary, *movement.secondary)):
        return "severe_pain"
    return next((reason for reason, ban in _bans(intent) if ban.covers(movement)), None)


def highest_percent(intent: Intent) -> float | None:
    """The heaviest work that health allows, in % of 1RM; None without a limit of its own."""
    care = THRESHOLDS.care
    caps = [
        cap
        for applies, cap in (
            ("hypertension" in intent.health.conditions, care.hypertension_percent_max),
            (is_late_pregnancy(intent), care.pregnancy_percent_max),
            (is_young(intent), care.young_percent_max),
            (is_old(intent), care.old_percent_max),
        )
        if applies
    ]
    return min(caps, default=None)


def lowest_rir(intent: Intent) -> float:
    """Fewest reps in reserve that health allows: 2 with high blood pressure, else 0."""
    return THRESHOLDS.care.hypertension_rir_min if "hypertension" in intent.health.conditions else 0.0


def lowest_reps(intent: Intent) -> int:
    """Fewest reps of a set that age allows: 6 for minors, else 1."""
    return THRESHOLDS.care.young_reps_min if is_young(intent) else 1


def required_notices(intent: Intent) -> tuple[str, ...]:
    """Reason codes that the plan's rationale must carry for this athlete."""
    codes = [NOTICES[condition] for condition in sorted(intent.health.conditions & NOTICES.keys())]
    if severe_muscles(intent):
        codes.append(REFERRAL)
    return tuple(codes)
