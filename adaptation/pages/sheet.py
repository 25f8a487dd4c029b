"""A session as a sheet to fill in: each exercise with what is asked for, what was done, and the set that comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest

from accounts.models import User
from adaptation import services as adaptation
from adaptation.pages import drafts, prefilled
from adaptation.pages.local import facts_of
from adaptation.pages.sets import DayForm, SetForm
from adaptation.pages.views import ExerciseView, SetRow, Sheet
from adaptation.wording import advice_sentence
from feedback.core.drafts import Draft
from feedback.models import PerformanceMetrics, RPEFeedback
from plans import services as plans
from plans.models import PlannedItem, PlannedSession
from science.health import stops_exercise

SCOPE = "feedback"  # the hard limit that saving counts against
TEMPLATE = "adaptation/session.html"


def sheet_of(
    request: HttpRequest,
    session: PlannedSession,
    now: datetime,
    bound: SetForm | None = None,
    day_form: DayForm | None = None,
) -> Sheet:
    """The sheet of one session. `bound`, `day_form`: forms that came back with errors, shown in place of fresh ones."""
    items = list(session.items.select_related("exercise"))
    told = RPEFeedback.objects.for_athlete(session.plan.athlete_id).standing().filter(session=session)
    ratings = {rating.exercise_id: rating for rating in told.order_by("performed_at", "pk")}
    metrics = PerformanceMetrics.objects.standing().filter(session=session).first()
    begun = {item.pk: drafts.draft_of(request, item) for item in items}
    current = bound.item.pk if bound else current_of([each for each in items if each.exercise_id not in ratings], begun)
    views = []
    for number, item in enumerate(items, 1):
        item.session = session
        rating, draft = ratings.get(item.exercise_id), begun[item.pk]
        form = bound if bound and bound.item.pk == item.pk else None
        is_now = item.pk == current
        if rating is not None:
            views.append(ExerciseView(item, number, False, rating, _rows(item, rating.sets, False), draft, None))
        else:
            views.append(_open(request, item, number, draft, form, is_now, now))
    if metrics is None and day_form is None:
        day_form = prefilled.day_form(session, now)
    facts = (item.why["facts"].get("before") for item in items)
    return Sheet(
        session=session,
        exercises=tuple(views),
        names=plans.names_of({str(slug) for slug in facts if slug}),
        saved=sum(view.rating is not None for view in views),
        metrics=metrics,
        day_form=day_form,
    )


def current_of(unrated: Sequence[PlannedItem], begun: Mapping[UUID, Draft]) -> UUID | None:
    """The exercise whose next set is on: the one that a set was told of last, so that they may be done in any order;
    else the first that is not saved."""
    newest = max(unrated, key=lambda item: begun[item.pk].last_at, default=None)
    return newest.pk if newest else None


def context_of(request: HttpRequest, session: PlannedSession, now: datetime, **options: Any) -> dict[str, Any]:
    is_today = options.pop("is_today", False)
    athlete = cast(User, request.user)
    today = athlete.profile.local_date(now)
    sheet = sheet_of(request, session, now, **options)
    return {
        "sheet": sheet,
        "local": facts_of(sheet, session, athlete, now),
        "session": session,
        "is_today": is_today or session.on == today,
        "is_future": session.on > today,
        "place": "today" if is_today or session.on == today else "plan",
    }


def _open(
    request: HttpRequest,
    item: PlannedItem,
    number: int,
    draft: Draft,
    form: SetForm | None,
    is_now: bool,
    now: datetime,
) -> ExerciseView:
    advice = None
    if draft.sets and item.reps_min is not None and item.exercise.rpe_use == "rir":
        item.session.plan.athlete = cast(User, request.user)  # known already: saves a query
        advice = adaptation.next_set(item, draft.rated(), now)
    units = cast(User, request.user).profile.units
    pain = (draft.pain or {}).get("severity", 0)
    return ExerciseView(
        item=item,
        number=number,
        is_now=is_now,
        rating=None,
        rows=_rows(item, draft.sets, True),
        draft=draft,
        form=form or SetForm(item=item, units=units, initial=prefilled.of_set(item, draft, advice, units)),
        advice=advice,
        advice_text=advice_sentence(advice, units) if advice else "",
        rest_since=drafts.rest_began(draft) if draft.sets else None,
        must_stop=stops_exercise(pain) or (advice is not None and advice.stop),
    )


def _rows(item: PlannedItem, sets: Any, is_open: bool) -> tuple[SetRow, ...]:
    """What was done, and while the exercise is open what comes after the set whose form is shown."""
    working = [each for each in sets if not each.get("warm_up")]
    done = [SetRow(number, each) for number, each in enumerate(working, 1)]
    coming = range(len(done) + 2, item.sets + 1) if is_open else ()
    return (*done, *(SetRow(number, None) for number in coming))
