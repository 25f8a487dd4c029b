"""An athlete with enough training behind them that a diagnosis has something to say."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from diagnosis.models import Execution
from events.models import JournalEntry
from feedback import services as feedback
from tests.feedback.test_logs import HEVY_HEADER, row

LIFTS = ("Squat (Barbell)", "Bench Press (Barbell)")
SETS, DAYS = 2, 14


def trained(athlete: User, now: datetime) -> None:
    """Two lifts every third day up to yesterday, as an import brings them."""
    lines = []
    for place in range(DAYS):
        day = (now - timedelta(days=1 + 3 * place)).date()
        start, end = f"{day} 10:00", f"{day} 11:00"
        lines += [
            row(start=start, end=end, exercise=lift, load="80", reps="6", rpe="8", index=str(each))
            for lift in LIFTS
            for each in range(SETS)
        ]
    batch = feedback.queue_import(athlete=athlete, text=HEVY_HEADER + "\n".join(lines))
    feedback.run_import(batch.pk, now)


def told(execution: Execution) -> list[dict[str, Any]]:
    """The payloads of the journal about it, in order."""
    entries = JournalEntry.objects.for_athlete(execution.athlete_id).after(0).filter(kind="diagnosis.execution_updated")
    return [entry.payload for entry in entries if entry.payload["execution_id"] == str(execution.pk)]
