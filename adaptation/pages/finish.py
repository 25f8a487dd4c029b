"""The end of a session: how it went as a whole, and the day around it."""

from __future__ import annotations

from decimal import Decimal
from statistics import fmean
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import services as accounts
from accounts.pages.doors import AthletePage
from adaptation.pages.sets import DayForm
from adaptation.pages.sheet import SCOPE, TEMPLATE, context_of
from feedback import services as feedback
from feedback.core.refusals import IdTaken
from feedback.models import RPEFeedback
from plans.models import PlannedSession
from plans.pages.doors import own_session
from science.effort import LOWEST_RPE


class FinishPage(AthletePage):
    """The session as a whole, and the day around it."""

    def post(self, request: HttpRequest, session_id: UUID) -> HttpResponse:
        session = own_session(self.athlete, session_id)
        now = timezone.now()
        form = DayForm(request.POST)
        ratings = list(RPEFeedback.objects.for_athlete(self.athlete.pk).standing().filter(session=session))
        if not ratings:
            messages.info(request, _("Save at least one exercise first."))
            return redirect("page-session", session_id)
        if not form.is_valid():
            return render(request, TEMPLATE, context_of(request, session, now, day_form=form), status=422)
        wait_s = accounts.seconds_to_wait(SCOPE, f"user:{self.athlete.pk}")
        if wait_s:
            form.add_error(None, _("Too many requests at once. Try again in %(s)d s.") % {"s": wait_s})
            return render(request, TEMPLATE, context_of(request, session, now, day_form=form), status=429)
        told = form.cleaned_data
        try:
            feedback.record_performance(
                athlete=self.athlete, session=session, now=now, **told | totals(session, ratings, told["session_rpe"])
            )
        except IdTaken:
            messages.info(request, _("This session was finished already."))
        else:
            messages.success(request, _("Session finished."))
        return redirect(f"{reverse('page-session', args=[session_id])}#finish")


def totals(session: PlannedSession, ratings: list[RPEFeedback], session_rpe: float) -> dict[str, Any]:
    """What a session's ratings add up to: volume in kg, mean RPE, and the share of what was asked for."""
    asked = session.items.count()
    sets = [each for rating in ratings for each in rating.rated_work().sets if not each.warm_up]
    efforts = [float(rating.rpe) for rating in ratings if rating.rpe is not None]
    effort = fmean(efforts) if efforts else max(LOWEST_RPE, session_rpe)
    done = sum(float(rating.completion_rate) for rating in ratings) / max(asked, len(ratings))
    return {
        "total_volume": round(sum(max(0.0, each.load_kg) * each.reps for each in sets), 2),
        "average_rpe": Decimal(str(round(effort, 1))),
        "completion_rate": Decimal(str(round(min(100.0, done), 2))),
        "session_rpe": Decimal(str(session_rpe)),
    }
