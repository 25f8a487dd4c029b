"""The whole examination by rules: facts in, looks and findings out. Pure, and the same every time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from diagnosis.core import adherence, efforts, loads, pains, progress, quality, ratings, recoveries, volumes
from diagnosis.core.facts import Case
from diagnosis.core.findings import AREAS, INFO, SEVERITIES, WATCH, Finding, Look, in_order

KNOWN_AREAS_TO_REASSURE = 5
LOOKS: tuple[Callable[[Case], Look], ...] = (
    loads.look,
    progress.look,
    volumes.look,
    volumes.look_at_balance,
    efforts.look,
    ratings.look,
    adherence.look,
    recoveries.look,
    pains.look,
)


def examine(case: Case) -> tuple[Look, ...]:
    """Every area, in the order of AREAS. With too little data only pain is spoken of: silence everywhere else."""
    if quality.is_enough(case):
        return settled(look(case) for look in LOOKS)
    silent = [Look(area, missing=("few_days",)) for area in AREAS if area != "pain"]
    return (*silent, pains.look(case))


def settled(looks: Iterable[Look]) -> tuple[Look, ...]:
    """The looks without what another one explains: few sets of a muscle where the sessions were not trained."""
    found = list(looks)
    codes = {finding.code for look in found for finding in look.findings}
    causes = {code: cause for cause, hidden in EXPLAINED.items() if cause in codes for code in hidden}
    return tuple(
        replace(
            look,
            findings=tuple(each for each in look.findings if each.code not in causes),
            explained_by=next((causes[each.code] for each in look.findings if each.code in causes), ""),
        )
        for look in found
    )


# What one finding explains is not told as a second one.
ONE_LIFT = ("lift_slowed", "lift_plateau", "lift_behind")
EXPLAINED = {
    "adherence_low": ("muscle_low", "very_even_week"),
    "progress_slowed": ONE_LIFT,
    "overload": ("effort_above", "much_failure", "progress_slowed", *ONE_LIFT, "decline"),
    "load_jump": ("volume_jump",),
    "ratings_alike": ("progress_slowed", *ONE_LIFT),  # a trend of estimates needs ratings that follow the work
    "rated_too_hard": ("effort_above", "much_failure", "progress_slowed", *ONE_LIFT),
}


def findings_of(case: Case, looks: Sequence[Look]) -> tuple[Finding, ...]:
    """All findings, the gravest first; "nothing to worry about" where that is so and enough was seen to say it."""
    found = [each for look in looks for each in look.findings]
    known = [look for look in looks if look.numbers]
    is_calm = all(SEVERITIES.index(each.severity) < SEVERITIES.index(WATCH) for each in found)
    if is_calm and quality.is_enough(case) and len(known) >= KNOWN_AREAS_TO_REASSURE:
        facts = {"areas": len(known), "days": case.window_days}
        rows = tuple(each.row for each in case.sessions_in_window()[-3:])
        found.append(Finding("nothing_to_worry", INFO, 0.8, facts, rows, facts))
    return in_order(found)
