"""Who has to agree before a proposal changes the plan."""

from __future__ import annotations

from adaptation.core.proposals import Proposal

NOBODY, ATHLETE, COACH = "none", "athlete", "coach"


def requires(proposal: Proposal, autonomy: str, has_coach: bool) -> str:
    """`none` applies at once: caution for safety always does, everything else only for athletes who chose `auto`.
    A question is always a person's to answer. `coach` leaves it to the coach, as long as there is one."""
    if proposal.is_safety:
        return NOBODY
    if autonomy == "coach" and has_coach:
        return COACH
    return NOBODY if autonomy == "auto" and not proposal.always_asks else ATHLETE
