"""Kinds of journal entries that this app writes."""

MESSAGE = "coaching.message"  # a whole message, whoever wrote it
MESSAGE_DELTA = "coaching.message_delta"  # a part of one that is being written
MESSAGES_READ = "coaching.messages_read"
HABIT_CHANGED = "coaching.habit_changed"
HABIT_DONE = "coaching.habit_done"
PROMPT_DELIVERED = "coaching.prompt_delivered"  # Spotter has spoken unasked; its words are a message
PROMPT_UPDATED = "coaching.prompt_updated"  # what became of it: seen, answered, expired
