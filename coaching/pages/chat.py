"""Home: the chat with the coach, beside it what is on today."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.core.ids import uuid7
from accounts.pages.doors import PersonPage
from coaching import services as coaching
from coaching.core.refusals import MessageIdTaken, MessageUnfit
from coaching.core.text import TEXT_MAX
from coaching.models import Message
from coaching.pages.blocks import moulds
from coaching.pages.flow import flow_of
from coaching.pages.news import TOLD, TURNED, news_of
from coaching.services import preferences
from coaching.wording import replies
from events.models import JournalEntry
from plans import services as plans

CARDS_ASKED = 50


class ChatPage(PersonPage):
    """What was said and what happened, the newest at the foot. Works by forms alone."""

    def get(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        before = self.before()
        flow, due = flow_of(self.person, before, now), plans.today(self.person, now)
        profile = self.person.profile
        context: dict[str, Any] = {
            "flow": flow,
            "is_older": before is not None,
            "today_on": profile.local_date(now),
            "zone": profile.timezone,
            "moulds": moulds(),
            "kinds": " ".join(sorted(TOLD)),
            "turned": " ".join(TURNED),
            "due": due,
            "due_items": due_items(due) if before is None else (),
            "starters": starters(due),
            "client_id": uuid7(),
            # First things first: an empty chat asks for a plan, and for nothing else.
            "is_offer": before is None and bool(flow.days) and preferences.is_to_be_asked(self.person, now),
            "text_max": TEXT_MAX,
            "place": "chat",
        }
        return render(request, "coaching/chat.html", context)

    def before(self) -> Message | None:
        """The message that an older page ends before; None: the newest page."""
        try:
            return coaching.find(self.person.pk, UUID(self.request.GET.get("before", "")))
        except (ValueError, Message.DoesNotExist):
            return None


class SendPage(PersonPage):
    """A message from a form. Sent twice, it is there once."""

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            send(self, timezone.now())
        except MessageUnfit:
            notes.error(request, _("That cannot be sent: write up to %(count)d characters.") % {"count": TEXT_MAX})
        except MessageIdTaken:
            notes.info(request, _("This message was sent already."))
        return redirect(f"{reverse('page-chat')}#newest")


class CardsPage(PersonPage):
    """How the cards of some journal entries stand now, for the page's scripts."""

    def get(self, request: HttpRequest) -> HttpResponse:
        told = request.GET.getlist("seq")[:CARDS_ASKED]
        if not all(each.isdecimal() and len(each) < 16 for each in told):
            return HttpResponseBadRequest()
        entries = JournalEntry.objects.for_athlete(self.person.pk).filter(seq__in=[int(each) for each in told])
        cards = news_of(self.person, entries.order_by("seq"), timezone.now())
        return JsonResponse({"cards": [each.as_json() for each in cards]})


class MorePage(PersonPage):
    """Every other place, for whoever has a small screen."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "coaching/more.html", {"place": "more"})


class WordsPage(PersonPage):
    """What the words of the trade mean."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "coaching/words.html", {"place": "more"})


def send(page: PersonPage, now: datetime) -> None:
    # A suggested question is a button beside the empty field; both are called `text`.
    text = next(filter(None, page.request.POST.getlist("text")), "")
    coaching.post(athlete=page.person, text=text, client_id=client_id_of(page.request), now=now)


def client_id_of(request: HttpRequest) -> UUID:
    """The id that the form carries; a button without one gets a new one."""
    try:
        return UUID(request.POST.get("client_id", ""))
    except ValueError:
        return uuid7()


def due_items(due: plans.Today) -> list[Any]:
    session = due.session or due.next
    return list(session.items.select_related("exercise")) if session else []


def starters(due: plans.Today) -> list[str]:
    """What one may ask first; the rules that answer know each of these. Without a plan there is little to ask about."""
    has_plan = due.session is not None or due.next is not None
    asked = (replies.TODAY, replies.PROGRESS, replies.WHY) if has_plan else (replies.HELP,)
    return [str(words) for _name, words in asked]
