"""Training a session: set by set, exercise by exercise, and its end. The plan is not written here: ratings go to
feedback, and what they change comes back as suggestions."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import services as accounts
from accounts.models import User
from accounts.pages.doors import AthletePage
from adaptation.pages import drafts
from adaptation.pages.sets import SetForm
from adaptation.pages.sheet import SCOPE, TEMPLATE, context_of
from feedback import services as feedback
from feedback.core.drafts import Draft, completion_percent
from feedback.core.ratings import Asked
from feedback.core.refusals import IdTaken
from feedback.models import RPEFeedback
from plans import services as plans
from plans.models import Plan, PlannedItem, PlannedSession
from plans.pages.doors import own_item, own_session
from science.health import stops_exercise

WEEK_DAYS = 7


class TodayPage(AthletePage):
    """Home: the session of today, or what comes next, or the way to a first plan."""

    def get(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        today = plans.today(self.athlete, now)
        if today.session is not None:
            session = own_session(self.athlete, today.session.pk)
            return render(request, TEMPLATE, context_of(request, session, now, is_today=True))
        context: dict[str, Any] = {"on": today.on, "next": today.next, "place": "today"}
        if today.next is not None:
            context["items"] = today.next.items.select_related("exercise")
            missed = context["missed"] = self.missed(today.next.plan, today.on)
            if missed is not None:
                base = {"on": missed.on.isoformat(), "at": missed.at or None, "status": missed.status}
                context["missed_base"] = json.dumps(base)
        return render(request, "adaptation/today.html", context)

    def missed(self, plan: Plan, today: date) -> PlannedSession | None:
        """The last session that passed by untrained and can still be moved to today: only within its own week, and
        never offered to somebody who is ill."""
        week = (today - plan.start_on).days // WEEK_DAYS + 1
        passed = PlannedSession.objects.in_plan().filter(plan=plan, week=week, status="planned", on__lt=today)
        last = passed.order_by("-on", "-position").first()
        return None if last is None or feedback.running_illness(self.athlete.pk) else last


class SessionPage(AthletePage):
    def get(self, request: HttpRequest, session_id: UUID) -> HttpResponse:
        session = own_session(self.athlete, session_id)
        return render(request, TEMPLATE, context_of(request, session, timezone.now()))


class SetPage(AthletePage):
    """One set told, taken back, or the exercise saved as it stands."""

    def post(self, request: HttpRequest, session_id: UUID, item_id: UUID) -> HttpResponse:
        item = own_item(self.athlete, session_id, item_id)
        action = request.POST.get("action")
        if action == "back":
            return self.take_back(item)
        if action == "save":
            return self.save(item, drafts.draft_of(request, item))
        return self.log(item)

    def log(self, item: PlannedItem) -> HttpResponse:
        now = timezone.now()
        form = SetForm(self.request.POST, item=item, units=self.athlete.profile.units)
        if not form.is_valid():
            session = own_session(self.athlete, item.session_id)
            return render(self.request, TEMPLATE, context_of(self.request, session, now, bound=form), status=422)
        draft = self.draft_for(item, form)
        place = form.cleaned_data["place"]
        if draft is None or place != len(draft.sets):
            messages.info(self.request, _("This set is already logged. Check it before you log the next one."))
            return back_to(item)
        draft = draft.with_set(place, form.done(), now.isoformat())
        draft = replace(draft, pain=form.pain() or draft.pain)
        drafts.keep(self.request, item.pk, draft)
        hurts = stops_exercise((draft.pain or {}).get("severity", 0))
        if hurts:
            messages.warning(self.request, _("Stop this exercise for today. Go on with what does not hurt."))
        return self.save(item, draft) if hurts or len(draft.sets) >= item.sets else back_to(item)

    def draft_for(self, item: PlannedItem, form: SetForm) -> Draft | None:
        """The draft that the form belongs to; None when it has been saved since."""
        client_id = form.cleaned_data["client_id"]
        draft = drafts.draft_of(self.request, item)
        if not draft.sets:
            draft = replace(draft, client_id=str(client_id))
        if RPEFeedback.objects.for_athlete(self.athlete.pk).filter(client_id=client_id).exists():
            return None
        return draft if draft.client_id == str(client_id) else None

    def take_back(self, item: PlannedItem) -> HttpResponse:
        draft = drafts.draft_of(self.request, item)
        place = self.request.POST.get("place", "")
        if place.isdecimal():
            drafts.keep(self.request, item.pk, draft.without_last(int(place)))
        return back_to(item)

    def save(self, item: PlannedItem, draft: Draft) -> HttpResponse:
        if not draft.sets:
            return back_to(item)
        wait_s = accounts.seconds_to_wait(SCOPE, f"user:{self.athlete.pk}")
        if wait_s:
            messages.error(
                self.request, _("Too many requests at once. Your sets are safe; save again in %(s)d s.") % {"s": wait_s}
            )
            return back_to(item)
        try:
            record(self.athlete, item, draft, timezone.now())
        except IdTaken:
            messages.info(self.request, _("This exercise was saved already."))
        drafts.forget(self.request, item.pk)
        return back_to(item)


class RemovePage(AthletePage):
    """Take a rating back. What was told is kept as history; estimates are learnt again without it."""

    def post(self, request: HttpRequest, client_id: UUID) -> HttpResponse:
        mine = RPEFeedback.objects.for_athlete(self.athlete.pk).select_related("session")
        rating = get_object_or_404(mine, client_id=client_id, session__isnull=False)
        feedback.remove(rating, timezone.now())
        messages.success(request, _("Removed. You can log it again."))
        return redirect("page-session", rating.session_id)


def record(athlete: User, item: PlannedItem, draft: Draft, now: datetime) -> None:
    """Tell feedback of one exercise. Raises IdTaken when another body was stored under the draft's id."""
    asked = Asked(**{name: getattr(item, name) for name in Asked.__slots__})
    feedback.record(
        athlete=athlete,
        session=item.session,
        exercise=item.exercise_id,
        rpe=draft.rpe(),
        completion_rate=completion_percent(asked, draft.sets),
        now=now,
        client_id=UUID(draft.client_id),
        sets=[dict(each) for each in draft.sets],
        pain=draft.pain,
    )


def back_to(item: PlannedItem) -> HttpResponse:
    """To the set that comes next: of this exercise, or where it is saved, of the one after it."""
    return redirect(f"{reverse('page-session', args=[item.session_id])}#next")
