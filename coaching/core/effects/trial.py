"""A micro-randomised trial in a file: one row a decision point, in the columns of the published HeartSteps V1 data or
in those of our own export, and the analyses that every such file gets.

Both have `user`, `day`, `avail`, `send`. HeartSteps: steps in the half hour after (`steps30`) and before
(`steps30pre`), two kinds of suggestion (`active`, `sedentary`), and one probability for all that is not in the file.
Ours: `outcome` (empty: missing) and `probability`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from coaching.core.effects.estimates import Estimate, difference, ratio
from coaching.core.effects.fidelity import Tally
from coaching.core.effects.points import Floats, Ints, Points, points
from coaching.core.effects.sums import collect

ALWAYS = ("user", "day", "avail", "send")
STEPS = ("steps30", "steps30pre", "active", "sedentary")
OWN = ("probability", "outcome")
KINDS = ("active", "sedentary")
HALF = 0.5  # added to a step count before its logarithm
BRISK = 100  # steps in half an hour from which on somebody has walked: about a minute


class TrialUnreadable(Exception):
    """The file is no trial. Codes: `missing_columns`, `not_a_number`, `not_zero_or_one`, `kinds_disagree`, `negative`,
    `no_rows`, `probability_needed`; facts name the line (the header is line 1), the column, and what stands there."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code, self.facts = code, facts


@dataclass(frozen=True, slots=True)
class Trial:
    """`outcomes` NaN: missing. `before`: the control measured before the decision, None where the file has none.
    `kinds`: 0 nothing, 1 and 2 the kinds of suggestion, None where there is one kind only. `happened`: 0, 1 or NaN."""

    users: Ints
    days: Floats
    available: Ints
    sent: Ints
    probabilities: Floats
    outcomes: Floats
    happened: Floats | None
    before: Floats | None
    kinds: Ints | None


def read(columns: Sequence[str], rows: Iterable[Mapping[str, str | None]], probability: float | None = None) -> Trial:
    """The trial in these rows. `probability`: of sending at an available point, where the file does not say.

    Raises TrialUnreadable.
    """
    names = set(columns)
    own = set(OWN) <= names
    wanted = [*ALWAYS, *(OWN if own else STEPS)]
    if lacking := [name for name in wanted if name not in names]:
        raise TrialUnreadable("missing_columns", columns=", ".join(lacking))
    if not own and probability is None:
        raise TrialUnreadable("probability_needed")
    table = list(rows)
    if not table:
        raise TrialUnreadable("no_rows")
    found = {name: _numbers(name, table, may_lack=name in OWN) for name in wanted}
    for name in ("avail", "send", *(() if own else KINDS)):
        _refuse_at(~np.isin(found[name], (0, 1)), "not_zero_or_one", name, found[name])
    return _own(found) if own else _steps(found, float(probability or 0))


def _numbers(name: str, table: Sequence[Mapping[str, str | None]], may_lack: bool) -> Floats:
    values = np.empty(len(table))
    for place, row in enumerate(table):
        text = (row.get(name) or "").strip()
        try:
            values[place] = np.nan if may_lack and not text else float(text)
        except ValueError:
            raise TrialUnreadable("not_a_number", line=place + 2, column=name, value=text[:40]) from None
        if np.isinf(values[place]) or (np.isnan(values[place]) and text):
            raise TrialUnreadable("not_a_number", line=place + 2, column=name, value=text[:40])
    return values


def _refuse_at(wrong: Any, code: str, column: str, values: Floats) -> None:
    if wrong.any():
        at = int(np.flatnonzero(wrong)[0])
        raise TrialUnreadable(code, line=at + 2, column=column, value=f"{values[at]:g}")


def _steps(found: Mapping[str, Floats], probability: float) -> Trial:
    for name in ("steps30", "steps30pre"):
        _refuse_at(found[name] < 0, "negative", name, found[name])
    _refuse_at(found["active"] + found["sedentary"] != found["send"], "kinds_disagree", "send", found["send"])
    return Trial(
        users=found["user"].astype(np.int64),
        days=found["day"],
        available=found["avail"].astype(np.int64),
        sent=found["send"].astype(np.int64),
        probabilities=np.full(len(found["user"]), probability),
        outcomes=np.log(found["steps30"] + HALF),
        happened=(found["steps30"] >= BRISK).astype(np.float64),
        before=np.log(found["steps30pre"] + HALF),
        kinds=(found["active"] + 2 * found["sedentary"]).astype(np.int64),
    )


def _own(found: Mapping[str, Floats]) -> Trial:
    available = found["avail"].astype(np.int64)
    if (unknown := (available == 1) & np.isnan(found["probability"])).any():
        raise TrialUnreadable("not_a_number", line=int(unknown.argmax()) + 2, column="probability", value="")
    known = found["outcome"][~np.isnan(found["outcome"])]
    return Trial(
        users=found["user"].astype(np.int64),
        days=found["day"],
        available=available,
        sent=found["send"].astype(np.int64),
        probabilities=np.where(available == 1, found["probability"], HALF),
        outcomes=found["outcome"],
        happened=found["outcome"] if np.isin(known, (0, 1)).all() else None,
        before=None,
        kinds=None,
    )


# --- The analyses -----------------------------------------------------------------------------------------------------
def _points(trial: Trial, outcomes: Floats, *, by_day: bool = False) -> Points:
    """Controls: 1, what was measured before, and the day where the effect may change with it."""
    one = np.ones(len(trial.users))
    controls = [one, *([] if trial.before is None else [trial.before]), *([trial.days] if by_day else [])]
    return points(
        subjects=trial.users,
        actions=trial.sent,
        outcomes=outcomes,
        probabilities=trial.probabilities,
        available=trial.available,
        moderators=np.column_stack([one, trial.days]) if by_day else None,
        controls=np.column_stack(controls),
    )


def overall(trial: Trial) -> Estimate:
    """The effect of sending anything, on average over the trial. Raises NotEstimable, PointsUnusable."""
    return difference(collect(_points(trial, trial.outcomes)))


def by_day(trial: Trial) -> Estimate:
    """Two effects: on day 0, and its change from day to day."""
    return difference(collect(_points(trial, trial.outcomes, by_day=True)))


def by_kind(trial: Trial) -> Estimate:
    """The effect of each kind of suggestion, drawn with the same probability."""
    assert trial.kinds is not None  # noqa: S101  asked only of files that have kinds
    one = np.ones(len(trial.users))
    return difference(
        collect(
            points(
                subjects=trial.users,
                actions=trial.kinds,
                outcomes=trial.outcomes,
                probabilities=np.column_stack([trial.probabilities / len(KINDS)] * len(KINDS)),
                available=trial.available,
                controls=np.column_stack([one, *([] if trial.before is None else [trial.before])]),
            )
        )
    )


def likelihood(trial: Trial) -> Estimate:
    """The log of how many times as likely the event is after sending."""
    assert trial.happened is not None  # noqa: S101  asked only of files with an event
    return ratio([_points(trial, trial.happened)])


def sends(trial: Trial) -> Tally:
    """Sent at available points, against what the probabilities promise."""
    drawn = trial.available == 1
    chances = trial.probabilities[drawn]
    variance = float((chances * (1 - chances)).sum())
    return Tally(int(drawn.sum()), int(trial.sent[drawn].sum()), float(chances.sum()), variance)


def kind_rows(estimate: Estimate) -> Floats:
    """The rows that ask of `by_kind` whether both effects are zero."""
    return np.hstack([np.zeros((len(KINDS), estimate.controls)), np.eye(len(KINDS))])


def first_kind(trial: Trial) -> Tally:
    """The first kind among what was sent, against one half."""
    assert trial.kinds is not None  # noqa: S101  asked only of files that have kinds
    count = int((trial.kinds > 0).sum())
    return Tally(count, int((trial.kinds == 1).sum()), count / 2, count / 4)
