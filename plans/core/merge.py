"""Two sides have changed one session, the phone without a network and the plan meanwhile: merged field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

DAY, TIME, STATUS = "on", "at", "status"
FIELDS = (DAY, TIME, STATUS)
PLANNED, SKIPPED = "planned", "skipped"
Values = Mapping[str, str]  # days as YYYY-MM-DD, times as HH:MM or "", status as the word


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that both sides changed, each to something else."""

    field: str
    base: str
    standing: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Merged:
    """`take`: what to change now. `clashes`: what stays as the plan has it until a person says otherwise."""

    take: Mapping[str, str] = field(default_factory=dict)
    clashes: tuple[Clash, ...] = ()


def values(told: Mapping[str, Any]) -> dict[str, str]:
    """What a request says of a session's day (a date), time (None: none) and status, as they are compared here."""
    found = {DAY: told[DAY].isoformat()} if DAY in told else {}
    found |= {TIME: told[TIME] or ""} if TIME in told else {}
    return found | ({STATUS: told[STATUS]} if STATUS in told else {})


def merge(base: Values, standing: Values, wanted: Values) -> Merged:
    """Three-way merge of a session. `base`: what the phone saw, `standing`: the plan now, `wanted`: what was asked for.

    A field that only the phone changed is taken, one that both changed alike is fine, one that both changed apart
    clashes. A field missing in `base` counts as seen as it stands. Moving a session means to train it: where the plan
    has left it out meanwhile, the move waits for the same answer as the question whether to train at all.
    """
    asked = {name: wanted[name] for name in FIELDS if name in wanted and wanted[name] != base.get(name, standing[name])}
    moves = asked.keys() & {DAY, TIME}
    if moves and standing[STATUS] == SKIPPED and base.get(STATUS, SKIPPED) != SKIPPED:
        return Merged(clashes=_clashes(base, standing, {**asked, STATUS: PLANNED}))
    open_ = {name: value for name, value in asked.items() if value != standing[name]}
    take = {name: value for name, value in open_.items() if standing[name] == base.get(name, standing[name])}
    return Merged(take, _clashes(base, standing, {name: open_[name] for name in open_ if name not in take}))


def _clashes(base: Values, standing: Values, wanted: Values) -> tuple[Clash, ...]:
    return tuple(
        Clash(name, base.get(name, standing[name]), standing[name], wanted[name]) for name in FIELDS if name in wanted
    )
