"""What happened, as cards in the chat: written from the journal each time, so that a card says how things stand now,
and nothing is told that the journal does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.models import CoachAssignment, User
from adaptation import kinds as adaptation_kinds
from adaptation import wording
from adaptation.core.policy import COACH, NOBODY
from adaptation.models import AdaptationSuggestion
from coaching.models import Message
from coaching.pages import milestones, plan_cards
from coaching.pages.plan_cards import Desk, Json
from events.models import JournalEntry
from feedback import kinds as feedback_kinds
from plans import kinds as plan_kinds
from plans import services as plans
from plans.models import Plan, PlanRevision
from plans.wording import exercises_in

# What makes a card.
TOLD = frozenset(
    {
        plan_kinds.PLAN_GENERATED,
        plan_kinds.PLAN_REVISED,
        adaptation_kinds.SUGGESTION_PROPOSED,
        feedback_kinds.PERFORMANCE_RECORDED,
    }
)
# What changes how the cards before it stand.
TURNED = (
    plan_kinds.PLAN_REVISED,
    plan_kinds.PLAN_ARCHIVED,
    adaptation_kinds.SUGGESTION_APPLIED,
    adaptation_kinds.SUGGESTION_DISMISSED,
    adaptation_kinds.SUGGESTION_EXPIRED,
)


@dataclass(frozen=True, slots=True)
class News:
    """A card of the chat, from the journal entry with this number."""

    seq: int
    at: datetime
    blocks: tuple[Json, ...]

    @property
    def key(self) -> str:
        return f"entry-{self.seq}"

    def as_json(self) -> Json:
        """In the shape of a message of Spotter."""
        return {
            "id": self.key,
            "seq": self.seq,
            "client_id": None,
            "author": Message.Author.COACH.value,
            "origin": Message.Origin.RULE.value,
            "text": "",
            "content": {"blocks": list(self.blocks)},
            "reply_to": None,
            "created_at": self.at.isoformat(),
        }


def news_of(athlete: User, entries: Iterable[JournalEntry], now: datetime) -> list[News]:
    """A card for each of these entries that has something to tell, in their order. At most eight queries."""
    told = [entry for entry in entries if entry.kind in TOLD]
    if not told:
        return []
    desk = _desk(athlete, told, now)
    finished = milestones.finished(athlete, _payloads(told, feedback_kinds.PERFORMANCE_RECORDED))
    cards = ((entry, tuple(_blocks(entry, desk, finished))) for entry in told)
    return [News(entry.seq, entry.created_at, blocks) for entry, blocks in cards if blocks]


def _payloads(entries: Iterable[JournalEntry], kind: str) -> list[Json]:
    return [entry.payload for entry in entries if entry.kind == kind]


def _desk(athlete: User, entries: Sequence[JournalEntry], now: datetime) -> Desk:
    revisions = _revisions(athlete, _payloads(entries, plan_kinds.PLAN_REVISED))
    proposed = _payloads(entries, adaptation_kinds.SUGGESTION_PROPOSED)
    found = suggestions_of(athlete, [told["id"] for payload in proposed for told in payload["suggestions"]])
    waits = any(each.requires == COACH for each in found.values())
    return Desk(
        athlete=athlete,
        now=now,
        plans={each.pk: each for each in _plans(athlete, entries)},
        revisions=revisions,
        suggestions=found,
        names=plans.names_of(_slugs(revisions.values(), found.values())),
        has_coach=waits and CoachAssignment.objects.in_force(now).filter(athlete=athlete).exists(),
    )


def _plans(athlete: User, entries: Iterable[JournalEntry]) -> Iterable[Plan]:
    ids = {entry.payload["plan"] for entry in entries if "plan" in entry.payload}
    return Plan.objects.for_athlete(athlete.pk).filter(pk__in=ids).defer("intent") if ids else ()


def _revisions(athlete: User, payloads: Sequence[Json]) -> dict[tuple[UUID, int], PlanRevision]:
    if not payloads:
        return {}
    wanted = Q()
    for payload in payloads:
        wanted |= Q(plan_id=payload["plan"], number=payload["revision"])
    found = PlanRevision.objects.filter(wanted, plan__athlete=athlete).defer("spec")
    return {(each.plan_id, each.number): each for each in found}


def suggestions_of(athlete: User, ids: Sequence[str]) -> dict[str, AdaptationSuggestion]:
    """The athlete's own suggestions among these ids. One query, none for no ids."""
    found = (
        AdaptationSuggestion.objects.for_athlete(athlete.pk).select_related("plan").filter(pk__in=ids) if ids else ()
    )
    return {str(each.pk): each for each in found}


def _slugs(revisions: Iterable[PlanRevision], suggestions: Iterable[AdaptationSuggestion]) -> set[str]:
    slugs = {str(slug) for each in revisions for slug in exercises_in(each.reason["facts"], each.diff)}
    for each in suggestions:
        for facts in (each.target, each.before, each.after, each.evidence):
            slugs |= {str(slug) for slug in wording.exercises_in(facts)}
    return slugs


def _blocks(entry: JournalEntry, desk: Desk, finished: Mapping[str, Sequence[Json]]) -> Iterable[Json]:
    if entry.kind == feedback_kinds.PERFORMANCE_RECORDED:
        yield from finished.get(entry.payload["feedback"], ())
        return
    plan = desk.plans.get(UUID(entry.payload["plan"]))
    if plan is None:
        return
    if entry.kind == plan_kinds.PLAN_GENERATED:
        yield plan_cards.generated(plan)
    elif entry.kind == plan_kinds.PLAN_REVISED:
        revision = desk.revisions.get((plan.pk, entry.payload["revision"]))
        if revision is not None and revision.author_id_hint != desk.athlete.pk:  # one's own changes are no news
            yield plan_cards.revised(plan, revision, desk)
    else:
        ids = [each["id"] for each in entry.payload["suggestions"]]
        rows = [desk.suggestions[each] for each in ids if each in desk.suggestions]
        for group in plan_cards.groups([each for each in rows if each.requires != NOBODY]):
            yield plan_cards.proposed(plan, group, desk)
