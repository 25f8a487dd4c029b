"""A report behind a link that its athlete has given away. Whoever has the link may read it, and nothing else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views import View

from diagnosis.pages.report import report_page
from diagnosis.services import sharing


class GivenReport(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        found = sharing.opened(request.GET.get("key", ""), timezone.now())
        if found is None:
            answer = render(request, "diagnosis/link_over.html", status=410)
        elif request.user.is_authenticated:
            answer = report_page(request, found.data)
        else:
            with translation.override(found.athlete.profile.locale):
                answer = report_page(request, found.data)
        answer["X-Robots-Tag"] = "noindex"
        answer["Cache-Control"] = "no-store"
        return answer
