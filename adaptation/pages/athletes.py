"""The athletes of a coach: who needs a look first, and what each of them did lately. Each look is audited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date

from accounts import services as accounts
from accounts.models import User
from accounts.pages.doors import AthletePage, PersonPage
from adaptation.core.attention import LOOK_BACK_DAYS
from adaptation.models import LiftEstimate
from adaptation.pages.attending import glances
from feedback.models import PerformanceMetrics, RPEFeedback
from plans.models import Plan, PlannedSession
from plans.pages.doors import active_plan

ATHLETES_SHOWN = 200
SESSIONS_SHOWN = 5
RATINGS_READ = 200


class AthletesPage(PersonPage):
    """Everybody who agreed to be coached by whoever looks: those first who need somebody most."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not self.person.is_coach:
            raise PermissionDenied
        now = timezone.now()
        athletes = User.objects.visible_to(self.person, now).order_by("profile__display_name", "email")
        found = glances(athletes[:ATHLETES_SHOWN], now)
        accounts.audit("athletes.listed", actor=self.person, facts={"count": len(found)})
        context = {
            "needy": [each for each in found if each.found],
            "fine": [each for each in found if not each.found],
            "days": LOOK_BACK_DAYS,
            "place": "athletes",
        }
        return render(request, "adaptation/athletes.html", context)


@dataclass(frozen=True, slots=True)
class DoneSession:
    """What was done on one day: the session that it belonged to (None: outside of a plan), exercise by exercise."""

    on: date
    session: PlannedSession | None
    ratings: tuple[RPEFeedback, ...]
    metrics: PerformanceMetrics | None


class OverviewPage(AthletePage):
    """One athlete at a glance; `?before=` a day: what was done before it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        profile = self.athlete.profile
        since = profile.local_date(now) - timedelta(days=LOOK_BACK_DAYS)
        before = day_of(request.GET.get("before", ""))
        rows = RPEFeedback.objects.for_athlete(self.athlete.pk).standing().filter(performed_at__lte=now)
        rows = rows.select_related("exercise", "session").order_by("-performed_at", "-pk")
        read = list((rows.filter(performed_on__lt=before) if before else rows)[:RATINGS_READ])
        sessions = done_sessions(read)
        lifts = LiftEstimate.objects.filter(athlete=self.athlete).values_list("exercise_id", flat=True)
        context: dict[str, Any] = {
            "lifts": set(lifts),
            "profile": profile,
            "sessions": sessions,
            "is_older": bool(before),
        }
        context["next_before"] = sessions[-1].on if has_more(sessions, read) else None
        if not before:
            (seen,) = glances(User.objects.filter(pk=self.athlete.pk), now)
            pains = [each for each in read if each.pain_severity and each.performed_on >= since]
            left_out = left_out_of(active_plan(self.athlete), since, profile.local_date(now))
            context |= {"seen": seen, "pains": pains, "left_out": left_out, "days": LOOK_BACK_DAYS}
        return self.page("adaptation/athlete.html", {**context, "place": "athlete"})


def day_of(text: str) -> date | None:
    """The day that an address names; None where it names none."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def left_out_of(plan: Plan | None, since: date, today: date) -> list[PlannedSession]:
    """The sessions that were missed since this day, and those that were skipped, coming ones too; newest first."""
    if plan is None:
        return []
    rows = plan.sessions.in_plan().filter(on__gte=since).order_by("-on", "-position")
    skipped, planned = PlannedSession.Status.SKIPPED, PlannedSession.Status.PLANNED
    return [each for each in rows if each.status == skipped or (each.status == planned and each.on < today)]


def has_more(shown: Sequence[DoneSession], read: Sequence[RPEFeedback]) -> bool:
    """Whether what was read goes on behind what is shown, or may do so behind what was read."""
    return len(read) == RATINGS_READ or len(read) > sum(len(each.ratings) for each in shown)


def done_sessions(ratings: Iterable[RPEFeedback]) -> list[DoneSession]:
    """The newest sessions, newest first, from ratings in that order; a day is never cut in two. One query more, for the
    sessions as a whole."""
    groups: dict[tuple[date, Any], list[RPEFeedback]] = {}
    for rating in ratings:
        key = (rating.performed_on, rating.session_id)
        if key not in groups and len(groups) >= SESSIONS_SHOWN and key[0] != next(reversed(groups))[0]:
            break
        groups.setdefault(key, []).append(rating)
    ids = {session_id for _on, session_id in groups if session_id}
    told = PerformanceMetrics.objects.standing().filter(session__in=ids) if ids else ()
    metrics = {(each.performed_on, each.session_id): each for each in told}
    return [DoneSession(key[0], rows[0].session, tuple(rows[::-1]), metrics.get(key)) for key, rows in groups.items()]
