"""What an examination may find: a closed list of codes, and what each finding carries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from diagnosis.core.facts import Row
from diagnosis.core.thresholds import CONVENTION
from plans.core.edits import Edit
from plans.core.patch_data import to_data

INFO, WATCH, ACT, URGENT = "info", "watch", "act", "urgent"
SEVERITIES = (INFO, WATCH, ACT, URGENT)
MOST_SURE = 0.95  # of what is concluded; only what the athlete said outright is certain
ROWS_MAX = 12  # of one finding: the newest are kept
# Of two findings as grave as each other, the one that is told first.
FIRST_TOLD = (
    "pain", "load", "recovery", "ratings", "progress", "effort", "balance", "volume", "adherence", "overall",
)  # fmt: skip
AREAS = ("load", "progress", "volume", "balance", "effort", "ratings", "adherence", "recovery", "pain")


@dataclass(frozen=True, slots=True)
class Kind:
    """What all findings of a code share: the area of training, what to do, and where the claim comes from."""

    area: str
    advice: str
    sources: tuple[str, ...] = (CONVENTION,)


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "load_jump": Kind("load", "level_off", ("session_rpe", "acwr", CONVENTION)),
        "very_even_week": Kind("load", "vary_days", ("monotony", CONVENTION)),
        "volume_jump": Kind("load", "level_off", ("fractional_sets", CONVENTION)),
        "overload": Kind("load", "easier_week", ("deload", CONVENTION)),
        "progressing": Kind("progress", "keep_going", ("estimator",)),
        "progress_slowed": Kind("progress", "change_one_thing", ("estimator", CONVENTION)),
        "lift_slowed": Kind("progress", "change_this_lift", ("estimator", CONVENTION)),
        "lift_plateau": Kind("progress", "change_this_lift", ("estimator", CONVENTION)),
        "lift_behind": Kind("progress", "change_this_lift", ("estimator", CONVENTION)),
        "decline": Kind("progress", "look_for_cause", ("estimator", CONVENTION)),
        "muscle_low": Kind("volume", "add_sets", ("fractional_sets", "volume", CONVENTION)),
        "muscle_high": Kind("volume", "take_sets", ("fractional_sets", "volume", CONVENTION)),
        "push_pull": Kind("balance", "even_out", ("fractional_sets", CONVENTION)),
        "quad_hinge": Kind("balance", "even_out", ("fractional_sets", CONVENTION)),
        "effort_above": Kind("effort", "lower_loads", (CONVENTION,)),
        "effort_below": Kind("effort", "raise_effort", (CONVENTION,)),
        "much_failure": Kind("effort", "leave_reps", ("failure", CONVENTION)),
        "much_hard_endurance": Kind("effort", "easy_endurance", ("endurance", CONVENTION)),
        "rated_too_hard": Kind("ratings", "learn_scale_up", ("ratings", CONVENTION)),
        "rated_too_easy": Kind("ratings", "learn_scale_down", ("ratings", CONVENTION)),
        "ratings_alike": Kind("ratings", "rate_each_set", ("ratings", CONVENTION)),
        "adherence_good": Kind("adherence", "keep_going", (CONVENTION,)),
        "adherence_low": Kind("adherence", "smaller_plan", (CONVENTION,)),
        "weekday_missed": Kind("adherence", "other_day", (CONVENTION,)),
        "time_missed": Kind("adherence", "other_time", (CONVENTION,)),
        "readiness_low": Kind("recovery", "ease_off", (CONVENTION,)),
        "sleep_short": Kind("recovery", "more_sleep", ("sleep", CONVENTION)),
        "pain_severe": Kind("pain", "see_professional_now", (CONVENTION,)),
        "pain_stops": Kind("pain", "stop_and_see", (CONVENTION,)),
        "pain_lasts": Kind("pain", "see_professional", (CONVENTION,)),
        "pain_rises": Kind("pain", "see_professional", (CONVENTION,)),
        "pain_noted": Kind("pain", "watch_pain", (CONVENTION,)),
        "nothing_to_worry": Kind("overall", "keep_going", (CONVENTION,)),
    }
)
CODES = tuple(KINDS)
ADVICE_CODES = tuple(sorted({kind.advice for kind in KINDS.values()}))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found.

    confidence: 0-1, how sure the rule is of it. numbers: what it rests on, as numbers; rows: the athlete's own rows
    behind them, newest last. facts: what its sentences may name. edits: the patch that would act on it, () for none.
    """

    code: str
    severity: str
    confidence: float
    numbers: Mapping[str, float | int | None]
    rows: tuple[Row, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    needs_professional: bool = False

    @property
    def kind(self) -> Kind:
        return KINDS[self.code]

    @property
    def key(self) -> str:
        """What tells two findings of one code apart: the lift, muscle, region, weekday that it is about."""
        about = next((str(self.facts[name]) for name in ABOUT if name in self.facts), "")
        return f"{self.code}:{about}" if about else self.code


ABOUT = ("exercise", "group", "region", "weekday", "part_of_day")


@dataclass(frozen=True, slots=True)
class Look:
    """One area looked at: its numbers (empty where nothing is known), what was found, codes of what is missing, and
    of the finding that explains what else was found here: it is not told twice, but the area is not fine either."""

    area: str
    numbers: Mapping[str, Any] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    missing: tuple[str, ...] = ()
    explained_by: str = ""


def most_severe(findings: Iterable[Finding]) -> str | None:
    return max((each.severity for each in findings), key=SEVERITIES.index, default=None)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The gravest first, then by area; of two alike the surer one, then by code: the order never changes by itself."""
    return tuple(
        sorted(
            findings,
            key=lambda each: (
                -SEVERITIES.index(each.severity),
                FIRST_TOLD.index(each.kind.area),
                -each.confidence,
                each.key,
            ),
        )
    )


def newest(rows: Sequence[Row]) -> tuple[Row, ...]:
    """As many rows as a finding shows, each once."""
    return tuple(dict.fromkeys(rows))[-ROWS_MAX:]


def to_dict(finding: Finding) -> dict[str, Any]:
    """A finding as plain JSON values. `opinions` is filled where others were asked."""
    return {
        "key": finding.key,
        "code": finding.code,
        "area": finding.kind.area,
        "severity": finding.severity,
        "confidence": round(finding.confidence, 2),
        "evidence": {
            "numbers": dict(finding.numbers),
            "rows": [
                {"kind": row.kind, "id": row.id, "on": row.on.isoformat() if row.on else None, "place": row.place}
                for row in finding.rows
            ],
        },
        "facts": dict(finding.facts),
        "advice": finding.kind.advice,
        "edits": to_data(finding.edits),
        "needs_professional": finding.needs_professional,
        "sources": list(finding.kind.sources),
        "opinions": [],
    }
