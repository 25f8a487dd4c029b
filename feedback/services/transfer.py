"""The work of one import: from the text of a log to ratings, in steps that are safe to repeat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import AthleteProfile
from feedback.core.logs import outcomes as told
from feedback.core.logs.outcomes import Recognised, RowOutcome
from feedback.core.logs.reading import Log, read_log
from feedback.core.logs.rows import LeftRow, SetRow
from feedback.core.logs.sessions import LoggedExercise, by_exercise, client_id, inert, mode_of
from feedback.core.ratings import overall_rpe
from feedback.models import ImportBatch, RPEFeedback
from feedback.services.rows import fingerprint
from plans.services.titles import add_private_exercises, name_index, private_slug

STEP = 250  # ratings per transaction
PREVIEW = 5
USUAL_UNIT = {AthleteProfile.Units.METRIC.value: "kg", AthleteProfile.Units.IMPERIAL.value: "lbs"}
CLOCK_AHEAD = timedelta(days=1)  # phones of travellers
Progress = Callable[[int, int], None]  # rows read so far, rows in all


@dataclass(frozen=True, slots=True)
class Transfer:
    """One run over one log. `meanings` names the exercise behind each title."""

    batch: ImportBatch
    log: Log
    work: Sequence[LoggedExercise]
    meanings: Mapping[str, Recognised]
    progress: Progress

    @classmethod
    def of(cls, batch: ImportBatch, now: datetime, progress: Progress) -> Transfer:
        """Read the log and recognise its titles; nothing is written yet. Raises LogUnreadable."""
        profile = batch.athlete.profile
        log = read_log(
            batch.content,
            latest=(now + CLOCK_AHEAD).astimezone(profile.zone).replace(tzinfo=None),
            source=batch.source,
            unit=batch.options.get("unit"),
            usual_unit=USUAL_UNIT[profile.units],
        )
        work = by_exercise(row for row in log.rows if isinstance(row, SetRow))
        return cls(batch, log, work, _meanings(batch, work), progress)

    def run(self) -> tuple[dict[str, Any], list[list[int | str]]]:
        """Store what is new (nothing in a dry run). Answers the report and the outcome of every row."""
        outcomes = [RowOutcome(row.line, row.outcome, row.reason) for row in self.log.rows if isinstance(row, LeftRow)]
        if not self.batch.dry_run:
            self._keep_unknown()
        for start in range(0, len(self.work), STEP):
            with transaction.atomic():
                outcomes += self._step(self.work[start : start + STEP])
                self.progress(len(outcomes), len(self.log.rows))
        return self._report(outcomes), told.packed(outcomes)

    def _keep_unknown(self) -> None:
        sets: dict[str, list[Mapping[str, Any]]] = {}
        for logged in self.work:
            if self.meanings[logged.title].is_private:
                sets.setdefault(logged.title, []).extend(logged.sets)
        add_private_exercises(self.batch.athlete_id, {title: mode_of(each) for title, each in sets.items()})

    def _step(self, work: Sequence[LoggedExercise]) -> Iterator[RowOutcome]:
        rows = [self._row(logged) for logged in work]
        stored = self._stored(rows)
        fresh = [row for row in rows if row.client_id not in stored]
        if self.batch.dry_run:
            stored |= {row.client_id: row for row in fresh}
        elif fresh:
            RPEFeedback.objects.bulk_create(fresh, ignore_conflicts=True)
            stored = self._stored(rows)
        for logged, row in zip(work, rows, strict=True):
            outcome, reason = self._outcome(row, stored.get(row.client_id), self.meanings[logged.title])
            yield from (RowOutcome(line, outcome, reason) for line in logged.lines)

    def _outcome(self, row: RPEFeedback, stored: RPEFeedback | None, meaning: Recognised) -> tuple[str, str]:
        """What the table says, not what we meant to write: an ignored conflict must not be counted as stored.

        What an earlier attempt at this same import has stored is new as well.
        """
        if stored is None:
            return told.REJECTED, "refused_by_database"
        is_new = stored.pk == row.pk or stored.import_batch_id == self.batch.pk
        return told.outcome_of(is_new, stored.fingerprint == row.fingerprint, meaning)

    def _stored(self, rows: Sequence[RPEFeedback]) -> dict[UUID, RPEFeedback]:
        known = RPEFeedback.objects.for_athlete(self.batch.athlete_id).only(
            "client_id", "fingerprint", "import_batch_id"
        )
        return {row.client_id: row for row in known.filter(client_id__in=[row.client_id for row in rows])}

    def _row(self, logged: LoggedExercise) -> RPEFeedback:
        """Logs tell local times without a zone: they are read in the athlete's own."""
        started = logged.started.replace(tzinfo=self.batch.athlete.profile.zone)
        return RPEFeedback(
            athlete_id=self.batch.athlete_id,
            client_id=client_id(self.batch.athlete_id, self.log.source, logged),
            fingerprint=fingerprint({"started": logged.started, "title": logged.title, "sets": logged.sets}),
            import_batch=self.batch,
            source=self.log.source,
            exercise_id=self.meanings[logged.title].slug,
            rpe=overall_rpe(logged.sets),
            completion_rate=Decimal(100),
            sets=list(logged.sets),
            performed_at=started,
            performed_on=started.date(),
        )

    def _report(self, outcomes: Sequence[RowOutcome]) -> dict[str, Any]:
        lengths_s = {logged.started: logged.workout_s or 0 for logged in self.work}
        rows_of = Counter[str]()
        for logged in self.work:
            rows_of[logged.title] += len(logged.lines)
        return {
            "rows": len(outcomes),
            "counts": told.counts(outcomes),
            "reasons": told.reasons(outcomes),
            "unit": self.log.unit,
            "unit_is_inferred": self.log.is_unit_inferred,
            "workouts": len(lengths_s),
            "training_min": sum(lengths_s.values()) // 60,
            "first_on": self.work[0].started.date().isoformat() if self.work else None,
            "last_on": self.work[-1].started.date().isoformat() if self.work else None,
            "exercises": [self._exercise(title, rows) for title, rows in rows_of.most_common()],
            "preview": [self._preview(logged) for logged in self.work[-PREVIEW:]],
        }

    def _exercise(self, title: str, rows: int) -> dict[str, Any]:
        meaning = self.meanings[title]
        return {"title": inert(title), "slug": meaning.slug, "recognised_by": meaning.how, "rows": rows}

    def _preview(self, logged: LoggedExercise) -> dict[str, Any]:
        rpe = overall_rpe(logged.sets)
        return {
            "on": logged.started.date().isoformat(),
            "workout": inert(logged.workout),
            "title": inert(logged.title),
            "exercise": self.meanings[logged.title].slug,
            "rpe": None if rpe is None else float(rpe),
            "sets": list(logged.sets),
        }


def _meanings(batch: ImportBatch, work: Sequence[LoggedExercise]) -> dict[str, Recognised]:
    """What each title stands for: what the athlete says, else what we recognise, else an exercise of their own."""
    mapping: Mapping[str, str] = batch.options.get("mapping") or {}
    index = name_index(batch.athlete_id)
    meanings: dict[str, Recognised] = {}
    for title in dict.fromkeys(logged.title for logged in work):
        own = private_slug(batch.athlete_id, title)
        if slug := mapping.get(title) or mapping.get(inert(title)):
            meanings[title] = Recognised(title, slug, "mapping")
        elif (match := index.match(title)).slug and match.slug != own:
            meanings[title] = Recognised(title, match.slug, match.reason)
        else:
            meanings[title] = Recognised(title, own, "private")
    return meanings
