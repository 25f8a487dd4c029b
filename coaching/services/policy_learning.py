"""The night's work on the policy: rewards from settled decisions, a posterior, and every reason against using it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np

from coaching.core.effects import offpolicy
from coaching.core.effects.fidelity import Light
from coaching.core.effects.learning import Known, Rewards, condition, faults, learn, nothing_known, of_effect
from coaching.core.policy import (
    BASELINE,
    DOSE_POINTS,
    FEATURES,
    WARM_UP_DAYS,
    Kind,
    Policy,
    baseline,
    dose,
    features,
    is_doing_well,
    reward,
)
from coaching.models import Decision, PolicyVersion
from coaching.services.fidelity import fidelity
from coaching.services.policy import POINTS_MIN

KINDS = ("session", "habit")  # an outcome of the third kind is the baseline
SUBJECTS_MIN = 20  # own choice, as POINTS_MIN
CHUNK = 20_000
JUDGED = 200_000  # decisions on which a candidate is compared with the policy in force
FOLDS = 2
LOOK_BACK = timedelta(days=DOSE_POINTS)  # for what was sent before the first decision that is learnt from


class Point(NamedTuple):
    """One decision as it is read; the last two are columns of its outcome."""

    subject: UUID
    decided_at: datetime
    context: dict[str, Any]
    is_sent: bool
    probability: float | None
    is_drawn: bool
    kind: str | None
    value: float | None


class Earned(NamedTuple):
    point: Point
    reward: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """What would be a version: its parameters, and a report with the reasons against it in `refused`."""

    parameters: dict[str, Any]
    report: dict[str, Any]


@dataclass(slots=True)
class Night:
    """What is gathered while the decisions go by. `without[k]`: what would be known without the new rewards of every
    second subject, k = 0 or 1. `sent` and `done`: of each subject lately, newest first."""

    known: Known
    without: list[Known]
    since: datetime | None
    missing: list[bool] = field(default_factory=list)
    subjects: dict[UUID, int] = field(default_factory=dict)
    judged: list[Earned] = field(default_factory=list)
    sent: dict[UUID, list[bool]] = field(default_factory=dict)
    done: dict[UUID, list[bool]] = field(default_factory=dict)


def candidate(until: datetime, in_force: Policy, now: datetime) -> Candidate | None:
    """The policy that follows from all decisions up to `until`. None where they are too few.

    Only those since the newest version that was not refused are learnt from: its sums hold the rest.
    """
    night = _begin()
    chunk: list[Earned] = []
    for point in _decisions(night.since, until):
        earned = _take(night, point)
        if earned is not None:
            chunk.append(earned)
        if len(chunk) == CHUNK:
            _learn(night, chunk)
            chunk = []
    _learn(night, chunk)
    if len(night.subjects) < SUBJECTS_MIN or night.known.points < POINTS_MIN:
        return None
    return _candidate(night, until, in_force, now)


def _begin() -> Night:
    accepted = PolicyVersion.objects.exclude(status=PolicyVersion.Status.REFUSED)
    base = accepted.filter(parameters__has_key="precision").order_by("-number").first()
    if base is None:
        prior = nothing_known(len(BASELINE) + len(KINDS), len(FEATURES))
        return Night(prior, [prior] * FOLDS, None)
    told = base.parameters
    known = Known(np.array(told["precision"]), np.array(told["weighted"]), told["points"])
    return Night(known, [known] * FOLDS, datetime.fromisoformat(told["until"]))


def _decisions(since: datetime | None, until: datetime) -> Iterator[Point]:
    rows = Decision.objects.filter(decided_at__lte=until, is_experiment=True, is_exempt=False)
    if since is not None:
        rows = rows.filter(decided_at__gt=since - LOOK_BACK)
    told = rows.order_by("decided_at", "pk").values_list(
        "subject", "decided_at", "context", "is_treated", "probability", "is_available",
        "outcome__kind", "outcome__value",
    )  # fmt: skip
    return (Point(*row) for row in told.iterator(chunk_size=CHUNK))


def _take(night: Night, point: Point) -> Earned | None:
    """The reward of this decision, if it is one to learn from; and what is remembered of it for the next ones."""
    sent = night.sent.setdefault(point.subject, [])
    done = night.done.setdefault(point.subject, [])
    earned = None
    if point.is_drawn and point.kind and (night.since is None or point.decided_at > night.since):
        night.missing.append(point.value is None)
        if point.value is not None:
            earned = Earned(point, reward(point.value, point.is_sent, dose(sent), is_doing_well(done)))
            night.subjects.setdefault(point.subject, len(night.subjects))
    sent.insert(0, point.is_sent)
    del sent[DOSE_POINTS:]
    if point.value is not None:
        done.insert(0, point.value > 0)
        del done[DOSE_POINTS:]
    return earned


def _learn(night: Night, some: list[Earned]) -> None:
    if not some:
        return
    night.known = learn(night.known, _rewards(some))
    for fold in range(FOLDS):
        others = [each for each in some if _fold(each.point) != fold]
        if others:
            night.without[fold] = learn(night.without[fold], _rewards(others))
    night.judged += some[: JUDGED - len(night.judged)]


def _fold(point: Point) -> int:
    """By the pseudonym, which is random: the same half whatever the order in which decisions are read."""
    return point.subject.int % FOLDS


def _rewards(some: list[Earned]) -> Rewards:
    points = [each.point for each in some]
    return Rewards(
        g=np.array([(*baseline(point.context), *(float(point.kind == kind) for kind in KINDS)) for point in points]),
        f=np.array([features(point.context) for point in points]),
        probabilities=np.array([point.probability for point in points], dtype=np.float64),
        actions=np.array([float(point.is_sent) for point in points]),
        rewards=np.array([each.reward for each in some]),
    )


def _candidate(night: Night, until: datetime, in_force: Policy, now: datetime) -> Candidate | None:
    if not night.judged:
        return None
    lights = fidelity(now)
    refused = faults(night.known, night.missing, lights.light == Light.RED)
    parameters: dict[str, Any] = {"features": list(FEATURES)}
    report: dict[str, Any] = {
        "points": night.known.points,
        "new_points": len(night.missing),
        "subjects": len(night.subjects),
        "missing": sum(night.missing) / len(night.missing),
        "fidelity": str(lights.light),
        "refused": refused,
    }
    if refused:
        return Candidate(parameters, report)
    mean, covariance = of_effect(night.known, len(FEATURES))
    parameters |= {
        "mean": mean,
        "covariance": covariance,
        "precision": night.known.precision.tolist(),
        "weighted": night.known.weighted.tolist(),
        "points": night.known.points,
        "until": until.isoformat(),
    }
    report |= {"condition": condition(night.known)}
    report |= _judge(night, in_force)
    return Candidate(parameters, report)


def _judge(night: Night, current: Policy) -> dict[str, Any]:
    """The candidate against the policy in force, on the same decisions and as after the warm-up, in which they agree.

    Each half of the subjects is judged by what was learnt from the other half: on what it has seen every policy looks
    better than it is.
    """
    points = [each.point for each in night.judged]
    unseen = [_policy(known) for known in night.without]
    proposed = [unseen[_fold(point)].probability(point.context, WARM_UP_DAYS) for point in points]
    in_force = [current.probability(point.context, WARM_UP_DAYS) for point in points]

    def worth(chances: list[float]) -> offpolicy.Value:
        return offpolicy.value(
            subjects=[night.subjects[point.subject] for point in points],
            actions=[int(point.is_sent) for point in points],
            logged=np.array([point.probability for point in points], dtype=np.float64),
            proposed=chances,
            rewards=[each.reward for each in night.judged],
        )

    new, old = worth(proposed), worth(in_force)
    return {
        "value": asdict(new),
        "value_in_force": asdict(old),
        "refused": ["worse_off_policy"] if offpolicy.is_worse(new, old) else [],
    }


def _policy(known: Known) -> Policy:
    mean, covariance = of_effect(known, len(FEATURES))
    return Policy(0, Kind.THOMPSON, mean=mean, covariance=covariance)
