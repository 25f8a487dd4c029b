"""One prompt on a page: why it came, and answering it without scripts."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.pages.doors import PersonPage
from coaching.core.refusals import PromptAnswerUnfit
from coaching.models import CoachingPrompt
from coaching.pages.chat import client_id_of
from coaching.services import prompt_reading, responding
from coaching.wording import whys
from coaching.wording.preferences import reasons, rule_name


class PromptPage(PersonPage):
    def get(self, request: HttpRequest, prompt_id: UUID) -> HttpResponse:
        prompt = self.find(prompt_id)
        why = prompt_reading.why(prompt, self.person, timezone.now())
        context = {
            "prompt": prompt,
            "name": rule_name(why.rule),
            "reason": whys.reason(why.rule),
            "data": whys.data(why.rule, why.facts, why.names, self.person.profile.units),
            "chance": whys.chance(why.probability),
            "in_the_way": reasons(why.outlook.reasons),
            "next_allowed_at": why.outlook.next_allowed_at,
            "how_to_stop": whys.HOW_TO_STOP,
            "place": "chat",
        }
        return render(request, "coaching/prompt.html", context)

    def post(self, request: HttpRequest, prompt_id: UUID) -> HttpResponse:
        """A tap on a quick reply, from its form."""
        prompt, choice = self.find(prompt_id), request.POST.get("choice", "")
        try:
            responding.respond(
                athlete=self.person,
                prompt_id=prompt.pk,
                choice=choice,
                client_id=client_id_of(request),
                now=timezone.now(),
            )
        except PromptAnswerUnfit:
            notes.error(request, _("This message does not offer this answer."))
        return redirect(f"{reverse('page-chat')}#newest")

    def find(self, prompt_id: UUID) -> CoachingPrompt:
        try:
            return prompt_reading.find(self.person.pk, prompt_id)
        except CoachingPrompt.DoesNotExist as problem:
            raise Http404 from problem
