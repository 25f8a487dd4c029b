"""The chat as one flow: what was said, and between it what happened to the plan, oldest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import zip_longest
from typing import Any
from uuid import UUID

from accounts.models import User
from adaptation.models import AdaptationSuggestion
from coaching import services as coaching
from coaching.models import Message
from coaching.pages import prompt_blocks, session_offers
from coaching.pages.blocks import Shown, shown
from coaching.pages.news import TOLD, News, news_of, suggestions_of
from coaching.pages.plan_cards import as_it_stands
from coaching.pages.session_offers import Offers, offers_of
from coaching.services import prompt_reading
from coaching.services.prompt_reading import Standing
from events.models import JournalEntry

PAGE = 30
ENTRIES_MAX = 40
ANSWERABLE = timedelta(hours=24)  # a day later a tap would no longer mean what was asked


@dataclass(frozen=True, slots=True)
class Entry:
    """One bubble of the page. `voice`: athlete | spotter | coach | staff; `origin`: person | rule | model. `seq`: of a
    card, its journal entry.
    `is_joined`: the same voice goes on in the same minute, so its time need not be said here."""

    key: str
    client_id: UUID | None
    voice: str
    blocks: tuple[Shown, ...]
    at: datetime
    seq: int | None = None
    origin: str = Message.Origin.RULE
    is_past: bool = False
    is_joined: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """A page of the chat. `older_than`: the message before which there is more; None where the chat begins here.
    `new_from`: the key of the first message that the athlete has not read; empty where there is none."""

    days: tuple[Day, ...]
    older_than: UUID | None
    newest: UUID | None
    new_from: str = ""


def flow_of(athlete: User, before: Message | None, now: datetime) -> Flow:
    """The newest page, or the one before a message."""
    messages, has_more = coaching.history(athlete.pk, before, PAGE)
    first_at = messages[-1].created_at if has_more else None
    entries = _entries(athlete.pk, first_at, before.created_at if before else None)
    offered = suggestions_of(athlete, [id_ for each in messages for id_ in _offered(each)])
    prompts = prompt_reading.standings(messages)
    offers = offers_of(athlete, [block for each in messages for block in _blocks(each)], now)
    bubbles = [
        *(_of_message(each, prompts.get(each.pk), offered, offers, now) for each in messages),
        *(_of_news(each, now) for each in news_of(athlete, entries, now)),
    ]
    bubbles.sort(key=lambda each: each.at)
    return Flow(
        days=_by_day(bubbles, athlete.profile.zone),
        older_than=messages[-1].pk if has_more else None,
        newest=messages[0].pk if messages else None,
        new_from=_new_from(athlete, messages) if before is None else "",
    )


def _new_from(athlete: User, messages: Sequence[Message]) -> str:
    """The first of these that came after what was read last. Newest first; the athlete's own are known to them."""
    mark = coaching.read_mark(athlete.pk)
    if mark is None:
        return ""
    unread = [each for each in messages if each.created_at > mark.message_at and each.author != Message.Author.ATHLETE]
    return str(unread[-1].pk) if unread else ""


def _entries(athlete_id: UUID, since: datetime | None, until: datetime | None) -> Sequence[JournalEntry]:
    """The journal between two instants, the newest of it where there is too much."""
    found = JournalEntry.objects.for_athlete(athlete_id).filter(kind__in=TOLD)
    if since is not None:
        found = found.filter(created_at__gte=since)
    if until is not None:
        found = found.filter(created_at__lt=until)
    return list(found.order_by("-seq")[:ENTRIES_MAX])[::-1]


def _offered(message: Message) -> Iterable[str]:
    """Suggestions that an answer of ours offers."""
    for block in _blocks(message):
        yield from block.get("suggestion_ids", ())


def _blocks(message: Message) -> Sequence[Mapping[str, Any]]:
    blocks: Sequence[Mapping[str, Any]] = (message.content or {}).get("blocks", ())
    return blocks


def _of_message(
    message: Message,
    prompt: Standing | None,
    offered: Mapping[str, AdaptationSuggestion],
    offers: Offers,
    now: datetime,
) -> Entry:
    told = (as_it_stands(each, offered, now) for each in prompt_blocks.of_message(message, prompt))
    blocks = [session_offers.as_it_stands(each, offers) for each in told]
    return Entry(
        key=str(message.pk),
        client_id=message.client_id if message.author == Message.Author.ATHLETE else None,
        voice=voice_of(message),
        blocks=shown(message.text, {"blocks": blocks}),
        at=message.created_at,
        origin=message.origin,
        is_past=message.created_at < now - ANSWERABLE,
    )


def _of_news(card: News, now: datetime) -> Entry:
    # A card says itself how it stands, so it never goes out of date.
    blocks = shown("", {"blocks": list(card.blocks)})
    return Entry(card.key, None, "spotter", blocks, card.at, seq=card.seq)


def voice_of(message: Message) -> str:
    """Whose voice it is: of what the coach says, Spotter's own or that of a person."""
    if message.author == Message.Author.COACH:
        return "coach" if message.origin == Message.Origin.PERSON else "spotter"
    return str(message.author)


def _by_day(bubbles: Iterable[Entry], zone: Any) -> tuple[Day, ...]:
    days: dict[date, list[Entry]] = {}
    for each in bubbles:
        days.setdefault(each.at.astimezone(zone).date(), []).append(each)
    return tuple(Day(on, tuple(_joined(entries))) for on, entries in days.items())


def _joined(entries: Sequence[Entry]) -> Iterable[Entry]:
    for entry, after in zip_longest(entries, entries[1:]):
        goes_on = after is not None and after.voice == entry.voice and _minute(after.at) == _minute(entry.at)
        yield replace(entry, is_joined=True) if goes_on else entry


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
