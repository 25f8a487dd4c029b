"""Which journal entries set adaptation to work."""

from uuid import UUID

from adaptation import services, tasks
from events import registry


def start(athlete_id: UUID) -> None:
    tasks.react.apply_async((str(athlete_id),), retry=False)


def register() -> None:
    registry.register(services.NAME, services.KINDS, start=start, run=services.react)
