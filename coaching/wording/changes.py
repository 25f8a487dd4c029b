"""What changed, why, and what waits for a yes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from adaptation import wording as adaptation_wording
from coaching.core.facts import RevisionFacts, SuggestionFacts, WhyFacts
from coaching.wording import replies
from coaching.wording.blocks import Block, link, quick_replies, text
from coaching.wording.days import no_plan
from plans.wording import differences, item_reason, quantities, reason, revision_reason
from plans.wording.differences import Difference

LINES_SHOWN = 8
REASONS_SHOWN = 3
NO_LINE = Difference("", "", "", "")
WHO = {
    "athlete": gettext_lazy("You changed it on %(day)s: %(reason)s"),
    "coach": gettext_lazy("Your coach changed it on %(day)s: %(reason)s"),
}
BY_RULE = gettext_lazy("Changed on %(day)s: %(reason)s")


def why(facts: WhyFacts, units: str) -> list[Block]:
    if facts.plan_id is None:
        return no_plan()
    told = [*_changed(facts, units), *_suggested(facts, units)]
    return [*told, link(reverse("page-changes"), _("See all changes"))]


# --- What changed -----------------------------------------------------------------------------------------------------
def _changed(facts: WhyFacts, units: str) -> Iterator[Block]:
    revision, name = facts.revision, facts.names.get(facts.exercise or "", "")
    if revision is not None:
        yield text(_who(revision, facts))
        if revision.diff:
            yield _revision_diff(facts, revision, units)
    elif facts.item is not None:
        because = item_reason(facts.item.why, facts.item.load_basis, facts.names)
        yield text(
            _("%(name)s has not changed since the plan was written. %(because)s") % {"name": name, "because": because}
        )
    elif name:
        yield text(_("%(name)s has not changed, and it does not come again in this plan.") % {"name": name})
    else:
        lead = _("Nothing has changed since the plan was written. It is built like this:")
        yield text("\n".join([lead, *(reason(code, told) for code, told in facts.rationale[:REASONS_SHOWN])]))


def _who(revision: RevisionFacts, facts: WhyFacts) -> str:
    because = revision_reason(revision.code, revision.facts, facts.names)
    sentence = WHO.get(revision.author, BY_RULE)
    return str(sentence) % {"day": quantities.short_day(revision.on), "reason": because}


def _revision_diff(facts: WhyFacts, revision: RevisionFacts, units: str) -> Block:
    lines = differences.differences(_about(revision.diff, facts.exercise), facts.names, units)
    more = len(lines) - LINES_SHOWN
    changes = [_part(_where(line), line, "") for line in lines[:LINES_SHOWN]]
    if more > 0:
        rest = ngettext("and %(count)d more line", "and %(count)d more lines", more) % {"count": more}
        changes.append(_part(rest, NO_LINE, ""))
    title = _("Change %(number)d of your plan") % {"number": revision.number}
    return _diff(facts, title, changes, (), revision.number)


def _about(diff: Iterable[Any], slug: str | None) -> list[Any]:
    """The lines about one exercise; all of them where none is named."""
    return [line for line in diff if slug is None or slug in differences.exercises_in([line])]


# --- What is suggested ------------------------------------------------------------------------------------------------
def _suggested(facts: WhyFacts, units: str) -> Iterator[Block]:
    if not facts.suggestions:
        yield quick_replies(replies.TODAY, replies.PROGRESS)
        return
    count = facts.waiting
    lead = ngettext("%(count)d suggestion waits for you:", "%(count)d suggestions wait for you:", count)
    yield text(lead % {"count": count})
    for suggestion in facts.suggestions:
        yield suggested(facts, suggestion, units)


def suggested(facts: WhyFacts, suggestion: SuggestionFacts, units: str) -> Block:
    about = facts.names.get(suggestion.target.get("exercise", "")) or adaptation_wording.about(suggestion.target)
    because = adaptation_wording.why(suggestion.rule, suggestion.evidence, facts.names)
    shifts = adaptation_wording.shifts(suggestion.before, suggestion.after, facts.names, units)
    changes = [_part(line.what, line, because if not place else "") for place, line in enumerate(shifts)]
    return _diff(facts, about, changes or [_part(about, NO_LINE, because)], (suggestion.id,), None)


def _where(line: Difference) -> str:
    where = _("%(about)s, %(what)s") % {"about": line.about, "what": line.what} if line.what else line.about
    return _("%(where)s (%(days)s)") % {"where": where, "days": line.days} if line.days else where


def _part(where: str, line: Difference, because: str) -> dict[str, str]:
    return {"where": where, "before": line.before, "after": line.after, "why": because}


def _diff(
    facts: WhyFacts, title: str, changes: list[dict[str, str]], suggestion_ids: tuple[str, ...], revision: int | None
) -> Block:
    decide = [{"id": "apply", "label": _("Apply")}, {"id": "dismiss", "label": _("Not now")}]
    return {
        "type": "plan_diff",
        "plan_id": facts.plan_id,
        "title": title,
        "changes": changes,
        "suggestion_ids": list(suggestion_ids),
        "actions": decide if suggestion_ids else [],
        "revision": revision,
    }
