"""The plan on the bench: locked, with all that the rules look at, read once and read anew after a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from accounts.models import AthleteProfile, CoachAssignment, User
from adaptation.core.facts import Asked, PainReport
from adaptation.services import records
from adaptation.services.records import Log
from adaptation.services.wellness import Diary
from plans import services as plans
from plans.core import patch
from plans.core.closed import closed_sessions
from plans.core.edits import Edit
from plans.core.rules.base import Case
from plans.core.spec import from_json
from plans.models import Plan, PlanRevision
from plans.services.checks import is_sound
from plans.services.revision import Desk, desk_of


def hold_athlete(athlete_id: UUID) -> None:
    """Wait for whoever else works on this athlete's training: a new plan, learning anew. Before plan and journal."""
    User.objects.select_for_update(no_key=True).filter(pk=athlete_id).first()


@dataclass
class Bench:
    """One active plan, locked by the caller's transaction."""

    plan: Plan
    now: datetime

    @classmethod
    def of_athlete(cls, athlete_id: UUID, now: datetime) -> Bench | None:
        return cls._locked(Plan.objects.for_athlete(athlete_id), now)

    @classmethod
    def of_plan(cls, plan_id: UUID, now: datetime) -> Bench | None:
        return cls._locked(Plan.objects.filter(pk=plan_id), now)

    @classmethod
    def _locked(cls, found: object, now: datetime) -> Bench | None:
        plan = found.select_for_update(no_key=True).active().first()  # type: ignore[attr-defined]
        return None if plan is None else cls(plan, now)

    @cached_property
    def profile(self) -> AthleteProfile:
        return plans.profile_by_id(self.plan.athlete_id)

    @cached_property
    def has_coach(self) -> bool:
        return CoachAssignment.objects.in_force(self.now).filter(athlete_id=self.plan.athlete_id).exists()

    @cached_property
    def today(self) -> date:
        return self.profile.local_date(self.now)

    @cached_property
    def log(self) -> Log:
        return Log.of(self.plan, self.today)

    @cached_property
    def pains(self) -> tuple[PainReport, ...]:
        return records.pain_reports(self.plan.athlete_id, self.today)

    @cached_property
    def diary(self) -> Diary:
        return Diary.of(self.plan.athlete_id, self.today - timedelta(days=records.READINESS_DAYS), self.today)

    @cached_property
    def desk(self) -> Desk:
        """The plan's newest state."""
        return desk_of(self.plan, self.now)

    def turn_page(self, revision: PlanRevision) -> None:
        """Go on from this revision, which has just been made under our lock; what is known besides is as it was."""
        self.plan.revision = revision.number
        self.__dict__["desk"] = replace(self.desk, newest=revision, spec=from_json(revision.spec))

    def coming(self, exercise: str | None = None) -> tuple[Asked, ...]:
        """What the plan still asks for, soonest first."""
        asked = records.coming(self.desk)
        return asked if exercise is None else tuple(each for each in asked if each.exercise == exercise)

    def stands(self, edits: Sequence[Edit]) -> bool:
        """Whether the plan would take this patch: nothing is proposed that would be refused when somebody says yes."""
        desk = self.desk
        if closed_sessions(desk.spec, edits, desk.standings, desk.today):
            return False
        try:
            spec = patch.apply(desk.spec, edits, desk.catalogue)
        except patch.EditRefused:
            return False
        return is_sound(Case(spec, desk.intent, desk.catalogue, before=desk.spec))
