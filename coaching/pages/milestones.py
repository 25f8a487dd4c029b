"""A session that was finished, and what in it was better than ever, as cards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.models import User
from adaptation.models import EstimatePoint
from feedback.models import PerformanceMetrics
from plans.wording import quantities
from plans.wording import title as session_title

EARLIER_MIN = 3  # sessions that a best has to beat, so that the first weeks are not a row of records (own choice)
Json = dict[str, Any]


def finished(athlete: User, payloads: Sequence[Json]) -> dict[str, list[Json]]:
    """The cards of each day report that these entries tell of, by its id. Two queries, none for no entries."""
    if not payloads:
        return {}
    ids = [payload["feedback"] for payload in payloads]
    reports = PerformanceMetrics.objects.standing().filter(athlete=athlete, pk__in=ids).select_related("session")
    bests = _bests(athlete, list(reports))
    units = athlete.profile.units
    return {
        str(each.pk): [_card(each, units), *(_best(one, units) for one in bests.get(each.session_id, ()))]
        for each in reports
    }


def _bests(athlete: User, reports: Iterable[PerformanceMetrics]) -> dict[UUID | None, list[EstimatePoint]]:
    """Lifts whose sets of a session point to more than those of every session before, by session. One query."""
    earlier = EstimatePoint.objects.filter(estimate=OuterRef("estimate"), performed_at__lt=OuterRef("performed_at"))
    counted = earlier.order_by().values("estimate").annotate(n=Count("pk"), most=Max("session_e1rm_kg"))
    days = {each.performed_on for each in reports}
    points = EstimatePoint.objects.filter(
        estimate__athlete=athlete,
        rating__session__in={each.session_id for each in reports},
        rating__performed_on__in=days,
        rating__deleted_at=None,
    )
    found = points.annotate(n=Subquery(counted.values("n")), most=Subquery(counted.values("most"))).filter(
        Q(n__gte=EARLIER_MIN), session_e1rm_kg__gt=F("most")
    )
    told: dict[UUID | None, list[EstimatePoint]] = {}
    named = found.select_related("estimate__exercise", "rating").defer("state", "forecast", "estimate__state")
    for point in named.order_by("performed_at", "pk"):
        told.setdefault(point.rating.session_id, []).append(point)
    return told


def _card(report: PerformanceMetrics, units: str) -> Json:
    parts = [session_title(report.session.title)]
    if report.total_volume:
        parts.append(_("%(load)s lifted in all") % {"load": quantities.estimate(report.total_volume, units)})
    if report.duration_min:
        minutes = report.duration_min
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes})
    return {"type": "milestone", "title": _("Session finished"), "detail": " · ".join(parts)}


def _best(point: EstimatePoint, units: str) -> Json:
    load = quantities.estimate(point.session_e1rm_kg or 0, units)
    return {
        "type": "milestone",
        "title": _("Your best %(name)s so far") % {"name": point.estimate.exercise.name(get_language() or "en")},
        "detail": _("The sets of this session point to about %(load)s for one repetition.") % {"load": load},
    }
