"""How long a session takes, by the time model that the plans use."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from plans.core.catalogue_file import parse_row
from plans.core.measure import item_seconds
from plans.core.movements import Catalogue
from plans.core.ramp import ramp
from plans.core.spec import Item, Reason

CATALOGUE_FILE = Path(__file__).resolve().parents[2] / "plans" / "catalogue" / "exercises.csv"
WARM_UP_MIN = 5


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The shipped catalogue, read from its file."""
    with CATALOGUE_FILE.open(encoding="utf-8", newline="") as file:
        return Catalogue.of(parse_row(row) for row in csv.DictReader(file))


def minutes_of(done: Iterable[tuple[str, int, int, int, float]]) -> float:
    """Minutes of a session by the plan's own time model: warm-up, ramps, sets and rests.

    done: lift, sets, reps, rest in seconds, RPE of each lift. A session without sets takes no time.
    """
    minutes = [_item_minutes(*work) for work in done if work[1] > 0]
    return WARM_UP_MIN + sum(minutes) if minutes else 0.0


@lru_cache(maxsize=4096)
def _item_minutes(lift: str, sets: int, reps: int, rest_s: int, rpe: float) -> float:
    warm_up = ramp(None, reps, rpe, catalogue()[lift])
    item = Item("", lift, "main", sets, rest_s, Reason("simulated"), reps, reps, target_rpe=rpe, ramp=warm_up)
    return item_seconds(item, catalogue()) / 60
