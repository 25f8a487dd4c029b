"""A question cut to the context of the model that is asked."""

from __future__ import annotations

from typing import Any, TypeVar

from llm.core.bodies import Draft, tokens_allowed, with_schema
from llm.core.providers import Provider
from llm.core.questions import Question
from llm.core.schemas import strict_schema
from llm.core.spending import TURN_TOKENS, tokens_of

T = TypeVar("T")


def draft_of(question: Question[Any]) -> Draft:
    schema = question.reply.schema
    return Draft(
        turns=question.turns,
        tokens_max=question.job.tokens_max,
        temperature=question.job.temperature,
        schema=None if schema is None else strict_schema(schema),
        schema_name=question.reply.name,
        prefix_key=question.instructions.prefix_key,
    )


def fitted(question: Question[T], draft: Draft, provider: Provider) -> tuple[Question[T], Draft]:
    """The longest form of the question that the model has room for; where none fits, the shortest there is."""
    room = room_of(provider, draft)
    if room is None or size_of(draft) <= room:
        return question, draft
    found = (question, draft)
    for each in question.shorter():
        found = (each, draft_of(each))
        if size_of(found[1]) <= room:
            break
    return found


def room_of(provider: Provider, draft: Draft) -> int | None:
    """Tokens that a question to this model may have; None where nothing is known against it."""
    known = [] if provider.room is None else [provider.room]
    if provider.context:
        known.append(provider.context - tokens_allowed(draft, provider))
    return min(known, default=None)


def size_of(draft: Draft) -> int:
    """About how many tokens a question is, its schema included."""
    return sum(TURN_TOKENS + tokens_of(turn.text) for turn in with_schema(draft))
