"""What sending does, by rule and week in the programme: causal estimates beside the rate of answers.

Every number here is weighted and centred by the logged probabilities (docs/coaching-effects.md). An outcome that is
missing is left out; beside it stands the same with missing counted as not done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from coaching.core.effects.estimates import NotEstimable, difference, ratio
from coaching.core.effects.inference import Contrast, benjamini_hochberg, effect, needed
from coaching.core.effects.points import Floats, Points, PointsUnusable, points
from coaching.core.effects.sums import collect
from coaching.models import SafetyEvent
from coaching.services.effect_tables import Answers, Table, added, answers_since, opt_outs_since, tables_since
from coaching.services.fidelity import Lights, fidelity
from coaching.services.trial_rows import Primary, registered

WEEKS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Effect:
    """One rule over weeks first…last of the programme. `change` is a difference in the share of points after which it
    was done, `ratio` the log of how many times as likely; None where there is no estimate, and `why_not` says why.
    `needed`: athletes for the registered power; `p_adjusted`: Benjamini-Hochberg over the rows shown with it."""

    rule: str
    outcome: str
    first_week: int
    last_week: int
    athletes: int
    points: int
    needed: int | None
    change: Contrast | None
    change_if_missing_undone: Contrast | None
    ratio: Contrast | None
    why_not: str
    answers: Answers
    primary: str = ""
    p_adjusted: float | None = None

    @property
    def is_enough(self) -> bool:
        return self.needed is not None and self.athletes >= self.needed and self.change is not None


@dataclass(frozen=True, slots=True)
class Report:
    """`primary`: as registered; `rules`: each over all weeks; `weeks`: each rule week by week."""

    primary: tuple[Effect, ...]
    rules: tuple[Effect, ...]
    weeks: tuple[Effect, ...]
    lights: Lights
    open_safety_events: int
    answers: Answers
    opt_outs: int

    @property
    def opt_outs_per_1000(self) -> float | None:
        return 1000 * self.opt_outs / self.answers.delivered if self.answers.delivered else None


def report(now: datetime, *, weeks: int | None = WEEKS_SHOWN, rule: str = "") -> Report:
    """The estimates from decisions of the last so many weeks (None: all), of one rule or all."""
    since = None if weeks is None else now - timedelta(weeks=weeks)
    tables = tables_since(since, rule)
    answers = answers_since(since, rule)
    primary = [
        replace(_effect(each.rule, tables[each.rule], each.first_week, each.last_week, answers), primary=each.id)
        for each in _asked(tables)
    ]
    whole = [_effect(name, table, 1, int(table.weeks.max()), answers) for name, table in tables.items()]
    by_week = [
        _effect(name, table, int(week), int(week), answers)
        for name, table in tables.items()
        for week in np.unique(table.weeks)
    ]
    return Report(
        _adjusted(primary),
        _adjusted(whole),
        _adjusted(by_week),
        fidelity(now),
        SafetyEvent.objects.filter(acknowledged_at__isnull=True).count(),
        added(answers.values()),
        opt_outs_since(since),
    )


def _asked(tables: Mapping[str, Table]) -> list[Primary]:
    return [each for each in registered().primary if each.rule in tables]


# --- Estimating -------------------------------------------------------------------------------------------------------
def _effect(
    rule: str, table: Table, first_week: int, last_week: int, answers: Mapping[tuple[str, int], Answers]
) -> Effect:
    some = table.where(first_week, last_week)
    known = ~np.isnan(some.values)
    controls = _controls(some, known)
    change, why_not = _estimate(lambda: effect(difference(collect(_points(some, some.values, controls))), [1]))
    undone, _why = _estimate(
        lambda: effect(difference(collect(_points(some, np.nan_to_num(some.values), controls))), [1])
    )
    relative, _why = _estimate(lambda: effect(ratio([_points(some, some.values, controls)]), [1]))
    own = [told for (name, week), told in answers.items() if name == rule and first_week <= week <= last_week]
    return Effect(
        rule=rule,
        outcome=table.outcome,
        first_week=first_week,
        last_week=last_week,
        athletes=len(np.unique(some.subjects[known])),
        points=int(known.sum()),
        needed=_needed(some, known, controls),
        change=change,
        change_if_missing_undone=undone,
        ratio=relative,
        why_not=why_not,
        answers=added(own),
    )


def _estimate(make: Any) -> tuple[Contrast | None, str]:
    try:
        return make(), ""
    except (NotEstimable, PointsUnusable) as problem:
        return None, problem.code


def _controls(some: Table, known: Floats) -> Floats:
    """1, the day in the programme, and whether it is a later window; without what does not vary."""
    columns = [np.ones(len(some.days)), some.days / 28, np.asarray(some.slots > 0, dtype=np.float64)]
    return np.column_stack([columns[0], *(each for each in columns[1:] if known.any() and np.ptp(each[known]) > 0)])


def _points(some: Table, values: Floats, controls: Floats) -> Points:
    return points(
        subjects=some.subjects,
        actions=some.sent,
        outcomes=values,
        probabilities=some.chances,
        controls=controls,
    )


def _needed(some: Table, known: Floats, controls: Floats) -> int | None:
    """Athletes for the registered power, if each tells as much as those seen so far did on average."""
    if not known.any():
        return None
    told = (some.chances * (1 - some.chances))[known].sum() / len(np.unique(some.subjects))
    plan = registered()
    return needed(plan.standardised_effect, [[told]], controls.shape[1], plan.power)


def _adjusted(some: Sequence[Effect]) -> tuple[Effect, ...]:
    """With the p-values adjusted for how many there are; rows without an estimate are no questions."""
    asked = [each.change.p for each in some if each.change is not None]
    adjusted = iter(benjamini_hochberg(asked))
    return tuple(replace(each, p_adjusted=next(adjusted)) if each.change is not None else each for each in some)
