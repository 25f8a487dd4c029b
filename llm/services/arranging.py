"""The order of the providers and who of them is asked, as staff changes it. Every change is in the audit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts import services as accounts
from accounts.models import User
from llm.core.ordering import listed
from llm.models import ProviderSetting
from llm.registry.standings import forget

FIELDS = ("position", "is_enabled", "note")


def named() -> tuple[str, ...]:
    """The providers that the environment lists, configured or not."""
    return tuple(str(entry["NAME"]) for entry in settings.LLM_PROVIDERS)


def list_providers() -> None:
    """A row for every provider of the environment, where it has none yet; this changes no order."""
    missing = set(named()) - set(ProviderSetting.objects.values_list("name", flat=True))
    rows = [ProviderSetting(name=name, position=place) for name, place in listed(named()).items() if name in missing]
    ProviderSetting.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def arrange(name: str, changes: Mapping[str, Any], *, actor: User, now: datetime) -> ProviderSetting:
    """Change `position`, `is_enabled` or `note` of one provider. Asking goes by it at once in this process and within
    seconds in all others. Raises ProviderSetting.DoesNotExist."""
    row = ProviderSetting.objects.select_for_update().get(name=name)
    before = {field: getattr(row, field) for field in FIELDS}
    after = before | {field: changes[field] for field in FIELDS if field in changes}
    if after == before:
        return row
    for field, value in after.items():
        setattr(row, field, value)
    row.changed_at, row.changed_by = now, actor
    row.save(update_fields=[*FIELDS, "changed_at", "changed_by"])
    accounts.audit("llm.provider_arranged", actor=actor, target=name, facts=_difference(before, after))
    transaction.on_commit(forget, robust=True)
    return row


@transaction.atomic
def forget_provider(name: str, *, actor: User) -> bool:
    """Delete the row of a provider that the environment names no more; False where it does, or there is none."""
    if name in named() or not ProviderSetting.objects.filter(name=name).delete()[0]:
        return False
    accounts.audit("llm.provider_forgotten", actor=actor, target=name)
    transaction.on_commit(forget, robust=True)
    return True


def _difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What was and what is; of a note only that it changed: it may name a person."""
    changed = {field: [before[field], after[field]] for field in FIELDS if before[field] != after[field]}
    if "note" in changed:
        changed["note"] = []
    return changed
