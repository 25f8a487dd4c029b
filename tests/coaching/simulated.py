"""Athletes whose true events are known, and what they tell of them: late, with gaps and with scatter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random

from coaching.core.moments.detector import wanted
from coaching.core.moments.life import Life, Lift, Night, Offer, Planned, Point, Rated, Running
from tests.coaching.lives import BERLIN, DAY, at, habit

DAYS = 150
FIRST = date(2026, 1, 5)  # a Monday
HOUR = timedelta(hours=1)
LATE = 0.01  # of sessions are logged a day later: the phone had no network
UNTOLD = 0.1  # of nights are not told
RATING_SD, HOURS_SD, E1RM_SD = 0.4, 0.25, 0.008
EASY, HARD, RESTED_H, SHORT_H = 7.3, 9.6, 7.5, 5.1


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: a moment of this rule that falls due within the span speaks of it."""

    rule: str
    since: datetime
    until: datetime


@dataclass
class Athlete:
    """What is true (`events`), and what the log holds by when: (instant from which it is known, fact)."""

    rng: Random
    has_times: bool
    events: list[Event] = field(default_factory=list)
    sessions: list[tuple[datetime, Planned]] = field(default_factory=list)
    ratings: list[tuple[datetime, Rated]] = field(default_factory=list)
    nights: list[Night] = field(default_factory=list)
    points: list[tuple[datetime, Point]] = field(default_factory=list)
    offers: list[tuple[Offer, datetime]] = field(default_factory=list)  # and when each was decided
    done: int = 0

    def note(self, rule: str, since: date, until: date) -> None:
        self.events.append(Event(rule, at(since, 0), at(until, 23, 59)))

    def life(self, now: datetime) -> Life:
        """As far as it is known at this instant."""
        known: dict[str, Planned] = {}
        for since, each in self.sessions:
            if since <= now:
                known[each.id] = each
        ratings = tuple(each for since, each in self.ratings if since <= now)
        today = now.astimezone(BERLIN).date()
        recent = tuple(each for each in ratings if each.on > today - 35 * DAY)
        return Life(
            zone=BERLIN,
            enabled_at=at(FIRST - DAY),
            plan=Running("plan", FIRST, FIRST + DAYS * DAY, done=1, sessions=60),
            sessions=tuple(each for each in known.values() if abs((each.on - today).days) <= 14),
            ratings=recent,
            done_before=len({each.session for each in ratings} - {each.session for each in recent}),
            last_on=max((each.on for each in ratings), default=None),
            nights=tuple(each for each in self.nights if each.told_at <= now and each.on > today - 10 * DAY),
            lifts=(Lift("squat", tuple(point for since, point in self.points if since <= now)),),
            habits=(habit(since_on=FIRST),),
            offers=tuple(each for each, decided_at in self.offers if each.created_at <= now < decided_at),
        )

    def spoken_of(self) -> Iterator[tuple[str, str, datetime]]:
        """Every moment that was ever due while it stood, looked at each hour: rule, occurrence and when."""
        seen: set[tuple[str, str]] = set()
        for hour in range(24 * DAYS):
            now = at(FIRST) + hour * HOUR
            if now.astimezone(BERLIN).hour not in (9, 13, 19, 21):
                continue
            for moment in wanted(self.life(now), now):
                key = (moment.rule, moment.occurrence)
                if moment.due_at <= now and key not in seen:
                    seen.add(key)
                    yield *key, moment.due_at


def simulate(seed: int) -> Athlete:
    rng = Random(seed)
    athlete = Athlete(rng, has_times=seed % 2 == 0)
    absence = _absence(athlete) if seed % 3 == 0 else (FIRST, FIRST)
    tired = _blocks(rng, count=3, length=14)
    _train(athlete, absence, tired)
    _sleep(athlete)
    _suggest(athlete)
    return athlete


def _absence(athlete: Athlete) -> tuple[date, date]:
    """Two to three weeks without training; after ten days of it somebody may ask."""
    start = FIRST + athlete.rng.randrange(60, 90) * DAY
    return start, start + athlete.rng.randrange(15, 22) * DAY


def _blocks(rng: Random, *, count: int, length: int) -> list[tuple[date, date]]:
    starts = [FIRST + (10 + n * DAYS // count + rng.randrange(10)) * DAY for n in range(count)]
    return [(start, start + length * DAY) for start in starts]


# --- Training ---------------------------------------------------------------------------------------------------------
def _train(athlete: Athlete, absence: tuple[date, date], tired: list[tuple[date, date]]) -> None:
    rng, e1rm, told, hard = athlete.rng, 100.0, 103.0, 0
    last_on, best_on = FIRST, FIRST
    flat = (FIRST + 70 * DAY, FIRST + 130 * DAY)
    stall_told = False
    for on in (FIRST + n * DAY for n in range(DAYS) if n % 7 in (0, 2, 4)):
        planned = Planned(f"s-{on}", on, time(17) if athlete.has_times else None, 60, "planned", "full_body", False)
        athlete.sessions.append((at(FIRST - DAY), planned))
        away = absence[0] <= on < absence[1]
        fate = "missed" if away else rng.choices(["done", "skipped", "missed"], [88, 4, 8])[0]
        if fate == "skipped":
            athlete.sessions.append((at(on, 12), replace(planned, status="skipped")))
        if fate == "missed" and (on - last_on).days <= 10:
            athlete.note("missed_session", on, on + DAY)
        if fate != "done":
            continue
        if (on - last_on).days > 11:
            athlete.note("comeback", last_on + 11 * DAY, last_on + 12 * DAY)
        best_on = on if (on - last_on).days > 14 else best_on  # no lift stands still while nobody trains it
        last_on = on
        known_at = at(on + DAY, 12) if rng.random() < LATE else at(on, 18)
        athlete.sessions.append((known_at, replace(planned, status="done")))
        is_tired = any(start <= on < end for start, end in tired)
        hard = hard + 1 if is_tired else 0
        if hard and hard % 3 == 0:
            athlete.note("high_rpe", on, on + DAY)
        _rate(athlete, planned, on, known_at, HARD if is_tired else EASY)
        if not flat[0] <= on < flat[1]:
            e1rm, best_on, stall_told = e1rm * 1.004, on, False
        elif (on - best_on).days >= 21 and not stall_told:
            # From one scattered session it takes until the last lucky one is three weeks old; and the gains of the
            # first days after the flat weeks are smaller than what the rule takes for a rise.
            athlete.note("stalled", on - 7 * DAY, flat[1] + 10 * DAY)
            stall_told = True
        if e1rm > told * 1.05:
            told = e1rm
            athlete.note("milestone", on - 14 * DAY, on + 14 * DAY)
        point = Point(f"p-{on}", at(on, 18), on, e1rm * (1 + rng.gauss(0, E1RM_SD)), 4)
        athlete.points.append((known_at, point))


def _rate(athlete: Athlete, planned: Planned, on: date, known_at: datetime, effort: float) -> None:
    rng = athlete.rng
    athlete.done += 1
    if athlete.done in (1, 10, 25, 50):
        athlete.note("milestone", on, on + DAY)
    hurts = rng.random() < 0.03
    for slug in ("squat", "row", "press"):
        rpe = min(10.0, max(5.0, round(2 * rng.gauss(effort, RATING_SD)) / 2))
        pain = rng.choice((1, 2, 3, 5)) if hurts and slug == "squat" else None
        if pain is not None and pain >= 3:
            athlete.note("pain_follow_up", on, on + 2 * DAY)
        told = Rated(f"r-{on}-{slug}", planned.id, slug, at(on, 18), on, rpe, "knee" if pain else "", pain)
        athlete.ratings.append((known_at, told))


# --- Nights and suggestions -------------------------------------------------------------------------------------------
def _sleep(athlete: Athlete) -> None:
    rng = athlete.rng
    spells = {start + n * DAY for start, _end in _blocks(rng, count=5, length=4) for n in range(4)}
    for on in (FIRST + n * DAY for n in range(DAYS)):
        is_short = on in spells
        if is_short and on - DAY in spells and on - 2 * DAY not in spells:
            athlete.note("poor_sleep", on, on + 2 * DAY)
        if is_short and on - 3 * DAY in spells:
            athlete.note("poor_sleep", on - DAY, on + DAY)
        if rng.random() < UNTOLD:
            continue
        hours = (SHORT_H if is_short else RESTED_H + rng.gauss(0, 0.5)) + rng.gauss(0, HOURS_SD)
        athlete.nights.append(Night(on, hours, at(on, 9), hours < 6))


def _suggest(athlete: Athlete) -> None:
    """A suggestion every ten days, read at once or only after two days; every third is an easier week."""
    for number in range(DAYS // 10):
        created_at = at(FIRST + (10 * number + 3) * DAY, 18, 30)
        waits = athlete.rng.random() < 0.5
        decided_at = created_at + (48 * HOUR if waits else 2 * HOUR)
        is_deload = number % 3 == 2
        athlete.offers.append((Offer(f"o{number}", "plan", is_deload, created_at, created_at + 14 * DAY), decided_at))
        on = created_at.astimezone(BERLIN).date()
        if is_deload:
            athlete.note("deload_due", on, on + DAY)
        elif waits:
            athlete.note("unread_suggestion", on, on + 2 * DAY)
