"""A question, from the first provider to the last, within one deadline. What comes back is a checked answer or the
reason why there is none; no fault of a provider is ever an exception here."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random, SystemRandom
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.utils import timezone

from accounts.core import ages
from accounts.core.ids import uuid7
from accounts.models import AthleteProfile
from llm import gateway, registry
from llm.core.bodies import Draft, Turn
from llm.core.faults import NO_SCHEMAS, TOO_LONG, CallFailed, Fault, Step
from llm.core.patience import ATTEMPTS_MAX, Deadline, Tried, next_step, pause_s
from llm.core.providers import Provider
from llm.core.questions import Answer, Delta, NoAnswer, Question
from llm.core.stripping import visible
from llm.core.verdict import ECHO_CHARS, judge, may_be_repaired, repair_words
from llm.models import KeptReply, ModelCall
from llm.services import breakers, calls, figures, kept, sharing
from llm.services.fitting import draft_of, fitted, size_of

T = TypeVar("T")
OWN = (Fault.BREAKER_OPEN, Fault.BUSY, Fault.BUDGET)  # nothing was sent


@dataclass(frozen=True, slots=True)
class World:
    """Clocks and chance. Tests bring their own."""

    clock: Callable[[], float] = time.monotonic
    moment: Callable[[], datetime] = timezone.now
    pause: Callable[[float], None] = time.sleep
    rng: Random = field(default_factory=SystemRandom)


def ask(question: Question[T], world: World | None = None) -> Answer[T] | NoAnswer:
    """Ask the providers in their order until one gives an answer that passes every check.

    Takes no longer than the job's deadline and half a second. Not to be called inside a transaction.
    """
    world = world or World()
    providers = registry.order(question.providers)
    if not providers:
        return NoAnswer(Fault.UNCONFIGURED)
    if may_be_minor(question, world.moment()):
        return NoAnswer(Fault.NOT_ALLOWED)
    job, patience_s = question.job, registry.wait_s(question.job, providers)
    deadline = Deadline(world.clock() + min(patience_s, question.deadline_s or patience_s))
    asking = Asking(question, draft_of(question), deadline, world)
    if job.kept_for is None:
        return asking.run(breakers.by_quality(providers))
    return ask_kept(asking, providers)


def may_be_minor(question: Question[Any], now: datetime) -> bool:
    """Whether the athlete whom the question is about may be under age. A question about nobody is no matter of age."""
    years = AthleteProfile.objects.filter(pk=question.athlete_id).values_list("birth_year", flat=True)
    return any(ages.may_be_minor(year, now.date(), is_age_required=settings.AGE_REQUIRED) for year in years)


def ask_kept(asking: Asking[T], providers: tuple[Provider, ...]) -> Answer[T] | NoAnswer:
    """The same for jobs whose replies are kept: look first, and keep what comes."""
    question, world = asking.question, asking.world
    key = kept.key_of(question, asking.draft, providers[0])
    if question.is_fresh:
        kept.drop(key)
    held = kept.hold_or_kept(question, key, asking.deadline, world.clock, world.pause, world.moment)
    if isinstance(held, KeptReply):
        verdict = judge(held.text, question.reply, question.locale)
        if verdict.is_accepted:
            figures.KEPT.labels(question.job.name, "hit").inc()
            return Answer(verdict.value, held.text, held.provider, held.model, None)  # type: ignore[arg-type]
        kept.drop(key)
        held = None
    figures.KEPT.labels(question.job.name, "miss").inc()
    answer: Answer[T] | NoAnswer | None = None
    try:
        answer = asking.run(breakers.by_quality(providers))
    finally:
        if isinstance(held, kept.Held):
            if isinstance(answer, Answer) and question.job.kept_for:
                kept.keep(held, answer, world.moment(), question.job.kept_for)
            else:
                kept.release(held)
    return answer


class Unusable(CallFailed):
    """A whole answer that a check refused. It may be repaired."""

    def __init__(self, text: str, findings: tuple[str, ...]) -> None:
        super().__init__(Fault.INVALID, findings[0] if findings else "", http_status=200)
        self.text = text
        self.findings = findings


class NoTime(CallFailed):
    """The deadline is over before the call has begun; it is over for all others too."""

    def __init__(self) -> None:
        super().__init__(Fault.TIMEOUT, "no_time_left")


class Asking(Generic[T]):
    """One question under way: what was tried, and what came of it."""

    def __init__(self, question: Question[T], draft: Draft, deadline: Deadline, world: World) -> None:
        self.whole = (question, draft)
        self.question = question
        self.draft = draft
        self.deadline = deadline
        self.world = world
        self.id = uuid7()
        self.attempts = 0
        self.failures: list[CallFailed] = []
        self.is_repaired = False
        self.has_shown = False
        self.before: Provider | None = None

    def run(self, providers: tuple[Provider, ...]) -> Answer[T] | NoAnswer:
        for provider in providers:
            if self.before and self.failures:
                figures.FALLBACKS.labels(self.before.name, provider.name, str(self.failures[-1].fault)).inc()
            answer = self.at(provider)
            if isinstance(answer, Answer):
                return answer
            if answer is Step.STOP:
                break
            self.before = provider
        return self.nothing()

    def at(self, provider: Provider) -> Answer[T] | Step:
        """Everything that is tried at one provider: a call, one retry, one repair; less, where it refuses a schema or
        the length."""
        self.question, self.draft = fitted(*self.whole, provider)
        turns, retries = self.draft.turns, 0
        reason = ModelCall.Reason.FALLBACK if self.before else ModelCall.Reason.FIRST
        while True:
            try:
                return self.call(provider, turns, reason)
            except CallFailed as failure:
                self.failures.append(failure)
                step = next_step(failure, Tried(self.attempts, retries, self.has_shown))
                if isinstance(failure, Unusable) and self.may_repair(failure, step):
                    self.is_repaired, reason = True, ModelCall.Reason.REPAIR
                    turns = repaired(self.draft.turns, failure)
                elif step is Step.RETRY and self.may_retry(provider, failure, retries):
                    retries, reason = retries + 1, ModelCall.Reason.RETRY
                elif weaker := self.weaker(provider, failure):
                    provider, reason = weaker, ModelCall.Reason.RETRY
                elif self.is_shortened(provider, failure):
                    turns, reason = self.draft.turns, ModelCall.Reason.RETRY
                else:
                    return Step.STOP if step is Step.STOP or isinstance(failure, NoTime) else Step.NEXT

    def may_repair(self, failure: Unusable, step: Step) -> bool:
        return step is not Step.STOP and not self.is_repaired and may_be_repaired(failure.findings)

    def weaker(self, provider: Provider, failure: CallFailed) -> Provider | None:
        """The provider with less asked of it, from now on, where it says that it cannot be held to a schema. That is
        another request, and not a second try of the one that it refused."""
        if failure.detail != NO_SCHEMAS or self.attempts >= ATTEMPTS_MAX:
            return None
        return registry.weaker(provider)

    def is_shortened(self, provider: Provider, failure: CallFailed) -> bool:
        """Whether there is a shorter form of the question, for a model that says that it is too long."""
        if (failure.fault, failure.detail) != (Fault.BAD_REQUEST, TOO_LONG) or self.attempts >= ATTEMPTS_MAX:
            return False
        size = size_of(self.draft)
        self.question, self.draft = fitted(*self.whole, registry.tighter(provider, size))
        return size_of(self.draft) < size

    def may_retry(self, provider: Provider, failure: CallFailed, retries: int) -> bool:
        """Wait for the retry, where there is time and the provider's retry budget has room."""
        wait_s = pause_s(failure, retries, self.world.rng)
        if self.deadline.is_over(self.world.clock() + wait_s) or not breakers.may_retry(provider, self.world.moment()):
            return False
        figures.RETRIES.labels(provider.name).inc()
        self.world.pause(wait_s)
        return True

    def call(self, provider: Provider, turns: tuple[Turn, ...], reason: ModelCall.Reason) -> Answer[T]:
        """One call, with everything that has to be there before it and written after it. CallFailed."""
        question, world = self.question, self.world
        if question.is_cancelled():
            raise CallFailed(Fault.CANCELLED, "not_wanted")
        gateway.load()  # what that takes in a new process is the deadline's as well, and no fault of the provider
        if self.deadline.is_over(world.clock()):
            raise NoTime
        if not breakers.may_call(provider, world.moment()):
            raise CallFailed(Fault.BREAKER_OPEN)
        wait_s = min(question.job.limits.connect_s, self.deadline.left_s(world.clock()))
        until_s = world.clock() + wait_s
        with gateway.place(provider.name, provider.places, question.job.lane, wait_s):
            draft = self.drafted(turns, reason)
            attempt = calls.Attempt(self.attempts + 1, reason, self.id, self.before.name if self.before else "")
            open_call = self.opened(draft, provider, attempt, until_s)
            self.attempts += 1
            limits = question.job.limits.stretched(provider.slowness, self.deadline.left_s(world.clock()))
            return self.sent(open_call, gateway.Sending(provider, draft, limits))

    def opened(self, draft: Draft, provider: Provider, attempt: calls.Attempt, until_s: float) -> calls.OpenCall:
        """The call's row, as soon as all processes together leave a place. CallFailed(BUSY) when none does in time."""
        while True:
            now, left_s = self.world.moment(), self.deadline.left_s(self.world.clock())
            try:
                return calls.open_call(self.question, draft, provider, attempt, now, left_s)
            except CallFailed as failure:
                if failure.fault is not Fault.BUSY or not self.waited(provider, until_s):
                    raise

    def waited(self, provider: Provider, until_s: float) -> bool:
        """Wait until a place seems to be free; False when that takes too long."""
        world, lane = self.world, self.question.job.lane
        while (left_s := until_s - world.clock()) > 0:
            world.pause(min(left_s, world.rng.uniform(*sharing.LOOK_S[lane])))
            if sharing.has_room(provider, lane, world.moment()):
                return True
        return False

    def drafted(self, turns: tuple[Turn, ...], reason: ModelCall.Reason) -> Draft:
        is_repair = reason is ModelCall.Reason.REPAIR
        return replace(self.draft, turns=turns, temperature=0.0 if is_repair else self.draft.temperature)

    def sent(self, open_call: calls.OpenCall, sending: gateway.Sending) -> Answer[T]:
        """The call itself. Whatever happens, its row is closed and its breaker told."""
        question, world, provider = self.question, self.world, sending.provider
        reading: gateway.Reading | None = None
        failure: CallFailed | None = CallFailed(Fault.CANCELLED, "caller_failed")
        findings: tuple[str, ...] = ()
        try:
            reading = gateway.send(sending, self.teller(), question.is_cancelled)
            verdict = judge(reading.text, question.reply, question.locale)
            findings = verdict.findings
            failure = None if verdict.is_accepted else Unusable(reading.text, findings)
        except CallFailed as problem:
            failure = problem
        finally:
            now = world.moment()
            calls.close_call(open_call, provider, now, reading=reading, failure=failure, findings=findings)
            breakers.noted(provider, failure, now)
        if open_call.row.reason == ModelCall.Reason.REPAIR:
            figures.REPAIRS.labels(question.job.name, "failed" if failure else "accepted").inc()
        if failure or reading is None:
            raise failure or CallFailed(Fault.MALFORMED)
        value: T = verdict.value  # type: ignore[assignment]  # accepted means that there is one
        return Answer(value, reading.text, provider.name, provider.model, open_call.row.pk)

    def teller(self) -> Callable[[str], None]:
        """Hands on what may be shown of an answer while it is written."""
        text, shown, attempt = "", "", self.attempts
        self.has_shown = False

        def tell(piece: str) -> None:
            nonlocal text, shown
            text += piece
            if len(now := visible(text)) > len(shown):
                more, shown = now[len(shown) :], now
                self.has_shown = True
                self.question.on_delta(Delta(attempt, more))

        return tell

    def nothing(self) -> NoAnswer:
        faults = [failure.fault for failure in self.failures]
        said = [fault for fault in faults if fault not in OWN] or faults
        refused = [failure for failure in self.failures if isinstance(failure, Unusable)]
        return NoAnswer(said[-1], tuple(faults), refused[-1].findings if refused else ())


def repaired(turns: tuple[Turn, ...], failure: Unusable) -> tuple[Turn, ...]:
    """The turns of the one call that may correct an answer: what was said, and what is wrong with it."""
    return (
        *turns,
        Turn("assistant", failure.text[:ECHO_CHARS]),
        Turn("user", repair_words(failure.findings)),
    )
