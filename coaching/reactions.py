"""Which journal entries have the coach answer."""

from uuid import UUID

from coaching import services, tasks
from events import registry


def start(athlete_id: UUID) -> None:
    tasks.answer.apply_async((str(athlete_id),), retry=False)


def register() -> None:
    registry.register(services.NAME, services.KINDS, start=start, run=services.react)
