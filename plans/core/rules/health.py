"""C: special care. Cautious conventions, to be reviewed by a professional before release; no medical advice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from plans.core import measure
from plans.core.rules import care, screening, wordlists
from plans.core.rules.base import Breach, Case, Rule, week_key
from plans.core.spec import Item, PlanSpec, Week
from plans.core.thresholds import THRESHOLDS

CARE = THRESHOLDS.care
EARLY = "07:00"  # a hard session before this is likely done fasted


def _banned(case: Case, ban: care.Ban) -> Iterator[Breach]:
    for item, movement in case.movements():
        if ban.covers(movement):
            yield Breach(item.id, {"exercise": item.exercise, "problem": "movement", "value": 0, "limit": 0})


def _too_heavy(case: Case, limit: float) -> Iterator[Breach]:
    for item in case.spec.items():
        percent = case.percent(item)
        if percent is not None and percent > limit:
            facts = {"exercise": item.exercise, "problem": "load", "value": round(percent), "limit": limit}
            yield Breach(item.id, facts)


def _injury(case: Case) -> Iterator[Breach]:
    bans = tuple(care.injury_bans(case.intent))
    for item, movement in case.movements() if bans else ():
        region = next((region for region, ban in bans if ban.covers(movement)), None)
        if region is not None:
            yield Breach(item.id, {"exercise": item.exercise, "region": region})


def _hypertension(case: Case) -> Iterator[Breach]:
    if "hypertension" not in case.intent.health.conditions:
        return
    yield from _too_heavy(case, CARE.hypertension_percent_max)
    for item, movement in case.movements():
        left = measure.rir(item)
        if movement.purpose == "resistance" and left is not None and left < CARE.hypertension_rir_min:
            facts = {"exercise": item.exercise, "problem": "effort", "value": left, "limit": CARE.hypertension_rir_min}
            yield Breach(item.id, facts)
        if "isometric" in movement.flags and (item.duration_s or 0) > CARE.hypertension_hold_s_max:
            facts = {"exercise": item.exercise, "problem": "hold", "value": item.duration_s or 0}
            yield Breach(item.id, facts | {"limit": CARE.hypertension_hold_s_max})


def _not_cleared(case: Case) -> Iterator[Breach]:
    for reason in screening.reasons(case.intent):
        yield Breach("plan", {"because": reason})


def _pregnancy(case: Case) -> Iterator[Breach]:
    if care.is_late_pregnancy(case.intent):
        yield from _banned(case, care.PREGNANCY)
        yield from _too_heavy(case, CARE.pregnancy_percent_max)


def _young(case: Case) -> Iterator[Breach]:
    if not care.is_young(case.intent):
        return
    yield from _too_heavy(case, CARE.young_percent_max)
    for item, movement in case.movements():
        if item.role == "test":
            yield Breach(item.id, {"exercise": item.exercise, "problem": "test", "value": 1, "limit": 0})
        is_lifted = movement.purpose == "resistance" and movement.rpe_use == "rir"
        if is_lifted and item.reps_min is not None and item.reps_min < CARE.young_reps_min:
            facts = {"exercise": item.exercise, "problem": "reps", "value": item.reps_min, "limit": CARE.young_reps_min}
            yield Breach(item.id, facts)
    yield from _young_days(case)


def _young_days(case: Case) -> Iterator[Breach]:
    for week in case.spec.weeks:
        days = len(measure.hard_days(week.sessions, case.catalogue))
        if days > CARE.young_days_max:
            yield Breach(
                week_key(week), {"exercise": "", "problem": "days", "value": days, "limit": CARE.young_days_max}
            )
    for one, two in pairwise(measure.hard_days(case.spec.sessions(), case.catalogue)):
        if (two - one).days == 1:
            yield Breach(f"day:{two.isoformat()}", {"exercise": "", "problem": "days in a row", "value": 2, "limit": 1})


def _old(case: Case) -> Iterator[Breach]:
    if not care.is_old(case.intent):
        return
    yield from _banned(case, care.OLD_AGE)
    yield from _too_heavy(case, CARE.old_percent_max)
    for week in case.spec.weeks:
        yield from _old_week(week, case)


def _old_week(week: Week, case: Case) -> Iterator[Breach]:
    low, high = CARE.old_days
    strength = [session for session in week.sessions if any(measure.counted(session.items, case.catalogue))]
    if strength and not min(low, case.spec.days_per_week) <= len(strength) <= high:
        yield _old_warning(week, "days", len(strength), high)
    if _may_balance(case) and not any(
        "balance" in case.catalogue[item.exercise].flags for item in _known(measure.week_items(week), case)
    ):
        yield _old_warning(week, "balance", 0, 1)
    most = max((item.sets for item, _ in measure.counted(measure.week_items(week), case.catalogue)), default=0)
    if week.number == 1 and most > CARE.old_first_sets_max:
        yield _old_warning(week, "sets", most, CARE.old_first_sets_max)


def _may_balance(case: Case) -> bool:
    return any("balance" in movement.flags for movement in case.allowed())


def _old_warning(week: Week, problem: str, value: float, limit: float) -> Breach:
    return Breach(week_key(week), {"exercise": "", "problem": problem, "value": value, "limit": limit}, "warning")


def _known(items: Iterable[Item], case: Case) -> Iterator[Item]:
    return (item for item in items if item.exercise in case.catalogue)


def _weight_talk(case: Case) -> Iterator[Breach]:
    if "eating_disorder" not in case.intent.health.conditions:
        return
    for where, text in wordlists.texts(case.spec):
        if wordlists.is_weight_talk(text):
            yield Breach(where, {"problem": "words"})
    before = _cardio_minutes(case.before, case) if case.before is not None else {}
    for number, minutes in _cardio_minutes(case.spec, case).items():
        if minutes > before.get(number, minutes):
            yield Breach(f"week:{number}", {"problem": "cardio", "value": minutes, "limit": before[number]})


def _cardio_minutes(spec: PlanSpec, case: Case) -> dict[int, float]:
    return {
        week.number: sum(
            measure.minutes_of(item) for item in measure.week_items(week) if measure.is_endurance(item, case.catalogue)
        )
        for week in spec.weeks
    }


def _diabetes(case: Case) -> Iterator[Breach]:
    if "diabetes" not in case.intent.health.conditions:
        return
    if care.NOTICES["diabetes"] not in {reason.code for reason in case.spec.rationale}:
        yield Breach("plan", {"problem": "notice"})
    for session in case.spec.sessions():
        if session.at is not None and session.at < EARLY and measure.is_hard(session, case.catalogue):
            yield Breach(session.id, {"problem": "early"})


def _severe_pain(case: Case) -> Iterator[Breach]:
    muscles = care.severe_muscles(case.intent)
    if not muscles:
        return
    if care.REFERRAL not in {reason.code for reason in case.spec.rationale}:
        yield Breach("plan", {"exercise": "", "problem": "referral"})
    for item, movement in case.movements():
        if not muscles.isdisjoint((*movement.primary, *movement.secondary)):
            yield Breach(item.id, {"exercise": item.exercise, "problem": "movement"})


def _medical_words(case: Case) -> Iterator[Breach]:
    placed = list(wordlists.texts(case.spec))
    claims = {text for text in {text for _, text in placed} if wordlists.is_medical(text)}
    for where, text in placed:
        if text in claims:
            yield Breach(where, {})


RULES = (
    Rule(
        id="C01",
        severity="hard",
        threshold="no movement that the injury table rules out for a sore region",
        source="Dergaa 2024; table of conventions, to be reviewed by a professional",
        evidence="convention",
        message="%(exercise)s does not go with a sore %(region)s.",
        check=_injury,
    ),
    Rule(
        id="C02",
        severity="hard",
        threshold="high blood pressure: at most 80 % 1RM, two reps in reserve, holds of at most 30 s",
        source="ACSM GETP, second-hand",
        evidence="guideline",
        message="%(exercise)s is too much for high blood pressure: %(problem)s %(value)s, limit %(limit)s.",
        check=_hypertension,
    ),
    Rule(
        id="C03",
        severity="hard",
        threshold="no plan while the health screening asks for a professional first",
        source="ACSM preparticipation algorithm; PAR-Q+",
        evidence="guideline",
        message="A professional should be asked before any plan: %(because)s.",
        check=_not_cleared,
    ),
    Rule(
        id="C04",
        severity="hard",
        threshold="from week 14 of pregnancy: nothing supine, no impact, no risk of falling, at most 80 % 1RM",
        source="ACOG Committee Opinion 804, second-hand",
        evidence="guideline",
        message="%(exercise)s is left out in pregnancy: %(problem)s.",
        check=_pregnancy,
    ),
    Rule(
        id="C05",
        severity="hard",
        threshold="under 18: at least 6 reps, at most 80 % 1RM, no tests, at most three hard days, never two in a row",
        source="NSCA youth position, second-hand",
        evidence="guideline",
        message="Not for a minor: %(exercise)s %(problem)s %(value)s, limit %(limit)s.",
        check=_young,
    ),
    Rule(
        id="C06",
        severity="hard",
        threshold="from 65: no impact, at most 85 % 1RM; two or three strength days, balance, few sets at first",
        source="Fragala 2019",
        evidence="guideline",
        message="Not at 65 and over: %(exercise)s %(problem)s %(value)s, limit %(limit)s.",
        check=_old,
    ),
    Rule(
        id="C07",
        severity="hard",
        threshold="with an eating disorder: no talk of calories, weight or burning, no more cardio than before",
        source="NEDA 2023",
        evidence="guideline",
        message="Not suited to an eating disorder: %(problem)s.",
        check=_weight_talk,
    ),
    Rule(
        id="C08",
        severity="warning",
        threshold="with diabetes: a notice on blood sugar, no hard session early in the morning",
        source="ACSM, second-hand",
        evidence="guideline",
        message="With diabetes the plan lacks care: %(problem)s.",
        check=_diabetes,
    ),
    Rule(
        id="C09",
        severity="hard",
        threshold="pain from 7/10: nothing that loads the region, and a referral",
        source="coaching convention",
        evidence="convention",
        message="Severe pain asks for rest of the region and a professional: %(problem)s %(exercise)s.",
        check=_severe_pain,
    ),
    Rule(
        id="C10",
        severity="hard",
        threshold="no diagnosis, drug, dose or supplement in any text",
        source="Zaleski 2024",
        evidence="evidence",
        message="A text speaks of a diagnosis, a drug or a supplement.",
        check=_medical_words,
    ),
)
