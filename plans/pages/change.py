"""Changing one session by hand: another day, left out, taken up again, an exercise swapped."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.pages.doors import AthletePage
from plans import services as plans
from plans.models import PlannedItem, PlannedSession, PlanRevision
from plans.pages.doors import own_item, own_session
from plans.wording import listed, quantities
from plans.wording.refusals import REFUSED, exercises_in, in_words

REASON_MAX = 160


def refusal_in_words(refusal: Exception) -> str:
    return in_words(refusal, plans.names_of(exercises_in(refusal)))


class MoveForm(forms.Form):
    on = forms.TypedChoiceField(label=gettext_lazy("New day"), coerce=date.fromisoformat, widget=forms.RadioSelect)
    at = forms.TimeField(
        label=gettext_lazy("Time, if you like"), required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )  # fmt: skip

    def __init__(self, *args: Any, days: list[date], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].choices = [(day.isoformat(), quantities.day(day)) for day in days]  # type: ignore[attr-defined]


class SkipForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason (a few words)"), max_length=REASON_MAX, required=False,
        help_text=gettext_lazy("Only for you and your coach."),
    )  # fmt: skip


class ChangePage(AthletePage):
    """Move, skip, take up again. The days offered are those of the session's week from today on."""

    def get(self, request: HttpRequest, session_id: UUID) -> HttpResponse:
        session = own_session(self.athlete, session_id)
        return self.show(session, self.move_form(session), SkipForm())

    def post(self, request: HttpRequest, session_id: UUID) -> HttpResponse:
        session = own_session(self.athlete, session_id)
        action = {"move": self.move, "skip": self.skip, "resume": self.resume}.get(request.POST.get("action", ""))
        return action(session) if action else self.get(request, session_id)

    def move(self, session: PlannedSession) -> HttpResponse:
        form = self.move_form(session, self.request.POST)
        if not form.is_valid():
            return self.show(session, form, SkipForm(), status=422)
        on, at = form.cleaned_data["on"], form.cleaned_data["at"]
        return self.carry_out(
            session,
            lambda now: plans.move_session(
                session,
                on=on,
                at=f"{at:%H:%M}" if at else None,
                author=author_of(self),
                now=now,
                actor_id=self.person.pk,
            ),
            _("Moved to %(day)s.") % {"day": quantities.day(on)},
        )

    def skip(self, session: PlannedSession) -> HttpResponse:
        form = SkipForm(self.request.POST)
        if not form.is_valid():
            return self.show(session, self.move_form(session), form, status=422)
        reason = form.cleaned_data["reason"]
        return self.carry_out(
            session, lambda now: plans.skip_session(session, reason=reason, now=now), _("This session is skipped.")
        )

    def resume(self, session: PlannedSession) -> HttpResponse:
        return self.carry_out(
            session, lambda now: plans.unskip_session(session, now=now), _("This session is planned again.")
        )

    def carry_out(self, session: PlannedSession, change: Callable[[datetime], Any], done: str) -> HttpResponse:
        try:
            free = change(timezone.now())
        except REFUSED as refusal:
            messages.error(self.request, refusal_in_words(refusal))
            return to(self, "session-change", session.pk)
        messages.success(self.request, done)
        if isinstance(free, tuple) and free:
            days = listed(quantities.day(day) for day in free)
            messages.info(
                self.request, _("Its work would still fit on: %(days)s. You can move it there.") % {"days": days}
            )
            return to(self, "session-change", session.pk)
        return to_session(self, session)

    def move_form(self, session: PlannedSession, data: Any = None) -> MoveForm:
        today = self.athlete.profile.local_date(timezone.now())
        first = session.plan.start_on + timedelta(days=7 * (session.week - 1))
        days = [first + timedelta(days=day) for day in range(7)]
        open_days = [day for day in days if day >= today and day != session.on]
        return MoveForm(data, days=open_days)

    def show(self, session: PlannedSession, move: MoveForm, skip: SkipForm, status: int = 200) -> HttpResponse:
        seen = {"on": session.on.isoformat(), "at": session.at or None, "status": session.status}
        if self.is_visit:
            skip.fields["reason"].help_text = _("The athlete reads it in their plan.")
        context = {"session": session, "seen": json.dumps(seen), "move": move, "skip": skip, "place": "plan"}
        return self.page("plans/change.html", context, status=status)


class SwapPage(AthletePage):
    """Three exercises that can stand in, each with its load; choosing one changes the plan."""

    def get(self, request: HttpRequest, session_id: UUID, item_id: UUID) -> HttpResponse:
        item = own_item(self.athlete, session_id, item_id)
        try:
            options = plans.swap_options(item, now=timezone.now())
        except REFUSED as refusal:
            messages.error(request, refusal_in_words(refusal))
            return to_session(self, item.session)
        language = get_language() or "en"
        choices = [
            {
                "slug": option.movement.slug,
                "name": option.movement.name_zh_hans or option.movement.name_en
                if language.startswith("zh")
                else option.movement.name_en,
                "load": quantities.load_asked(_asked(item, option), self.units),
            }
            for option in options
        ]
        context = {"item": item, "session": item.session, "choices": choices, "place": "plan"}
        return self.page("plans/swap.html", context)

    def post(self, request: HttpRequest, session_id: UUID, item_id: UUID) -> HttpResponse:
        item = own_item(self.athlete, session_id, item_id)
        exercise = request.POST.get("exercise", "")
        try:
            plans.swap_exercise(
                item,
                exercise=exercise,
                author=author_of(self),
                now=timezone.now(),
                actor_id=self.person.pk,
            )
        except REFUSED as refusal:
            messages.error(request, refusal_in_words(refusal))
            return to(self, "swap", session_id, item_id)
        messages.success(request, _("Swapped. The load was worked out anew for this exercise."))
        return to_session(self, item.session)


def author_of(page: AthletePage) -> str:
    """Who changes the plan through this page: what a visitor sends was let in as a coach's."""
    return PlanRevision.Author.COACH if page.is_visit else PlanRevision.Author.ATHLETE


def to(page: AthletePage, place: str, *ids: UUID) -> HttpResponse:
    """To a page about the same training."""
    return (
        redirect(f"page-athlete-{place}", page.athlete.pk, *ids) if page.is_visit else redirect(f"page-{place}", *ids)
    )


def to_session(page: AthletePage, session: PlannedSession) -> HttpResponse:
    """To the session; a visitor to its week of the plan, from the top, where it is said what was done."""
    if not page.is_visit:
        return redirect("page-session", session.pk)
    return redirect(f"{reverse('page-athlete-plan', args=[page.athlete.pk])}?week={session.week}")


def _asked(item: PlannedItem, option: Any) -> PlannedItem:
    """The item as it would be with this exercise; not saved."""
    return PlannedItem(sets=item.sets, load_kg=option.load_kg, load_basis=option.load_basis)
