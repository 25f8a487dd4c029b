"""Why a change to a plan is not made. Each refusal has a code for clients and facts for the sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from plans.core.rules.base import Finding


class PlanRefused(Exception):
    """The plan would break rules that no plan may break. `facts["rules"]` names them, `findings` has the details."""

    code = "plan_refused"

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        rules = sorted({finding.rule for finding in self.findings})
        super().__init__(", ".join(rules))
        self.facts: dict[str, Any] = {
            "rules": rules,
            "findings": [
                {"rule": finding.rule, "where": finding.where, "facts": dict(finding.facts)}
                for finding in self.findings
            ],
        }


class StaleRevision(Exception):
    """The change was made for an older state of the plan than the one that stands now."""

    code = "stale_revision"

    def __init__(self, base: int, current: int) -> None:
        super().__init__(f"made for revision {base}, the plan is at {current}")
        self.facts = {"base": base, "current": current}


class PlanNotActive(Exception):
    """An archived or completed plan is history: it is read, not changed."""

    code = "plan_not_active"

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.facts = {"status": status}


class SessionClosed(Exception):
    """The session is done or its day is over. `facts["sessions"]` names those that the change would have touched."""

    code = "session_closed"

    def __init__(self, sessions: Iterable[str]) -> None:
        named = sorted(set(sessions))
        super().__init__(", ".join(named))
        self.facts = {"sessions": named}


class NoSubstitute(Exception):
    """The exercise that was asked for cannot stand in here; `facts["options"]` lists those that can."""

    code = "no_substitute"

    def __init__(self, exercise: str, options: Iterable[str] = ()) -> None:
        super().__init__(exercise)
        self.facts = {"exercise": exercise, "options": list(options)}


class ChangeIdTaken(Exception):
    """The client id already stands for another change of a session. `facts["id"]` is that id."""

    code = "idempotency_conflict"

    def __init__(self, client_id: str) -> None:
        super().__init__(client_id)
        self.facts = {"id": client_id}


class RefinementAway(Exception):
    """No language model is asked about this plan: `facts["because"]` is no_model, minor or plan_over."""

    code = "refinement_unavailable"

    def __init__(self, because: str) -> None:
        super().__init__(because)
        self.facts = {"because": because}


class StaleRefinement(Exception):
    """There is no such offer any more: the plan has moved on, it was declined, or nothing was ever offered."""

    code = "stale_suggestion"

    def __init__(self, refinement: str) -> None:
        super().__init__(refinement)
        self.facts = {"refinement": refinement}


class RefinementNeeds(Exception):
    """Somebody else has to confirm this offer: `facts["requires"]` says who."""

    code = "suggestion_needs_coach"

    def __init__(self, requires: str) -> None:
        super().__init__(requires)
        self.facts = {"requires": requires}
