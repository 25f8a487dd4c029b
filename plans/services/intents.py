"""From what an athlete asks for and what is known of them to the value that the generator and the rules work on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from accounts.models import AthleteProfile, User
from plans.core.intent import Health, Intent, KnownLift, Limitation
from plans.registry import Known


def profile_of(athlete: User) -> AthleteProfile:
    """The athlete's profile, or a blank one for an account that never had any. No query where it is at hand."""
    try:
        return athlete.profile
    except AthleteProfile.DoesNotExist:
        return AthleteProfile(user=athlete)


def profile_by_id(athlete_id: UUID) -> AthleteProfile:
    return AthleteProfile.objects.filter(user_id=athlete_id).first() or AthleteProfile(user_id=athlete_id)


def as_asked(wishes: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The wishes as JSON, to be stored with the plan. A start that was left open is fixed to today."""
    asked = {key: _plain(value) for key, value in wishes.items() if value is not None}
    return {"start_on": today.isoformat(), **asked}


def intent_of(asked: Mapping[str, Any], profile: AthleteProfile, known: Known, today: date) -> Intent:
    """What was asked for, with what the profile and the records say today.

    The profile is read anew each time: a limitation or an illness that came up after the plan was made counts for
    every later change of it.
    """
    age = today.year - profile.birth_year if profile.birth_year else None
    return Intent(
        primary_goal=asked["primary_goal"],
        experience_level=asked["experience_level"],
        time_availability_h=float(asked["time_availability"]),
        equipment=frozenset(asked["equipment"]),
        start_on=date.fromisoformat(asked["start_on"]),
        today=today,
        days_per_week=asked.get("days_per_week"),
        weeks=asked.get("weeks"),
        sport=asked.get("sport", ""),
        focus=tuple(asked.get("focus", ())),
        limitations=_limitations([*profile.limitations, *asked.get("limitations", ())]),
        known_lifts=tuple(KnownLift(**lift) for lift in asked.get("known_lifts", ())),
        session_minutes_max=asked.get("session_minutes_max"),
        available_days=frozenset(asked["available_days"]) if asked.get("available_days") else None,
        blocked_days=frozenset(_day(day) for day in asked.get("blocked_days", ())),
        training_times={int(weekday): at for weekday, at in asked.get("training_times", {}).items()},
        excluded_exercises=frozenset(asked.get("excluded_exercises", ())),
        event_on=date.fromisoformat(asked["event_on"]) if asked.get("event_on") else None,
        age_years_low=age - 1 if age is not None else None,
        age_years_high=age,
        sex=profile.sex,
        bodyweight_kg=float(profile.bodyweight_kg) if profile.bodyweight_kg is not None else None,
        health=_health(profile.health),
        history=known.history,
        lifts=known.lifts,
    )


def _limitations(raw: Iterable[Mapping[str, Any]]) -> tuple[Limitation, ...]:
    """One per region: the worst that was said of it, by the profile or in the request."""
    worst: dict[str, Limitation] = {}
    for each in raw:
        limitation = Limitation(each["region"], int(each["severity"]), each.get("note", ""))
        if limitation.region not in worst or limitation.severity > worst[limitation.region].severity:
            worst[limitation.region] = limitation
    return tuple(worst[region] for region in sorted(worst))


def _health(raw: Mapping[str, Any]) -> Health:
    return Health(
        conditions=frozenset(raw.get("conditions") or ()),
        pregnancy_week=raw.get("pregnancy_week"),
        screening_yes=tuple(raw.get("screening_yes") or ()),
        cleared_by_professional=bool(raw.get("cleared_by_professional")),
    )


def _day(value: int | str) -> int | date:
    return value if isinstance(value, int) else date.fromisoformat(value)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    return value
