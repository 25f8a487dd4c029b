"""What a phone may send of the time without a network."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiSerializerExtension
from rest_framework import serializers

from accounts.api.fields import Clock, Id, Instant, Number, Text, Whole
from feedback.api.inputs import Form, PerformanceInput, RatingInput
from feedback.core.ratings import DISTANCE_M, DURATION_S, LOAD_KG, RATINGS_MAX, REPS, SETS_MAX

REASON_MAX = 160


class SeenItem(Form):
    """What the phone showed of the exercise when it was done, so that a plan that has changed since can be told."""

    id = Id()
    sets = Whole(min_value=0, max_value=SETS_MAX, required=False, allow_null=True)
    reps_min = Whole(min_value=REPS[0], max_value=REPS[1], required=False, allow_null=True)
    reps_max = Whole(min_value=REPS[0], max_value=REPS[1], required=False, allow_null=True)
    duration_s = Whole(min_value=0, max_value=DURATION_S[1], required=False, allow_null=True)
    distance_m = Whole(min_value=0, max_value=DISTANCE_M[1], required=False, allow_null=True)
    load_kg = Number(min_value=LOAD_KG[0], max_value=LOAD_KG[1], required=False, allow_null=True)


class RatingItem(RatingInput):
    """A rating that was made without a network."""

    kind = serializers.ChoiceField(("rpe",))
    seen = SeenItem(required=False)


class PerformanceItem(PerformanceInput):
    """A session as a whole, told without a network."""

    kind = serializers.ChoiceField(("performance",))


class SeenSession(Form):
    """What the phone showed of the session before it was changed."""

    on = serializers.DateField(required=False)
    at = Clock(required=False, allow_null=True)
    status = serializers.ChoiceField(("planned", "skipped", "done"), required=False)


class SessionChangeItem(Form):
    """A session moved, left out or taken up again without a network."""

    kind = serializers.ChoiceField(("session_change",))
    id = Id()
    session_id = Id()
    base = SeenSession()
    on = serializers.DateField(required=False)
    at = Clock(required=False)
    status = serializers.ChoiceField(("planned", "skipped"), required=False)
    reason = Text(max_length=REASON_MAX, required=False, allow_blank=True)
    timestamp = Instant(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if bool({"on", "at"} & attrs.keys()) == ("status" in attrs):
            raise serializers.ValidationError({"status": [_("Say either a day or time, or a status.")]})
        return attrs


ITEMS: dict[str, type[Form]] = {
    "rpe": RatingItem, "performance": PerformanceItem, "session_change": SessionChangeItem,
}  # fmt: skip


class SyncInput(Form):
    """What a phone kept while it had no network, in the order in which it was done. Each row has a `kind`."""

    athlete = Id(required=False, help_text=_("Whose rows they are; another account than the one signed in is refused."))
    items = serializers.ListField(min_length=1, max_length=RATINGS_MAX)


class SyncShape(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    target_class = SyncInput

    def map_serializer(self, auto_schema: Any, direction: Any) -> Any:
        shape = super().map_serializer(auto_schema, direction)
        known = [auto_schema.resolve_serializer(kind, direction).ref for kind in ITEMS.values()]
        other = {"description": "Anything else is answered with `rejected`; the other rows stand."}
        shape["properties"]["items"]["items"] = {"anyOf": [*known, other]}
        return shape
