"""What the diagnosis refuses; the sentences are in config.errors."""

from __future__ import annotations

from typing import Any, ClassVar


class Refused(Exception):
    """`code` is stable, `facts` holds plain values for the sentence and for the client."""

    code: ClassVar[str] = "refused"

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code, facts)
        self.facts = facts


class DiagnosisRunning(Refused):
    """One runs already. Facts: execution_id."""

    code = "diagnosis_running"


class DiagnosisOver(Refused):
    """What has ended cannot be cancelled or answered. Facts: status."""

    code = "diagnosis_over"


class NothingToRetry(Refused):
    """It is running, or complete. Facts: status."""

    code = "nothing_to_retry"


class NoQuestion(Refused):
    """Nothing was asked, or the time for an answer is over."""

    code = "no_question"


class ReportNotReady(Refused):
    """There is no report (yet). Facts: status."""

    code = "report_not_ready"


class OfferGone(Refused):
    """The finding has no change to offer, or the plan has moved on."""

    code = "offer_gone"
