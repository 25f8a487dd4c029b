"""What athletes let the coach do: read, changed, and what a change stops at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import services as accounts
from accounts.core.ages import may_be_minor
from accounts.models import AthleteProfile, User
from coaching.core.local_time import is_long_jump
from coaching.core.moments.rules import RULES, STAY_QUIET, WELCOME
from coaching.core.preferences import PreferenceUnfit, columns, is_muted, with_night
from coaching.models import CoachingPrompt, PromptPreferences
from coaching.services import moments, prompt_moves
from coaching.wording.preferences import FAULTS

OF_THE_PROFILE = ("timezone", "tone")
NOT_YET_SENT = (CoachingPrompt.Status.PENDING, CoachingPrompt.Status.SENDING)
# The welcome and the question whether to stay quiet come once, so there is nothing to turn off.
MUTABLE = frozenset(RULES) - {WELCOME, STAY_QUIET}


def of(athlete_id: UUID) -> PromptPreferences:
    """What this athlete has chosen. Who was never asked has not agreed: a row that is not stored, and not enabled."""
    return PromptPreferences.objects.of(athlete_id)


def is_to_be_asked(athlete: User, now: datetime) -> bool:
    """Whether to ask if Spotter may speak first: once, of whoever has never said yes or no, and not of minors."""
    return not is_guarded(athlete.profile, now) and not PromptPreferences.objects.filter(pk=athlete.pk).exists()


@transaction.atomic
def change(*, athlete: User, changes: Mapping[str, Any], now: datetime) -> PromptPreferences:
    """Store what the athlete chose, cancel what must not be sent any more, and plan what may come anew.

    `changes` has the names of the API (`quiet_hours`, `holiday`, `timezone` …); what is left out stays as it is. Raises
    Django's ValidationError with a sentence for every field that cannot be kept.
    """
    wishes = {name: value for name, value in changes.items() if name not in OF_THE_PROFILE}
    try:
        chosen = columns(wishes, MUTABLE)
    except PreferenceUnfit as unfit:
        raise ValidationError({name: str(FAULTS[code]) for name, code in unfit.faults.items()}) from unfit
    row, _is_new = PromptPreferences.objects.select_for_update().get_or_create(athlete=athlete)
    _put(row, chosen, is_guarded(athlete.profile, now), now)
    if of_profile := {name: changes[name] for name in OF_THE_PROFILE if name in changes}:
        accounts.update_profile(athlete, **of_profile)  # a new zone comes back as `profile_changed`
        row.refresh_from_db()
    _stop(row, now)
    moments.replan(athlete.pk, now)
    return row


@transaction.atomic
def profile_changed(*, athlete: User, before: Mapping[str, Any], now: datetime) -> None:
    """Follow a change of the profile: another zone, or a year of birth that says something else."""
    if before.get("timezone", athlete.profile.timezone) != athlete.profile.timezone:
        zone_changed(athlete=athlete, before=str(before["timezone"]), now=now)
    if "birth_year" in before and is_guarded(athlete.profile, now):
        row = PromptPreferences.objects.select_for_update().filter(athlete=athlete).first()
        if row is not None:
            _put(row, {}, True, now)


@transaction.atomic
def zone_changed(*, athlete: User, before: str, now: datetime) -> None:
    """Plan everything that is due anew in the new zone. After a long jump both zones' nights hold for a day.

    Civil days name occurrences, so nothing is said twice and nothing is skipped.
    """
    row = PromptPreferences.objects.select_for_update().filter(athlete=athlete).first()
    if row is None:
        return
    is_far = is_long_jump(ZoneInfo(before), athlete.profile.zone, now)
    row.zone_before, row.zone_changed_at = (before if is_far else ""), now
    row.save(update_fields=["zone_before", "zone_changed_at", "updated_at"])
    moments.replan(athlete.pk, now)


def change_zone(*, athlete: User, zone: str) -> None:
    """Follow a device to another zone; what is due follows (`profile_changed`)."""
    accounts.update_profile(athlete, timezone=zone)


def opted_in(*, athlete: User, now: datetime) -> PromptPreferences:
    """Said yes while opening the account."""
    return change(athlete=athlete, changes={"enabled": True}, now=now)


def less_of(*, athlete: User, rule: str, now: datetime) -> PromptPreferences:
    """Halve how often this rule speaks."""
    return change(athlete=athlete, changes={"halved_rules": [*of(athlete.pk).halved_rules, rule]}, now=now)


def mute(*, athlete: User, rule: str, until: datetime | None, now: datetime) -> PromptPreferences:
    """Nothing of this rule until then, or for ever."""
    others = [row for row in of(athlete.pk).muted_rules if row["rule"] != rule]
    return change(athlete=athlete, changes={"muted_rules": [*others, {"rule": rule, "until": until}]}, now=now)


def _put(row: PromptPreferences, chosen: Mapping[str, Any], is_young: bool, now: datetime) -> None:
    for name, value in chosen.items():
        setattr(row, name, value)
    if row.enabled and row.enabled_at is None:
        row.enabled_at = now
    if is_young:  # no experiment with minors, and their nights stay quiet whatever they choose
        row.experiments, row.quiet_hours = False, with_night(row.quiet_hours)
    row.save()


def _stop(row: PromptPreferences, now: datetime) -> None:
    """Cancel what waits or is under way and is not wanted any more. What is being delivered at this instant is held up
    by the row of the prompt: either its delivery comes first, or it finds itself cancelled."""
    if not row.enabled:
        _cancel(row.athlete_id, now, because="opted_out")
        return
    is_quiet = row.quiet_until is not None and now < row.quiet_until
    muted = {rule for rule in MUTABLE if is_quiet or is_muted(row.muted_rules, rule, now)}
    if muted:
        _cancel(row.athlete_id, now, because="muted", rules=muted)


def _cancel(athlete_id: UUID, now: datetime, *, because: str, rules: Collection[str] | None = None) -> None:
    waiting = CoachingPrompt.objects.for_athlete(athlete_id).filter(status__in=NOT_YET_SENT)
    if rules is not None:
        waiting = waiting.filter(rule__in=rules)
    for prompt_id in waiting.order_by("pk").values_list("pk", flat=True):
        prompt_moves.move(prompt_id, CoachingPrompt.Status.CANCELLED, now, because=because)


def is_guarded(profile: AthleteProfile, now: datetime) -> bool:
    """Whether the athlete may be under 18: no experiments then, and quiet nights."""
    return may_be_minor(profile.birth_year, now.date(), is_age_required=settings.AGE_REQUIRED)
