"""What tests of refinements share: records as a model writes them, and a plan with a scripted model behind it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from accounts.models import User
from plans import services as plans
from plans.core.refining_board import Board, Line
from plans.core.replies import EditRecord
from plans.models import Plan, Refinement
from plans.services.intents import profile_of
from plans.services.refinement_run import asked_of
from plans.services.revision import desk_of
from tests.llm import server
from tests.llm.base import scripted
from tests.plans.base import NOW, plan_for

EMPTY: dict[str, Any] = {
    "op": "", "session": "", "item": "", "exercise": "", "sets": 0, "reps_min": 0, "reps_max": 0, "load_kg": 0,
    "rpe": 0, "weekday": 0, "week": 0, "note": "", "why": "You have trained for a while now.",
}  # fmt: skip
WHY_ZH = "你已经练了一段时间。"
Answer = Callable[[Board], str]


def record(op: str, **fields: Any) -> dict[str, Any]:
    return {**EMPTY, "op": op, **fields}


def parsed(op: str, **fields: Any) -> EditRecord:
    return EditRecord.model_validate(record(op, **fields))


def answer(*records: dict[str, Any], summary: str = "") -> str:
    return json.dumps({"edits": list(records), "summary": summary}, ensure_ascii=False)


def board_of(plan: Plan, now: datetime = NOW) -> Board:
    return asked_of(desk_of(plan, now), profile_of(plan.athlete)).board


def swappable(board: Board) -> Line:
    return next(line for line in board.lines.values() if line.options)


def fewer_sets(board: Board, line: Line | None = None, **fields: Any) -> dict[str, Any]:
    """One set less of an isolation exercise: what every plan takes."""
    lines = [line] if line else [each for each in board.lines.values() if each.first.sets > 2]
    chosen = lines[-1]
    return record("set_sets", item=chosen.handle, sets=chosen.first.sets - 1, **fields)


def easier(board: Board, number: int = 0, **fields: Any) -> dict[str, Any]:
    """Half a point less effort in one line."""
    rated = [each for each in board.lines.values() if each.first.target_rpe]
    line = rated[number]
    return record("set_target_rpe", item=line.handle, rpe=(line.first.target_rpe or 0) - 0.5, **fields)


@contextmanager
def modelled(athlete: User, **changes: Any) -> Iterator[tuple[server.Provider, Plan, Refinement]]:
    """A plan of this athlete that was queued for a scripted model, which says nothing yet."""
    with scripted(server.says(answer())) as provider:
        plan = plan_for(athlete, **changes)
        yield provider, plan, Refinement.objects.get(plan=plan)


def run(provider: server.Provider, job: Refinement, *scripts: server.Script, now: datetime = NOW) -> Refinement:
    """Let the model answer so, and do the job."""
    provider.scripts["m0"] = list(scripts)
    plans.run_refinement(job.pk, now)
    job.refresh_from_db()
    return job
