"""What is asked of one exercise, and what the answers of fixed topics depend on."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from coaching.core import training_times
from coaching.core.facts import AskedFacts, SessionFacts, TopicFacts
from coaching.core.naming import named_in
from coaching.services.facts import days
from coaching.services.facts.swaps import named
from plans.models import Plan, PlannedSession

LIFTS_MAX = 3
OF_SESSION = frozenset({"tired", "heavier", "log", "short"})


def lift_facts(athlete_id: UUID, text: str, today: date) -> AskedFacts:
    """Where the exercise that a text names comes next. Five queries at most."""
    ahead = days.active_sessions(athlete_id).filter(on__gte=today, status=days.PLANNED)
    slugs = list(dict.fromkeys(ahead.order_by("on", "position").values_list("items__exercise", flat=True)))
    wanted = named_in(text, named(slug for slug in slugs if slug))[:LIFTS_MAX]
    rows: dict[str, PlannedSession] = {}
    for slug in wanted:
        rows[slug] = ahead.filter(items__exercise=slug).order_by("on", "position")[0]
    sessions = {each.id: each for each in days.with_items({row.pk: row for row in rows.values()}.values())}
    found = ((sessions[str(row.pk)], slug) for slug, row in rows.items())
    return AskedFacts(
        has_plan=bool(slugs) or days.has_plan(athlete_id),
        found=tuple((each, next(item for item in each.items if item.exercise == slug)) for each, slug in found),
    )


def topic_facts(athlete_id: UUID, topic: str, text: str, today: date) -> TopicFacts:
    """What the answer to a topic needs. Three queries at most, one for most topics."""
    if topic in OF_SESSION:
        day = days.day_facts(athlete_id, today)
        is_today = day.session is not None and day.session.is_open
        return TopicFacts(topic, day.has_plan, day.session if is_today else day.next)
    if topic in {"rest_day", "day_off"}:
        week = days.week_facts(athlete_id, today)
        told = TopicFacts(topic, week.has_plan, rest_on=_rest_on(week.sessions, today))
        return _of_named_day(told, week.sessions, text, today) if topic == "day_off" else told
    plan = Plan.objects.for_athlete(athlete_id).active().first()
    return TopicFacts(topic, plan is not None, is_ai=plan is not None and plan.is_ai_generated)


def _rest_on(sessions: tuple[SessionFacts, ...], today: date) -> date | None:
    taken = {each.on for each in sessions}
    ahead = (today + timedelta(days=step) for step in range(7))
    return next((day for day in ahead if day not in taken), None)


def _of_named_day(facts: TopicFacts, sessions: tuple[SessionFacts, ...], text: str, today: date) -> TopicFacts:
    """The open session of the weekday that a text names, in the seven days from today on."""
    times = training_times.read(text)
    named_days = set(times.never) | (set(times.days) if len(times.days) == 1 else set())
    if len(named_days) != 1:
        return facts
    on = today + timedelta(days=(named_days.pop() - today.weekday()) % 7)
    session = next((each for each in sessions if each.on == on and each.is_open), None)
    return TopicFacts(facts.topic, facts.has_plan, session, on)
