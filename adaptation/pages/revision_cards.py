"""What the page of changes shows of a revision: whose change it was, why, and what differs."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from adaptation.core.outcomes import Outcome
from adaptation.pages import cards
from plans.models import PlanRevision
from plans.wording import differences as differing
from plans.wording import revision_reason
from plans.wording.differences import Difference


@dataclass(frozen=True, slots=True)
class RevisionView:
    revision: PlanRevision
    who: str
    reason: str
    groups: tuple[tuple[str, tuple[Difference, ...]], ...]  # the lines of each exercise
    outcome: tuple[str, ...] = ()


def revision_view(revision: PlanRevision, words: cards.Words, outcome: Outcome | None = None) -> RevisionView:
    reason = revision_reason(revision.reason["code"], revision.reason["facts"], words.names)
    groups: dict[str, list[Difference]] = {}
    for line in differing.differences(revision.diff, words.names, words.units):
        groups.setdefault(line.about, []).append(line)
    told = tuple((about, tuple(lines)) for about, lines in groups.items())
    return RevisionView(revision, who(revision, words), reason, told, cards.outcome_words(outcome, words))


def who(revision: PlanRevision, words: cards.Words) -> str:
    """Whose change it was, and who agreed to it."""
    author, person_id = revision.author, revision.author_id_hint
    is_own = person_id == words.viewer.pk
    if author == PlanRevision.Author.MODEL:
        return _("Spotter's language model, within the rules")
    if author == PlanRevision.Author.RULE:
        if person_id is None or revision.number == 1:
            return _("Spotter, automatically")
        return (
            _("Spotter's suggestion, you agreed")
            if is_own
            else _("Spotter's suggestion, %(name)s agreed") % {"name": words.person(person_id)}
        )
    if is_own:
        return _("you")
    if author == PlanRevision.Author.ATHLETE:
        return cards.called(words.athlete)
    return _("%(name)s, as coach") % {"name": words.person(person_id)}
