"""What Spotter said unasked, what it decided, and what it waits for: for staff, read-only."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from coaching.admin.bases import PrivateAdmin
from coaching.models import CoachingPrompt, Decision, DueMoment


@admin.register(CoachingPrompt)
class CoachingPromptAdmin(PrivateAdmin):
    called = _("prompt of the coach"), _("prompts of the coach")
    list_display = ("created_at", "athlete", "rule", "status", "because")  # the words are a look of their own
    list_select_related = ("athlete",)
    list_filter = ("status", "rule")
    search_fields = ("athlete__email",)
    fields = (
        "athlete", "rule", "occurrence", "status", "because", "is_exempt", "facts", "template", "style", "origin",
        "text", "content", "not_before", "expires_at", "attempts", "created_at", "delivered_at", "received_at",
        "seen_at", "answered_at", "ended_at",
    )  # fmt: skip


@admin.register(Decision)
class DecisionAdmin(PrivateAdmin):
    called = _("decision"), _("decisions")
    list_display = ("decided_at", "athlete", "rule", "is_available", "probability", "is_treated", "policy_version")
    list_select_related = ("athlete",)
    list_filter = ("is_available", "is_treated", "rule")
    search_fields = ("athlete__email",)
    fields = (
        "athlete", "slot_on", "slot_index", "decided_at", "timezone", "programme_day", "rule", "occurrence",
        "candidates", "is_available", "reasons", "is_exempt", "is_experiment", "probability", "u", "seed",
        "is_treated", "arm", "arm_probability", "policy_version", "context", "verdict",
    )  # fmt: skip


@admin.register(DueMoment)
class DueMomentAdmin(PrivateAdmin):
    called = _("moment that is due"), _("moments that are due")
    list_display = ("due_at", "athlete", "rule", "expires_at", "done_at", "outcome")
    list_select_related = ("athlete",)
    list_filter = ("rule", "outcome")
    search_fields = ("athlete__email",)
    fields = ("athlete", "rule", "occurrence", "due_at", "put_off_to", "expires_at", "facts", "done_at", "outcome")
