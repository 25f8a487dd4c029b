"""Everything that can go wrong between a question and its answer, as one closed list, and what follows from each.

What a provider says in an error body stays out of `detail`: it may repeat the key, or the athlete's words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """The first twelve come from a call, the others from us."""

    TIMEOUT = "timeout"
    OVERLOADED = "overloaded"  # 429 and 5xx: later may help
    QUOTA = "quota"  # the account is empty: later does not help
    AUTH = "auth"
    BAD_REQUEST = "bad_request"
    NOT_FOUND = "not_found"  # mostly a model that was retired
    REFUSED = "refused"
    FILTERED = "filtered"
    TRUNCATED = "truncated"
    MALFORMED = "malformed"  # not what the protocol promises
    NETWORK = "network"
    CANCELLED = "cancelled"
    INVALID = "invalid"  # well formed, but a check refused what it says
    BREAKER_OPEN = "breaker_open"
    BUSY = "busy"  # all places taken, and the queue is long
    BUDGET = "budget"
    UNCONFIGURED = "unconfigured"
    NOT_ALLOWED = "not_allowed"  # no model is asked about this person
    LOST = "lost"  # the process died between the question and the answer


class Step(StrEnum):
    """Where to go after a failed call."""

    RETRY = "retry"  # the same provider once more
    NEXT = "next"  # the next provider
    STOP = "stop"  # no provider would do better, or must not be tried


class Mark(StrEnum):
    """What a breaker makes of a call."""

    GOOD = "good"
    BAD = "bad"
    PAUSE = "pause"  # the provider named the time
    BROKEN = "broken"  # somebody has to repair the installation
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Rule:
    """`may_retry`: the same call may go better a moment later. `step`: where to go when it is not retried."""

    may_retry: bool
    step: Step
    mark: Mark


RULES: Mapping[Fault, Rule] = {
    Fault.TIMEOUT: Rule(False, Step.NEXT, Mark.BAD),
    Fault.OVERLOADED: Rule(True, Step.NEXT, Mark.BAD),
    Fault.QUOTA: Rule(False, Step.NEXT, Mark.BROKEN),
    Fault.AUTH: Rule(False, Step.NEXT, Mark.BROKEN),
    Fault.BAD_REQUEST: Rule(False, Step.NEXT, Mark.NEUTRAL),
    Fault.NOT_FOUND: Rule(False, Step.NEXT, Mark.BROKEN),
    # A model that declines has read something into the question; asking around until one agrees would defeat it.
    Fault.REFUSED: Rule(False, Step.STOP, Mark.GOOD),
    Fault.FILTERED: Rule(False, Step.STOP, Mark.GOOD),
    Fault.TRUNCATED: Rule(False, Step.NEXT, Mark.GOOD),
    Fault.MALFORMED: Rule(False, Step.NEXT, Mark.NEUTRAL),
    Fault.NETWORK: Rule(True, Step.NEXT, Mark.BAD),
    Fault.CANCELLED: Rule(False, Step.STOP, Mark.NEUTRAL),
    Fault.INVALID: Rule(False, Step.NEXT, Mark.GOOD),
    Fault.BREAKER_OPEN: Rule(False, Step.NEXT, Mark.NEUTRAL),
    Fault.BUSY: Rule(False, Step.NEXT, Mark.NEUTRAL),
    Fault.BUDGET: Rule(False, Step.NEXT, Mark.NEUTRAL),
    Fault.UNCONFIGURED: Rule(False, Step.STOP, Mark.NEUTRAL),
    Fault.NOT_ALLOWED: Rule(False, Step.STOP, Mark.NEUTRAL),
    Fault.LOST: Rule(False, Step.STOP, Mark.NEUTRAL),
}

# The codes of the diagnosis contract.
CODES: Mapping[Fault, str] = {
    Fault.TIMEOUT: "AI_TIMEOUT",
    Fault.QUOTA: "AI_QUOTA",
    Fault.BUDGET: "AI_QUOTA",
    Fault.CANCELLED: "CANCELLED",
}
OTHER_CODE = "AI_PLATFORM_ERROR"


class CallFailed(Exception):
    """One call that brought no answer. `detail` is a word of ours, never the provider's text."""

    def __init__(
        self, fault: Fault, detail: str = "", *, http_status: int | None = None, retry_after_s: float | None = None
    ) -> None:
        super().__init__(f"{fault}: {detail}")
        self.fault = fault
        self.detail = detail
        self.http_status = http_status
        self.retry_after_s = retry_after_s


# What a refused request was too much of, as far as its answer says: a word of ours for each.
NO_SCHEMAS, TOO_LONG = "no_schemas", "too_long"
BODY_READ = 4_000
REFUSALS = (
    (
        TOO_LONG,
        re.compile(
            r"context[ _](?:length|size|window)|exceeds? the (?:available|maximum)|too (?:long|many tokens)", re.I
        ),
    ),
    (NO_SCHEMAS, re.compile(r"response[ _]format|json[ _]?(?:schema|object)|structured[ _]outputs?|grammar", re.I)),
)


def refusal_of(body: object) -> str:
    """NO_SCHEMAS or TOO_LONG, where the body of a 400 says so; the text itself stays behind."""
    said = str(body)[:BODY_READ]
    return next((word for word, pattern in REFUSALS if pattern.search(said)), "")


STATUSES: Mapping[int, Fault] = {
    401: Fault.AUTH,
    402: Fault.QUOTA,
    403: Fault.AUTH,
    404: Fault.NOT_FOUND,
    408: Fault.OVERLOADED,
    409: Fault.OVERLOADED,
    410: Fault.NOT_FOUND,
    425: Fault.OVERLOADED,
    429: Fault.OVERLOADED,
    451: Fault.FILTERED,
}
# What the body calls it, where the status alone would mislead. Lower case.
WORDS: Mapping[str, Fault] = {
    "insufficient_quota": Fault.QUOTA,
    "billing_hard_limit_reached": Fault.QUOTA,
    "billing_not_active": Fault.QUOTA,
    "arrearage": Fault.QUOTA,  # DashScope, with status 400
    "insufficient_balance": Fault.QUOTA,
    "allocationquota.freetieronly": Fault.QUOTA,
    "invalid_api_key": Fault.AUTH,
    "invalidapikey": Fault.AUTH,
    "authentication_error": Fault.AUTH,
    "model_not_found": Fault.NOT_FOUND,
    "modelnotfound": Fault.NOT_FOUND,
    "content_filter": Fault.FILTERED,
    "content_policy_violation": Fault.FILTERED,
    "data_inspection_failed": Fault.FILTERED,
    "datainspectionfailed": Fault.FILTERED,
    "rate_limit_exceeded": Fault.OVERLOADED,
    "server_error": Fault.OVERLOADED,
    "overloaded_error": Fault.OVERLOADED,
    "context_length_exceeded": Fault.BAD_REQUEST,
}


def of_status(status: int, words: tuple[str, ...] = ()) -> Fault:
    """The fault of an HTTP status. `words`: `code` and `type` out of the error body, which may know better."""
    for word in words:
        if found := WORDS.get(word.lower()):
            return found
    if status >= 500:
        return Fault.OVERLOADED
    if status < 400:  # a redirect, which is never followed: the key belongs to one address
        return Fault.MALFORMED
    return STATUSES.get(status, Fault.BAD_REQUEST)


def words_of(body: object) -> tuple[str, ...]:
    """`code` and `type` of an error body, in any of the shapes that are about: nested under "error", or flat."""
    if not isinstance(body, Mapping):
        return ()
    inner = body.get("error")
    told = inner if isinstance(inner, Mapping) else body
    return tuple(str(told[name]) for name in ("code", "type") if isinstance(told.get(name), str | int))


def of_error_event(body: object) -> CallFailed:
    """An error that arrives inside an answer of status 200. Its code may be a status written as text."""
    words = words_of(body)
    status = next((int(word) for word in words if word.isdigit() and 400 <= int(word) <= 599), 500)
    return CallFailed(of_status(status, words), "error_in_answer", http_status=200)


def code_of(fault: Fault) -> str:
    return CODES.get(fault, OTHER_CODE)
