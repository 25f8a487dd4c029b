"""The trial as a file: one row a decision point, with a data dictionary, and nobody's name in it.

In the shape of the published HeartSteps V1 data, so that `manage.py effects` reads it back. Who refuses experiments is
not in it. Athletes are numbered anew for each export.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from accounts import services as accounts
from accounts.models import User
from coaching.services.trial_rows import columns, of_the_trial, registered

CHUNK = 20_000


def rows() -> Iterator[dict[str, Any]]:
    """Each decision of the trial, athlete by athlete in the order of time; None stands for what is not there."""
    told = of_the_trial().order_by("subject", "decided_at", "pk").values_list(
        "subject", "slot_index", "programme_day", "is_available", "is_treated", "probability", "policy_version", "rule",
        "reasons", "outcome__kind", "outcome__value", "outcome__late", "arm", "arm_probability",
    )  # fmt: skip
    user, decision, before, current = 0, 0, False, None
    for subject, slot, day, available, sent, p, policy, rule, reasons, kind, value, late, arm, arm_p in told.iterator(
        chunk_size=CHUNK
    ):
        if subject != current:
            user, decision, before, current = user + 1, 0, False, subject
        yield {
            "user": user,
            "decision": decision,
            "slot": slot + 1,
            "day": day,
            "avail": int(available),
            "send": int(sent),
            "recent_dose": int(before),
            "probability": p if available else None,
            "policy": policy,
            "rule": rule,
            "reasons": " ".join(reasons),
            "outcome_kind": kind,
            "outcome": None if value is None else int(value),
            "outcome_late": None if late is None else int(late["value"]),
            "arm": arm,
            "arm_probability": arm_p,
        }
        decision, before = decision + 1, sent


def as_csv() -> str:
    """With a header; what is not there is empty."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [column.name for column in columns()])
    writer.writeheader()
    writer.writerows(rows())
    return text.getvalue()


def as_json(now: datetime) -> str:
    """The data dictionary, what was registered, and the rows."""
    plan = registered()
    return json.dumps(
        {
            "made_at": now.isoformat(),
            "dictionary": [{"name": each.name, "type": each.type, "meaning": each.meaning} for each in columns()],
            "contrasts_version": plan.version,
            "registered_on": plan.registered_on.isoformat(),
            "rows": list(rows()),
        }
    )


def audited(actor: User, shape: str) -> None:
    """Write down who took the trial out."""
    accounts.audit("effects.exported", actor=actor, facts={"shape": shape})
