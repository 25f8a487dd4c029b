"""The chats, to look at for staff alone: what an athlete says to Spotter is not their coach's to read. Each look at a
message is in the audit."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from coaching.admin.bases import PrivateAdmin
from coaching.models import Message, ReadMark


@admin.register(Message)
class MessageAdmin(PrivateAdmin):
    called = _("message"), _("messages")
    list_display = ("created_at", "athlete", "author", "origin")  # the text is a look of its own
    list_select_related = ("athlete",)
    search_fields = ("athlete__email",)
    fields = ("athlete", "author", "author_user", "origin", "text", "content", "reply_to", "created_at")


@admin.register(ReadMark)
class ReadMarkAdmin(PrivateAdmin):
    called = _("read mark"), _("read marks")
    list_display = ("athlete", "message_at", "read_at")
    list_select_related = ("athlete",)
    search_fields = ("athlete__email",)
