"""The admin: a window for coaches and staff, not a second way to write.

Coaches come in without `is_staff`: accounts.pages.console.SpotterSite lets them through its door, and every page behind
it is closed to them unless it is an AthleteScopedAdmin, which shows only athletes who agreed to be coached by them.
Whatever lies outside is answered as if it did not exist, and each look at an athlete's page is written into the audit.
"""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin.bases import AthleteScopedAdmin, ReadOnlyAdmin
from accounts.admin.people import UserAdmin
from accounts.models import (
    AthleteProfile,
    AuditEntry,
    CoachAssignment,
    IdempotentAnswer,
    RateCounter,
    SecondFactor,
    Subject,
    TokenFamily,
)

__all__ = ["AthleteScopedAdmin", "ReadOnlyAdmin", "UserAdmin"]

admin.site.unregister(Group)  # who may do what is given and taken in UserAdmin, through services that audit it


@admin.register(AthleteProfile)
class AthleteProfileAdmin(AthleteScopedAdmin):
    called = _("athlete profile"), _("athlete profiles")
    athlete_path = "user"
    list_display = ("display_name", "user", "experience_level", "timezone", "autonomy")
    list_select_related = ("user",)
    list_filter = ("experience_level", "autonomy")
    search_fields = ("display_name", "user__email")
    ordering = ("display_name", "pk")


STATES = {"invited": _("invited"), "active": _("in force"), "ended": _("ended")}


@admin.register(CoachAssignment)
class CoachAssignmentAdmin(AthleteScopedAdmin):
    called = _("coaching"), _("coachings")
    list_display = ("athlete", "coach", "state", "invited_at", "consented_at", "until")
    list_select_related = ("athlete", "coach")
    search_fields = ("athlete__email", "coach__email")

    @admin.display(description=_("status"))
    def state(self, assignment: CoachAssignment) -> str:
        return str(STATES[assignment.status])


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Who looked, under pseudonyms. For superusers: whoever is watched should not be the one who watches."""

    called = _("audit entry"), _("audit entries")
    list_display = ("at", "action", "actor", "subject", "target")
    list_filter = (("at", admin.DateFieldListFilter),)
    search_fields = ("=actor", "=subject", "action", "target")

    def may_look(self, request: HttpRequest) -> bool:
        return request.user.is_superuser


@admin.register(TokenFamily)
class TokenFamilyAdmin(ReadOnlyAdmin):
    called = _("login of an app"), _("logins of apps")
    list_display = ("user", "created_at", "rotated_at", "expires_at", "revoked_at", "revoked_because")
    list_select_related = ("user",)
    search_fields = ("user__email",)
    exclude = ("current_jti",)


@admin.register(SecondFactor)
class SecondFactorAdmin(ReadOnlyAdmin):
    """Who has one. The secret is shown to nobody."""

    list_display = ("user", "created_at", "confirmed_at")
    list_select_related = ("user",)
    search_fields = ("user__email",)
    exclude = ("secret", "last_step")


@admin.register(RateCounter)
class RateCounterAdmin(ReadOnlyAdmin):
    called = _("counter of calls"), _("counters of calls")
    list_display = ("key", "count", "window_ends_at")
    search_fields = ("key",)
    ordering = ("window_ends_at",)


@admin.register(IdempotentAnswer)
class IdempotentAnswerAdmin(ReadOnlyAdmin):
    called = _("kept answer"), _("kept answers")
    list_display = ("user", "key", "status", "created_at")
    list_select_related = ("user",)
    search_fields = ("user__email",)
    exclude = ("body",)  # what it answered is the athlete's


@admin.register(Subject)
class SubjectAdmin(ReadOnlyAdmin):
    """Lifts the pseudonyms of the audit: for superusers."""

    called = _("pseudonym"), _("pseudonyms")
    list_display = ("id", "user")
    list_select_related = ("user",)
    search_fields = ("=id", "user__email")

    def may_look(self, request: HttpRequest) -> bool:
        return request.user.is_superuser
