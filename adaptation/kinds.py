"""Kinds of journal entries that this app writes."""

SUGGESTION_PROPOSED = "adaptation.suggestion_proposed"
SUGGESTION_APPLIED = "adaptation.suggestion_applied"
SUGGESTION_DISMISSED = "adaptation.suggestion_dismissed"
SUGGESTION_EXPIRED = "adaptation.suggestion_expired"
ESTIMATE_UPDATED = "adaptation.estimate_updated"
