"""What requests may say. Bounds are here for a kind answer."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.api.fields import Flag, HalfPoints, Number, Text, Whole
from adaptation.models import AdaptationSuggestion
from adaptation.services import WORD_MAX
from feedback.core.ratings import LOAD_KG, REPS, SETS_MAX

IDS_MAX = 50
REASON_MAX = 160


class StatusInput(serializers.Serializer[Any]):
    status = serializers.ChoiceField(AdaptationSuggestion.Status.choices, required=False)


class ApplyInput(serializers.Serializer[Any]):
    ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=IDS_MAX)
    word = Text(
        max_length=WORD_MAX, allow_blank=True, default="",
        help_text="From a coach: goes into the athlete's chat, together with the decision.",
    )  # fmt: skip


class DismissInput(ApplyInput):
    reason = Text(max_length=REASON_MAX, allow_blank=True, default="")


class SetDoneInput(serializers.Serializer[Any]):
    reps = Whole(min_value=REPS[0], max_value=REPS[1])
    load_kg = Number(min_value=LOAD_KG[0], max_value=LOAD_KG[1])
    rpe = HalfPoints(required=False, allow_null=True)
    failed = Flag(default=False)
    warm_up = Flag(default=False)


class NextSetInput(serializers.Serializer[Any]):
    item = serializers.UUIDField()
    sets_done = serializers.ListField(child=SetDoneInput(), max_length=SETS_MAX)
