"""The admin: a window for coaches and staff, not a second way to write.

Coaches come in without `is_staff`: accounts.pages.console.SpotterSite lets them through its door, and every page behind
it is closed to them unless it is an AthleteScopedAdmin, which shows only athletes who agreed to be coached by them.
Whatever lies outside is answered as if it did not exist, and each look at an athlete's page is written into the audit.
"""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import services as accounts
from accounts.admin.bases import AthleteScopedAdmin, ReadOnlyAdmin
from accounts.models import (
    AthleteProfile,
    AuditEntry,
    CoachAssignment,
    IdempotentAnswer,
    RateCounter,
    SecondFactor,
    Subject,
    TokenFamily,
    User,
)
from accounts.tasks import wake

__all__ = ["AthleteScopedAdmin", "ReadOnlyAdmin"]


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Accounts, for staff. Roles and closing are actions, because they are audited."""

    list_display = ("email", "is_active", "is_coach", "is_staff", "joined_at")
    list_filter = ("is_active", "is_coach", "is_staff")
    search_fields = ("email",)
    fields = ("email", "is_active", "is_coach", "is_staff", "is_superuser", "joined_at", "last_login")
    actions = ("make_coach", "end_coach_role", "close", "reopen", "mail_link", "show_link", "drop_factor")

    @admin.action(description=_("Make coach"), permissions=["view"])
    def make_coach(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self.set_standing(request, people, is_coach=True)

    @admin.action(description=_("End coach role"), permissions=["view"])
    def end_coach_role(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self.set_standing(request, people, is_coach=False)

    @admin.action(description=_("Close account"), permissions=["view"])
    def close(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self.set_standing(request, people, is_active=False)

    @admin.action(description=_("Reopen account"), permissions=["view"])
    def reopen(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self.set_standing(request, people, is_active=True)

    @admin.action(description=_("Mail a link for a new password"), permissions=["view"])
    def mail_link(self, request: HttpRequest, people: QuerySet[User]) -> None:
        if not accounts.is_mail_available():
            self.message_user(request, _("This installation sends no mail."), messages.WARNING)
            return
        sent = [accounts.mail_link(user=person, actor=accounts.signed_in(request.user)) for person in people]
        for mail in sent:
            wake(mail)
        count = sum(mail is not None for mail in sent)
        self.message_user(
            request, ngettext("%(count)d mail goes out.", "%(count)d mails go out.", count) % {"count": count}
        )
        self.warn_of_rest(request, count < len(sent))

    @admin.action(description=_("Show a link for a new password"), permissions=["superuser"])
    def show_link(self, request: HttpRequest, people: QuerySet[User]) -> HttpResponse | None:
        """In the page itself, not in a message, which would be kept in a cookie."""
        person = people.first()
        if person is None or people.count() > 1 or not person.is_active:
            self.message_user(request, _("Choose one account that is open."), messages.WARNING)
            return None
        link = accounts.hand_out_link(user=person, actor=accounts.signed_in(request.user))
        context = {**self.admin_site.each_context(request), "title": _("Link for a new password"), "opts": self.opts}
        return render(request, "admin/password_link.html", {**context, "person": person, "link": link})

    @admin.action(description=_("Switch second factor off"), permissions=["superuser"])
    def drop_factor(self, request: HttpRequest, people: QuerySet[User]) -> None:
        actor = accounts.signed_in(request.user)
        count = sum(accounts.drop_factor(user=person, actor=actor) for person in people)
        self.message_user(
            request, ngettext("%(count)d account changed.", "%(count)d accounts changed.", count) % {"count": count}
        )

    def has_superuser_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def set_standing(self, request: HttpRequest, people: QuerySet[User], **standing: bool) -> None:
        changed = [
            accounts.set_standing(actor=accounts.signed_in(request.user), user=person, **standing) for person in people
        ]
        count = sum(changed)
        self.message_user(
            request, ngettext("%(count)d account changed.", "%(count)d accounts changed.", count) % {"count": count}
        )
        self.warn_of_rest(request, count < len(changed))

    def warn_of_rest(self, request: HttpRequest, has_rest: bool) -> None:
        if has_rest:
            self.message_user(request, _("Staff accounts are changed by a superuser only."), messages.WARNING)


@admin.register(AthleteProfile)
class AthleteProfileAdmin(AthleteScopedAdmin):
    athlete_path = "user"
    list_display = ("display_name", "user", "experience_level", "timezone", "autonomy")
    list_select_related = ("user",)
    list_filter = ("experience_level", "autonomy")
    search_fields = ("display_name", "user__email")
    ordering = ("display_name", "pk")


@admin.register(CoachAssignment)
class CoachAssignmentAdmin(AthleteScopedAdmin):
    list_display = ("athlete", "coach", "status", "invited_at", "consented_at", "until")
    list_select_related = ("athlete", "coach")
    search_fields = ("athlete__email", "coach__email")


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Who looked, under pseudonyms. For superusers: whoever is watched should not be the one who watches."""

    list_display = ("at", "action", "actor", "subject", "target")
    search_fields = ("=actor", "=subject", "action")

    def may_look(self, request: HttpRequest) -> bool:
        return request.user.is_superuser


@admin.register(TokenFamily)
class TokenFamilyAdmin(ReadOnlyAdmin):
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
    list_display = ("key", "count", "window_ends_at")


@admin.register(IdempotentAnswer)
class IdempotentAnswerAdmin(ReadOnlyAdmin):
    list_display = ("user", "key", "status", "created_at")
    list_select_related = ("user",)
    search_fields = ("user__email",)
    exclude = ("body",)  # what it answered is the athlete's


@admin.register(Subject)
class SubjectAdmin(ReadOnlyAdmin):
    """Lifts the pseudonyms of the audit: for superusers."""

    list_display = ("id", "user")
    list_select_related = ("user",)

    def may_look(self, request: HttpRequest) -> bool:
        return request.user.is_superuser
