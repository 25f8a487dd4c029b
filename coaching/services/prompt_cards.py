"""The cards that go with a prompt: the session, the lift, the suggestion that it is about. Reads only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from adaptation import services as adaptation
from adaptation.models import AdaptationSuggestion
from coaching.core.facts import WhyFacts
from coaching.services.facts import changes, days, progress
from coaching.wording import blocks
from coaching.wording.blocks import Block
from coaching.wording.changes import suggested
from coaching.wording.progress import progress_card
from plans import services as plans
from plans.models import PlannedSession

WITH_SESSION = frozenset({"missed_session", "high_rpe", "poor_sleep", "comeback", "deload_due"})


def cards(rule: str, facts: Mapping[str, Any], athlete: User, now: datetime) -> Iterator[Block]:
    """The cards of a prompt, in the language of the moment. At most four queries."""
    units = athlete.profile.units
    if rule in WITH_SESSION and facts.get("session"):
        rows = PlannedSession.objects.for_athlete(athlete.pk).in_plan().filter(pk=facts["session"])
        for session in days.with_items(rows):
            yield blocks.session_card(session, units)
    if rule == "stalled":
        for lift in adaptation.lifts(athlete.pk, now, athlete.profile.experience_level, facts["exercise"]):
            yield progress_card(progress.lift_facts(lift, athlete), units)
    if facts.get("suggestion"):
        yield from _suggestion(facts, athlete, units)


def _suggestion(facts: Mapping[str, Any], athlete: User, units: str) -> Iterator[Block]:
    row = AdaptationSuggestion.objects.for_athlete(athlete.pk).filter(pk=facts["suggestion"]).first()
    if row is None:
        return
    slugs = {slug for each in (row.target, row.before, row.after, row.evidence) for slug in changes.slugs_in(each)}
    told = changes.suggestion_facts(row)
    why = WhyFacts(str(row.plan_id), None, None, None, (), (told,), 1, plans.names_of(slugs))
    # The answers to it stand under the prompt, so the card has none of its own.
    yield {**suggested(why, told, units), "actions": []}
