"""Pages are for whoever is signed in: about themselves, or about an athlete who agreed to be coached by them."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from accounts import services as accounts
from accounts.core.refusals import ConsentOver
from accounts.models import User

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class PersonPage(LoginRequiredMixin, View):
    """A page about oneself, for athletes and coaches alike."""

    is_behind_factor = True  # closed to staff who still owe their second factor

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        if self.owes_factor():
            return redirect(f"{reverse('page-second-factor')}?{urlencode({'next': request.get_full_path()})}")
        return super().dispatch(request, *args, **options)

    @property
    def person(self) -> User:
        return cast(User, self.request.user)

    def owes_factor(self) -> bool:
        known = self.is_behind_factor and self.request.user.is_authenticated
        return known and accounts.lacks_factor(self.person, self.request.session)


class AthletePage(PersonPage):
    """A page about training: one's own, or under `athletes/<id>/` that of an athlete who agreed to be coached.

    Every look at somebody else's training is written down, the one thing that a GET writes. For strangers there is
    nothing there; a former coach is told that the coaching is over. What can be sent to a page, only its owner can
    send, unless its address under `athletes/` exists: then a coach can, and it is done under the athlete's consent,
    in one transaction.
    """

    athlete: User  # whose training it is; `person` is who looks

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        if not request.user.is_authenticated or self.owes_factor():
            return super().dispatch(request, *args, **options)
        athlete_id = options.pop("athlete_id", None)
        if athlete_id is None:
            self.athlete = self.person
            return super().dispatch(request, *args, **options)
        try:
            self.athlete = self.visited(athlete_id)
            if request.method in SAFE:
                return super().dispatch(request, *args, **options)
            with transaction.atomic():
                accounts.hold_consent(coach=self.person, athlete_id=athlete_id, now=timezone.now())
                return super().dispatch(request, *args, **options)
        except ConsentOver:
            context = {"has_coached": accounts.has_coached(person=self.person, athlete_id=athlete_id)}
            return render(request, "accounts/consent_over.html", {**context, "place": "athletes"}, status=403)

    def visited(self, athlete_id: UUID) -> User:
        match = self.request.resolver_match
        target = match.url_name or "" if match else ""
        try:
            return accounts.visit(viewer=self.person, athlete_id=athlete_id, target=target, now=timezone.now())
        except User.DoesNotExist as problem:
            if accounts.has_coached(person=self.person, athlete_id=athlete_id):
                raise ConsentOver from problem
            raise Http404 from problem

    @property
    def is_visit(self) -> bool:
        return "athlete_id" in self.kwargs

    @property
    def units(self) -> str:
        """Loads are told in the unit of whoever looks."""
        units: str = self.person.profile.units
        return units

    def page(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """A page. On a visit its place is marked among the athlete's pages, not among one's own."""
        if self.is_visit:
            context = {**context, "visited": self.athlete, "here": context.get("place"), "place": "athletes"}
        return render(self.request, template, context, status=status)

    def back_to(self, place: str) -> HttpResponse:
        """To a page about the same training."""
        if self.is_visit:
            return redirect(f"page-athlete-{place}", self.athlete.pk)
        return redirect(f"page-{place}")
