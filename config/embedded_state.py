"""Whether this process carries its own worker; apart from config.embedded, which loads all of Celery's worker."""

from typing import Protocol


class Living(Protocol):
    def is_alive(self) -> bool: ...


_running: list[Living] = []


def started(background: Living) -> None:
    _running.append(background)


def stopped(background: Living) -> None:
    if background in _running:
        _running.remove(background)


def is_alive() -> bool:
    """True when a worker was started here and its threads still run."""
    return bool(_running) and all(background.is_alive() for background in _running)
