"""How old somebody is, of whom only the year of birth is kept. Of the two ages that it leaves the younger counts."""

from __future__ import annotations

from datetime import date

YOUNGEST = 13  # below that there is no account
ADULT = 18


def youngest_age(birth_year: int, on: date) -> int:
    """Whole years at least, as if the birthday were on the last day of the year."""
    return on.year - birth_year - (0 if (on.month, on.day) == (12, 31) else 1)


def may_be_minor(birth_year: int | None, on: date, *, is_age_required: bool = False) -> bool:
    """Whether the rules for people under 18 hold. Where `is_age_required`, nobody counts as an adult who has not said
    when they were born."""
    return is_age_required if birth_year is None else youngest_age(birth_year, on) < ADULT


def is_too_young(birth_year: int | None, on: date) -> bool:
    """Whether there can be no account for this person yet."""
    return birth_year is not None and youngest_age(birth_year, on) < YOUNGEST
