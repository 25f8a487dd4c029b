"""What the page of changes shows of a suggestion, in words for whoever looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.core.units import shown
from accounts.models import CoachAssignment, User
from adaptation import services as adaptation
from adaptation import wording
from adaptation.core import trials
from adaptation.core.outcomes import Outcome
from adaptation.core.policy import COACH
from adaptation.models import AdaptationSuggestion
from adaptation.wording import outcomes as looking_back
from plans import services as plans
from plans.models import PlanRevision
from plans.wording import differences as differing
from plans.wording.differences import Difference

PERCENT = 100
Kind = AdaptationSuggestion.Kind
# Which way a field goes, in words: up, down.
DIRECTIONS = {
    "load_kg": (gettext_lazy("More load"), gettext_lazy("Less load")),
    "reps_max": (gettext_lazy("More reps"), gettext_lazy("Fewer reps")),
    "sets": (gettext_lazy("More sets"), gettext_lazy("Fewer sets")),
    "target_rpe": (gettext_lazy("More effort"), gettext_lazy("Less effort")),
}
FIRST_LOAD = gettext_lazy("First load")
KINDS = {
    Kind.LOAD: gettext_lazy("Different load"),
    Kind.VOLUME: gettext_lazy("Different volume"),
    Kind.DELOAD: gettext_lazy("Easier week"),
    Kind.INTENSITY: gettext_lazy("Different effort"),
    Kind.SWAP: gettext_lazy("Another exercise"),
    Kind.REST: gettext_lazy("Easier day"),
    Kind.RESCHEDULE: gettext_lazy("Another day"),
    Kind.HOLD: gettext_lazy("No increase"),
}
# What one yes may cover. The others ask a question of their own, and each deserves its own answer.
TOGETHER = frozenset({Kind.LOAD, Kind.VOLUME, Kind.INTENSITY})


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """A suggestion: what it is about, which way it goes, what would change, why, and what that rests on."""

    suggestion: AdaptationSuggestion
    about: str
    label: str
    shifts: tuple[Difference, ...]
    why: str
    facts: tuple[tuple[str, str], ...]
    confidence_percent: int
    may_decide: bool
    load: float | None  # the one load that it asks for, in the viewer's unit; None where it asks for something else
    outcome: tuple[str, ...] = ()  # what came of it, and what would have happened otherwise

    @property
    def changes_nothing(self) -> bool:
        return not self.suggestion.edits

    @property
    def on(self) -> date | None:
        """The first day that it changes; None where it is about no day."""
        told = self.suggestion.target.get("on")
        return date.fromisoformat(told) if told else None

    @property
    def goes_together(self) -> bool:
        return self.may_decide and not self.changes_nothing and self.suggestion.kind in TOGETHER


@dataclass(frozen=True, slots=True)
class Words:
    """What the cards are worded with: exercises by slug, names of people by id, the viewer's unit and standing."""

    names: Mapping[str, str]
    people: Mapping[UUID, str]
    viewer: User
    athlete: User
    units: str
    has_coach: bool

    @property
    def is_visit(self) -> bool:
        return self.viewer.pk != self.athlete.pk

    def person(self, person_id: UUID | None) -> str:
        return self.people.get(person_id) or _("someone") if person_id else _("someone")


def words_for(
    viewer: User, athlete: User, units: str, suggestions: list[AdaptationSuggestion], revisions: list[PlanRevision]
) -> Words:
    """Three queries at most: the exercises and the people that the cards name, and whether there is a coach."""
    slugs = {str(each) for row in revisions for each in _named(row.reason["facts"])}
    slugs = slugs.union(*(differing.exercises_in(each.diff) for each in revisions))
    for suggestion in suggestions:
        for facts in (suggestion.target, suggestion.before, suggestion.after, suggestion.evidence):
            slugs |= {str(each) for each in _named(facts)}
    people = {viewer.pk: called(viewer), athlete.pk: called(athlete)}
    others = {each.author_id_hint for each in revisions if each.author_id_hint} - set(people)
    if others:
        people |= {each.pk: called(each) for each in User.objects.filter(pk__in=others).select_related("profile")}
    return Words(plans.names_of(slugs), people, viewer, athlete, units, has_coach(athlete, suggestions))


def has_coach(athlete: User, suggestions: list[AdaptationSuggestion]) -> bool:
    """Whether somebody is there who confirms what waits for a coach. Asked only where something does."""
    if not any(each.requires == COACH for each in suggestions):
        return False
    return CoachAssignment.objects.in_force(timezone.now()).filter(athlete=athlete).exists()


def called(person: User) -> str:
    return person.profile.display_name or person.email


def _named(facts: Mapping[str, Any]) -> Iterator[Any]:
    yield from wording.exercises_in(facts)
    yield from (facts[key] for key in ("before", "after") if facts.get(key))


# --- Suggestions ------------------------------------------------------------------------------------------------------
def suggestion_view(suggestion: AdaptationSuggestion, words: Words, outcome: Outcome | None = None) -> SuggestionView:
    names = words.names
    return SuggestionView(
        suggestion=suggestion,
        about=names.get(suggestion.target.get("exercise", "")) or wording.about(suggestion.target),
        label=label_of(suggestion),
        shifts=tuple(shifts_of(suggestion, words)),
        why=wording.why(suggestion.rule, suggestion.evidence, names),
        facts=tuple(wording.facts(suggestion.evidence, words.units)),
        confidence_percent=round(suggestion.confidence * PERCENT),
        may_decide=may_decide(suggestion, words),
        load=None if (kg := adaptation.suggested_load_kg(suggestion)) is None else shown(kg, words.units),
        outcome=outcome_words(outcome, words),
    )


def outcome_words(outcome: Outcome | None, words: Words) -> tuple[str, ...]:
    return () if outcome is None else looking_back.sentences(outcome, words.units)


def may_decide(suggestion: AdaptationSuggestion, words: Words) -> bool:
    """What waits for the coach is a coach's to decide, as long as there is one; the rest is the athlete's."""
    is_for_coach = suggestion.requires == COACH and words.has_coach
    return is_for_coach and words.viewer.is_coach if words.is_visit else not is_for_coach


def label_of(suggestion: AdaptationSuggestion) -> str:
    """What kind of change it is, in two words."""
    before, after = suggestion.before, suggestion.after
    if suggestion.rule == trials.FOLLOWED:
        return _("What happened next")
    if suggestion.kind in TOGETHER:
        for field, (up, down) in DIRECTIONS.items():
            one, two = before.get(field), after.get(field)
            if one != two and two is not None:
                return str(FIRST_LOAD if one is None else up if two > one else down)
    return str(KINDS[Kind(suggestion.kind)])


def shifts_of(suggestion: AdaptationSuggestion, words: Words) -> Iterator[Difference]:
    """What would change, a line for each field; both ends of a range of reps on one line."""
    before, after = dict(suggestion.before), dict(suggestion.after)
    if {"reps_min", "reps_max"} <= before.keys() & after.keys():
        one, two = (differing.reps_range(side.pop("reps_min"), side.pop("reps_max")) for side in (before, after))
        if one != two:
            yield Difference("", _("reps"), one, two)
    yield from wording.shifts(before, after, words.names, words.units)


def by_day(views: Iterable[SuggestionView]) -> list[tuple[date | None, list[SuggestionView]]]:
    """In groups of the day that they change first, the nearest first; what is about no day comes before them."""
    groups: dict[date | None, list[SuggestionView]] = {}
    for view in views:
        groups.setdefault(view.on, []).append(view)
    return sorted(groups.items(), key=lambda group: group[0] or date.min)
