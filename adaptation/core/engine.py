"""The engine without plans in a database: from an intake to sessions, from what was done to the next ones.

    policy = SpotterPolicy(intake, catalogue)
    session = policy.plan_session(day, wellness)      # what stands on the page
    advice = policy.next_set(lift, sets_so_far)       # before every further set
    policy.observe(result)                            # learn, and change the plan

It holds a plan and a log in memory and asks the same functions as the product: the plan is dosed by the generator
(plans.core), ratings are learnt by core.estimate, what they mean is decided by core.analysis, every change goes through
the patch language and the rules of plans.core, advice between sets is core.next_set. Autonomy is `auto`: what needs
nobody is done, questions stay unanswered. A missed day is simply never observed. Who is ill may say so with `hear`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count

from adaptation.core import absence, analysis, engine_plan, pain
from adaptation.core.engine_desk import Desk, LiftMemory
from adaptation.core.engine_types import (
    Features,
    IllnessTold,
    Intake,
    LiftPrescription,
    LiftResult,
    NextSetAdvice,
    Prescription,
    SessionResult,
    SetPrescription,
    Wellness,
)
from adaptation.core.facts import Asked, Done
from adaptation.core.known import increment_of
from adaptation.core.next_set import NextSet, advise
from adaptation.core.outlook import PLANNED, asked_of, status_of
from adaptation.core.proposals import Proposal
from feedback.core import drafts, ratings
from plans.core.measure import session_minutes
from plans.core.movements import Catalogue, Movement
from plans.core.spec import Item, PlanSpec, Session, Week
from science import forecast
from science.effort import RatedSet, rpe_from_rir

ALL_FEATURES = Features()
NOT_TOLD = Wellness()
USUAL_RPE = rpe_from_rir(2.0)


class SpotterPolicy:
    """One athlete's engine. Days only ever go forward."""

    def __init__(self, intake: Intake, catalogue: Catalogue, features: Features = ALL_FEATURES) -> None:
        self.intake, self.features = intake, features
        known = engine_plan.with_increments(intake, catalogue)
        intent = engine_plan.intent_of(intake, known)
        numbers = count(1)
        spec = engine_plan.plan_of(intake, intent, known, lambda: f"{next(numbers)}")
        lifts = {lift.slug: LiftMemory(lift) for lift in intake.lifts}
        self.desk = Desk(features, known, intent, spec, lifts, intent.start_on)
        self.proposals: tuple[Proposal, ...] = ()  # of the newest session
        self._open: tuple[Week, Session, tuple[Item, ...]] | None = None

    @property
    def spec(self) -> PlanSpec:
        """The plan as it stands."""
        return self.desk.spec

    # --- Before -------------------------------------------------------------------------------------------------------
    def plan_session(self, day: int, wellness: Wellness = NOT_TOLD) -> Prescription:
        """What the plan asks for on this day after all that has happened, loads adapted to today's form.

        A day without a session of its own gets the next planned one; a lift that hurt is left out for a week. There are
        no lifts without anything left to do, and on a day that an illness takes.
        """
        desk = self.desk
        desk.turn_to(engine_plan.date_of(day))
        desk.note(wellness)
        desk.carry_out(absence.about_illness(desk, desk.usual))
        desk.carry_out(absence.about_absence(desk, desk.missed(), desk.last_on, desk.usual, lambda session: ()))
        found = self._session_of_today()
        self._open = None
        if found is None:
            return Prescription(day, (), 0.0)
        week, session = found
        items = tuple(item for item in session.items if desk.lifts[item.exercise].paused_until <= desk.today)
        self._open = (week, session, items)
        lifts = tuple(self._prescribed(asked_of(item, session, week), item) for item in items)
        return Prescription(day, lifts, session_minutes(session, desk.catalogue))

    def _session_of_today(self) -> tuple[Week, Session] | None:
        """While hard work has to wait, only what has been made easy: nothing of later days."""
        desk = self.desk
        ill = desk.ill
        if ill is not None and ill.needs_rest:
            return None
        last = desk.today + timedelta(days=absence.LOOK_AHEAD_DAYS) if ill else date.max
        open_still = [
            (session.on, week.number, week, session)
            for week in desk.spec.weeks
            for session in week.sessions
            if desk.today <= session.on <= last and status_of(desk.standings, session) == PLANNED
        ]
        first = min(open_still, key=lambda each: each[:2], default=None)
        return None if first is None else first[2:]

    def _prescribed(self, asked: Asked, item: Item) -> LiftPrescription:
        advice = self._advice(asked, ())
        one = SetPrescription(
            load_kg=advice.load_kg,
            reps=advice.reps or asked.reps or 1,
            target_rpe=USUAL_RPE if advice.target_rpe is None else advice.target_rpe,
            rest_s=item.rest_s,
        )
        return LiftPrescription(asked.exercise, (one,) * asked.sets)

    # --- Between sets -------------------------------------------------------------------------------------------------
    def next_set(self, lift: str, finished_sets: Sequence[RatedSet]) -> NextSetAdvice:
        """What to do after these sets of a lift of the open session. KeyError for a lift that it does not have."""
        asked = self._asked(lift)
        done = sum(not each.warm_up for each in finished_sets)
        advice = self._advice(asked, finished_sets if self.features.set_by_set else ())
        last = next((each for each in reversed(finished_sets) if not each.warm_up), None)
        return NextSetAdvice(
            load_kg=last.load_kg if advice.stop and last else advice.load_kg,
            reps=advice.reps or asked.reps or 1,
            target_rpe=USUAL_RPE if advice.target_rpe is None else advice.target_rpe,
            stop=advice.stop or done >= asked.sets,
        )

    def _asked(self, lift: str) -> Asked:
        week, session, items = self._opened()
        item = next((item for item in items if item.exercise == lift), None)
        if item is None:
            raise KeyError(lift)
        return asked_of(item, session, week)

    def _opened(self) -> tuple[Week, Session, tuple[Item, ...]]:
        if self._open is None:
            raise LookupError("no session is open")
        return self._open

    def _advice(self, asked: Asked, finished: Sequence[RatedSet]) -> NextSet:
        desk = self.desk
        movement = desk.catalogue[asked.exercise]
        is_held = pain.is_held(movement, desk.pains)
        return advise(
            desk.state_now(asked.exercise),
            asked,
            finished,
            increment_of(movement),
            self._level(),
            is_held,
            desk.strength_shift,
            may_start_heavier=analysis.may_start_heavier(desk.log, asked.exercise, is_held, desk.spells, desk.today),
            is_new=desk.lifts[asked.exercise].state is None,
            ill=desk.ill,
        )

    def _level(self) -> str:
        """Without a model of how people rate, a beginner's ten is a ten."""
        return self.intake.level if self.features.rater or self.intake.level != "beginner" else "intermediate"

    # --- After --------------------------------------------------------------------------------------------------------
    def observe(self, result: SessionResult) -> None:
        """Learn from the session that was planned last, and change the plan accordingly: see `proposals`."""
        if self._open is None:
            return  # there was nothing to do
        desk = self.desk
        week, session, _ = self._open
        desk.turn_to(engine_plan.date_of(result.day))
        dones = [self._done(lift) for lift in result.lifts if lift.sets]
        for done in dones:
            desk.learn(done)
        work_kg = sum(max(0.0, each.load_kg) * each.reps for done in dones for each in done.working)
        desk.close(session, week.is_deload, work_kg, result.session_rpe)
        self._open = None
        found: list[Proposal] = []
        rated = sorted({done.exercise for done in dones})
        for slug in rated:
            found += desk.carry_out(analysis.about_exercise(desk, slug))
        eased = {proposal.target["exercise"] for proposal in found if proposal.rule in analysis.EASING_RULES}
        reported = {desk.today} if desk.reported_today else set()
        found += desk.carry_out(analysis.about_all(desk, rated=rated, reported_on=reported, eased=eased))
        self.proposals = tuple(found)

    def _done(self, result: LiftResult) -> Done:
        desk = self.desk
        asked = self._asked(result.lift)
        told = [
            {"load_kg": each.load_kg, "reps": each.reps, "rpe": each.rpe, "failed": each.failed} for each in result.sets
        ]
        wanted = ratings.Asked(asked.sets, asked.reps_min, asked.reps_max)
        overall = ratings.overall_rpe(told)
        return Done(
            feedback=f"{asked.session}:{result.lift}",
            session=asked.session,
            on=desk.today,
            exercise=result.lift,
            sets=result.sets,
            rpe=None if overall is None else float(overall),
            completion=float(drafts.completion_percent(wanted, told)),
            level=self._level(),
            asked=asked,
            pain_region=_sore_region(desk.catalogue[result.lift]) if result.pain else "",
            pain=result.pain,
        )

    def hear(self, told: IllnessTold, day: int) -> None:
        """Take in on this day that the athlete is ill, or that an illness is over: named by its first day, told as
        often as more is known. Sessions that are due are made easy or left out; see `proposals`."""
        desk = self.desk
        desk.turn_to(engine_plan.date_of(day))
        last = None if told.ended_day is None else engine_plan.date_of(told.ended_day)
        desk.hear(told, engine_plan.date_of(told.started_day), last)
        self.proposals = tuple(desk.carry_out(absence.about_illness(desk, desk.usual)))

    # --- What it believes ---------------------------------------------------------------------------------------------
    def estimate(self, lift: str, day: int) -> tuple[float, float, float]:
        """e1RM in kg on an average day, with the model's own 90 % interval. What people see is a little wider: see
        science.forecast.SHOWN_WIDENING."""
        self.desk.turn_to(engine_plan.date_of(day))
        believed = forecast.e1rm_kg(self.desk.state_now(lift), widening=1.0)
        return believed.value, believed.low, believed.high


def _sore_region(movement: Movement) -> str:
    """The region that an unnamed pain is put down to: the first that the movement works."""
    return next((region for region in pain.REGION_MUSCLES if pain.loads_region(movement, region)), "")
