"""Whose clock a page goes by."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, SimpleTestCase
from django.utils import timezone

from accounts.models import AthleteProfile, User
from config.middleware import LocalTimeMiddleware

BEN = User(email="ben@example.org")
BEN.profile = AthleteProfile(user=BEN, timezone="America/New_York")


def zone_at(path: str, user: User | AnonymousUser) -> str:
    """The time zone that a view at this address works in."""

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(timezone.get_current_timezone_name())

    request = RequestFactory().get(path)
    request.user = user
    answer = LocalTimeMiddleware(view)(request)
    return str(answer.content, "ascii") if isinstance(answer, HttpResponse) else ""


class LocalTimeTests(SimpleTestCase):
    def test_a_page_goes_by_the_clock_of_whoever_looks(self) -> None:
        self.assertEqual(zone_at("/lifts/back-squat", BEN), "America/New_York")

    def test_the_api_the_console_and_strangers_go_by_utc(self) -> None:
        for path, user in (("/api/v1/me", BEN), ("/admin/", BEN), ("/sign-in", AnonymousUser())):
            with self.subTest(path):
                self.assertEqual(zone_at(path, user), "UTC")

    def test_it_leaves_the_thread_as_it_was(self) -> None:
        zone_at("/today", BEN)
        self.assertEqual(timezone.get_current_timezone_name(), "UTC")
