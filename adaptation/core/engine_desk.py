"""One athlete's plan and records in memory: the same facts that the product reads from its database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from adaptation.core import dosing, estimate, illness, outlook, pain, policy, settle, volume
from adaptation.core.away import COMEBACK_RULES, Usual
from adaptation.core.diary import HISTORY_DAYS, Diary, Scores
from adaptation.core.engine_types import Features, IllnessTold, LiftIntake, Wellness
from adaptation.core.estimate import Observation
from adaptation.core.facts import Asked, DayReadiness, Done, PainReport, Recent
from adaptation.core.illness import Spell
from adaptation.core.log import COURSE_DAYS, LOG_DAYS, READINESS_DAYS, SURPRISE_DAYS, Log, session_rpe_change
from adaptation.core.pain import Told
from adaptation.core.proposals import Proposal
from adaptation.core.volume import VolumeChange
from plans.core.closed import Standing
from plans.core.edits import Edit
from plans.core.intent import Intent, LiftKnowledge
from plans.core.movements import Catalogue
from plans.core.spec import PlanSpec, Session
from science import dose, estimator, forecast
from science.estimator import LiftState

HOUR = 18  # sessions of an intake have no time of day
PLATEAU_WEEKS, WEEK_DAYS = 5, 7
PAIN_DAYS, ILLNESS_DAYS = 60, 60
PAUSE_DAYS = 7  # that a lift rests after it hurt: without another lift to take its place, somebody has to try again
SESSIONS_COMPARED = 12
AUTONOMY = "auto"


@dataclass(slots=True)
class LiftMemory:
    """What is known of one lift. plateaus: day and probability after each session of the last weeks."""

    intake: LiftIntake
    state: LiftState | None = None
    last_at: datetime | None = None
    last_kg: float | None = None
    plateaus: list[tuple[datetime, float]] = field(default_factory=list)
    weeks: tuple[dose.Week, ...] = ()
    changes: tuple[VolumeChange, ...] = ()
    paused_until: date = date.min


@dataclass
class Desk:
    """The facts of core.analysis for one athlete in memory, and the hand that carries out what is proposed.

    Everything is bounded: a long history costs nothing more.
    """

    features: Features
    catalogue: Catalogue
    wishes: Intent
    spec: PlanSpec
    lifts: dict[str, LiftMemory]
    today: date
    standings: dict[str, Standing] = field(default_factory=dict)
    dones: list[Done] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    days: list[tuple[date, float | None, float | None, float | None]] = field(default_factory=list)
    readiness: list[DayReadiness] = field(default_factory=list)
    surprises: list[tuple[datetime, float]] = field(default_factory=list)
    reports: list[tuple[date, str, float, float]] = field(default_factory=list)
    last_deload_on: date | None = None
    last_on: date | None = None
    spells: tuple[Spell, ...] = ()
    left_out: dict[str, date] = field(default_factory=dict)
    causes: set[str] = field(default_factory=set)
    _before_break: tuple[date | None, dict[str, Usual]] | None = None
    _coming: tuple[Asked, ...] | None = None
    _intent: Intent | None = None
    _recent: Recent | None = None
    _shift: float = 0.0

    # --- Time ---------------------------------------------------------------------------------------------------------
    @property
    def now(self) -> datetime:
        return datetime.combine(self.today, time(HOUR), UTC)

    def turn_to(self, today: date) -> None:
        """A new day begins. Days never go back."""
        if today != self.today:
            self.today, self._shift = today, 0.0
            self._forget()
        self.dones = [done for done in self.dones if done.on >= today - timedelta(days=LOG_DAYS)]
        self.told = [told for told in self.told if told.on >= today - timedelta(days=PAIN_DAYS)]
        self.surprises = [each for each in self.surprises if each[0] >= self.now - timedelta(days=COURSE_DAYS)]
        self.reports = [each for each in self.reports if each[0] >= today - timedelta(days=LOG_DAYS)]
        gone = today - timedelta(days=ILLNESS_DAYS)
        self.spells = tuple(spell for spell in self.spells if spell.ended_on is None or spell.ended_on >= gone)

    def _forget(self) -> None:
        self._coming = self._intent = self._recent = None

    # --- Facts --------------------------------------------------------------------------------------------------------
    @property
    def intent(self) -> Intent:
        """The wishes with what is known of the lifts today."""
        if self._intent is None:
            known = {slug: self._knowledge(memory) for slug, memory in self.lifts.items() if memory.last_at}
            self._intent = replace(
                self.wishes, today=self.today, lifts={slug: each for slug, each in known.items() if each is not None}
            )
        return self._intent

    def _knowledge(self, memory: LiftMemory) -> LiftKnowledge | None:
        if memory.state is None or memory.last_at is None:
            return None
        shown = estimate.shown(estimator.predict(memory.state, max(0, (self.today - memory.last_at.date()).days)))
        curve = estimate.curve_of(memory.state)
        return LiftKnowledge(shown.value, shown.low, shown.high, curve, memory.last_kg, memory.last_at.date())

    @property
    def log(self) -> Log:
        return Log(self.dones)

    @property
    def pains(self) -> tuple[PainReport, ...]:
        return pain.reports(self.told)

    @property
    def recent(self) -> Recent:
        if self._recent is None:
            self._recent = self._last_weeks()
        return self._recent

    def _last_weeks(self) -> Recent:
        since = self.today - timedelta(days=READINESS_DAYS)
        rested = None if self.last_deload_on is None else float((self.today - self.last_deload_on).days)
        return Recent(
            innovations=tuple(z for at, z in self.surprises if at >= self.now - timedelta(days=SURPRISE_DAYS)),
            course=tuple((at.date(), z) for at, z in self.surprises),
            sessions=self.log.sessions(),
            readiness=tuple(day for day in self.readiness if day.on >= since),
            days_since_deload=rested,
            days_without_deload=float((self.today - self.spec.start_on).days) if rested is None else rested,
            session_rpe_change=session_rpe_change(
                [report[1:] for report in reversed(self.reports)][:SESSIONS_COMPARED],
            ),
        )

    def coming(self, exercise: str | None = None) -> tuple[Asked, ...]:
        """What the plan still asks for, soonest first."""
        if self._coming is None:
            self._coming = outlook.coming(self.spec, self.standings, self.today)
        asked = self._coming
        return asked if exercise is None else tuple(each for each in asked if each.exercise == exercise)

    def missed(self) -> tuple[Asked, ...]:
        """What was asked for since the last session and not done."""
        return outlook.missed(self.spec, self.standings, self.last_on or date.min, self.today)

    def state(self, slug: str) -> LiftState | None:
        """What is known of a lift after its newest session."""
        return self.lifts[slug].state

    def state_now(self, slug: str) -> LiftState:
        """What is known of a lift today, from the first day on: what was told at the intake counts."""
        memory = self.lifts[slug]
        return estimate.at_time(memory.state, self.now) if memory.state else self._first_state(memory)

    def _first_state(self, memory: LiftMemory) -> LiftState:
        lift = memory.intake
        state = estimate.told_state(self.wishes.experience_level, lift.slug, self.now, lift.guess_kg, lift.basis)
        return state if self.features.rater else estimate.taken_at_their_word(state)

    def plateau(self, slug: str) -> tuple[float, float | None] | None:
        """Plateau probability of a lift after its newest session, and a week or more before that."""
        points = self.lifts[slug].plateaus
        if not points:
            return None
        newest, now = points[-1]
        before = [value for at, value in points if at <= newest - timedelta(days=WEEK_DAYS)]
        return now, before[-1] if before else None

    def scores(self, on: date) -> Scores:
        """z of sleep, stress and recovery on a day."""
        return Diary(self.days).scores(on)

    def weeks(self, slug: str) -> tuple[dose.Week, ...]:
        """Hard sets and strength of a lift, week by week; of no lift where the dose is not to be learnt."""
        return self.lifts[slug].weeks

    def other_weeks(self, slug: str) -> Iterator[tuple[dose.Week, ...]]:
        """The same of the athlete's other lifts."""
        return (memory.weeks for other, memory in self.lifts.items() if other != slug)

    def volume_changes(self, slug: str) -> tuple[VolumeChange, ...]:
        """Applied changes of a lift's weekly sets, oldest first."""
        return self.lifts[slug].changes

    @property
    def reported_today(self) -> bool:
        """Whether sleep or stress of today was told."""
        return bool(self.days) and self.days[-1][0] == self.today

    @property
    def strength_shift(self) -> float:
        """Expected shift of strength today in log units."""
        return self._shift

    def usual(self) -> dict[str, Usual]:
        """What the plan asked for before the running break changed it."""
        if self._before_break is not None and self._before_break[0] == self.last_on:
            return self._before_break[1]
        return {item.id: Usual(item.sets, item.load_kg, item.target_rpe) for item in self.spec.items()}

    # --- What is told -------------------------------------------------------------------------------------------------
    def note(self, wellness: Wellness) -> None:
        """The morning's answers; the last of a day stands."""
        if not self.features.wellness or (wellness.sleep is None and wellness.stress is None):
            return
        self.days = [day for day in self.days if self.today - timedelta(days=HISTORY_DAYS) <= day[0] < self.today]
        self.days.append((self.today, wellness.sleep, wellness.stress, wellness.recovery))
        diary = Diary(self.days)
        self._shift = diary.strength_shift(self.today)
        score = diary.readiness(self.today)
        self.readiness = [
            day for day in self.readiness if self.today - timedelta(days=READINESS_DAYS) <= day.on < self.today
        ]
        if score is not None:
            self.readiness.append(DayReadiness(self.today, score))
        self._forget()

    def hear(self, told: IllnessTold, first: date, last: date | None) -> None:
        """An illness, or what is newly known of one; it is named by its first day."""
        ended_at = None if last is None else datetime.combine(last, time(HOUR), UTC)
        spell = illness.spell(first.isoformat(), told.symptoms, first, ended_at, UTC)
        self.spells = (*(each for each in self.spells if each.report != spell.report), spell)
        for session in illness.reopened(self.spells, self.left_out, self.today):
            del self.left_out[session], self.standings[session]
        self._forget()

    @property
    def ill(self) -> Spell | None:
        """Because of which hard work has to wait today."""
        return illness.on_day(self.spells, self.today)

    def learn(self, done: Done) -> None:
        """One filter step for the lift, and everything that is kept of the session."""
        self.dones.append(done)
        self.told.append(Told(done.on, self.catalogue[done.exercise], done.pain_region, done.pain))
        memory = self.lifts[done.exercise]
        before = self.state_now(done.exercise)
        step = estimate.advance(before, Observation(self.now, done.sets, self._shift))
        memory.state, memory.last_at = step.state, self.now
        memory.last_kg = done.load_kg if done.load_kg is not None else memory.last_kg
        since = self.now - timedelta(weeks=PLATEAU_WEEKS)
        memory.plateaus = [point for point in memory.plateaus if point[0] >= since]
        memory.plateaus.append((self.now, forecast.plateau_probability(step.state)))
        if step.surprise is not None:
            self.surprises.append((self.now, step.surprise))
        memory.weeks = dosing.with_session(memory.weeks, done.on, volume.hard_sets(done.sets), step.session_e1rm_kg)
        self._forget()

    def close(self, session: Session, is_deload: bool, work_kg: float, session_rpe: float | None) -> None:
        """The session is over."""
        self.standings[session.id] = Standing(session.on, outlook.DONE)
        self.last_on = self.today
        self._before_break = None
        if is_deload:
            self.last_deload_on = min(session.on, self.today)
        if session_rpe is not None:
            self.reports.append((self.today, session.title, work_kg, session_rpe))
        self._forget()

    # --- What is proposed ---------------------------------------------------------------------------------------------
    def carry_out(self, proposals: Iterable[Proposal]) -> list[Proposal]:
        """Take each proposal as the product does for an athlete who lets Spotter decide: what needs nobody is done at
        once, a question waits for an answer that nobody gives. Returns those that count."""
        return [proposal for proposal in proposals if self._takes(proposal)]

    def _takes(self, proposal: Proposal) -> bool:
        if proposal.cause in self.causes or (proposal.topic.startswith("volume:") and not self.features.volume):
            return False
        if proposal.rule == "pain_stop":
            self.lifts[proposal.target["exercise"]].paused_until = self.today + timedelta(days=PAUSE_DAYS)
            self.causes.add(proposal.cause)
            return True
        taken = settle.first_taken(proposal, self._outcome)
        if taken is None and not proposal.is_safety:
            return False
        self.causes.add(proposal.cause)
        if taken is not None and policy.requires(proposal, AUTONOMY, False) == policy.NOBODY:
            self._turn_page(proposal, taken[1])
        return True

    def stands(self, edits: Sequence[Edit]) -> bool:
        """Whether the plan would take this patch."""
        return self._outcome(edits) is not None

    def _outcome(self, edits: Sequence[Edit]) -> PlanSpec | None:
        return settle.outcome(self.spec, edits, self.standings, self.intent, self.catalogue)

    def _turn_page(self, proposal: Proposal, spec: PlanSpec) -> None:
        if proposal.rule in COMEBACK_RULES:
            self._before_break = (self.last_on, self.usual())
        for session in proposal.leaves_out:
            on = date.fromisoformat(proposal.target["on"])
            self.left_out[session], self.standings[session] = on, Standing(on, outlook.SKIPPED)
        if proposal.rule in dosing.VOLUME_RULES:
            memory = self.lifts[proposal.target["exercise"]]
            change = VolumeChange(self.today, proposal.before["sets"], proposal.after["sets"])
            memory.changes = (*memory.changes, change)
        self.spec = spec
        self._coming = None
