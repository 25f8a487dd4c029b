"""The journal and its readers, to look at."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import AthleteScopedAdmin, ReadOnlyAdmin
from events import registry
from events.models import (
    DueReaction,
    JournalAck,
    JournalEntry,
    JournalEpoch,
    JournalHead,
    ReactionCursor,
    StreamTicket,
)


@admin.register(JournalEntry)
class JournalEntryAdmin(AthleteScopedAdmin):
    list_display = ("created_at", "athlete", "seq", "kind")
    list_select_related = ("athlete",)  # no filter by kind: its choices would be read from the whole journal
    search_fields = ("athlete__email", "kind")

    def get_queryset(self, request: HttpRequest) -> QuerySet[JournalEntry]:
        """For coaches without what the athlete said in confidence."""
        entries: QuerySet[JournalEntry] = super().get_queryset(request)
        return entries if request.user.is_staff else entries.exclude(kind__in=registry.private_kinds())


@admin.register(ReactionCursor)
class ReactionCursorAdmin(ReadOnlyAdmin):
    called = _("place of a reaction"), _("places of reactions")
    list_display = ("reaction", "athlete", "seq")
    list_select_related = ("athlete",)
    search_fields = ("athlete__email",)


@admin.register(DueReaction)
class DueReactionAdmin(ReadOnlyAdmin):
    called = _("reaction that is due"), _("reactions that are due")
    list_display = ("reaction", "athlete", "seq", "due_at", "failures", "not_before")
    list_select_related = ("athlete",)
    search_fields = ("athlete__email",)
    ordering = ("due_at",)


@admin.register(JournalHead)
class JournalHeadAdmin(ReadOnlyAdmin):
    called = _("head of a journal"), _("heads of journals")
    list_display = ("athlete", "last_seq")
    list_select_related = ("athlete",)
    search_fields = ("athlete__email",)


@admin.register(JournalAck)
class JournalAckAdmin(ReadOnlyAdmin):
    called = _("acknowledgement"), _("acknowledgements")
    list_display = ("athlete", "seq")
    list_select_related = ("athlete",)
    search_fields = ("athlete__email",)


@admin.register(StreamTicket)
class StreamTicketAdmin(ReadOnlyAdmin):
    called = _("ticket of a stream"), _("tickets of streams")
    list_display = ("user", "expires_at")
    list_select_related = ("user",)
    search_fields = ("user__email",)
    fields = ("user", "source", "ends_at", "expires_at")  # its key may be a session, which opens everything


@admin.register(JournalEpoch)
class JournalEpochAdmin(ReadOnlyAdmin):
    called = _("epoch of the journal"), _("epochs of the journal")
    list_display = ("name", "started_at")
