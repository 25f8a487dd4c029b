"""What a text can be a sign of."""

from __future__ import annotations

from enum import StrEnum


class Category(StrEnum):
    SELF_HARM = "self_harm"
    RED_FLAG = "red_flag"  # chest pain, fainting, neurological signs
    ABUSE = "abuse"
    INJURY = "injury"  # acute
    EATING = "eating"
    PREGNANCY = "pregnancy"
    PAIN = "pain"  # more than 6 of 10, or longer than a week
    MINOR = "minor"


# Of several signs in one text this one is answered first.
URGENCY = (
    Category.SELF_HARM,
    Category.RED_FLAG,
    Category.ABUSE,
    Category.INJURY,
    Category.EATING,
    Category.PREGNANCY,
    Category.PAIN,
    Category.MINOR,
)
