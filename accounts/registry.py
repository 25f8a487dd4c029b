"""What apps above bring along, registered in AppConfig.ready: what they do, inside the same transaction, when somebody
opens an account or changes their profile. Accounts lie below the journal, so it cannot tell them. Also the duties that
superusers hand out among staff."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise

from accounts.models import User

Opened = Callable[[User, bool], None]  # the person, and whether Spotter may speak to them unasked
Changed = Callable[[User, Mapping[str, Any]], None]  # the person as they are now, and what stood there before

_opened: list[Opened] = []
_changed: list[Changed] = []
_duties: dict[str, str | Promise] = {}


def register(*, opened: Opened, changed: Changed) -> None:
    _opened.append(opened)
    _changed.append(changed)


def tell_opened(user: User, is_proactive: bool) -> None:
    for follow in _opened:
        follow(user, is_proactive)


def tell_changed(user: User, before: Mapping[str, Any]) -> None:
    for follow in _changed:
        follow(user, before)


def register_duty(permission: str, told: str | Promise) -> None:
    """A permission, as `<app>.<codename>`, that not all staff have, and what it is called in the console."""
    _duties[permission] = told


def duties() -> Mapping[str, str | Promise]:
    return _duties
