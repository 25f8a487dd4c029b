"""The last weeks of training as the rules read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from adaptation.core import verdict
from adaptation.core.facts import Done, Scheme, SessionRecord

LOG_DAYS = 28
READINESS_DAYS = 14
SURPRISE_DAYS = 10
COURSE_DAYS = 56
SESSIONS_KEPT = 6
SAME_WORK_RATIO = 0.10


@dataclass(frozen=True, slots=True)
class Log:
    """What was done in the last four weeks, oldest first."""

    entries: Sequence[Done]

    def of_exercise(self, slug: str) -> list[Done]:
        return [done for done in self.entries if done.exercise == slug]

    def newest(self, slug: str) -> Done | None:
        """The newest session of an exercise, if it was one of the running plan: old news decides nothing."""
        done = next((done for done in reversed(self.entries) if done.exercise == slug), None)
        return done if done is not None and done.is_of_plan else None

    def newest_session(self) -> str:
        """The session that the newest entry belongs to, which may still be under way; "" for none."""
        return self.entries[-1].session if self.entries else ""

    def failed_running(self, slug: str) -> int:
        """Failed sessions in a row up to the newest."""
        return verdict.failures_running(verdict.judge(done) for done in self.of_exercise(slug))

    def loads(self) -> dict[tuple[str, Scheme], float]:
        """The load lifted last, by exercise and range of reps asked for."""
        return {
            (done.exercise, done.asked.scheme): done.load_kg
            for done in self.entries
            if done.asked is not None and done.load_kg is not None
        }

    def loads_of(self, slug: str) -> tuple[tuple[Scheme, float], ...]:
        return tuple((scheme, kg) for (exercise, scheme), kg in self.loads().items() if exercise == slug)

    def sessions(self) -> tuple[SessionRecord, ...]:
        """The last planned sessions as wholes."""
        by_session: dict[str, list[Done]] = {}
        for done in self.entries:
            if done.session:
                by_session.setdefault(done.session, []).append(done)
        return tuple(_record(each) for each in list(by_session.values())[-SESSIONS_KEPT:])


def _record(dones: Sequence[Done]) -> SessionRecord:
    gaps = [gap for done in dones if (gap := verdict.judge(done).gap) is not None]
    return SessionRecord(
        session=dones[0].session,
        on=dones[0].on,
        completion=fmean(done.completion for done in dones),
        effort_gap=fmean(gaps) if gaps else None,
    )


def session_rpe_change(reports: Sequence[tuple[str, float, float]]) -> float | None:
    """How much harder the last session felt than the one before it with the same title and about the same work.

    reports: title, work in kg and session RPE of each session, newest first. None where there is no such pair.
    """
    if not reports:
        return None
    title, work, rpe = reports[0]
    for other_title, other_work, other_rpe in reports[1:]:
        if other_title == title and abs(other_work - work) <= SAME_WORK_RATIO * max(work, 1.0):
            return rpe - other_rpe
    return None
