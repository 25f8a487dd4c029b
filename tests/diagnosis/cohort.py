"""Constructed athletes with a known truth, made from a seed. They live by equations of their own: another reps curve
and another law of fatigue than the estimator assumes. What they report goes through the shipped estimator, as in the
product.

Each trains three times a week for sixteen weeks, unless their story says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from math import exp, floor, log
from random import Random

from adaptation.core.estimate import Observation, advance, first_state, shown
from adaptation.core.facts import Asked, Done
from diagnosis.core.facts import Case, DayReport, LiftFact, LiftPoint, PlanFact, SessionFact, Work
from plans.core.movements import Catalogue
from plans.management.commands.load_catalogue import Command
from science import forecast
from science.effort import RatedSet, rpe_from_rir
from science.estimator import LiftState

TODAY = date(2026, 6, 28)  # a Sunday
REPS, TARGET_RIR = 8, 2.0
Split = dict[int, tuple[str, ...]]
SPLIT: Split = {
    0: ("back-squat", "barbell-bench-press", "barbell-row", "romanian-deadlift", "dumbbell-curl"),
    2: ("conventional-deadlift", "overhead-press", "lat-pulldown", "dumbbell-fly", "leg-press"),
    4: ("back-squat", "barbell-bench-press", "barbell-row", "lying-leg-curl", "lateral-raise"),
}
ESTIMATED = ("back-squat", "barbell-bench-press", "barbell-row", "overhead-press")
INFO_CODES = frozenset({"progressing", "adherence_good", "very_even_week"})
Days = Callable[[int], float]  # of days ago, 0 = today


def never(_: int) -> float:
    return 0.0


@dataclass(frozen=True)
class Life:
    """How an athlete lives and answers."""

    rise: Days  # log units of strength above the start
    still: str = ""  # the one lift that has stopped
    still_days: int = 0  # since when
    own_pace: Callable[[str], float] = lambda exercise: 1.0  # of a lift, against the others
    sets: Callable[[str, int], int] = lambda exercise, ago: 3
    minutes: Days = lambda ago: 60.0
    felt: Days = never  # added to the session RPE
    sleep: Days = never  # added to the usual rating
    stress: Days = never
    hours: Days = lambda ago: 7.6
    rates: Callable[[float, Random], float] | None = None  # reported reps in reserve, from the true ones
    trusts: bool = False  # adds load by ratings of an own kind as well
    aims: float = TARGET_RIR  # reported reps in reserve at which they leave the load
    pain: Callable[[str, int, Random], tuple[str, int] | None] = lambda exercise, ago, rng: None
    misses: float = 0.04
    is_stubborn: bool = False  # never takes a load back
    weeks: int = 16
    split: Split = field(default_factory=lambda: SPLIT)
    level: str = "intermediate"


@dataclass(frozen=True)
class Known:
    """One athlete with what is true of them: each group of `must` has to be found by one of its codes; `may` is true as
    well, or follows from it; anything else is a false finding."""

    truth: str
    seed: int
    case: Case
    must: tuple[frozenset[str], ...]
    may: frozenset[str] = frozenset()

    def false(self, codes: frozenset[str]) -> frozenset[str]:
        return codes - self.may - frozenset().union(*self.must)


@cache
def catalogue() -> Catalogue:
    return Catalogue.of(Command().movements())


# --- One athlete ------------------------------------------------------------------------------------------------------
@dataclass
class Lifter:
    """The body: true strength, own curve, own day; and the load that is on the bar."""

    rng: Random
    life: Life

    def __post_init__(self) -> None:
        slugs = sorted({slug for day in self.life.split.values() for slug in day})
        self.start = {slug: self.rng.uniform(60, 140) for slug in slugs}
        self.curve = {slug: 0.030 * exp(self.rng.gauss(0, 0.15)) for slug in slugs}
        self.load = {slug: 2.5 * round(0.74 * kg / 2.5) for slug, kg in self.start.items()}

    def train(self, slug: str, ago: int, sets: int) -> tuple[tuple[RatedSet, ...], float]:
        """The sets of one exercise, and the percentage of the asked reps that was done."""
        load, done = self.load[slug], []
        risen = self.life.own_pace(slug) * self.life.rise(
            max(ago, self.life.still_days) if slug == self.life.still else ago
        )
        strength = self.start[slug] * exp(risen + self.rng.gauss(0, 0.02))
        for _ in range(sets):
            to_failure = 1 + max(0.0, log(strength / load)) / self.curve[slug]
            reps = min(REPS, max(1, floor(to_failure)))
            left = to_failure - reps
            failed = to_failure < REPS
            done.append(RatedSet(load, reps, 10.0 if failed else self.rating(left), failed))
            strength *= 1 - 0.010 - 0.022 * exp(-left)
        self.adjust(slug, done)
        return tuple(done), 100 * sum(each.reps for each in done) / (REPS * sets)

    def rating(self, left: float) -> float:
        told = self.life.rates(left, self.rng) if self.life.rates else left / 1.15 + self.rng.gauss(0, 0.4 + 0.1 * left)
        return rpe_from_rir(round(2 * max(0.0, told)) / 2)

    def adjust(self, slug: str, done: list[RatedSet]) -> None:
        rirs = [each.reported_rir or 0.0 for each in done]
        mean = sum(rirs) / len(rirs)
        if mean > self.life.aims + 0.6 and (self.life.trusts or not self.life.rates):
            self.load[slug] += 2.5
        elif mean < self.life.aims - 0.9 and not self.life.is_stubborn:
            self.load[slug] = max(20.0, self.load[slug] - 2.5)


def live(life: Life, seed: int) -> Case:
    """What Spotter knows of this athlete today."""
    rng = Random(seed)
    lifter = Lifter(rng, life)
    work: list[Work] = []
    reports: list[DayReport] = []
    sessions: list[SessionFact] = []
    for day in range(7 * life.weeks, 0, -1):
        on = TODAY - timedelta(days=day)
        if on.weekday() not in life.split:
            continue
        is_done = rng.random() >= life.misses
        sessions.append(SessionFact(f"s-{on}", on, "done" if is_done else "planned", at="18:30", title="full_a"))
        if is_done:
            work += _trained(lifter, on, day)
            reports.append(_report(life, rng, on, day))
    return Case(
        athlete=f"athlete-{seed}",
        now=datetime.combine(TODAY, time(18), UTC),
        today=TODAY,
        window_days=84,
        level=life.level,
        goal="strength",
        catalogue=catalogue(),
        sessions=tuple(sessions),
        work=tuple(work),
        reports=tuple(reports),
        lifts=tuple(_lifts(work, life.level)),
        plan=_plan(lifter),
        names={slug: {"en": slug, "zh": slug} for slug in lifter.start},
    )


def _trained(lifter: Lifter, on: date, ago: int) -> Iterator[Work]:
    for place, slug in enumerate(lifter.life.split[on.weekday()]):
        sets = lifter.life.sets(slug, ago)
        if not sets:
            continue
        load = lifter.load[slug]
        done, completion = lifter.train(slug, ago, sets)
        hurt = lifter.life.pain(slug, ago, lifter.rng)
        asked = _asked("", on, slug, load, sets)
        told = Done(
            feedback=f"r-{on}-{slug}", session=f"s-{on}", on=on, exercise=slug, sets=done, rpe=done[-1].rpe,
            completion=completion, level=lifter.life.level, asked=asked, pain_region=hurt[0] if hurt else "",
            pain=hurt[1] if hurt else None,
        )  # fmt: skip
        yield Work(f"r-{on}-{slug}", datetime.combine(on, time(18, place), UTC), told)


def _asked(item: str, on: date, slug: str, load_kg: float, sets: int) -> Asked:
    return Asked(item, f"s-{on}", on, slug, sets, REPS, REPS, rpe_from_rir(TARGET_RIR), load_kg)


def _report(life: Life, rng: Random, on: date, ago: int) -> DayReport:
    def scaled(usual: float) -> float:
        return float(min(10, max(1, round(usual + rng.gauss(0, 1)))))

    return DayReport(
        id=f"m-{on}",
        session=f"s-{on}",
        on=on,
        title=f"day-{on.weekday()}",
        volume_kg=5000 + rng.gauss(0, 200),
        session_rpe=min(10.0, round(2 * (7 + life.felt(ago) + rng.gauss(0, 0.4))) / 2),
        duration_min=life.minutes(ago) + rng.gauss(0, 5),
        sleep_quality=scaled(7 + life.sleep(ago)),
        stress_level=scaled(4 + life.stress(ago)),
        recovery_h=48 + rng.gauss(0, 6),
        sleep_hours=life.hours(ago) + rng.gauss(0, 0.4),
    )


def _lifts(work: list[Work], level: str) -> Iterator[LiftFact]:
    for slug in ESTIMATED:
        states: list[tuple[Work, LiftState, float | None]] = []
        state: LiftState | None = None
        for each in work:
            if each.done.exercise != slug:
                continue
            state = state or first_state(level, slug, each.at, None, each.done.sets)
            if state is not None:
                step = advance(state, Observation(each.at, each.done.sets))
                state = step.state
                states.append((each, state, step.surprise))
        if state is not None:
            yield lift_fact(slug, states)


def lift_fact(slug: str, states: Sequence[tuple[Work, LiftState, float | None]]) -> LiftFact:
    """What is known of a lift after these steps of the estimator."""
    newest, state, _ = states[-1]
    before = [each for work, each, _ in states if (newest.on - work.on).days >= 7]
    plateau = forecast.plateau_probability(state)
    points = []
    for work, each, surprise in states:
        interval = shown(each)
        points.append(LiftPoint(work.rating, work.on, interval.value, interval.low, interval.high, surprise))
    return LiftFact(
        id=f"l-{slug}",
        exercise=slug,
        state=state,
        e1rm=forecast.e1rm_kg(state),
        weekly_trend=forecast.weekly_trend(state),
        plateau=plateau,
        claim=forecast.plateau_claim(plateau, forecast.plateau_probability(before[-1]) if before else None),
        may_be_narrow=False,
        points=tuple(points),
    )


def _plan(lifter: Lifter) -> PlanFact:
    days = [TODAY + timedelta(days=day) for day in range(1, 15)]
    coming = tuple(
        _asked(f"i-{on}-{slug}", on, slug, lifter.load[slug], 3)
        for on in days
        for slug in lifter.life.split.get(on.weekday(), ())
    )
    return PlanFact(
        "plan", "strength", lifter.life.level, TODAY - timedelta(days=112), days[-1], 3, coming, (17, days[0])
    )


# --- Their stories ----------------------------------------------------------------------------------------------------
def rising(rng: Random, weeks: int = 16) -> Days:
    """Gains of 0.7-1.3 % a week."""
    weekly = rng.uniform(0.007, 0.013)
    return lambda ago: weekly * (weeks - ago / 7)


RISES = {"beginner": (0.010, 0.018), "intermediate": (0.007, 0.013), "advanced": (0.004, 0.007)}


def fine(seed: int) -> Known:
    """All is well, in lives that differ: level, missed sessions, a light week, a bad night."""
    rng = Random(seed)
    level = rng.choice(sorted(RISES))
    weekly, light, night = rng.uniform(*RISES[level]), rng.randint(4, 12), rng.randint(1, 30)
    usual = 2 if level == "beginner" else 3
    life = Life(
        rise=lambda ago: weekly * (16 - ago / 7),
        sets=lambda exercise, ago: usual - 1 if ago // 7 == light else usual,
        sleep=lambda ago: -4.0 if ago in (night, night + 1) else 0.0,
        misses=rng.uniform(0.0, 0.1),
        level=level,
    )
    return Known("fine", seed, live(life, seed), (frozenset({"nothing_to_worry"}),), INFO_CODES)


def overload(seed: int) -> Known:
    """Three weeks of far more work than can be recovered from, loads never taken back."""
    rng = Random(seed)
    since, depth = rng.randint(17, 24), rng.uniform(0.10, 0.16)
    usual = rising(rng)
    life = Life(
        rise=lambda ago: usual(max(ago, since)) - depth * max(0.0, 1 - ago / since),
        sets=lambda exercise, ago: 3 if ago > since else 5,
        minutes=lambda ago: 60.0 if ago > since else 100.0,
        felt=lambda ago: 0.0 if ago > since else 2.0,
        is_stubborn=True,
    )
    follows = {"load_jump", "volume_jump", "muscle_high", "effort_above", "much_failure", "decline", "readiness_low"}
    slowed = {"progress_slowed", "lift_slowed", "lift_plateau"}
    return Known("overload", seed, live(life, seed), (frozenset({"overload"}),), INFO_CODES | follows | slowed)


def plateau(seed: int) -> Known:
    """No gain on any lift for eleven weeks."""
    rng = Random(seed)
    weekly, stop = rng.uniform(0.008, 0.013), rng.randint(75, 84)
    life = Life(rise=lambda ago: weekly * (16 - max(ago, stop) / 7))
    return Known("plateau", seed, live(life, seed), (frozenset({"progress_slowed"}),), INFO_CODES - {"progressing"})


def under_recovery(seed: int) -> Known:
    """Two weeks of short nights and stress with the usual training."""
    rng = Random(seed)
    usual, since, much = rising(rng), rng.randint(13, 16), rng.uniform(2.5, 3.5)
    life = Life(
        rise=lambda ago: usual(ago) - (0.02 if ago <= since else 0.0),
        sleep=lambda ago: -much if ago <= since else 0.0,
        stress=lambda ago: much if ago <= since else 0.0,
        hours=lambda ago: rng.uniform(4.8, 5.6) if ago <= since else 7.6,
    )
    must = (frozenset({"readiness_low", "sleep_short"}),)
    may = INFO_CODES | {"overload", "effort_above"}
    return Known("under_recovery", seed, live(life, seed), must, may)


def imbalance(seed: int) -> Known:
    """Far more pushing than pulling, or squatting than hinging."""
    rng = Random(seed)
    pulls = {"barbell-row", "lat-pulldown", "dumbbell-curl"}
    hinges = {"romanian-deadlift", "conventional-deadlift", "lying-leg-curl"}
    code, neglected = rng.choice([("push_pull", pulls), ("quad_hinge", hinges)])
    few = rng.choice((1, 1, 0)) if code == "quad_hinge" else 1
    life = Life(rising(rng), sets=lambda exercise, ago: few if exercise in neglected else 4)
    may = INFO_CODES | {"muscle_low", "muscle_high"}
    return Known("imbalance", seed, live(life, seed), (frozenset({code}),), may)


def sandbagging(seed: int) -> Known:
    """Calls every set all but maximal, and does the next one just the same."""
    rng = Random(seed)
    life = Life(
        rising(rng), rates=lambda left, own: own.choice((0.0, 0.5, 0.5, 1.0)) if left > 1.5 else left, is_stubborn=True
    )
    may = INFO_CODES | {"effort_above", "much_failure", "overload", "progress_slowed", "lift_slowed", "lift_plateau"}
    return Known("sandbagging", seed, live(life, seed), (frozenset({"rated_too_hard"}),), may)


def pain_pattern(seed: int) -> Known:
    """One movement that hurts each time, for two to five weeks."""
    rng = Random(seed)
    usual = rising(rng)
    region, slug = rng.choice(
        [("knee", "back-squat"), ("shoulder", "barbell-bench-press"), ("lower_back", "romanian-deadlift")]
    )
    since, worst = rng.randint(14, 35), rng.randint(3, 8)

    def hurts(exercise: str, ago: int, own: Random) -> tuple[str, int] | None:
        return (region, max(1, worst - own.randint(0, 1))) if exercise == slug and ago <= since else None

    codes = frozenset({"pain_severe", "pain_stops", "pain_lasts", "pain_rises", "pain_noted"})
    return Known("pain", seed, live(Life(usual, pain=hurts), seed), (codes,), INFO_CODES)


def sparse(seed: int) -> Known:
    """Hardly any data: silence."""
    rng = Random(seed)
    whole = live(Life(rising(rng), weeks=rng.choice((1, 2, 3))), seed)
    keep = {each.on for each in whole.work}
    kept = set(rng.sample(sorted(keep), min(len(keep), rng.randint(1, 4))))
    case = replace(
        whole,
        work=tuple(each for each in whole.work if each.on in kept),
        reports=tuple(each for each in whole.reports if each.on in kept),
        sessions=tuple(each for each in whole.sessions if each.on in kept),
    )
    return Known("sparse", seed, case, ())


STORIES = (overload, plateau, under_recovery, imbalance, sandbagging, pain_pattern, sparse, fine)


def cohort(first_seed: int, each: int = 5) -> Iterator[Known]:
    """So many athletes of each story."""
    for place, story in enumerate(STORIES):
        for number in range(each):
            yield story(first_seed + 1000 * place + number)
