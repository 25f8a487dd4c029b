"""The audit of calls: a row is opened with its money before a call goes out, and closed with what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from llm.core.bodies import Draft, body, tokens_allowed
from llm.core.catalogue import PRICES_ON
from llm.core.faults import CallFailed, Fault
from llm.core.keys import digest
from llm.core.providers import Provider
from llm.core.questions import Question
from llm.core.spending import Spent, cost, estimate
from llm.gateway import Reading, Usage
from llm.models import ANSWERED, RUNNING, ModelCall
from llm.services import budgets, figures, sharing

BELIEVED_FACTOR = 4  # a usage beyond this many times the estimate is not believed
# Faults after which the provider has most likely counted the input, and what it wrote.
CHARGED = {Fault.TIMEOUT, Fault.TRUNCATED, Fault.MALFORMED, Fault.CANCELLED, Fault.REFUSED, Fault.FILTERED}
TOLD = ("response_format", "reasoning_effort", "temperature", "max_tokens", "max_completion_tokens")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call that is about to be made, and why."""

    number: int
    reason: ModelCall.Reason
    question_id: UUID
    fallback_from: str = ""


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call under way: its row, and what was taken for it."""

    row: ModelCall
    reserved: Spent


def open_call(
    question: Question[Any], draft: Draft, provider: Provider, attempt: Attempt, now: datetime, wait_s: float
) -> OpenCall:
    """Take the estimate from the budgets and write the row, in one transaction of its own: both are there before
    anything is sent. CallFailed: BUDGET, or BUSY where all places are taken. Not to be called inside a transaction: a
    model would hold its locks.
    """
    reserved = estimate(draft.turns, tokens_allowed(draft, provider), provider)
    row = row_of(question, draft, provider, attempt)
    row.started_at, row.lease_until = now, sharing.lease_until(now, wait_s)
    row.tokens_reserved, row.cost_micro_usd = reserved.tokens, reserved.micro_usd
    try:
        with transaction.atomic(durable=True):
            budgets.reserve(now, question.job.name, question.athlete_id, reserved)
            sharing.take_place(provider, question.job.lane, now)
            row.save(force_insert=True)
    except IntegrityError as problem:  # the athlete was erased meanwhile: nobody is left to answer
        raise CallFailed(Fault.CANCELLED, "athlete_gone") from problem
    figures.INFLIGHT.labels(provider.name).inc()
    return OpenCall(row, reserved)


def row_of(question: Question[Any], draft: Draft, provider: Provider, attempt: Attempt) -> ModelCall:
    told = body(draft, provider)
    params = {name: told[name] for name in TOLD if name in told}
    if "response_format" in params:
        params["response_format"] = params["response_format"]["type"]
    if question.left_out:
        params["left_out"] = question.left_out
    return ModelCall(
        question=attempt.question_id,
        athlete_id=question.athlete_id,
        job=question.job.name,
        attempt=attempt.number,
        reason=attempt.reason,
        fallback_from=attempt.fallback_from,
        provider=provider.name,
        model=provider.model,
        instructions=f"{question.instructions.name}/{question.instructions.locale}",
        instructions_version=question.instructions.version,
        instructions_sha256=question.instructions.sha256,
        input_sha256=digest([[turn.role, turn.text] for turn in draft.turns]),
        schema_sha256=digest(draft.schema) if draft.schema is not None else "",
        params=params,
        redactions=dict(question.redactions),
        prices_on=PRICES_ON,
    )


def close_call(
    call: OpenCall,
    provider: Provider,
    now: datetime,
    *,
    reading: Reading | None = None,
    failure: CallFailed | None = None,
    findings: tuple[str, ...] = (),
) -> None:
    """Write what became of a call, and give back what it did not cost. Nothing happens to one that the sweeper has
    closed meanwhile."""
    usage = believed(reading.usage if reading else None, call.reserved)
    spent = charge(call, provider, usage, failure)
    outcome = failure.fault if failure else ANSWERED
    columns: dict[str, Any] = {
        "outcome": outcome,
        "ended_at": now,
        "total_ms": max(0, int((now - call.row.started_at).total_seconds() * 1000)),
        "cost_micro_usd": spent.micro_usd,
        "tokens_in": spent.tokens_in,
        "tokens_out": spent.tokens_out,
        "is_estimated": usage is None,
        "findings": list(findings),
    }
    if failure:
        columns |= {"detail": failure.detail[:60], "http_status": failure.http_status}
    if usage:
        columns |= {"tokens_cached": usage.cached, "tokens_reasoning": usage.reasoning}
    if reading:
        columns |= {
            "http_status": 200,
            "finish_reason": reading.finish_reason[:40],
            "model_returned": reading.model,
            "provider_request": reading.request_id,
            "first_token_ms": None if reading.first_token_s is None else int(reading.first_token_s * 1000),
        }
    with transaction.atomic():
        if ModelCall.objects.filter(pk=call.row.pk, outcome=RUNNING).update(**columns):
            budgets.settle(
                call.row.started_at,
                call.row.job,
                call.row.athlete_id,
                tokens=spent.tokens - call.reserved.tokens,
                micro_usd=spent.micro_usd - call.reserved.micro_usd,
            )
    count(call.row, provider, outcome, spent, columns)


def believed(usage: Usage | None, reserved: Spent) -> Usage | None:
    """A usage that can be true. One that is far beyond the estimate would let a provider empty the budget by lying."""
    if usage is None or usage.tokens_in + usage.tokens_out > BELIEVED_FACTOR * max(1, reserved.tokens):
        return None
    return usage


def charge(call: OpenCall, provider: Provider, usage: Usage | None, failure: CallFailed | None) -> Spent:
    """What a call cost: as counted, else the estimate, else nothing where it was turned away."""
    if usage:
        micro_usd = cost(provider, usage.tokens_in, usage.tokens_out, usage.cached)
        return Spent(usage.tokens_in, usage.tokens_out, micro_usd)
    if failure is None or failure.fault is Fault.INVALID:
        return call.reserved
    was_taken = failure.fault in CHARGED and (failure.http_status or 200) < 400
    return call.reserved if was_taken else Spent()


def count(row: ModelCall, provider: Provider, outcome: str, spent: Spent, columns: dict[str, Any]) -> None:
    figures.INFLIGHT.labels(provider.name).dec()
    figures.REQUESTS.labels(row.job, provider.name, provider.model, str(outcome)).inc()
    figures.DURATION.labels(row.job, provider.name).observe(columns["total_ms"] / 1000)
    if columns.get("first_token_ms") is not None:
        figures.FIRST_TOKEN.labels(row.job, provider.name).observe(columns["first_token_ms"] / 1000)
    figures.TOKENS.labels(provider.name, provider.model, "in").inc(spent.tokens_in)
    figures.TOKENS.labels(provider.name, provider.model, "out").inc(spent.tokens_out)
    figures.COST.labels(row.job, provider.name, provider.model).inc(spent.micro_usd / 1_000_000)
    for finding in columns["findings"]:
        kind, _, rule = finding.partition(":")
        # The place in a reply is the model's choice, so only the kind of a schema fault is a label.
        figures.FINDINGS.labels(row.job, kind if kind == "schema" else finding).inc()
        if kind == "unsafe":
            figures.GUARDRAILS.labels(rule).inc()
