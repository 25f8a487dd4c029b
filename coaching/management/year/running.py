"""A year of one athlete at full speed: the real plans, ratings, rules, tick, delivery and dialogues, one clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from accounts.core.ids import uuid7
from accounts.models import User
from coaching import services as coaching
from coaching.core import dialogues, states
from coaching.core.local_time import fire
from coaching.management.year import course
from coaching.management.year.clockwork import Clock
from coaching.management.year.person import Person
from coaching.models import CoachingPrompt, DueMoment, Habit, Message, PromptBudget
from coaching.services import delivery, habits, moments, preferences, responding, sweeping, ticking
from coaching.wording.prompts import OPTIONS
from events import services as events
from feedback import services as feedback
from plans import services as plans
from plans.core.intent import IntentInfeasible
from plans.models import Plan, PlannedSession

DAY, LOOK_EVERY = timedelta(days=1), timedelta(minutes=30)
EVENING, WAKES, SLEEPS = time(18), time(7, 1), time(22, 31)
HABIT_AT, HABIT_DONE_AT = time(12, 45), time(12, 30)
HABIT_SHARE = 0.6
ANSWERED_AFTER = timedelta(minutes=12)
NEW_PLAN_AFTER_DAYS = 4


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the diary. `kind`: note | prompt | answer | spotter."""

    at: datetime  # on the athlete's wall
    kind: str
    text: str
    rule: str = ""


@dataclass
class Year:
    """`told`: what was said, in order; `sessions`: how many were trained."""

    athlete: User
    clock: Clock
    rng: Random
    told: list[Told] = field(default_factory=list)
    sessions: int = 0

    def __post_init__(self) -> None:
        self.person = Person(self.athlete, self.rng)

    @property
    def zone(self) -> ZoneInfo:
        return self.athlete.profile.zone

    def run(self, days: int) -> None:
        self._begin()
        for on in (course.FIRST_ON + n * DAY for n in range(days)):
            self._live(on)

    def _begin(self) -> None:
        self.clock.now = self._at(course.FIRST_ON, time(7))
        preferences.change(athlete=self.athlete, changes={"enabled": True}, now=self.clock.now)
        # The pseudonym in the trial is drawn by chance, and decides on which days one is asked how one is.
        subject = UUID(bytes=self.rng.randbytes(16))
        PromptBudget.objects.update_or_create(pk=self.athlete.pk, defaults={"subject": subject})
        habits.add(athlete=self.athlete, title="Stretching", days=[1, 3, 5], at=HABIT_AT, now=self.clock.now)

    def _live(self, on: date) -> None:
        self._change(on)
        self._keep_a_plan(on)
        moments.reconcile(self.clock.now)
        doings = self._doings(on)
        for at in self._looks(on):
            while doings and doings[0][0] <= at:
                self.clock.now, act, what = doings.pop(0)
                getattr(self, act)(what)
                self._settle()
            self.clock.now = at
            self._look(on)

    # --- What the athlete does ----------------------------------------------------------------------------------------
    def _change(self, on: date) -> None:
        """The turns that the year takes on this day."""
        self.clock.now = self._at(on, WAKES)
        if on in course.NOTES:
            self._tell("note", course.NOTES[on])
        if course.zone_on(on) != self.athlete.profile.timezone:
            self._prefer(timezone=course.zone_on(on))
            self.clock.now = self._at(on, WAKES)
        if on == course.ILL.first:
            feedback.report_illness(athlete=self.athlete, symptoms="fever", now=self.clock.now)
        if on == course.ILL.last + DAY and (running := feedback.running_illness(self.athlete.pk)):
            feedback.correct_illness(running, {"ended_at": self.clock.now}, self.clock.now)
        if on == course.SILENT.last + DAY:
            coaching.post(athlete=self.athlete, text="I am back", client_id=uuid7(), now=self.clock.now)
        if on == course.HOLIDAY.first - DAY:
            self._prefer(holiday={"from": course.HOLIDAY.first, "to": course.HOLIDAY.last})
        self._settle()

    def _prefer(self, **changes: object) -> None:
        preferences.change(athlete=self.athlete, changes=changes, now=self.clock.now)
        self.athlete = User.objects.select_related("profile").get(pk=self.athlete.pk)
        self.person.athlete = self.athlete

    def _keep_a_plan(self, on: date) -> None:
        plan = Plan.objects.for_athlete(self.athlete.pk).active().first()
        if plan is not None and (on - plan.ends_on).days < NEW_PLAN_AFTER_DAYS:
            return
        if not course.may_train(on):
            return
        wishes = {
            "primary_goal": "strength", "experience_level": "intermediate", "time_availability": 4,
            "days_per_week": 3, "weeks": 10, "start_on": on,
            "equipment": ["barbell", "rack", "bench", "dumbbell", "cable", "machine"],
        }  # fmt: skip
        try:
            plans.generate(athlete=self.athlete, wishes=wishes, now=self.clock.now)
        except IntentInfeasible:
            return
        self._tell("note", "A new plan begins: ten weeks, three sessions a week.")
        self._settle()

    def _doings(self, on: date) -> list[tuple[datetime, str, object]]:
        """What the athlete does today, with the hour, soonest first."""
        found: list[tuple[datetime, str, object]] = []
        if self.person.wants_to_train(on):
            found += [(self._at(on, EVENING), "_train", on)]
        for habit in Habit.objects.filter(athlete=self.athlete, ended_at__isnull=True):
            if on.weekday() in habit.days and course.may_train(on) and self.rng.random() < HABIT_SHARE:
                found.append((self._at(on, HABIT_DONE_AT), "_do_habit", habit))
        return sorted(found, key=lambda each: each[0])

    def _train(self, on: date) -> None:
        rows = PlannedSession.objects.for_athlete(self.athlete.pk).of_active_plan().in_plan()
        session = rows.filter(on=on, status=PlannedSession.Status.PLANNED).first()
        if session is not None:
            self.person.train(session, self.clock.now)
            self.sessions += 1

    def _do_habit(self, habit: Habit) -> None:
        on = self.athlete.profile.local_date(self.clock.now)
        habits.tick(athlete=self.athlete, habit=habit, on=on, client_id=uuid7(), now=self.clock.now)

    def _settle(self) -> None:
        """What workers do after a commit."""
        while events.start_due(self.clock.now, here=True):
            pass

    # --- What Spotter does --------------------------------------------------------------------------------------------
    def _look(self, on: date) -> None:
        if not self._is_anything_due():
            return
        sweeping.sweep(self.clock.now)
        ticking.tick(self.clock.now)
        for prompt_id in delivery.due(self.clock.now, 10):
            if delivery.deliver(prompt_id, self.clock.now):
                prompt = CoachingPrompt.objects.get(pk=prompt_id)
                self._tell("prompt", prompt.text, prompt.rule)
                self._answer(prompt, on)

    def _is_anything_due(self) -> bool:
        open_prompts = CoachingPrompt.objects.filter(status__in=(*states.UNSENT, *states.HANDED_OVER))
        is_over = open_prompts.filter(expires_at__lte=self.clock.now)
        return DueMoment.objects.due(self.clock.now).exists() or is_over.exists() or self._waiting().exists()

    def _waiting(self) -> QuerySet[CoachingPrompt]:
        return CoachingPrompt.objects.filter(status=states.PENDING, not_before__lte=self.clock.now)

    def _answer(self, prompt: CoachingPrompt, on: date) -> None:
        """Tap through the dialogue to its end, or not at all."""
        if not self.person.answers(on):
            return
        steps = dialogues.dialogue(prompt.rule, prompt.facts)
        now = self.clock.now
        while prompt.step != dialogues.END:
            self.clock.now += ANSWERED_AFTER
            choice = self.person.choice(prompt.rule, steps[prompt.step], on)
            known = set(Message.objects.for_athlete(self.athlete.pk).values_list("pk", flat=True))
            responding.respond(
                athlete=self.athlete, prompt_id=prompt.pk, choice=choice, client_id=uuid7(), now=self.clock.now
            )
            self._tell("answer", str(OPTIONS[choice]))
            for said in Message.objects.for_athlete(self.athlete.pk).exclude(pk__in=known):
                self._tell("spotter", said.text)
            prompt.refresh_from_db()
        self._settle()
        self.clock.now = now
        if prompt.status != states.ANSWERED:
            raise AssertionError(prompt.status)

    # --- Time ---------------------------------------------------------------------------------------------------------
    def _looks(self, on: date) -> Iterator[datetime]:
        at, end = self._at(on, WAKES), self._at(on, SLEEPS)
        while at <= end:
            yield at
            at += LOOK_EVERY

    def _at(self, on: date, wall: time) -> datetime:
        return fire(on, wall, self.zone) or datetime.combine(on, wall, UTC)

    def _tell(self, kind: str, text: str, rule: str = "") -> None:
        self.told.append(Told(self.clock.now.astimezone(self.zone), kind, text, rule))
