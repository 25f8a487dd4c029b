"""A plan that was written or changed, and what is suggested for it, as cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from adaptation import wording
from adaptation.core.policy import COACH
from adaptation.models import AdaptationSuggestion
from plans.models import Plan, PlanRevision
from plans.wording import differences as differing
from plans.wording import revision_reason, title_of

CHANGES_SHOWN = 4
Status = AdaptationSuggestion.Status
Kind = AdaptationSuggestion.Kind
TOGETHER = frozenset({Kind.LOAD, Kind.VOLUME, Kind.INTENSITY})  # one yes may cover several of these
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """What the cards are written from, read in as many queries however many cards there are."""

    athlete: User
    now: datetime
    plans: Mapping[UUID, Plan]
    revisions: Mapping[tuple[UUID, int], PlanRevision]
    suggestions: Mapping[str, AdaptationSuggestion]
    names: Mapping[str, str]
    has_coach: bool

    @property
    def units(self) -> str:
        units: str = self.athlete.profile.units
        return units


def generated(plan: Plan) -> Json:
    return {
        "type": "plan_diff", "plan_id": str(plan.pk), "kicker": _("Your plan is ready"),
        "title": title_of(plan.goal, plan.start_on, plan.ends_on), "changes": [], "suggestion_ids": [], "actions": [],
        "revision": None, "state": "none", "href": reverse("page-plan"), "label": _("See the plan"),
    }  # fmt: skip


def revised(plan: Plan, revision: PlanRevision, desk: Desk) -> Json:
    lines = differing.differences(revision.diff, desk.names, desk.units)
    changes = [_change(line.about, line, line.days) for line in lines]
    is_newest = plan.status == Plan.Status.ACTIVE and plan.revision == revision.number > 1
    page = "" if is_newest else f"?before={revision.number + 1}"  # where it stands first, and whole
    return {
        "type": "plan_diff", "plan_id": str(plan.pk), "kicker": _kicker(revision),
        "title": revision_reason(revision.reason["code"], revision.reason["facts"], desk.names),
        **_shown(changes), "suggestion_ids": [], "actions": [], "revision": revision.number,
        "state": "changed" if is_newest else "none", "label": _("What changed, and why"),
        "href": f"{reverse('page-changes')}{page}#revision-{revision.number}",
    }  # fmt: skip


def _kicker(revision: PlanRevision) -> str:
    if revision.author == PlanRevision.Author.COACH:
        return _("Your coach changed your plan")
    return _("Your plan changed")


def groups(rows: Sequence[AdaptationSuggestion]) -> list[list[AdaptationSuggestion]]:
    """One card for what one yes may cover, and one for each of the others."""
    together = [row for row in rows if row.kind in TOGETHER and row.edits]
    apart = [[row] for row in rows if row not in together]
    return [together, *apart] if together else apart


def proposed(plan: Plan, rows: Sequence[AdaptationSuggestion], desk: Desk) -> Json:
    standing = [row.status_at(desk.now) for row in rows]
    open_now = [row for row, status in zip(rows, standing, strict=True) if status == Status.PROPOSED]
    waits = desk.has_coach and any(row.requires == COACH for row in open_now)
    applied = max((row.applied_revision or 0 for row in rows), default=0)
    return {
        "type": "plan_diff", "plan_id": str(plan.pk), "kicker": _("A suggestion"),
        "title": _title(rows, desk), **_shown(_all_suggested(rows, desk)),
        "suggestion_ids": [str(row.pk) for row in open_now], "actions": _actions(open_now) if not waits else [],
        "note": _("Your coach confirms this one.") if waits else "",
        "revision": applied or None, "state": state_of(standing, plan, applied),
        "href": reverse("page-changes"), "label": _("Based on"),
    }  # fmt: skip


def _title(rows: Sequence[AdaptationSuggestion], desk: Desk) -> str:
    abouts = _abouts(rows, desk)
    return abouts[0] if len(abouts) == 1 else _("For your next sessions")


def _abouts(rows: Sequence[AdaptationSuggestion], desk: Desk) -> list[str]:
    return list(dict.fromkeys(_about(row, desk) for row in rows))


def _about(row: AdaptationSuggestion, desk: Desk) -> str:
    return desk.names.get(row.target.get("exercise", "")) or wording.about(row.target)


def _all_suggested(rows: Sequence[AdaptationSuggestion], desk: Desk) -> list[Json]:
    """What would change. What the title says already is not said again."""
    is_one = len(_abouts(rows, desk)) == 1
    return [each for row in rows for each in _suggested(row, "" if is_one else _about(row, desk), desk)]


def _suggested(row: AdaptationSuggestion, about: str, desk: Desk) -> list[Json]:
    why = wording.why(row.rule, row.evidence, desk.names)
    lines = list(wording.shifts(*_sides(row), desk.names, desk.units))
    if not lines:
        return [{"where": about, "before": "", "after": "", "why": why}]
    told = [_change(about, line, "") for line in lines]
    return [*told[:-1], {**told[-1], "why": why}]


def _sides(row: AdaptationSuggestion) -> tuple[Json, Json]:
    """Before and after, both ends of a range of reps as one field."""
    sides = (dict(row.before), dict(row.after))
    if all({"reps_min", "reps_max"} <= side.keys() for side in sides):
        for side in sides:
            side["reps"] = differing.reps_range(side.pop("reps_min"), side.pop("reps_max"))
    return sides


def _change(about: str, line: differing.Difference, days: str) -> Json:
    where = " · ".join(part for part in (about, line.what, days) if part)
    return {"where": where, "before": line.before, "after": line.after, "why": ""}


def _shown(changes: Sequence[Json]) -> Json:
    rest = len(changes) - CHANGES_SHOWN
    return {
        "changes": list(changes[:CHANGES_SHOWN]),
        "more": _("and %(count)d more") % {"count": rest} if rest > 0 else "",
    }


def _actions(rows: Sequence[AdaptationSuggestion]) -> list[Json]:
    if not rows:
        return []
    yes = _("Apply") if any(row.edits for row in rows) else _("Agreed")
    return [{"id": "apply", "label": yes}, {"id": "dismiss", "label": _("Leave as it is")}]


def state_of(standing: Sequence[str], plan: Plan, applied: int) -> str:
    """How a card stands. What was applied is `applied` while it can still be undone by itself, later it is `kept`."""
    if Status.PROPOSED in standing:
        return "open"
    if Status.APPLIED in standing:
        return "applied" if plan.status == Plan.Status.ACTIVE and plan.revision == applied else "kept"
    return "dismissed" if Status.DISMISSED in standing else "closed"


def as_it_stands(
    block: Mapping[str, Any], found: Mapping[str, AdaptationSuggestion], now: datetime
) -> Mapping[str, Any]:
    """An offer of a former message, as its suggestions stand now; any other block as it is."""
    rows = [found[each] for each in block.get("suggestion_ids") or () if each in found]
    if not rows:
        return block
    standing = [row.status_at(now) for row in rows]
    applied = max((row.applied_revision or 0 for row in rows), default=0)
    return {**block, "state": state_of(standing, rows[0].plan, applied), "revision": applied or block.get("revision")}
