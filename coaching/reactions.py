"""Which journal entries have the coach answer, and what follows from a change of somebody's profile."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts import registry as people
from accounts.models import User
from adaptation import registry as decisions
from coaching import services, tasks
from coaching.services import moments, preferences, safety_notes
from events import registry


def start(athlete_id: UUID) -> None:
    tasks.answer.apply_async((str(athlete_id),), retry=False)


def start_planning(athlete_id: UUID) -> None:
    tasks.plan_moments.apply_async((str(athlete_id),), retry=False)


def start_screening(athlete_id: UUID) -> None:
    tasks.screen_notes.apply_async((str(athlete_id),), retry=False)


def account_opened(user: User, is_proactive: bool) -> None:
    if is_proactive:
        preferences.opted_in(athlete=user, now=timezone.now())


def profile_changed(user: User, before: Mapping[str, Any]) -> None:
    preferences.profile_changed(athlete=user, before=before, now=timezone.now())


def register() -> None:
    registry.register(services.NAME, services.KINDS, start=start, run=services.react)
    registry.register(moments.NAME, moments.KINDS, start=start_planning, run=moments.react)
    registry.register(safety_notes.NAME, safety_notes.KINDS, start=start_screening, run=safety_notes.react)
    registry.register_sweep("coaching.chat_answers", tasks.sweep_answers)
    people.register(opened=account_opened, changed=profile_changed)
    decisions.register(say=services.write_as_coach)
