"""Pages are for whoever is signed in."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views import View

from accounts.models import User


class PersonPage(LoginRequiredMixin, View):
    """A page about oneself, for athletes and coaches alike."""

    @property
    def person(self) -> User:
        return cast(User, self.request.user)
