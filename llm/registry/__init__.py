"""Which providers there are and what they are told. Callers say `llm.registry` and need not know the files."""

from llm.registry.files import instructions
from llm.registry.providers import arrangement, described, is_on, order
from llm.registry.waits import wait_s
from llm.registry.ways import tighter, weaker

__all__ = ["arrangement", "described", "instructions", "is_on", "order", "tighter", "wait_s", "weaker"]
