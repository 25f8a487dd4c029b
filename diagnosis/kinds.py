"""Kinds of journal entries that this app writes."""

EXECUTION_UPDATED = "diagnosis.execution_updated"  # the message that WebSockets of the diagnosis carry, word for word
