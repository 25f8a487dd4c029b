"""Everything that asks models and writes what it took. Callers say `llm.services` and need not know the files."""

from llm.services.arranging import arrange, forget_provider, list_providers
from llm.services.asking import World, ask
from llm.services.states import ProviderState, state_of
from llm.services.sweeping import sweep

__all__ = [
    "ProviderState", "World", "arrange", "ask", "forget_provider", "list_providers", "state_of", "sweep",
]  # fmt: skip
