"""The minute tick: claim, read, decide, draw, store; one transaction a batch, and a number of queries that does not
depend on how many are due."""

from __future__ import annotations

import gc
import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from coaching.core.deciding import Chance, Decided, decide, faulty
from coaching.core.draw import SEED_BYTES, Arms
from coaching.core.outages import Outage
from coaching.core.slots import slot_of
from coaching.services import arms as learnt_arms
from coaching.services.clock import database_now
from coaching.services.tick import storing
from coaching.services.tick.chances import chance_at
from coaching.services.tick.claiming import Due, claim, open_budgets, read, slot_in_utc

logger = logging.getLogger(__name__)
BATCH = 5000
BATCH_SQLITE = 500  # each batch keeps every other writer waiting
MOST_BATCHES = 100
OWN_FAULTS = (ValueError, LookupError, TypeError, ArithmeticError, AttributeError)


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a tick came to. `athletes` who were due, `missed` causes of an outage, `prompts` that may go at once."""

    batches: int = 0
    athletes: int = 0
    decisions: int = 0
    sent: int = 0
    missed: int = 0
    prompts: tuple[UUID, ...] = ()


def tick(
    now: datetime | None = None,
    *,
    batch: int | None = None,
    outage: Outage | None = None,
    after_batch: Callable[[], object] | None = None,
    is_helper: bool = False,
) -> Ticked:
    """Decide for everybody who is due by now (the database's clock, unless told). Safe to run beside itself: whoever is
    being decided for is left alone. `after_batch` is called between batches, to say that somebody is still at work. A
    helper begins with those who came due last."""
    now = now or database_now()
    size = batch or (BATCH if connection.vendor == "postgresql" else BATCH_SQLITE)
    open_budgets(now)
    terms = _Terms(now, size, outage, chance_at(now), learnt_arms.active(now), is_helper)
    total = Ticked()
    for _count in range(MOST_BATCHES):
        with no_search_for_cycles():
            done = _batch(terms)
        if not done.athletes:
            break
        total = _sum(total, done)
        if after_batch is not None:
            after_batch()
    return total


@dataclass(frozen=True, slots=True)
class _Terms:
    """What holds for all batches of a tick."""

    now: datetime
    size: int
    outage: Outage | None
    chance: Chance
    arms: Arms
    is_helper: bool


@transaction.atomic
def _batch(terms: _Terms) -> Ticked:
    athlete_ids = claim(terms.now, terms.size, is_helper=terms.is_helper)
    if not athlete_ids:
        return Ticked()
    decided = [(due, _decide(due, terms)) for due in read(athlete_ids, terms.now)]
    stored = storing.store(storing.spend(decided), terms.now)
    return Ticked(1, len(athlete_ids), stored.decisions, stored.sent, stored.missed, stored.prompts)


def _decide(due: Due, terms: _Terms) -> Decided:
    """A fault of ours makes this athlete's point unavailable; it does not keep the others waiting."""
    now, standing = terms.now, due.standing
    if standing is None:
        return faulty(None, due.candidates, now, slot_in_utc(now))
    try:
        return decide(
            standing, due.candidates, now, chance=terms.chance, new_seed=new_seed, outage=terms.outage, arms=terms.arms
        )
    except OWN_FAULTS:
        logger.exception("Nothing could be decided for athlete %s.", due.athlete_id)
        return faulty(standing, due.candidates, now, slot_of(now, standing.windows, standing.zone))


@contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """A batch makes hundreds of thousands of values, and no cycles among them: looking for some again and again was a
    third of its CPU. It is a second at most for everything else in this process."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def new_seed() -> str:
    return secrets.token_hex(SEED_BYTES)


def _sum(one: Ticked, other: Ticked) -> Ticked:
    return Ticked(
        one.batches + other.batches,
        one.athletes + other.athletes,
        one.decisions + other.decisions,
        one.sent + other.sent,
        one.missed + other.missed,
        one.prompts + other.prompts,
    )
