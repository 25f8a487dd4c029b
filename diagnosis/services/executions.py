"""Diagnoses as jobs: asked for, cancelled, tried again, answered. `running` does the work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from accounts.models import User
from diagnosis.core.refusals import DiagnosisOver, DiagnosisRunning, NoQuestion, NothingToRetry
from diagnosis.core.stages import ENDED, RUNNING, ErrorType, Stage, Status
from diagnosis.models import Clarification, Execution, ProviderAnswer, StageRow
from diagnosis.services import telling
from plans.models import Plan

WINDOW_DAYS = 56
# So many messages to workers are out at once; whoever is queued behind them is begun when one of those ends.
AHEAD = 16
ATTEMPTS_MAX = 5
# The status stands in the text, so that the index of those that are open serves it.
QUEUED_BEFORE = "SELECT COUNT(*) FROM diagnosis_execution WHERE status = 'queued' AND created_at < %s"


def request(
    *,
    athlete: User,
    now: datetime,
    plan: Plan | None = None,
    window_days: int = WINDOW_DAYS,
    focus: str = "",
    questions: Sequence[str] = (),
    may_ask: bool = False,
) -> Execution:
    """Queue a diagnosis. The unique row of what runs decides between two at the same moment.

    Raises DiagnosisRunning.
    """
    execution = Execution(
        athlete=athlete, plan=plan, window_days=window_days, focus=focus, questions=list(questions), may_ask=may_ask,
        created_at=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            execution.save(force_insert=True)
            execution.before = queued_before(execution)
            code = "queued_behind" if execution.before else "queued"
            facts = {"before": execution.before} if execution.before else {}
            telling.tell(execution, telling.progress(execution, code, now, **facts), now)
    except IntegrityError:
        running = Execution.objects.for_athlete(athlete.pk).running().first()
        if running is None:
            raise
        raise DiagnosisRunning(execution_id=str(running.pk)) from None
    return execution


def queued_before(execution: Execution) -> int:
    """How many are to be begun before this one. In plain SQL, because everybody in a crowd asks: with the ORM it took
    four times the CPU time."""
    created_at = Execution._meta.get_field("created_at").get_db_prep_value(execution.created_at, connection)
    with connection.cursor() as cursor:
        cursor.execute(QUEUED_BEFORE, [created_at])
        return int(cursor.fetchone()[0])


@transaction.atomic
def cancel(execution_id: UUID, athlete_id: UUID, now: datetime) -> Execution:
    """End it, whatever it is at: a worker that is at it finds out with its next write. Raises Execution.DoesNotExist,
    DiagnosisOver."""
    execution = locked(execution_id, athlete_id)
    if execution.status in ENDED:
        raise DiagnosisOver(status=str(execution.status))
    end(execution, Status.CANCELLED, now, ErrorType.CANCELLED)
    return execution


@transaction.atomic
def retry(execution_id: UUID, athlete_id: UUID, now: datetime) -> Execution:
    """Go on where it failed, or ask for the missing opinions alone. What stages and providers have given is kept.

    Raises Execution.DoesNotExist, NothingToRetry, DiagnosisRunning.
    """
    execution = locked(execution_id, athlete_id)
    if execution.status not in (Status.FAILED, Status.PARTIAL, Status.CANCELLED):
        raise NothingToRetry(status=str(execution.status))
    if running := Execution.objects.for_athlete(athlete_id).running().first():
        raise DiagnosisRunning(execution_id=str(running.pk))
    ProviderAnswer.objects.filter(execution=execution, reply__isnull=True).delete()
    if execution.status == Status.PARTIAL or execution.error_type == ErrorType.NOT_ENOUGH_DATA:
        again = [Stage.AI_FETCHING, Stage.MERGING, Stage.REPORTING]
        if execution.error_type == ErrorType.NOT_ENOUGH_DATA:  # perhaps there is more by now
            again, execution.as_of = list(Stage), None
        StageRow.objects.filter(execution=execution, name__in=again).delete()
    _reset(execution)
    try:
        with transaction.atomic():
            execution.save()
    except IntegrityError:
        raise DiagnosisRunning(execution_id="") from None
    telling.tell(execution, telling.progress(execution, "queued", now), now)
    return execution


def _reset(execution: Execution) -> None:
    execution.status, execution.stage = Execution.Status.QUEUED, ""
    execution.progress, execution.attempts_before = 0, execution.attempts  # a new run, whose owners go on counting
    execution.error_type = execution.error_cause = ""
    execution.finished_at = execution.lease_until = execution.waits_until = None


@transaction.atomic
def answer(execution_id: UUID, athlete_id: UUID, choice: str, now: datetime) -> Execution:
    """Take the athlete's answer to the one question and let the work go on. The same answer again changes nothing.

    Raises Execution.DoesNotExist, NoQuestion.
    """
    execution = locked(execution_id, athlete_id)
    asked = Clarification.objects.filter(execution=execution).first()
    if asked is not None and asked.answer == choice and asked.answer:
        return execution
    is_open = asked is not None and not asked.answer and asked.until > now and execution.status in RUNNING
    if asked is None or not is_open or choice not in choices(asked.code):
        raise NoQuestion
    Clarification.objects.filter(pk=asked.pk).update(answer=choice, answered_at=now)
    Execution.objects.filter(pk=execution.pk).update(waits_until=None)
    execution.waits_until = None
    return execution


def choices(code: str) -> tuple[str, ...]:
    return CHOICES.get(code, ())


# What may be asked, and what can be answered; `skip` is always one.
CHOICES: dict[str, tuple[str, ...]] = {"why_missed": ("time", "ill", "away", "motivation", "skip")}


def locked(execution_id: UUID, athlete_id: UUID) -> Execution:
    rows = Execution.objects.select_for_update(of=("self",)).select_related("athlete__profile")
    return rows.get(pk=execution_id, athlete_id=athlete_id)


def end(
    execution: Execution, status: Status, now: datetime, error_type: ErrorType | None = None, cause: str = ""
) -> None:
    """The one end of a run that brings no report. Inside the caller's transaction, under the row's lock."""
    execution.status = Execution.Status(status.value)
    execution.error_type = error_type.value if error_type else ""
    execution.error_cause = cause[:200]
    execution.finished_at, execution.lease_until, execution.waits_until = now, None, None
    execution.save(
        update_fields=["status", "error_type", "error_cause", "finished_at", "lease_until", "waits_until", "progress"]
    )
    telling.tell(execution, telling.error(execution, now), now)


# --- What waits for a worker ------------------------------------------------------------------------------------------
def waiting(limit: int = AHEAD) -> list[UUID]:
    """Diagnoses that nobody works on, the oldest first."""
    free = Execution.objects.free().filter(attempts__lt=F("attempts_before") + ATTEMPTS_MAX)
    return list(free.order_by("created_at").values_list("pk", flat=True)[:limit])


def give_up(now: datetime) -> int:
    """Call those failed that have taken their workers down too often; how many."""
    hopeless = Execution.objects.filter(
        status=Status.PROCESSING, lease_until__lt=Now(), attempts__gte=F("attempts_before") + ATTEMPTS_MAX
    ).values_list("pk", flat=True)
    count = 0
    for pk in list(hopeless):
        with transaction.atomic():
            execution = Execution.objects.select_for_update().get(pk=pk)
            if execution.status == Status.PROCESSING:
                end(execution, Status.FAILED, now, ErrorType.INTERNAL_ERROR, "gave_up")
                count += 1
    return count
