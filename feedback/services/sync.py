"""Several records at once, as a phone sends them after hours without a network."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from plans.services import hold_sessions

Answer = TypeVar("Answer")


def in_one_go(
    steps: Iterable[Callable[[], Answer]],
    *,
    session_ids: Collection[UUID],
    refusals: tuple[type[Exception], ...],
) -> list[Answer | Exception]:
    """Carry out `steps` in order and in one transaction, so that whoever follows the journal hears of all of them at
    once. A step that raises one of `refusals` is undone alone, and stands in the answers as that exception.

    `session_ids` are those that the steps write about. They and their plans are locked before the first step, in the
    order in which everyone locks: a step also locks the journal, behind which nothing may be waited for.
    """
    with transaction.atomic():
        hold_sessions(session_ids)
        return [_carried_out(step, refusals) for step in steps]


def _carried_out(step: Callable[[], Answer], refusals: tuple[type[Exception], ...]) -> Answer | Exception:
    try:
        with transaction.atomic():
            return step()
    except refusals as refusal:
        return refusal
