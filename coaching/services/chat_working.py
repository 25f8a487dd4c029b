"""The work on one answer: look up what a model has understood, have it worded, show it while it is written, say it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation

from accounts.models import User
from coaching import kinds
from coaching.core.facts import TimesFacts
from coaching.core.intents import Intent, Reading
from coaching.core.replies import Choice, Feeling, Need
from coaching.core.safety.lint import lint
from coaching.core.sentences import Ground
from coaching.models import ChatAnswer, Message
from coaching.services import chat_answers, safety
from coaching.services.chat_answers import is_wanted
from coaching.services.chat_reading import Asker, choose, times_of
from coaching.services.chat_words import Order, Show, word
from coaching.services.facts.days import active_exercises
from coaching.services.gathering import Question, gather
from coaching.services.typing import typing
from coaching.wording.answers import Reader, is_full, worded
from coaching.wording.blocks import Block
from coaching.wording.told import lines_of, without_openers, words_of
from coaching.wording.voice import words
from events import services as events
from plans import services as plans
from plans.models import Exercise

INTENTS = {
    Need.TODAY: Intent.TODAY,
    Need.NEXT: Intent.NEXT,
    Need.WEEK: Intent.WEEK,
    Need.CHANGES: Intent.WHY,
    Need.PROGRESS: Intent.PROGRESS,
    Need.SWAP: Intent.SWAP,
    Need.SKIP: Intent.SKIP,
    Need.TIMES: Intent.TIMES,
    Need.SETTINGS: Intent.SETTINGS,
    Need.HEALTH: Intent.PAIN,
}
# Their answers ask the athlete for something, or have fixed words: nothing to word.
FIXED = frozenset({Intent.SWAP, Intent.SKIP, Intent.TIMES, Intent.SETTINGS, Intent.PAIN})
LEAST_S = 1.0  # with less patience left, the rules have the word
READING_SHARE = 0.5


@dataclass(slots=True)
class Work:
    """An answer under way: whose, and how much patience is left."""

    answer: ChatAnswer
    now: datetime
    left_s: float
    feeling: Feeling = Feeling.NEUTRAL
    since: float = field(default_factory=time.monotonic)

    @property
    def athlete(self) -> User:
        return self.answer.athlete

    @property
    def patience_s(self) -> float:
        return max(0.0, self.left_s - (time.monotonic() - self.since))


def answer_waiting(answer_id: UUID) -> Message | None:
    """Work on one answer. None where another worker has it, or it was said. Not to be called inside a transaction."""
    now = timezone.now()
    answer = chat_answers.take(answer_id, now)
    if answer is None:
        return None
    profile = answer.athlete.profile
    left = chat_answers.patience() - (now - answer.created_at)
    work = Work(answer, now, left.total_seconds())
    with translation.override(profile.locale):
        said = _worded(work, _understood(work))
    return chat_answers.finish(answer.pk, timezone.now(), answer.blocks, said)


# --- What it is about -------------------------------------------------------------------------------------------------
def _understood(work: Work) -> tuple[Intent, ...]:
    """What the answer is about. Where the rules understood nothing, a model chooses, and the rules look it up."""
    intent = Intent(work.answer.intent)
    if work.patience_s < LEAST_S:
        return ()
    if intent not in {Intent.TIMES, Intent.UNKNOWN}:
        return (intent,)
    typing(athlete_id=work.athlete.pk, author=Message.Author.COACH, now=timezone.now())
    if intent is Intent.TIMES:
        _read_times(work)
        return ()
    slugs = active_exercises(work.athlete.pk)
    names = plans.names_of(slugs)
    choice = choose(work.answer.question.text, [names[slug] for slug in slugs], _asker(work, READING_SHARE))
    if choice is None or not choice.needs:
        return ()
    work.feeling = choice.feeling
    intents = tuple(INTENTS[need] for need in choice.needs)
    blocks, is_all_told = _looked_up(work, intents, _named(choice, [names[slug] for slug in slugs]))
    chat_answers.keep(work.answer, blocks)
    return intents if is_all_told and not FIXED.intersection(intents) else ()


def _read_times(work: Work) -> None:
    times = times_of(work.answer.question.text, _asker(work, 1.0))
    if times is not None:
        profile = work.athlete.profile
        blocks = worded(Intent.TIMES, TimesFacts(times), Reader(profile.units, profile.tone)).blocks
        chat_answers.keep(work.answer, blocks)


def _named(choice: Choice, names: Sequence[str]) -> str:
    return names[choice.exercise - 1] if choice.exercise else ""


def _asker(work: Work, share: float) -> Asker:
    athlete = work.athlete
    own = (athlete.profile.display_name, athlete.email.partition("@")[0])
    return Asker(athlete.profile.locale, own, athlete.pk, work.patience_s * share)


def _looked_up(work: Work, intents: Iterable[Intent], exercise: str) -> tuple[list[Block], bool]:
    """The rules' answers to all of it, one after the other, and whether each of them has something to tell. Which
    exercise is meant is a name out of the plan; where none was chosen, rules look for one in what was written."""
    profile, text = work.athlete.profile, exercise or work.answer.question.text
    blocks: list[Block] = []
    for intent in intents:
        question = Question(work.athlete, text, Reading(intent), work.now, profile.local_date(work.now))
        facts = gather(question)
        blocks = [block for block in blocks if block["type"] != "quick_replies"]
        blocks += worded(intent, facts, Reader(profile.units, profile.tone)).blocks
        if not is_full(facts):
            return blocks, False
    return blocks, True


# --- Its words --------------------------------------------------------------------------------------------------------
def _worded(work: Work, intents: Sequence[Intent]) -> str:
    """A model's words for it; "" where the rules have the word."""
    blocks = work.answer.blocks
    if not intents or not words_of(blocks) or work.patience_s < LEAST_S:
        return ""
    athlete = work.athlete
    blocks = without_openers(blocks, [words(intent, athlete.profile.tone) for intent in intents])
    typing(athlete_id=athlete.pk, author=Message.Author.COACH, now=timezone.now())
    order = Order(
        topic=", ".join(intents),
        tone=athlete.profile.tone,
        ground=ground_of(blocks, athlete, work.now),
        feeling=work.feeling,
        athlete_id=athlete.pk,
        deadline_s=work.patience_s,
    )
    order = replace(order, hidden=own_names(athlete.pk, order.ground.lines))
    spoken = word(order, _shower(work.answer), lambda: not is_wanted(work.answer, timezone.now())).spoken
    return "" if spoken is None else spoken.text


def _shower(answer: ChatAnswer) -> Show:
    """Writes a part of the answer into the journal, each for itself: what stands there was said. Nothing more is
    written once nobody wants it."""

    def show(index: int, piece: str) -> None:
        told = {"id": str(answer.pk), "reply_to": str(answer.question_id), "index": index, "text": piece}
        with transaction.atomic():
            if is_wanted(answer, timezone.now()):
                events.append(answer.athlete_id, kinds.MESSAGE_DELTA, told)

    return show


def ground_of(blocks: Sequence[Block], athlete: User, now: datetime) -> Ground:
    """The facts of an answer, the names of everything that it could be mixed up with, and what this athlete may not be
    told. Three queries."""
    locale, flags = athlete.profile.locale, safety.flags(athlete, now)
    name = "name_zh_hans" if locale.startswith("zh") else "name_en"
    names = Exercise.objects.filter(owner=None).exclude(**{name: ""}).values_list(name, flat=True)
    return Ground(
        lines=lines_of(blocks, athlete.profile.local_date(now)),
        names=tuple(names),
        template=words_of(blocks),
        locale=locale,
        screens=lambda text: (*safety.screen_reply(text), *lint(text, flags)),
    )


def own_names(athlete_id: UUID, lines: Sequence[str]) -> tuple[str, ...]:
    """The names that the athlete gave to exercises of their own, those that the facts say; the longest first."""
    found = Exercise.objects.filter(owner_id=athlete_id).values_list("name_en", "name_zh_hans")
    told = "\n".join(lines)
    return tuple(sorted({name for pair in found for name in pair if name and name in told}, key=len, reverse=True))
