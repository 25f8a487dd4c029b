"""Whether a provider answers at all, without paying for a word."""

from __future__ import annotations

import asyncio
from types import ModuleType

from llm.core.faults import CallFailed, Fault
from llm.core.providers import Provider
from llm.gateway import loop

PATIENCE_S = 5.0


def models_at(provider: Provider, patience_s: float = PATIENCE_S) -> tuple[str, ...]:
    """The names of the models that this provider lists. CallFailed where it cannot be asked."""
    from llm.gateway import clients

    work = loop.submit(listed(provider, patience_s, clients))
    try:
        return work.result(timeout=patience_s + 1)
    except TimeoutError as late:
        raise CallFailed(Fault.TIMEOUT, "loop_late") from late
    finally:
        work.cancel()


async def listed(provider: Provider, patience_s: float, sdk: ModuleType) -> tuple[str, ...]:
    try:
        async with asyncio.timeout(patience_s):
            page = await sdk.client_for(provider).models.list(timeout=sdk.timeouts(patience_s, patience_s))
            return tuple(str(model.id) for model in page.data)
    except Exception as problem:  # noqa: BLE001  as in a call: everything that a provider can do ends as a fault
        raise sdk.mapped(problem) from None
