"""Background work of the chat. May run twice or never: the sweeper looks again."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from coaching import services
from coaching.services import (
    alerts,
    arms,
    chat_answers,
    chat_working,
    delivery,
    digest,
    fidelity,
    heartbeat,
    moments,
    outcomes,
    partitions,
    policy,
    push,
    safety_notes,
    sweeping,
    timing,
)
from coaching.services.clock import database_now
from events import services as events


@shared_task(acks_late=True, autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def answer(athlete_id: str) -> None:
    """Answer what an athlete has written. On a fault of ours the next try waits, so that nobody else has to."""
    events.run(services.NAME, UUID(athlete_id), timezone.now())
    for answer_id in chat_answers.waiting(UUID(athlete_id)):
        word_answer.apply_async((str(answer_id),), retry=False)


@shared_task
def word_answer(answer_id: str) -> None:
    """Have a model word one answer. A second run finds it taken; one that is lost, the sweeper makes up for."""
    chat_working.answer_waiting(UUID(answer_id))


@shared_task
def sweep_answers() -> int:
    """Say, as the rules have it, what nobody works on any more."""
    return chat_answers.sweep(timezone.now())


@shared_task(acks_late=True, autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def plan_moments(athlete_id: str) -> None:
    """Plan an athlete's moments anew after one of their causes was written. On a fault of ours the next try waits."""
    events.run(moments.NAME, UUID(athlete_id), timezone.now())


@shared_task
def reconcile_moments() -> int:
    """Every hour, for the athletes who are asleep: what time alone brings, and whatever was missed."""
    now = timezone.now()
    return moments.reconcile(now, moments.zones_at_night(now))


@shared_task
def send_digests() -> int:
    """The weekly mails whose hour has come. Each goes out once, however often this runs."""
    return digest.send_due(timezone.now())


# --- Safety -----------------------------------------------------------------------------------------------------------
@shared_task(acks_late=True, autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def screen_notes(athlete_id: str) -> None:
    """Screen the notes of an athlete's new ratings and reports. On a fault of ours the next try waits."""
    events.run(safety_notes.NAME, UUID(athlete_id), timezone.now())


@shared_task
def alert_staff() -> None:
    """Tell staff of signs that wait for a person."""
    alerts.alert(timezone.now())


# --- Speaking unasked -------------------------------------------------------------------------------------------------
HELPERS = 3
SENT_AT_ONCE = 2000  # messages to the broker in one go; the others go with the next beat


@shared_task(acks_late=True, autoretry_for=(OperationalError,), retry_backoff=True, max_retries=2)
def tick() -> None:
    """Every minute: decide for everybody who is due, and have sent what may go at once."""
    ticked = heartbeat.minute(call_help=_call_help)
    if ticked is not None:
        _send(ticked.prompts[:SENT_AT_ONCE])


def _call_help() -> None:
    for _helper in range(HELPERS):
        help_tick.apply_async(retry=False, expires=60)


@shared_task
def help_tick() -> None:
    """After an outage, or in a rush: decide for others who are due, beside the tick."""
    ticked = heartbeat.help_out()
    if ticked is not None:
        _send(ticked.prompts[:SENT_AT_ONCE])


CHECKED_AT_ONCE = 500  # questions to models in one go; what they do not get to is decided without a verdict


@shared_task
def check_timing() -> None:
    """Every few minutes: have a model look at the moments that fall due soon, where there is one."""
    for moment_id in timing.coming_up(database_now(), CHECKED_AT_ONCE):
        check_moment.apply_async((moment_id,), retry=False, expires=timing.AHEAD.total_seconds())


@shared_task
def check_moment(moment_id: int) -> None:
    """Ask a model whether one moment is a bad one. One that is lost leaves it without a verdict."""
    timing.check(moment_id, database_now())


@shared_task
def send_due() -> None:
    """Have sent what waits: prompts that were spread over time, those whose message was lost, and notifications that a
    push service did not take."""
    now = database_now()
    _send(delivery.due(now, SENT_AT_ONCE))
    _notify(push.due(now, SENT_AT_ONCE))


def _send(prompt_ids: Iterable[UUID]) -> None:
    for prompt_id in prompt_ids:
        deliver.apply_async((str(prompt_id),), retry=False)


@shared_task
def deliver(prompt_id: str) -> None:
    """Word and hand over one prompt. A second run finds it taken; one that is lost, the sweeper makes up for."""
    try:
        is_delivered = delivery.deliver(UUID(prompt_id))
    except OperationalError:
        raise
    except Exception:
        delivery.fail(UUID(prompt_id))
        raise
    if is_delivered:
        _notify(push.due(database_now(), SENT_AT_ONCE, UUID(prompt_id)))


def _notify(notice_ids: Iterable[int]) -> None:
    for notice_id in notice_ids:
        notify.apply_async((notice_id,), retry=False, expires=60)


@shared_task
def notify(notice_id: int) -> None:
    """Tell one browser of one prompt. A second run finds it told, or not due; one that is lost comes with a beat."""
    push.tell(notice_id, database_now())


@shared_task
def sweep_prompts() -> None:
    """Hand over what a dead sender left, end what ran out, take acks as receipts."""
    sweeping.sweep()


@shared_task
def watch_prompts() -> None:
    """Count what monitors look at."""
    heartbeat.watch()


@shared_task
def keep_months() -> None:
    """Have the tables of the coming months ready before anything is put into them."""
    partitions.keep_months(database_now())


@shared_task
def close_outcomes() -> None:
    """Close the outcomes whose time has come."""
    outcomes.close_due(database_now())


@shared_task
def note_late_outcomes() -> None:
    """Write down beside closed outcomes what was recorded only afterwards."""
    outcomes.note_late(database_now())


@shared_task
def update_policy() -> None:
    """Once a UTC day: learn, and put the result in force at midnight unless something speaks against it."""
    policy.update(database_now())


@shared_task
def update_arms() -> None:
    """Once a UTC day: learn which wordings are answered, for the days from midnight on."""
    arms.update(database_now())


@shared_task
def watch_fidelity() -> None:
    """Say it loudly where something else is sent than was drawn."""
    fidelity.watch(database_now())
