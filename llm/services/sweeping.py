"""What a killed process left behind, and what is kept no longer."""

from __future__ import annotations

from datetime import datetime, timedelta

from llm.core.faults import Fault
from llm.models import BreakerState, Budget, KeptReply, ModelCall

CALLS_KEPT = timedelta(days=90)
BUDGETS_KEPT = timedelta(days=400)


def sweep(now: datetime) -> int:
    """Close calls that nobody waits for any more, and drop rows whose time is over. How many calls were lost.

    A lost call stays charged with its estimate: the provider has most likely counted it.
    """
    lost: int = ModelCall.objects.overdue(now).update(outcome=Fault.LOST, ended_at=now)
    ModelCall.objects.filter(started_at__lt=now - CALLS_KEPT).delete()
    Budget.objects.filter(begins_on__lt=(now - BUDGETS_KEPT).date()).delete()
    KeptReply.objects.filter(expires_at__lt=now).delete()
    BreakerState.objects.filter(updated_at__lt=now - timedelta(days=7)).delete()
    return lost
