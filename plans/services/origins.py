"""Which items of a plan a language model had a hand in."""

from __future__ import annotations

from uuid import UUID

from plans.core.origins import Step, by_model
from plans.models import Plan


def items_by_model(plan: Plan) -> frozenset[UUID]:
    """The items that are as a model left them. One query; none where no model had a hand in the plan."""
    if not plan.is_ai_generated:
        return frozenset()
    told = plan.revisions.order_by("number").values_list("number", "author", "diff", "restored_from")
    return frozenset(UUID(item) for item in by_model(Step(*each) for each in told))
