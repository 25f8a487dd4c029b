"""What the sheet of a session shows, before it is a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adaptation.core.next_set import NextSet
from adaptation.pages.sets import DayForm, SetForm
from feedback.core.drafts import Draft
from feedback.models import PerformanceMetrics, RPEFeedback
from plans.models import PlannedItem, PlannedSession


@dataclass(frozen=True, slots=True)
class SetRow:
    """One line: `done` with its numbers, or None while it is still to come."""

    number: int
    done: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class ExerciseView:
    """One exercise of the sheet. `form` is there while sets are missing."""

    item: PlannedItem
    number: int
    is_now: bool
    rating: RPEFeedback | None
    rows: tuple[SetRow, ...]
    draft: Draft
    form: SetForm | None
    advice: NextSet | None = None
    advice_text: str = ""
    rest_since: datetime | None = None
    must_stop: bool = False

    @property
    def has_done(self) -> bool:
        return any(row.done for row in self.rows)


@dataclass(frozen=True, slots=True)
class Sheet:
    session: PlannedSession
    exercises: tuple[ExerciseView, ...]
    names: Mapping[str, str]
    saved: int
    metrics: PerformanceMetrics | None
    day_form: DayForm | None  # until the session is finished; hidden before the first exercise is saved

    @property
    def is_complete(self) -> bool:
        return self.saved == len(self.exercises)

    @property
    def is_under_way(self) -> bool:
        """Whether the page goes straight to a set, where it then says what there is to say."""
        return any(view.is_now for view in self.exercises)

    @property
    def sets_done(self) -> int:
        return sum(row.done is not None for view in self.exercises for row in view.rows)
