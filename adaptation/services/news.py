"""What journal entries tell: which exercises were rated, which days reported on, and what has to be learnt again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from adaptation.services import estimates
from events.models import JournalEntry
from feedback import kinds
from feedback.models import Correction, PerformanceMetrics, RPEFeedback

RATING_KINDS = {kinds.RPE_RECORDED, kinds.RPE_CORRECTED, kinds.RPE_DELETED}
ILLNESS_KINDS = {kinds.ILLNESS_REPORTED, kinds.ILLNESS_CORRECTED, kinds.ILLNESS_ENDED, kinds.ILLNESS_DELETED}
REPORT_KINDS = {kinds.PERFORMANCE_RECORDED, kinds.PERFORMANCE_CORRECTED, kinds.PERFORMANCE_DELETED}


@dataclass(slots=True)
class News:
    """rated: exercises with new, corrected or deleted ratings, with a word that tells a second judgement of the same
    session from the first (a rating was taken back since). days: reported on. since: what to learn again, from when.
    has_illness: one was reported, corrected, ended or taken back."""

    rated: dict[str, str] = field(default_factory=dict)
    days: set[date] = field(default_factory=set)
    since: dict[str, datetime] = field(default_factory=dict)
    has_import: bool = False
    has_illness: bool = False

    def learn_from(self, slug: str, at: datetime) -> None:
        self.since[slug] = min(at, self.since.get(slug, at))


def news_of(athlete_id: UUID, entries: Sequence[JournalEntry]) -> News:
    """The entries, read against the rows that they name: what counts is how those stand now."""
    news = News()
    news.has_import = any(entry.kind == kinds.IMPORT_FINISHED and not entry.payload.get("dry_run") for entry in entries)
    news.has_illness = any(entry.kind in ILLNESS_KINDS for entry in entries)
    _read_ratings(athlete_id, news, [entry.payload["feedback"] for entry in entries if entry.kind in RATING_KINDS])
    _read_reports(athlete_id, news, [entry.payload["feedback"] for entry in entries if entry.kind in REPORT_KINDS])
    return news


def _read_ratings(athlete_id: UUID, news: News, ids: Sequence[str]) -> None:
    if not ids:
        return
    rows = RPEFeedback.objects.for_athlete(athlete_id).filter(pk__in=ids).select_related("exercise")
    for rating in rows.prefetch_related("corrections"):
        word = f"-{rating.pk}" if rating.deleted_at else ""
        news.rated[rating.exercise_id] = max(word, news.rated.get(rating.exercise_id, ""))
        if estimates.is_learnt(rating.exercise):
            for at in (rating.performed_at, *_instants_before(rating.corrections.all())):
                news.learn_from(rating.exercise_id, at)


def _read_reports(athlete_id: UUID, news: News, ids: Sequence[str]) -> None:
    """A day's sleep and stress belong to what was lifted on it, and to what later days are compared with: all that was
    lifted from the earliest such day on is learnt again."""
    if not ids:
        return
    rows = PerformanceMetrics.objects.for_athlete(athlete_id).filter(pk__in=ids)
    for report in rows.prefetch_related("corrections"):
        news.days.update((report.performed_on, *_days_before(report.corrections.all())))
    later = estimates.ratings_of(athlete_id).filter(performed_on__gte=min(news.days, default=date.max))
    for slug, at in later.values_list("exercise_id", "performed_at"):
        news.learn_from(slug, at)


def _instants_before(corrections: Iterable[Correction]) -> Iterator[datetime]:
    """When a rating was once said to have been performed."""
    for correction in corrections:
        if "performed_at" in correction.before:
            yield datetime.fromisoformat(correction.before["performed_at"])


def _days_before(corrections: Iterable[Correction]) -> Iterator[date]:
    for correction in corrections:
        if "performed_on" in correction.before:
            yield date.fromisoformat(correction.before["performed_on"])
