"""What pages of the console about the chat and the coach share."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.admin import AthleteScopedAdmin


class PrivateAdmin(AthleteScopedAdmin):
    """Rows that are the athlete's and Spotter's: for staff, not for coaches."""

    def may_look(self, request: HttpRequest) -> bool:
        return request.user.is_staff
