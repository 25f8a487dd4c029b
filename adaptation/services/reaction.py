"""What adaptation does about new ratings and reports: learn, look at the whole, propose. Runs once per sync.

Locks are always taken in this order: the reaction's cursor (by `events.consume`), the athlete, the plan, its
sessions, the head of the journal. Whoever writes a plan or appends to the journal takes some of them in the same order,
so nobody waits in a circle.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from adaptation import kinds
from adaptation.core import analysis
from adaptation.models import AdaptationSuggestion, LiftEstimate
from adaptation.services import estimates, illness, suggestions, trials
from adaptation.services.bench import Bench, hold_athlete
from adaptation.services.news import ILLNESS_KINDS, RATING_KINDS, REPORT_KINDS, News, news_of
from events import services as events
from events.models import JournalEntry
from feedback import kinds as feedback_kinds

NAME = "adaptation"
KINDS = {*RATING_KINDS, *REPORT_KINDS, *ILLNESS_KINDS, feedback_kinds.IMPORT_FINISHED}


def react(athlete_id: UUID, now: datetime | None = None) -> int:
    """Take in what is new in the athlete's journal: estimates first, then proposals. Returns how many entries."""
    moment = now or timezone.now()
    return events.consume(NAME, athlete_id, lambda entries: handle(athlete_id, entries, moment))


def handle(athlete_id: UUID, entries: Sequence[JournalEntry], now: datetime) -> None:
    """All of it in the caller's transaction, so that entries are either read with all they lead to, or not at all."""
    hold_athlete(athlete_id)
    bench = Bench.of_athlete(athlete_id, now)
    news = news_of(athlete_id, entries)
    if news.has_import:
        estimates.rebuild(athlete_id)
    else:
        for slug in sorted(news.since):
            estimates.relearn(athlete_id, slug, news.since[slug])
    if bench is not None and news.has_illness:
        illness.take_in(bench)
    if bench is not None and (news.rated or news.days):
        _propose(bench, news)
    _tell_estimates(athlete_id, None if news.has_import else news.since.keys())


def _propose(bench: Bench, news: News) -> None:
    stored: list[AdaptationSuggestion] = []
    for slug in sorted(news.rated):
        stored += suggestions.propose(bench, analysis.about_exercise(bench, slug, news.rated[slug]))
    eased = {row.target["exercise"] for row in stored if row.rule in analysis.EASING_RULES}
    whole = analysis.about_all(bench, rated=news.rated, reported_on=news.days, eased=eased)
    suggestions.propose(bench, whole)
    suggestions.propose(bench, trials.check(bench, news.rated))
    suggestions.expire_outdated(bench)


def _tell_estimates(athlete_id: UUID, slugs: Collection[str] | None) -> None:
    """Journal the estimates of these lifts; None: of all."""
    lifts = LiftEstimate.objects.filter(athlete_id=athlete_id).order_by("exercise_id")
    if slugs is not None:
        lifts = lifts.filter(exercise_id__in=list(slugs))
    told = [
        {
            "exercise": lift.exercise_id,
            "e1rm_kg": round(lift.e1rm_kg, 1),
            "low_kg": round(lift.low_kg, 1),
            "high_kg": round(lift.high_kg, 1),
        }
        for lift in lifts
    ]
    if told:
        events.append(athlete_id, kinds.ESTIMATE_UPDATED, {"lifts": told})
