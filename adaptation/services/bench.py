"""The plan on the bench: locked, with all that the analysis looks at, read once and read anew after a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from accounts.models import AthleteProfile, CoachAssignment, User
from adaptation.core import outlook, settle
from adaptation.core.diary import Scores
from adaptation.core.facts import Asked, PainReport, Recent
from adaptation.core.illness import Spell
from adaptation.core.log import READINESS_DAYS, Log
from adaptation.core.volume import VolumeChange
from adaptation.models import LiftEstimate
from adaptation.services import records, weekly_sets
from adaptation.services.lifts import plateaus_of
from adaptation.services.wellness import Diary
from plans import services as plans
from plans.core.edits import Edit
from plans.core.intent import Intent
from plans.core.movements import Catalogue
from plans.core.spec import PlanSpec, from_json
from plans.models import Plan, PlanRevision
from plans.services.revision import Desk, held_desk
from science import dose, estimator
from science.estimator import LiftState


def hold_athlete(athlete_id: UUID) -> None:
    """Wait for whoever else works on this athlete's training: a new plan, learning anew. Before plan and journal."""
    User.objects.select_for_update(no_key=True).filter(pk=athlete_id).first()


@dataclass
class Bench:
    """One active plan, locked by the caller's transaction: the facts of core.analysis, each read when it is asked for.

    Estimates are read once and kept, so that learning comes before looking.
    """

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
        return records.log_of(self.plan, self.today)

    @cached_property
    def pains(self) -> tuple[PainReport, ...]:
        return records.pain_reports(self.plan.athlete_id, self.today)

    @cached_property
    def spells(self) -> tuple[Spell, ...]:
        return records.spells_of(self.profile, self.today)

    @cached_property
    def last_on(self) -> date | None:
        """The last day on which anything of this plan was rated; without any, nothing is known of a break."""
        return records.last_trained_on(self.plan)

    @cached_property
    def diary(self) -> Diary:
        return Diary.of(self.plan.athlete_id, self.today - timedelta(days=READINESS_DAYS), self.today)

    @cached_property
    def recent(self) -> Recent:
        return records.recent(self.plan, self.log, self.diary, self.now, self.today)

    @cached_property
    def desk(self) -> Desk:
        """The plan's newest state, with its sessions locked before anything of ours is journaled."""
        return held_desk(self.plan, self.now)

    @property
    def spec(self) -> PlanSpec:
        return self.desk.spec

    @property
    def intent(self) -> Intent:
        return self.desk.intent

    @property
    def catalogue(self) -> Catalogue:
        return self.desk.catalogue

    @cached_property
    def _lifts(self) -> dict[str, LiftEstimate]:
        return {lift.exercise_id: lift for lift in LiftEstimate.objects.filter(athlete_id=self.plan.athlete_id)}

    def state(self, slug: str) -> LiftState | None:
        """What is known of a lift after its newest session; None for one without an estimate."""
        lift = self._lifts.get(slug)
        return estimator.from_dict(lift.state) if lift else None

    def plateau(self, slug: str) -> tuple[float, float | None] | None:
        """Plateau probability of a lift now, and a week or more before its newest session. One query."""
        lift = self._lifts.get(slug)
        found = plateaus_of([lift]).get(lift.pk) if lift else None
        return (found["now"], found.get("before")) if found else None

    def scores(self, on: date) -> Scores:
        """z of sleep, stress and recovery on a day."""
        return self.diary.scores(on)

    @cached_property
    def _weeks(self) -> dict[str, tuple[dose.Week, ...]]:
        return weekly_sets.weeks_of(self.plan.athlete_id, self.today)

    def weeks(self, slug: str) -> tuple[dose.Week, ...]:
        """Hard sets and strength of a lift, week by week."""
        return self._weeks.get(slug, ())

    def other_weeks(self, slug: str) -> tuple[tuple[dose.Week, ...], ...]:
        """The same of the athlete's other lifts."""
        return tuple(weeks for other, weeks in sorted(self._weeks.items()) if other != slug)

    def volume_changes(self, slug: str) -> tuple[VolumeChange, ...]:
        """Changes of a lift's weekly sets that were applied before today's, oldest first."""
        return self._volume_changes.get(slug, ())

    @cached_property
    def _volume_changes(self) -> dict[str, tuple[VolumeChange, ...]]:
        return weekly_sets.volume_changes(self.plan, self.profile)

    def turn_page(self, revision: PlanRevision) -> None:
        """Go on from this revision, which has just been made under our lock; what is known besides is as it was."""
        self.plan.revision = revision.number
        self.__dict__["desk"] = replace(self.desk, newest=revision, spec=from_json(revision.spec))

    def look_again(self) -> None:
        """Sessions were left out, or taken up again, under our lock."""
        self.__dict__.pop("desk", None)

    def coming(self, exercise: str | None = None) -> tuple[Asked, ...]:
        """What the plan still asks for, soonest first."""
        asked = outlook.coming(self.desk.spec, self.desk.standings, self.desk.today)
        return asked if exercise is None else tuple(each for each in asked if each.exercise == exercise)

    def stands(self, edits: Sequence[Edit]) -> bool:
        """Whether the plan would take this patch: nothing is proposed that would be refused when somebody says yes."""
        desk = self.desk
        return settle.outcome(desk.spec, edits, desk.standings, desk.intent, desk.catalogue) is not None
