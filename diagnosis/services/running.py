"""Doing a diagnosis: stage after stage, each kept when it is done, by one worker at a time.

Whoever holds the row says so with the number of the attempt. A worker that was taken for dead and wakes up finds
another number, and nothing of it is written.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from diagnosis.core.stages import RUNNING, ErrorType, Stage, Status, begins_at, progress
from diagnosis.models import Clarification, Execution, ProviderAnswer, Report, StageRow
from diagnosis.services import clarifying, executions, merging, opinions, telling
from diagnosis.services.analysing import analyse
from diagnosis.services.collecting import collect
from diagnosis.services.reporting import build

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]
Result = dict[str, Any]


class LeaseLost(Exception):
    """It was cancelled, or someone else has taken it over: whatever we still hold must not be written."""


class Waits(Exception):
    """The athlete was asked something; whoever comes after the answer goes on."""


class NotEnough(Exception):
    """There is too little to say anything."""


def run(execution_id: UUID, clock: Clock = timezone.now) -> bool:
    """Do one diagnosis from where it stands, if it is free to be done: whether it was."""
    execution = _claim(execution_id, clock())
    if execution is None:
        return False
    try:
        Run(execution, clock).all_stages()
    except (LeaseLost, Waits):
        pass  # whoever has ended it or goes on with it has said so
    except NotEnough:
        _fail(execution, clock(), ErrorType.NOT_ENOUGH_DATA, "")
    except Exception as problem:
        _fail(execution, clock(), ErrorType.INTERNAL_ERROR, type(problem).__name__)
        raise
    return True


def _claim(execution_id: UUID, now: datetime) -> Execution | None:
    """The diagnosis, if it was free: one UPDATE decides among all who ask."""
    claimed = Execution.objects.free().filter(pk=execution_id)
    if not claimed.update(
        status=Status.PROCESSING, attempts=F("attempts") + 1, lease_until=Now() + telling.LEASE, waits_until=None
    ):
        return None
    Execution.objects.filter(pk=execution_id, started_at__isnull=True).update(started_at=now)
    return Execution.objects.select_related("athlete__profile", "plan").get(pk=execution_id)


def _fail(execution: Execution, now: datetime, error_type: ErrorType, cause: str) -> None:
    with transaction.atomic():
        row = Execution.objects.select_for_update().get(pk=execution.pk)
        if row.status == Status.PROCESSING and row.attempts == execution.attempts:
            executions.end(row, Status.FAILED, now, error_type, cause)


@dataclass
class Run:
    """One attempt at one diagnosis."""

    execution: Execution
    clock: Clock

    def all_stages(self) -> None:
        done = {row.name: row.result for row in StageRow.objects.filter(execution=self.execution)}
        for stage in Stage:
            if stage.value not in done:
                done[stage.value] = self.stage(stage, done)

    def stage(self, stage: Stage, done: Mapping[str, Result]) -> Result:
        began = self.clock()
        self.say(stage, begins_at(stage))
        work: dict[Stage, Callable[[Mapping[str, Result]], Result]] = {
            Stage.COLLECTING: self.collecting,
            Stage.ANALYSING: self.analysing,
            Stage.AI_FETCHING: self.ai_fetching,
            Stage.MERGING: self.merging,
            Stage.REPORTING: self.reporting,
        }
        result = work[stage](done)
        if stage is not Stage.REPORTING:  # which ends the whole in its own transaction
            self.keep(stage, result, began)
        return result

    # --- The stages ---------------------------------------------------------------------------------------------------
    def collecting(self, done: Mapping[str, Result]) -> Result:
        as_of = self.clock()
        case = self.case(as_of)
        counted = {"sessions": len(case.sessions), "ratings": len(case.work), "reports": len(case.reports)}
        return {"as_of": as_of.isoformat(), "counts": counted, "lifts": len(case.lifts)}

    def case(self, as_of: datetime) -> Any:
        execution = self.execution
        return collect(execution.athlete_id, execution.window_days, as_of, execution.plan_id, execution.focus)

    def analysing(self, done: Mapping[str, Result]) -> Result:
        """The whole report as the rules see it: what comes after only adds to it."""
        case = self.case(datetime.fromisoformat(done[Stage.COLLECTING.value]["as_of"]))
        findings = analyse(case)
        draft = build(case, findings, previous=self.previous())
        if not draft["data_quality"]["is_enough"] and not findings:
            raise NotEnough
        return {"draft": draft, "counts": _counts(draft)}

    def previous(self) -> dict[str, Any] | None:
        reports = Report.objects.filter(athlete_id=self.execution.athlete_id).exclude(execution=self.execution)
        return reports.order_by("-created_at").values_list("data", flat=True).first()

    def ai_fetching(self, done: Mapping[str, Result]) -> Result:
        draft = done[Stage.ANALYSING.value]["draft"]
        said = self.clarified(draft)
        wanted = opinions.providers()
        if not wanted:
            return {"asked": [], "answered": 0, "clarification": said}
        asking = opinions.Asking(self.execution, draft, said, self.clock, self.is_wanted, self.came)
        answered = asking.all(wanted)
        return {"asked": list(wanted), "answered": answered, "clarification": said}

    def clarified(self, draft: Mapping[str, Any]) -> dict[str, str] | None:
        """What the athlete answered to the one question. Where it has to be asked first, this attempt ends here."""
        asked = Clarification.objects.filter(execution=self.execution).first()
        if asked is not None:
            return {"code": asked.code, "answer": asked.answer or "skip"}
        code, facts = clarifying.question(draft) if self.execution.may_ask else ("", {})
        if not code:
            return None
        now = self.clock()
        with transaction.atomic():
            execution = self.mine()
            until = now + clarifying.PATIENCE
            Clarification.objects.create(execution=execution, code=code, facts=facts, asked_at=now, until=until)
            Execution.objects.filter(pk=execution.pk).update(waits_until=until, lease_until=None)
            told = telling.progress(execution, "waiting_for_answer", now)
            told["data"]["question"] = clarifying.worded(code, facts, execution)
            telling.tell(execution, told, now)
        raise Waits

    def merging(self, done: Mapping[str, Result]) -> Result:
        answers = ProviderAnswer.objects.filter(execution=self.execution).order_by("provider")
        fetched = done[Stage.AI_FETCHING.value]
        merged = merging.merged(done[Stage.ANALYSING.value]["draft"], list(answers), fetched["clarification"])
        return {"report": merged, "counts": _counts(merged)}

    def reporting(self, done: Mapping[str, Result]) -> Result:
        """The report, its stage and the end are one commit: there is one terminal message, or none yet."""
        began = now = self.clock()
        data = done[Stage.MERGING.value]["report"]
        failed = ProviderAnswer.objects.filter(execution=self.execution, reply__isnull=True).first()
        with transaction.atomic():
            execution = self.mine()
            Report.objects.update_or_create(
                execution=execution, defaults={"athlete_id": execution.athlete_id, "data": data, "created_at": now}
            )
            StageRow.objects.create(
                execution=execution, name=Stage.REPORTING.value, result={}, started_at=began, finished_at=now
            )
            execution.status = Execution.Status.PARTIAL if failed else Execution.Status.COMPLETED
            execution.error_type = failed.error_type if failed else ""
            execution.progress, execution.finished_at, execution.lease_until = 100, now, None
            execution.save()
            telling.tell(execution, telling.message(execution, "complete", complete(execution, data), now), now)
        return {}

    # --- Writing, as long as it is ours -------------------------------------------------------------------------------
    def mine(self) -> Execution:
        """The row, locked. LeaseLost when it is not ours any more."""
        row = Execution.objects.select_for_update().get(pk=self.execution.pk)
        if row.status != Status.PROCESSING or row.attempts != self.execution.attempts:
            raise LeaseLost
        row.athlete = self.execution.athlete  # read with the claim, and what is told needs their language
        return row

    def is_wanted(self) -> bool:
        """Whether to go on waiting for others; asked now and then while nothing is written."""
        rows = Execution.objects.filter(pk=self.execution.pk, status__in=RUNNING, attempts=self.execution.attempts)
        return bool(rows.update(lease_until=Now() + telling.LEASE))

    def keep(self, stage: Stage, result: Result, began: datetime) -> None:
        with transaction.atomic():
            execution = self.mine()
            now = self.clock()
            StageRow.objects.create(
                execution=execution, name=stage.value, result=result, started_at=began, finished_at=now
            )
            Execution.objects.filter(pk=execution.pk).update(lease_until=Now() + telling.LEASE)

    def say(self, stage: Stage, percent: int, code: str = "", **facts: Any) -> None:
        """Progress, never backwards; between stages always, within one at most ten times a second."""
        now = self.clock()
        with transaction.atomic():
            execution = self.mine()
            is_new = execution.stage != stage.value
            if not is_new and execution.told_at and now - execution.told_at < telling.LEAST_GAP:
                return
            execution.stage, execution.progress = stage.value, max(execution.progress, percent)
            execution.lease_until = None
            Execution.objects.filter(pk=execution.pk).update(
                stage=execution.stage, progress=execution.progress, lease_until=Now() + telling.LEASE
            )
            if stage is Stage.COLLECTING:
                facts = {"days": execution.window_days}
            if stage is Stage.AI_FETCHING and not facts:
                facts = {"answered": 0, "asked": len(opinions.providers())}
            telling.tell(execution, telling.progress(execution, code or stage.value, now, **facts), now)

    def came(self, answer: ProviderAnswer, answered: int, asked: int) -> None:
        """One provider has answered or failed: kept as soon as it is there."""
        with transaction.atomic():
            execution = self.mine()
            answer.execution = execution
            answer.save(force_insert=True)
        self.say(Stage.AI_FETCHING, progress(Stage.AI_FETCHING, answered / asked), answered=answered, asked=asked)


def _counts(draft: Mapping[str, Any]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for finding in draft["findings"]:
        counted[finding["severity"]] = counted.get(finding["severity"], 0) + 1
    return counted


def complete(execution: Execution, data: Mapping[str, Any]) -> dict[str, Any]:
    """What the last message carries: the report without its charts and rows, which its address has."""
    findings = [{key: value for key, value in each.items() if key != "evidence"} for each in data["findings"]]
    report = {key: value for key, value in data.items() if key not in ("charts", "findings")}
    return {
        "status": str(execution.status),
        "progress": 100,
        "report": {**report, "findings": findings, "href": f"/api/v1/diagnosis/{execution.pk}/report"},
    }
