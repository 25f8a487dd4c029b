"""Answering a session that the phone and the plan changed apart: the phone's values, or the plan's."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.pages.doors import AthletePage
from plans import services as plans
from plans.models import SessionChange
from plans.pages.change import refusal_in_words
from plans.wording.refusals import REFUSED


class SettlePage(AthletePage):
    def post(self, request: HttpRequest, change_id: UUID) -> HttpResponse:
        mine = SessionChange.objects.filter(athlete=self.athlete).select_related("session")
        change = get_object_or_404(mine, pk=change_id)
        take_phones = request.POST.get("take") == "wanted"
        try:
            settled = plans.settle_conflict(change, take_phones=take_phones, actor=self.person, now=timezone.now())
        except REFUSED as refusal:
            messages.error(request, refusal_in_words(refusal))
        else:
            if settled:
                messages.success(
                    request, _("Changed as you had it on the phone.") if take_phones else _("The plan stays as it is.")
                )
        return redirect("page-changes")
