"""Kinds of journal entries that this app writes."""

PLAN_GENERATED = "plans.plan_generated"
PLAN_REVISED = "plans.plan_revised"
SESSION_UPDATED = "plans.session_updated"
PLAN_ARCHIVED = "plans.plan_archived"
CONFLICT_FOUND = "plans.conflict_found"
CONFLICT_SETTLED = "plans.conflict_settled"
