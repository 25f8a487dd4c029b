"""Going out: connections closed, the loop ended."""

from __future__ import annotations

import sys

from llm.gateway import loop


def close() -> None:
    """Close every connection of this process. The next call opens new ones."""
    if clients := sys.modules.get("llm.gateway.clients"):
        loop.submit(clients.close_clients()).result(timeout=5)
    loop.stop()
