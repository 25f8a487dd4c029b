"""What Spotter may do with an athlete of this age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.core.ages import is_too_young, may_be_minor


@dataclass(frozen=True, slots=True)
class Standing:
    """What is allowed. `is_guarded`: under eighteen, or of unknown age where the age has to be known."""

    may_have_account: bool
    is_guarded: bool

    @property
    def has_prompts_by_default(self) -> bool:
        return not self.is_guarded

    @property
    def may_use_model(self) -> bool:
        return not self.is_guarded

    @property
    def may_take_part_in_experiments(self) -> bool:
        return not self.is_guarded

    @property
    def may_hear_of_streaks(self) -> bool:
        return not self.is_guarded

    @property
    def may_be_prompted_at_night(self) -> bool:
        return not self.is_guarded


def standing(birth_year: int | None, on: date, *, is_age_required: bool = False) -> Standing:
    """What holds for somebody born in this year; `is_age_required` as in `may_be_minor`."""
    is_guarded = may_be_minor(birth_year, on, is_age_required=is_age_required)
    return Standing(may_have_account=not is_too_young(birth_year, on), is_guarded=is_guarded)
