"""The athletes of a coach: who needs a look, and what each of them did lately. Read-only; each look is audited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts import services as accounts
from accounts.models import User
from accounts.pages.doors import AthletePage, PersonPage
from adaptation.core.policy import COACH
from adaptation.models import AdaptationSuggestion
from feedback.models import IllnessReport, PerformanceMetrics, RPEFeedback
from plans.models import PlannedSession
from plans.pages.doors import active_plan

ATHLETES_SHOWN = 200
SESSIONS_SHOWN = 5
RATINGS_READ = 80
PAIN_DAYS = 14


class AthletesPage(PersonPage):
    """Everybody who agreed to be coached by whoever looks: those first for whom something waits."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not self.person.is_coach:
            raise PermissionDenied
        athletes = list(with_news(self.person, timezone.now())[:ATHLETES_SHOWN])
        accounts.audit("athletes.listed", actor=self.person, facts={"count": len(athletes)})
        context = {"athletes": athletes, "place": "athletes"}
        return render(request, "adaptation/athletes.html", context)


def with_news(viewer: User, now: datetime) -> QuerySet[User]:
    """Athletes with their last rated day, the worst pain of late, since when they are ill, and how many suggestions are
    open. One query."""
    ratings = RPEFeedback.objects.standing().filter(athlete=OuterRef("pk"), performed_at__lte=now)
    pains = ratings.since(now - timedelta(days=PAIN_DAYS)).filter(pain_severity__gt=0).order_by("-pain_severity", "-pk")
    open_now = AdaptationSuggestion.objects.standing_as(AdaptationSuggestion.Status.PROPOSED, now)
    open_now = open_now.filter(plan__athlete=OuterRef("pk"), plan__status="active").order_by()
    waiting = Count("pk", filter=Q(requires=COACH))
    found = User.objects.visible_to(viewer, now).select_related("profile")
    return found.annotate(
        last_on=Subquery(ratings.order_by("-performed_at").values("performed_on")[:1]),
        pain_severity=Subquery(pains.values("pain_severity")[:1]),
        pain_region=Subquery(pains.values("pain_region")[:1]),
        ill_since=Subquery(IllnessReport.objects.running().filter(athlete=OuterRef("pk")).values("started_on")[:1]),
        waiting=Subquery(open_now.values("plan__athlete").annotate(n=waiting).values("n")),
        open=Subquery(open_now.values("plan__athlete").annotate(n=Count("pk")).values("n")),
    ).order_by("profile__display_name", "email")


@dataclass(frozen=True, slots=True)
class DoneSession:
    """What was done on one day: the session that it belonged to (None: outside of a plan), exercise by exercise."""

    on: date
    session: PlannedSession | None
    ratings: tuple[RPEFeedback, ...]
    metrics: PerformanceMetrics | None


class OverviewPage(AthletePage):
    """One athlete at a glance."""

    def get(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        plan = active_plan(self.athlete)
        rows = RPEFeedback.objects.for_athlete(self.athlete.pk).standing().filter(performed_at__lte=now)
        recent = list(rows.select_related("exercise", "session").order_by("-performed_at", "-pk")[:RATINGS_READ])
        since = self.athlete.profile.local_date(now) - timedelta(days=PAIN_DAYS)
        waiting = AdaptationSuggestion.objects.standing_as(AdaptationSuggestion.Status.PROPOSED, now)
        context: dict[str, Any] = {
            "plan": plan,
            "profile": self.athlete.profile,
            "sessions": done_sessions(recent),
            "pains": [each for each in recent if each.pain_severity and each.performed_on >= since],
            "waiting": waiting.filter(plan=plan, requires=COACH).count() if plan else 0,
            "open": waiting.filter(plan=plan).exclude(requires=COACH).count() if plan else 0,
            "place": "athlete",
        }
        return self.page("adaptation/athlete.html", context)


def done_sessions(ratings: Iterable[RPEFeedback]) -> list[DoneSession]:
    """The newest sessions, newest first, from ratings in that order. One query more, for the sessions as a whole."""
    groups: dict[tuple[date, Any], list[RPEFeedback]] = {}
    for rating in ratings:
        groups.setdefault((rating.performed_on, rating.session_id), []).append(rating)
    shown = list(groups.items())[:SESSIONS_SHOWN]
    ids = {session_id for (_on, session_id), _rows in shown if session_id}
    told = PerformanceMetrics.objects.standing().filter(session__in=ids) if ids else ()
    metrics = {(each.performed_on, each.session_id): each for each in told}
    return [DoneSession(key[0], rows[0].session, tuple(rows[::-1]), metrics.get(key)) for key, rows in shown]
