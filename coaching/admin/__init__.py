"""The console of the coach, one module for each subject; here they are only brought together."""

from coaching.admin import chat, prompts, safety

__all__ = ["chat", "prompts", "safety"]
