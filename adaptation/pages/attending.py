"""What a coach is told of each athlete in a line, and the reasons to look. Three queries for any number of athletes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from adaptation.core import attention
from adaptation.core.attention import LOOK_BACK_DAYS, Lately, Need
from adaptation.core.policy import COACH
from adaptation.models import AdaptationSuggestion
from adaptation.wording.attention import said
from feedback.models import IllnessReport, RPEFeedback
from plans.models import Plan, PlannedSession

WEEK_DAYS = 7
DAY = timedelta(days=1)
# On which page of the athlete's a coach sees what it is about.
PLACES = {
    attention.WAITING: "changes",
    attention.MISSED: "plan",
    attention.OVER: "plan",
    attention.ENDS: "plan",
    attention.NO_PLAN: "plan",
}
QUIET_NEEDS = frozenset({attention.TWINGE, attention.ENDS})


@dataclass(frozen=True, slots=True)
class NeedView:
    """A reason to look, the page that shows more of it, and whether it is marked."""

    text: str
    place: str
    is_grave: bool


@dataclass(frozen=True, slots=True)
class Glance:
    """One athlete. `done` of `due` sessions in the last LOOK_BACK_DAYS; `week` of `weeks` of the plan, 0 outside of it;
    `next_session`: the first that is still to come, today's included."""

    athlete: User
    last_on: date | None
    found: tuple[Need, ...]
    open: int
    done: int
    due: int
    week: int
    weeks: int
    next_session: PlannedSession | None

    @property
    def needs(self) -> list[NeedView]:
        return [
            NeedView(said(each), PLACES.get(each.code, "athlete"), each.code not in QUIET_NEEDS) for each in self.found
        ]

    @property
    def name(self) -> str:
        return self.athlete.profile.display_name or self.athlete.email


def glances(athletes: QuerySet[User], now: datetime) -> list[Glance]:
    """These athletes, those first who need somebody most; whoever needs nobody, by name."""
    people = list(with_news(athletes, now))
    plans = _plans([each.pk for each in people])
    sessions = _sessions(plans.values(), now)
    found = [glance(each, plans.get(each.pk), sessions.get(each.pk, ()), now) for each in people]
    return sorted(found, key=lambda each: (attention.urgency(each.found), each.name.casefold()))


def with_news(athletes: QuerySet[User], now: datetime) -> QuerySet[User]:
    """With their last rated day, the worst pain of late, since when they are ill, and how many suggestions are open:
    `open` for them, `waiting` for their coach. One query."""
    ratings = RPEFeedback.objects.standing().filter(athlete=OuterRef("pk"), performed_at__lte=now)
    recent = ratings.since(now - LOOK_BACK_DAYS * DAY)
    pains = recent.filter(pain_severity__gt=0).order_by("-pain_severity", "-performed_at", "-pk")
    open_now = AdaptationSuggestion.objects.standing_as(AdaptationSuggestion.Status.PROPOSED, now)
    open_now = open_now.filter(plan__athlete=OuterRef("pk"), plan__status=Plan.Status.ACTIVE).order_by()
    for_coach = Count("pk", filter=Q(requires=COACH))
    return athletes.select_related("profile").annotate(
        last_on=Subquery(ratings.order_by("-performed_at").values("performed_on")[:1]),
        pain_severity=Subquery(pains.values("pain_severity")[:1]),
        pain_region=Subquery(pains.values("pain_region")[:1]),
        ill_since=Subquery(IllnessReport.objects.running().filter(athlete=OuterRef("pk")).values("started_on")[:1]),
        waiting=Subquery(open_now.values("plan__athlete").annotate(n=for_coach).values("n")),
        open=Subquery(open_now.values("plan__athlete").annotate(n=Count("pk") - for_coach).values("n")),
    )


def _plans(athlete_ids: Sequence[UUID]) -> dict[UUID, Plan]:
    """The plan that runs, else the one that was finished last. One query."""
    told = Plan.objects.filter(athlete__in=athlete_ids, status__in=(Plan.Status.ACTIVE, Plan.Status.COMPLETED))
    rows = told.only("athlete_id", "status", "start_on", "ends_on").order_by("ends_on", "pk")
    return {each.athlete_id: each for each in sorted(rows, key=lambda plan: plan.status == Plan.Status.ACTIVE)}


def _sessions(plans: Iterable[Plan], now: datetime) -> dict[UUID, list[PlannedSession]]:
    """The sessions of these plans from LOOK_BACK_DAYS ago on, in their order, by athlete. One query."""
    owners = {each.pk: each.athlete_id for each in plans}
    found: dict[UUID, list[PlannedSession]] = {}
    first = now.date() - (LOOK_BACK_DAYS + 1) * DAY  # a day more: athletes live by their own calendar
    for session in PlannedSession.objects.in_plan().filter(plan__in=owners, on__gte=first).order_by("on", "position"):
        found.setdefault(owners[session.plan_id], []).append(session)
    return found


def glance(athlete: User, plan: Plan | None, sessions: Sequence[PlannedSession], now: datetime) -> Glance:
    """`athlete` as `with_news` gives them; `sessions` in their order."""
    news: Mapping[str, Any] = vars(athlete)
    today = athlete.profile.local_date(now)
    over = [each for each in sessions if today - LOOK_BACK_DAYS * DAY <= each.on < today]
    planned, done = PlannedSession.Status.PLANNED, PlannedSession.Status.DONE
    lately = Lately(
        today=today,
        pain_severity=news["pain_severity"] or 0,
        pain_region=news["pain_region"] or "",
        ill_since=news["ill_since"],
        waiting=news["waiting"] or 0,
        missed=[each.on for each in over if each.status == planned],
        last_on=news["last_on"],
        starts_on=plan.start_on if plan and plan.status == Plan.Status.ACTIVE else None,
        ends_on=plan.ends_on if plan else None,
    )
    runs = plan is not None and plan.start_on <= today <= plan.ends_on
    done_today = [each for each in sessions if each.on == today and each.status == done]
    return Glance(
        athlete=athlete,
        last_on=lately.last_on,
        found=attention.needs(lately),
        open=news["open"] or 0,
        done=sum(each.status == done for each in over) + len(done_today),
        due=len(over) + len(done_today),
        week=(today - plan.start_on).days // WEEK_DAYS + 1 if plan and runs else 0,
        weeks=((plan.ends_on - plan.start_on).days + WEEK_DAYS) // WEEK_DAYS if plan else 0,
        next_session=next((each for each in sessions if each.on >= today and each.status == planned), None),
    )
