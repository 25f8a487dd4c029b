"""Which providers there are and what they are told. Callers say `llm.registry` and need not know the files."""

from llm.registry.files import instructions
from llm.registry.providers import described, is_on, order

__all__ = ["described", "instructions", "is_on", "order"]
