"""Kinds of journal entries that this app writes."""

MESSAGE = "coaching.message"  # a whole message, whoever wrote it
MESSAGES_READ = "coaching.messages_read"
