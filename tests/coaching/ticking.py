"""What tests of the tick share: athletes who agreed, causes that are due, and how many there are of what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from accounts.models import AthleteProfile, User
from coaching.models import CoachingPrompt, Decision, DueMoment, PolicyVersion, PromptPreferences

NOON = datetime(2026, 3, 4, 12, 31, tzinfo=UTC)  # a Wednesday, a minute after the first window begins (in UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LONG_AGO = NOON - 30 * DAY


def agreed(count: int, prefix: str = "a", **choices: Any) -> list[User]:
    """Athletes in UTC who let Spotter speak, made without a password and in three statements."""
    users = User.objects.bulk_create([User(email=f"{prefix}{n}@example.org", password="!") for n in range(count)])
    AthleteProfile.objects.bulk_create([AthleteProfile(user=user) for user in users])
    chosen = {"enabled": True, "enabled_at": LONG_AGO, **choices}
    PromptPreferences.objects.bulk_create([PromptPreferences(athlete=user, **chosen) for user in users])
    return users


def cause(
    athlete: User | UUID,
    rule: str = "check_in",
    due_at: datetime = NOON - MINUTE,
    *,
    lasts: timedelta = 4 * HOUR,
    key: str = "",
    facts: dict[str, Any] | None = None,
) -> DueMoment:
    """Not saved."""
    athlete_id = athlete.pk if isinstance(athlete, User) else athlete
    occurrence = key or f"{rule}:{due_at:%Y-%m-%dT%H:%M}"
    return DueMoment(
        athlete_id=athlete_id, rule=rule, occurrence=occurrence, due_at=due_at, expires_at=due_at + lasts,
        facts=facts or {},
    )  # fmt: skip


def due(athletes: Sequence[User], *rules: str, **about: Any) -> list[DueMoment]:
    """A cause of each rule for each of them, stored."""
    rows = [cause(athlete, rule, **about) for athlete in athletes for rule in rules or ("check_in",)]
    return DueMoment.objects.bulk_create(rows)


def always() -> None:
    """A policy under which every available prompt is sent; still a draw that others might lose."""
    policy(0.9)


def policy(p: float, number: int = 7, kind: str = "constant") -> None:
    PolicyVersion.objects.filter(status="active").delete()
    PolicyVersion.objects.create(
        number=number, kind=kind, status="active", parameters={"p": p}, created_at=LONG_AGO, activated_at=LONG_AGO
    )


def rules_only() -> None:
    """Nothing is drawn: whatever may be sent is sent."""
    policy(1.0, kind="rules_only")


def the_decision(athlete: User) -> Decision:
    return Decision.objects.get(athlete=athlete)


def the_prompt(athlete: User) -> CoachingPrompt:
    return CoachingPrompt.objects.get(athlete=athlete)
