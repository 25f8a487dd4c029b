"""A coach writes into the chat of an athlete who agreed to it. What the athlete says there, they do not see."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.pages.doors import AthletePage
from coaching import services as coaching
from coaching.core.refusals import MessageIdTaken, MessageUnfit
from coaching.core.text import TEXT_MAX
from coaching.pages.chat import client_id_of


class WritePage(AthletePage):
    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            self.write(client_id_of(request), request.POST.get("text", ""))
            notes.success(request, _("Sent. It is in their chat now."))
        except User.DoesNotExist:
            notes.error(request, _("Only a coach of this athlete writes to them here."))
        except MessageUnfit:
            notes.error(request, _("That cannot be sent: write up to %(count)d characters.") % {"count": TEXT_MAX})
        except MessageIdTaken:
            notes.info(request, _("This message was sent already."))
        return self.back_to("athlete")

    def write(self, client_id: UUID, text: str) -> None:
        coaching.write_as_coach(
            coach=self.person, athlete_id=self.athlete.pk, text=text, client_id=client_id, now=timezone.now()
        )
