"""What becomes of a model's answer: each edit alone, one after the other, kept where the plan stays as good as it was.

Repair is cutting and dropping: a number a little out of bounds is cut to them (`refining_edits`), an edit that the
rules refuse is left out, the others stand. Nothing is kept with which the plan has a hard finding, or any finding that
the draft lacked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from llm.core.redaction import redact
from plans.core import patch
from plans.core.edits import AddItem, Edit, SwapExercise
from plans.core.movements import Catalogue
from plans.core.pain_words import places_of
from plans.core.patch_data import Change
from plans.core.refining_board import Board, grounds
from plans.core.refining_edits import NewId, RecordUnfit, edits_of
from plans.core.refining_words import Ground, is_order, problem, summary_problem
from plans.core.replies import EditRecord
from plans.core.rules.base import Case
from plans.core.rules.judge import worsened
from plans.core.spec import Item, PlanSpec

MODEL = "model"
NOBODY, ATHLETE, COACH = "none", "athlete", "coach"
NOTHING_CHANGES, WHY_MISSING, ALREADY_SAID = "changes_nothing", "no_reason", "said_twice"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads what the model writes. `units`: metric | imperial; `notes`: all that they wrote, sent or not; `terms`:
    their facts as words of their language."""

    locale: str
    units: str
    notes: str = ""
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """An edit that may be shown: what was asked for, the patch that it means, what that changes, and why."""

    number: int  # of the record in the answer, from 1
    op: str
    why: str
    edits: tuple[Edit, ...]
    diff: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    number: int
    code: str


@dataclass(frozen=True, slots=True)
class Judged:
    """How far an answer has been read: the plan with everything that was kept."""

    spec: PlanSpec
    kept: tuple[Kept, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    @property
    def edits(self) -> tuple[Edit, ...]:
        return tuple(edit for each in self.kept for edit in each.edits)

    @property
    def read(self) -> int:
        return len(self.kept) + len(self.dropped)


def judge_all(records: Iterable[EditRecord], board: Board, reader: Reader, new_id: NewId) -> Judged:
    judged = Judged(board.spec)
    for record in records:
        judged = judge_next(judged, record, board, reader, new_id)
    return judged


def judge_next(judged: Judged, record: EditRecord, board: Board, reader: Reader, new_id: NewId) -> Judged:
    """The answer with one more record read: kept or dropped."""
    number = judged.read + 1
    try:
        edits = edits_of(record, board, new_id)
        spec = patch.apply(judged.spec, edits, board.catalogue)
        _refuse_words(record, edits, spec, judged, board, reader)
        _refuse_unless_as_good(spec, judged, board)
    except RecordUnfit as unfit:
        return replace(judged, dropped=(*judged.dropped, Dropped(number, unfit.code)))
    except patch.EditRefused as refused:
        return replace(judged, dropped=(*judged.dropped, Dropped(number, str(refused.facts["problem"]))))
    diff = tuple(patch.diff(judged.spec, spec))
    return replace(judged, spec=spec, kept=(*judged.kept, Kept(number, record.op, record.why, edits, diff)))


def _refuse_words(
    record: EditRecord, edits: Sequence[Edit], spec: PlanSpec, judged: Judged, board: Board, reader: Reader
) -> None:
    if not record.why.strip():
        raise RecordUnfit(WHY_MISSING)
    if record.why in {each.why for each in judged.kept}:
        raise RecordUnfit(ALREADY_SAID)
    ground = ground_of(record, edits, spec, board, reader)
    for text in (record.why, record.note):
        if code := problem(text, ground) if text else "":
            raise RecordUnfit(code)


def ground_of(record: EditRecord, edits: Sequence[Edit], spec: PlanSpec, board: Board, reader: Reader) -> Ground:
    """What the words of one edit are held against: the facts, the plan as shown, and what this edit makes of it."""
    line = board.lines.get(record.item)
    changed = {use.item.id for use in line.uses} if line else {each.item for each in edits if isinstance(each, AddItem)}
    items: list[Item] = [item for item in spec.items() if item.id in changed]
    named = {each.exercise for each in edits if isinstance(each, SwapExercise | AddItem)}
    known = {item.exercise for item in board.spec.items()} | named | set(board.intent.focus)
    facts = (*grounds(board, items), str(record.week or ""))
    return Ground(reader.locale, reader.units, facts, frozenset(known), board.catalogue, reader.notes, hurts_of(board))


def hurts_of(board: Board) -> frozenset[str]:
    return places_of(frozenset(each.region for each in board.intent.limitations))


def summary_of(text: str, judged: Judged, board: Board, reader: Reader) -> str:
    """What the model says of all its edits, where something was kept and it may be shown; else ""."""
    if not judged.kept or not text.strip():
        return ""
    changed = {change["item"] for each in judged.kept for change in each.diff if change.get("item")}
    items = [item for item in judged.spec.items() if item.id in changed]
    known = {item.exercise for spec in (board.spec, judged.spec) for item in spec.items()} | set(board.intent.focus)
    facts = (*grounds(board, items), str(len(judged.kept)))
    ground = Ground(
        reader.locale, reader.units, facts, frozenset(known), board.catalogue, reader.notes, hurts_of(board)
    )
    return "" if summary_problem(text, ground, reader.terms) else text.strip()


def _refuse_unless_as_good(spec: PlanSpec, judged: Judged, board: Board) -> None:
    if spec == judged.spec:
        raise RecordUnfit(NOTHING_CHANGES)
    # Against the plan as it stood before the first edit: how far a model goes is counted over all of them.
    case = Case(spec, board.intent, board.catalogue, before=board.spec, author=MODEL)
    findings = worsened(case, board.findings)
    if findings:
        raise RecordUnfit(findings[0].rule)


def repair_codes(records: Sequence[EditRecord], judged: Judged) -> tuple[str, ...]:
    """What the model is told where none of its edits can be kept; () where one can, or none was asked for."""
    if judged.kept or not records:
        return ()
    return tuple(f"edit {each.number}: {each.code}" for each in judged.dropped)


def notes_of(texts: Iterable[str], names: Iterable[str]) -> tuple[str, tuple[tuple[str, int], ...]]:
    """The athlete's words as they may be sent, and what was replaced in them. Those that give orders are left out."""
    said = " ".join(text.strip() for text in texts if text.strip() and not is_order(text))
    redacted = redact(said, names)
    return redacted.text, redacted.counts


def requires(autonomy: str, has_coach: bool) -> str:
    """Who has to agree before a model's edits change the plan: none | athlete | coach."""
    if autonomy == "coach" and has_coach:
        return COACH
    return NOBODY if autonomy == "auto" else ATHLETE


def still_fits(spec: PlanSpec, edits: Iterable[Edit], diff: Sequence[Any], catalogue: Catalogue) -> bool:
    """Whether a patch does today exactly what was shown when it was offered."""
    try:
        return patch.diff(spec, patch.apply(spec, edits, catalogue)) == list(diff)
    except patch.EditRefused:
        return False
