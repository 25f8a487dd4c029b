"""Accounts in the console: who is a coach, who is staff, who may come in, and help for whoever is locked out."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import registry
from accounts import services as accounts
from accounts.admin.bases import ReadOnlyAdmin
from accounts.models import User
from accounts.tasks import wake


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Accounts, for staff. Roles, duties and closing are actions, because they are audited."""

    called = _("account"), _("accounts")
    list_display = ("email", "is_active", "is_coach", "is_staff", "joined_at")
    list_filter = ("is_active", "is_coach", "is_staff")
    search_fields = ("email",)
    fields = ("email", "is_active", "is_coach", "is_staff", "is_superuser", "told_duties", "joined_at", "last_login")
    readonly_fields = ("told_duties",)
    actions = ("make_coach", "end_coach_role", "close", "reopen", "mail_link", "show_link", "drop_factor", "make_staff",
               "end_staff_role")  # fmt: skip

    @admin.action(description=_("Make coach"), permissions=["view"])
    def make_coach(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self.set_standing(request, people, is_coach=True)

    @admin.action(description=_("End coach role"), permissions=["view"])
    def end_coach_role(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self.set_standing(request, people, is_coach=False)

    @admin.action(description=_("Make staff: sees every athlete"), permissions=["superuser"])
    def make_staff(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self.set_standing(request, people, is_staff=True)

    @admin.action(description=_("End staff role"), permissions=["superuser"])
    def end_staff_role(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self.set_standing(request, people, is_staff=False)

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

    @admin.display(description=_("duties"))
    def told_duties(self, person: User) -> str:
        held = [str(told) for duty, told in registry.duties().items() if person.is_staff and person.has_perm(duty)]
        return ", ".join(held) or "–"

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """With giving and taking each duty that an app has brought along, for superusers."""
        actions: dict[str, Any] = super().get_actions(request)
        for duty, told in registry.duties().items() if self.has_superuser_permission(request) else ():
            for is_given, words in ((True, _("Give the duty: %(duty)s")), (False, _("Take the duty: %(duty)s"))):
                name = f"{'give' if is_given else 'take'}_{duty.replace('.', '_')}"
                actions[name] = (partial(set_duty, duty, is_given), name, words % {"duty": told})
        return actions

    def has_superuser_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def set_standing(self, request: HttpRequest, people: QuerySet[User], **standing: bool) -> None:
        changed = [
            accounts.set_standing(actor=accounts.signed_in(request.user), user=person, **standing) for person in people
        ]
        self.tell_changed(request, changed)

    def tell_changed(self, request: HttpRequest, changed: list[bool]) -> None:
        count = sum(changed)
        self.message_user(
            request, ngettext("%(count)d account changed.", "%(count)d accounts changed.", count) % {"count": count}
        )
        self.warn_of_rest(request, count < len(changed))

    def warn_of_rest(self, request: HttpRequest, has_rest: bool) -> None:
        if has_rest:
            self.message_user(
                request,
                _("Staff accounts are changed by a superuser only, and nobody closes or demotes themselves."),
                messages.WARNING,
            )


def set_duty(duty: str, is_given: bool, page: UserAdmin, request: HttpRequest, people: QuerySet[User]) -> None:
    """An action of the list of accounts, once its first two arguments are filled in."""
    actor = accounts.signed_in(request.user)
    page.tell_changed(
        request, [accounts.set_duty(actor=actor, user=person, duty=duty, is_given=is_given) for person in people]
    )
