"""Everything that asks models and writes what it took. Callers say `llm.services` and need not know the files."""

from llm.services.asking import World, ask
from llm.services.sweeping import sweep

__all__ = ["World", "ask", "sweep"]
