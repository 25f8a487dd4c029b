"""What a rule would change in the plan: a patch with the facts that it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adaptation.core.facts import Asked
from plans.core.edits import Edit

CERTAIN = 1.0  # the rule rests on what the athlete told, not on an estimate
Expectation = tuple[str, str, Any]  # item, field, and the value that the patch was made against


@dataclass(frozen=True, slots=True)
class Proposal:
    """One change to offer.

    topic: what it is about; a newer word on a topic takes the place of one that nobody answered. cause: the same cause
    proposes once. is_safety: caution, which applies at once under every policy. always_asks: a question, which never
    applies by itself. alternatives: patches to try where the plan's rules refuse the first. leaves_out: sessions that
    are not trained at all; the plan keeps them as they are.
    """

    rule: str
    kind: str
    topic: str
    cause: str
    target: Mapping[str, Any]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    evidence: Mapping[str, Any]
    confidence: float
    edits: tuple[Edit, ...] = ()
    expects: tuple[Expectation, ...] = ()
    is_safety: bool = False
    always_asks: bool = False
    alternatives: tuple[tuple[Edit, ...], ...] = ()
    leaves_out: tuple[str, ...] = ()


def place_of(asked: Asked) -> dict[str, Any]:
    """The target of a proposal about one exercise: where the change is met first."""
    return {"exercise": asked.exercise, "item": asked.item, "session": asked.session, "on": asked.on.isoformat()}
