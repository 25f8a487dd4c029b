"""What adaptation does about new ratings and reports: learn, look at the whole, propose. Runs once per sync.

Locks are always taken in this order: the reaction's cursor (by `events.consume`), the athlete, the plan, the head of
the journal. Whoever writes a plan or appends to the journal takes some of them in the same order, so nobody waits in a
circle.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from adaptation import kinds
from adaptation.core import signals
from adaptation.core.facts import Asked
from adaptation.core.proposals import Proposal
from adaptation.models import AdaptationSuggestion, LiftEstimate
from adaptation.services import estimates, records, suggestions
from adaptation.services.bench import Bench, hold_athlete
from adaptation.services.lifts import about_exercise, next_week
from adaptation.services.news import RATING_KINDS, REPORT_KINDS, News, news_of
from events import services as events
from events.models import JournalEntry
from feedback import kinds as feedback_kinds
from science import readiness as readiness_science

NAME = "adaptation"
KINDS = {*RATING_KINDS, *REPORT_KINDS, feedback_kinds.IMPORT_FINISHED}
READINESS_REACH_DAYS = 1  # a report is about today and tomorrow, not about next week
EASING_RULES = {"load_down", "one_set_less", "reps_down", "pain_stop"}


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
    if bench is not None and (news.rated or news.days):
        _propose(bench, news)
    _tell_estimates(athlete_id, None if news.has_import else news.since.keys())


def _propose(bench: Bench, news: News) -> None:
    stored: list[AdaptationSuggestion] = []
    for slug in sorted(news.rated):
        stored += suggestions.propose(bench, about_exercise(bench, slug, news.rated[slug]))
    eased = {row.target["exercise"] for row in stored if row.rule in EASING_RULES}
    suggestions.propose(bench, _about_all(bench, news, eased))
    suggestions.expire_outdated(bench)


def _about_all(bench: Bench, news: News, eased: Collection[str]) -> Iterator[Proposal]:
    """Proposals that rest on more than one exercise, each looked at after the one before it was stored."""
    upcoming = bench.coming()
    if not upcoming:
        return
    recent = records.recent(bench.plan, bench.log, bench.diary, bench.now, bench.today)
    week = next_week(bench)
    deload = signals.deload(recent, week) if week else None
    if deload is not None:
        yield deload
    elif news.rated:
        coming = _after_todays(bench)
        less = signals.less_volume(recent, coming, coming[0].session, eased) if coming else None
        if less is not None:
            yield less
    reported = max((day for day in news.days if day <= bench.today), default=None)
    if reported is not None and (bench.today - reported).days <= READINESS_REACH_DAYS:
        easier = _easier_day(bench, reported, bench.coming())
        if easier is not None:
            yield easier


def _after_todays(bench: Bench) -> tuple[Asked, ...]:
    """What comes after the session that the newest rating belongs to, which may still be under way."""
    running = bench.log.entries[-1][1].session if bench.log.entries else ""
    return tuple(asked for asked in bench.coming() if asked.session != running)


def _easier_day(bench: Bench, on: date, upcoming: Sequence[Asked]) -> Proposal | None:
    score = bench.diary.readiness(on)
    if score is None or not upcoming or (upcoming[0].on - bench.today).days > READINESS_REACH_DAYS:
        return None
    sleep, stress, recovery = bench.diary.scores(on)
    facts = {
        "z_sleep": None if sleep is None else round(sleep, 1),
        "z_stress": None if stress is None else round(stress, 1),
        "z_recovery": None if recovery is None else round(recovery, 1),
        "reported_on": on.isoformat(),
    }
    return signals.easier_day(readiness_science.advice(score), score, upcoming, facts)


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
