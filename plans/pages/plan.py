"""The plan, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.pages.doors import AthletePage
from plans import services as plans
from plans import wording
from plans.models import Plan, PlannedSession
from plans.pages.doors import active_plan
from plans.pages.refinement import refinement_view

WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class WeekView:
    number: int
    starts_on: date
    ends_on: date
    phase: str
    is_deload: bool
    sessions: tuple[PlannedSession, ...]
    minutes: int


class PlanPage(AthletePage):
    """One week of the active plan (`?week=`, else the running one; `all` to print), and why the plan is as it is."""

    def get(self, request: HttpRequest) -> HttpResponse:
        plan = active_plan(self.athlete)
        if plan is None:
            return self.page("plans/no_plan.html", {"place": "plan"})
        spec = plans.spec_of(plan)
        today = self.athlete.profile.local_date(timezone.now())
        count = len(spec.weeks)
        running = min(max(1, (today - plan.start_on).days // WEEK_DAYS + 1), count)
        asked = request.GET.get("week", "")
        shows_all = asked == "all"
        number = int(asked) if asked.isdecimal() and 1 <= int(asked) <= count else running
        weeks = weeks_of(plan, None if shows_all else number)
        context = {
            "plan": plan,
            "title": wording.plan_title(plan.goal, count),
            "weeks": weeks,
            "numbers": range(1, count + 1),
            "number": None if shows_all else number,
            "running": running,
            "today": today,
            "rationale": [wording.reason(reason.code, reason.facts) for reason in spec.rationale],
            "refinement": refinement_view(self, plan),
            "names": plans.names_of(named_in(weeks)),
            "place": "plan",
        }
        return self.page("plans/plan.html", context)


def weeks_of(plan: Plan, number: int | None) -> list[WeekView]:
    """Weeks with their sessions and items: one, or all. Two queries."""
    sessions = plan.sessions.in_plan().prefetch_related("items__exercise")
    if number is not None:
        sessions = sessions.filter(week=number)
    by_week: dict[int, list[PlannedSession]] = {}
    for session in sessions:
        by_week.setdefault(session.week, []).append(session)
    return [_week(plan, week, by_week[week]) for week in sorted(by_week)]


def _week(plan: Plan, number: int, sessions: list[PlannedSession]) -> WeekView:
    starts_on = plan.start_on + timedelta(days=WEEK_DAYS * (number - 1))
    return WeekView(
        number=number,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=WEEK_DAYS - 1),
        phase=wording.phase(sessions[0].phase),
        is_deload=sessions[0].is_deload,
        sessions=tuple(sessions),
        minutes=sum(session.estimated_min for session in sessions),
    )


def named_in(weeks: list[WeekView]) -> set[str]:
    """Slugs that the reasons of items name: what other exercises stand in for."""
    items = (item for week in weeks for session in week.sessions for item in session.items.all())
    return {str(item.why["facts"]["before"]) for item in items if item.why["facts"].get("before")}
