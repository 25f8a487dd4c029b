"""The lives of athletes as the detector of moments reads them. Reads only; the number of queries is fixed, for one
athlete as for hundreds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from accounts.models import AthleteProfile
from coaching.core.moments.life import Life, Lift
from coaching.core.moments.rules import RULES, STAY_QUIET
from coaching.models import PromptBudget, PromptPreferences
from coaching.services import life_records as records
from coaching.services.tables import among

SILENT = int(RULES[STAY_QUIET].thresholds["unanswered"])


def life_of(athlete_id: UUID, now: datetime) -> Life | None:
    """What is known of an athlete at this instant; None where there is nobody to coach, or nobody agreed to be spoken
    to. One query then, fourteen at most else."""
    return lives_of([athlete_id], now).get(athlete_id)


def lives_of(athlete_ids: Sequence[UUID], now: datetime) -> dict[UUID, Life]:
    """What is known of these athletes at this instant, without those who did not agree to be spoken to: two queries,
    and twelve more for each civil day that it is somewhere (three at most)."""
    agreed = PromptPreferences.objects.filter(pk__in=among(athlete_ids), enabled=True)
    wishes = {each.pk: each for each in agreed}
    if not wishes:
        return {}
    by_day: dict[date, list[AthleteProfile]] = defaultdict(list)
    for profile in AthleteProfile.objects.filter(pk__in=among(list(wishes))):
        by_day[profile.local_date(now)].append(profile)
    lives: dict[UUID, Life] = {}
    for today, profiles in by_day.items():
        lives |= _lives(profiles, wishes, today, now)
    return lives


def _lives(
    profiles: Sequence[AthleteProfile], wishes: Mapping[UUID, PromptPreferences], today: date, now: datetime
) -> dict[UUID, Life]:
    """Of athletes whose civil day is `today`."""
    these = among([profile.pk for profile in profiles])
    plans, budgets = records.plans(these), PromptBudget.objects.filter(pk__in=these).in_bulk()
    check_ins = records.check_ins(these, today)
    sessions, ratings = records.sessions(plans.values(), today), records.ratings(these, today)
    before = records.trained_before(these, today)
    nights, lifts, offers = records.nights(these, today, check_ins), records.lifts(these, now), records.offers(these)
    spells, habits = records.spells(profiles, these, today), records.habits(profiles, these, today)
    told_at = records.last_told_at([pk for pk, budget in budgets.items() if budget.unanswered >= SILENT])
    lives = {}
    for profile in profiles:
        pk, chosen = profile.pk, wishes[profile.pk]
        plan, budget = plans.get(pk), budgets.get(pk) or PromptBudget()
        done_before, last_on = before.get(pk, (0, None))
        lives[pk] = Life(
            zone=profile.zone,
            enabled_at=chosen.enabled_at,
            check_in_at=chosen.check_in_at,
            plan=records.running(plan),
            sessions=tuple(sessions[plan.pk]) if plan else (),
            ratings=tuple(ratings[pk]),
            done_before=done_before,
            last_on=last_on,
            nights=nights.get(pk, ()),
            spells=tuple(spells[pk]),
            lifts=tuple(Lift(slug, tuple(points)) for slug, points in lifts[pk].items()),
            habits=tuple(habits[pk]),
            offers=tuple(offers[pk]),
            checked_in_on=frozenset(each.on for each in check_ins[pk] if each.feeling is not None),
            holiday=(chosen.holiday_from, chosen.holiday_to) if chosen.holiday_from and chosen.holiday_to else None,
            unanswered=budget.unanswered,
            first_unanswered_at=budget.first_unanswered_at,
            last_told_at=told_at.get(pk),
        )
    return lives
