"""Doing a refinement: ask, tell each edit as soon as it stands, keep the checked answer, then use it.

Between the steps anything may die. Whoever comes next finds the answer on the row, or asks again where there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation

from accounts.core.ids import uuid7
from accounts.models import AthleteProfile, CoachAssignment
from events import services as events
from llm import registry
from llm import services as llm
from llm.core.bodies import Turn
from llm.core.faults import Fault
from llm.core.instructions import Words, fill
from llm.core.jobs import JOBS
from llm.core.questions import Delta, NoAnswer, Question
from llm.core.verdict import Reply
from plans import kinds
from plans.core import patch, refining, replies
from plans.core.closed import closed_sessions
from plans.core.refining import Judged, Kept, Reader
from plans.core.refining_board import Board, board_of, facts_of, plan_text, shorter
from plans.core.refusals import PlanNotActive, PlanRefused, SessionClosed
from plans.core.replies import EditRecord, PlanEdits
from plans.core.spec import Reason
from plans.core.thresholds import RULES_VERSION
from plans.models import Plan, PlannedSession, PlanRevision, Refinement
from plans.services import refinement_jobs as jobs
from plans.services.intents import profile_of
from plans.services.revision import Desk, Signature, apply, desk_of, locked_desk
from plans.wording import refinement as wording

JOB = "plan_refinement"
REASON = "refined_by_model"
COMPARED_MAX = 500
NO_CHANGE, PLAN_CHANGED, PLAN_OVER, RULES = "nothing_to_change", "plan_changed", "plan_over", "rules"


def run(refinement_id: UUID, now: datetime) -> None:
    """Do one refinement, if it is free to be done. Not to be called inside a transaction."""
    job = jobs.claim(refinement_id)
    if job is None:
        return
    try:
        if job.reply is not None or _ask(job, now):
            _settle(job, now)
    except jobs.LeaseLost:
        return


def new_id() -> str:
    return str(uuid7())


def board_for(desk: Desk) -> Board:
    """The plan laid out; what is done or left out has no handle."""
    planned = PlannedSession.Status.PLANNED
    closed = {key for key, standing in desk.standings.items() if standing.status != planned or standing.on < desk.today}
    return board_of(desk.spec, desk.intent, desk.catalogue, closed)


# --- Asking -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and what its answer is read with."""

    board: Board
    reader: Reader
    turns: tuple[Turn, ...]
    redactions: tuple[tuple[str, int], ...]


def asked_of(desk: Desk, profile: AthleteProfile, board: Board | None = None) -> Asked:
    """`board`: less of the plan than there is."""
    board = board or board_for(desk)
    names = (profile.display_name, profile.user.email.partition("@")[0])
    said = [*(each.note for each in desk.intent.limitations), desk.intent.sport]
    notes, redactions = refining.notes_of(said, names)
    language = profile.locale
    turns = fill(
        registry.instructions(JOB, language),
        {"facts": facts_of(board), "plan": plan_text(board, language), "notes": Words(notes)},
    )
    reader = Reader(language, profile.units, " ".join(said), wording.terms(facts_of(board), language))
    return Asked(board, reader, turns, redactions)


def _ask(job: Refinement, now: datetime) -> bool:
    """Ask, and keep the checked answer on the row; False where the draft is kept instead."""
    desk = desk_of(job.plan, now)
    profile = profile_of(job.plan.athlete)
    asked = asked_of(desk, profile)
    if desk.plan.status != Plan.Status.ACTIVE or not asked.board.lines:
        return _give_way(job, PLAN_OVER)
    question = Question(
        job=JOBS[JOB],
        instructions=registry.instructions(JOB, asked.reader.locale),
        turns=asked.turns,
        reply=reply_of(asked),
        locale=asked.reader.locale,
        athlete_id=job.plan.athlete_id,
        rules=str(RULES_VERSION),
        is_fresh=job.is_fresh and job.attempts == 1,
        redactions=asked.redactions,
        on_delta=Watch(job, asked).take,
        is_cancelled=lambda: not jobs.renew(job),
    )
    answer = llm.ask(replace(question, shorter=lambda: shorter_forms(question, desk, profile, asked.board)))
    if isinstance(answer, NoAnswer):
        return False if answer.fault is Fault.CANCELLED and not jobs.renew(job) else _give_way(job, str(answer.fault))
    kept = {"provider": answer.provider, "model": answer.model, "base_revision": desk.plan.revision}
    kept["summary"] = job.summary = answer.value.summary
    job.reply = [record.model_dump() for record in answer.value.edits]
    if not jobs.mine(job).update(reply=job.reply, **kept):
        return False
    job.base_revision, job.provider, job.model = desk.plan.revision, answer.provider, answer.model
    return True


def shorter_forms(
    question: Question[PlanEdits], desk: Desk, profile: AthleteProfile, whole: Board
) -> Iterator[Question[PlanEdits]]:
    """The same about less of the plan. What it may name has the handles of the whole, so the answer is read alike."""
    for board in shorter(whole):
        asked = asked_of(desk, profile, board)
        yield replace(question, turns=asked.turns, reply=reply_of(asked), left_out=len(whole.lines) - len(board.lines))


def reply_of(asked: Asked) -> Reply[PlanEdits]:
    """What is wanted back, and what is looked at before it is taken: an unsafe word or a foreign language spoils the
    whole answer, an edit that the rules refuse only itself."""
    board = asked.board

    def check(value: PlanEdits) -> Sequence[str]:
        judged = refining.judge_all(value.edits, board, asked.reader, new_id)
        return refining.repair_codes(value.edits, judged)

    return Reply(
        name="plan_edits",
        read=replies.read,
        schema=replies.schema(sessions=board.places, items=board.lines, exercises=board.exercises),
        words=lambda value: [text for record in value.edits for text in (record.why, record.note)] + [value.summary],
        check=check,
    )


class Watch:
    """Reads an answer while it is written and tells each edit that stands. Another attempt begins anew."""

    def __init__(self, job: Refinement, asked: Asked) -> None:
        self.job, self.asked = job, asked
        self.attempt, self.text = 0, ""
        self.judged = Judged(asked.board.spec)

    def take(self, delta: Delta) -> None:
        if delta.attempt != self.attempt:
            self.start_over(delta.attempt)
        self.text += delta.text
        if not delta.text.strip():
            return
        for record in replies.begun_records(self.text)[self.judged.read :]:
            before = len(self.judged.kept)
            self.judged = refining.judge_next(self.judged, record, self.asked.board, self.asked.reader, new_id)
            if len(self.judged.kept) > before:
                _tell(self.job, self.judged.kept[-1], self.asked.reader)

    def start_over(self, attempt: int) -> None:
        """Take back what was told of an answer that did not become one."""
        had_told = bool(self.judged.kept)
        self.attempt, self.text, self.judged = attempt, "", Judged(self.asked.board.spec)
        if not had_told:
            return
        with transaction.atomic():
            if not jobs.mine(self.job).update(told=[]):
                raise jobs.LeaseLost
            self.job.told = []
            events.append(
                self.job.plan.athlete_id,
                kinds.REFINEMENT_STARTED,
                jobs.payload(self.job, attempt=self.job.attempts),
            )


@transaction.atomic
def _tell(job: Refinement, kept: Kept, reader: Reader) -> None:
    """One edit in the athlete's words. Nothing of it is in the plan yet."""
    told = as_told(kept)
    job.told = [*job.told, told]
    if not jobs.mine(job).update(told=job.told):
        raise jobs.LeaseLost
    with translation.override(reader.locale):
        text = wording.edit_text(kept.diff, reader.units, reader.locale)
    events.append(job.plan.athlete_id, kinds.EDIT_PROPOSED, jobs.payload(job, **told, text=text, is_ai_generated=True))


def as_told(kept: Kept) -> dict[str, Any]:
    return {"number": kept.number, "op": kept.op, "why": kept.why, "diff": list(kept.diff)}


@transaction.atomic
def _give_way(job: Refinement, because: str) -> bool:
    plan = Plan.objects.select_for_update(no_key=True).get(pk=job.plan_id)
    jobs.keep_draft(job, plan, because)
    return False


# --- Using the answer -------------------------------------------------------------------------------------------------
@transaction.atomic
def _settle(job: Refinement, now: datetime) -> None:
    """Carry the kept answer out, or offer it, or keep the draft: judged once more, on the locked plan."""
    try:
        desk = locked_desk(job.plan_id, now)
    except PlanNotActive:
        _give_way(job, PLAN_OVER)
        return
    profile = profile_of(job.plan.athlete)
    asked = asked_of(desk, profile)
    records = [EditRecord.model_validate(record) for record in job.reply or ()]
    judged = refining.judge_all(records, asked.board, asked.reader, new_id)
    if not records:
        jobs.keep_draft(job, desk.plan, NO_CHANGE, jobs.State.DONE)
    elif desk.plan.revision != job.base_revision:
        jobs.keep_draft(job, desk.plan, PLAN_CHANGED)
    elif not judged.kept or closed_sessions(desk.spec, judged.edits, desk.standings, desk.today):
        jobs.keep_draft(job, desk.plan, RULES)
    else:
        _tell_the_rest(job, judged, asked.reader)
        _agree(job, desk, judged, asked, now)


def _tell_the_rest(job: Refinement, judged: Judged, reader: Reader) -> None:
    """What no stream has told: the answer was a kept one, or its reader has died."""
    told = {each["number"] for each in job.told}
    for kept in judged.kept:
        if kept.number not in told:
            _tell(job, kept, reader)


def _agree(job: Refinement, desk: Desk, judged: Judged, asked: Asked, now: datetime) -> None:
    """Change the plan where nobody has to agree, else offer it to whoever does."""
    profile, job.summary = profile_of(desk.plan.athlete), summary_for(job, judged, asked)
    has_coach = CoachAssignment.objects.in_force(now).filter(athlete_id=desk.plan.athlete_id).exists()
    requires = refining.requires(profile.autonomy, has_coach)
    facts: dict[str, Any] = {
        "told": [
            {"number": each.number, "op": each.op, "why": each.why, "diff": list(each.diff)} for each in judged.kept
        ],
        "edits": patch.to_data(judged.edits),
        "diff": patch.diff(desk.spec, judged.spec),
        "summary": job.summary,
        "requires": requires,
        "offer": jobs.Offer.PROPOSED,
    }
    if requires == refining.NOBODY:
        try:
            with transaction.atomic():
                revision = apply(desk, judged.edits, signature_of(job, [each.why for each in judged.kept]))
        except (patch.EditRefused, PlanRefused, SessionClosed):
            jobs.keep_draft(job, desk.plan, RULES)
            return
        facts |= {"offer": jobs.Offer.APPLIED, "applied_revision": revision.number, "decided_at": now}
    Refinement.objects.filter(plan=desk.plan).offered().update(offer=jobs.Offer.EXPIRED, decided_at=now)
    if not jobs.finish(job, desk.plan, jobs.State.DONE, **facts):
        raise jobs.LeaseLost
    told = {"revision": facts.get("applied_revision"), "offer": str(facts["offer"]), "requires": requires}
    told["summary"] = job.summary
    events.append(desk.plan.athlete_id, kinds.REFINEMENT_FINISHED, jobs.payload(job, **told, is_ai_generated=True))


def summary_for(job: Refinement, judged: Judged, asked: Asked) -> str:
    """The model's sentence about its edits, where it may be shown. One that it has told somebody else word for word
    rests on nothing of this athlete. One query at most."""
    said = refining.summary_of(job.summary, judged, asked.board, asked.reader)
    if not said:
        return ""
    others = Refinement.objects.exclude(plan__athlete=job.plan.athlete_id).exclude(summary="").order_by("-pk")
    return "" if said in others.values_list("summary", flat=True)[:COMPARED_MAX] else said


def signature_of(job: Refinement, whys: Sequence[str], actor_id: UUID | None = None) -> Signature:
    """Whose change it is: the model's, whoever agreed to it."""
    evidence = {
        "is_ai_generated": True,
        "provider": job.provider,
        "model": job.model,
        "refinement": str(job.pk),
        "why": list(whys),
    }
    reason = Reason(REASON, {"count": len(whys), "why": " ".join(whys)})
    return Signature(PlanRevision.Author.MODEL, reason, actor_id, evidence)
