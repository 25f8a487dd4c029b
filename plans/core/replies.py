"""What a language model may answer when it is asked to fit a plan to one athlete: a few flat records, and no plan.

Every field of a record is required and plain, so that strict modes take the schema; what an operation does not use is
"" or 0. Sessions, items and exercises are named by short handles that exist in this one request.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from plans.core.edits import OPS
from plans.core.spec import NOTE_MAX

EDITS_MAX = 4
TEXT_MAX = 400  # what is longer than a note may be is refused later, and named; this only bounds what is read at all
BEGINNING = re.compile(r'"edits"\s*:\s*\[')
SEPARATORS = " \t\r\n,"

Whole = Annotated[int, Field(ge=0, le=10_000)]
Number = Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)]
Handle = Annotated[str, Field(max_length=80)]
Text = Annotated[str, Field(max_length=TEXT_MAX)]


class EditRecord(BaseModel):
    """One edit as it is written. What it means is for `refining_edits`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    op: Handle
    session: Handle
    item: Handle
    exercise: Handle
    sets: Whole
    reps_min: Whole
    reps_max: Whole
    load_kg: Number
    rpe: Number
    weekday: Whole
    week: Whole
    note: Text
    why: Text


class PlanEdits(BaseModel):
    """The whole answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    edits: Annotated[list[EditRecord], Field(max_length=EDITS_MAX)]
    summary: Text = ""  # asked for; one that leaves it out has its edits read all the same


def schema(*, sessions: Iterable[str], items: Iterable[str], exercises: Iterable[str]) -> dict[str, Any]:
    """The JSON schema of one request: closed choices, no defaults, no unions. The lengths of texts are left out
    where a strict mode refuses them."""
    whole, number = {"type": "integer"}, {"type": "number"}
    text = {"type": "string", "maxLength": NOTE_MAX}
    fields = {
        "op": {"type": "string", "enum": list(OPS)},
        "session": _choice(sessions),
        "item": _choice(items),
        "exercise": _choice(exercises),
        **dict.fromkeys(("sets", "reps_min", "reps_max"), whole),
        **dict.fromkeys(("load_kg", "rpe"), number),
        **dict.fromkeys(("weekday", "week"), whole),
        **dict.fromkeys(("note", "why"), text),
    }
    record = {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
    edits = {"type": "array", "items": record, "maxItems": EDITS_MAX}
    answer = {"edits": edits, "summary": text}  # the edits first: they are told while the answer is written
    return {"type": "object", "properties": answer, "required": list(answer), "additionalProperties": False}


def _choice(handles: Iterable[str]) -> dict[str, Any]:
    return {"type": "string", "enum": ["", *handles]}


def read(told: Any) -> PlanEdits:
    """The answer as a value; pydantic's ValidationError (a ValueError) says what is wrong with its form."""
    return PlanEdits.model_validate(told)


def begun_records(text: str) -> tuple[EditRecord, ...]:
    """The records that stand whole in an answer that is still being written, up to the first that is none."""
    begun = BEGINNING.search(text)
    if begun is None:
        return ()
    decoder, place, found = json.JSONDecoder(), begun.end(), list[EditRecord]()
    while len(found) < EDITS_MAX:
        rest = text[place:]
        place += len(rest) - len(rest.lstrip(SEPARATORS))
        try:
            told, place = decoder.raw_decode(text, place)
            found.append(EditRecord.model_validate(told))
        except (ValueError, RecursionError, ValidationError):
            break
    return tuple(found)
