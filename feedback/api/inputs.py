"""What requests about training done may say. Bounds are here for a kind answer; the truth is in the constraints."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiSerializerExtension
from rest_framework import serializers

from accounts.api.fields import Flag, Id, Instant, Number, Text, Whole
from feedback.api.fields import HalfPoint, OneDecimal, Percent
from feedback.core import illness
from feedback.core.logs.columns import SOURCES
from feedback.core.ratings import DISTANCE_M, DURATION_S, LOAD_KG, NOTES_MAX, REPS, SETS_MAX
from plans.core.intent import REGIONS

Form = serializers.Serializer[Any]
SLUG_MAX = 80
MAPPING_MAX = 1000
MEASURES = ("reps", "duration_s", "distance_m")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # what JSON can write and no column of text can hold


class SetInput(Form):
    """One set as done. Reps, or a duration or a distance for work that is not counted in reps."""

    reps = Whole(min_value=REPS[0], max_value=REPS[1], required=False)
    load_kg = Number(
        min_value=LOAD_KG[0],
        max_value=LOAD_KG[1],
        required=False,
        allow_null=True,
        help_text=_("As the plate or the machine says; null: none."),
    )
    rpe = HalfPoint(required=False, allow_null=True)
    failed = Flag(required=False, help_text=_("One more rep was tried and not made."))
    warm_up = Flag(required=False)
    duration_s = Whole(min_value=DURATION_S[0], max_value=DURATION_S[1], required=False)
    distance_m = Whole(min_value=DISTANCE_M[0], max_value=DISTANCE_M[1], required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """As it is stored: nulls left out, numbers plain."""
        if attrs.keys().isdisjoint(MEASURES):
            raise serializers.ValidationError({"reps": [_("Say how many reps, how long or how far.")]})
        done = {name: value for name, value in attrs.items() if value is not None}
        return {**done, "rpe": float(done["rpe"])} if "rpe" in done else done


class SetShape(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    target_class = SetInput

    def map_serializer(self, auto_schema: Any, direction: Any) -> Any:
        return {**super().map_serializer(auto_schema, direction), "anyOf": [{"required": [each]} for each in MEASURES]}


class PainInput(Form):
    region = serializers.ChoiceField(REGIONS)
    severity = Whole(min_value=0, max_value=10)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A correction is partial, but half of a pain is none."""
        missing = {name: [_("This field is required.")] for name in ("region", "severity") if name not in attrs}
        if missing:
            raise serializers.ValidationError(missing)
        return attrs


class RatingChange(Form):
    """Any part of a rating that can be corrected."""

    fixed = ("session_id", "exercise_id")

    rpe = HalfPoint()
    completion_rate = Percent(help_text=_("Percent of what was planned."))
    sets = serializers.ListField(
        child=SetInput(),
        required=False,
        max_length=SETS_MAX,
        help_text=_("Left out: what was planned stands in for them."),
    )
    pain = PainInput(required=False, allow_null=True)
    notes = Text(max_length=NOTES_MAX, allow_blank=True, required=False)
    timestamp = Instant(required=False, help_text=_("When it was done, by the clock of the device; left out: now."))

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if self.partial:
            refuse_fixed(self.initial_data, self.fixed)
        return attrs


class RatingInput(RatingChange):
    """One exercise of one session, rated."""

    id = Id(required=False, help_text=_("Made by the client, so that a row that is sent twice is stored once."))
    session_id = Id()
    exercise_id = Text(max_length=SLUG_MAX, help_text=_("The exercise's slug; it may be another than planned."))


class PerformanceChange(Form):
    """Any part of performance metrics that can be corrected."""

    fixed = ("session_id",)

    total_volume = Number(min_value=0, max_value=1_000_000, help_text=_("kg"))
    average_rpe = OneDecimal(min_value=1, max_value=10)
    completion_rate = Percent()
    recovery_time = Number(min_value=0, max_value=720, help_text=_("h"))
    sleep_quality = Whole(min_value=1, max_value=10)
    stress_level = Whole(min_value=1, max_value=10)
    sleep_hours = Number(min_value=0, max_value=24, required=False)
    duration_min = Whole(min_value=1, max_value=1440, required=False)
    session_rpe = OneDecimal(min_value=0, max_value=10, required=False)
    timestamp = Instant(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if self.partial:
            refuse_fixed(self.initial_data, self.fixed)
        return attrs


class PerformanceInput(PerformanceChange):
    """One session as a whole, and the day around it."""

    id = Id(required=False)
    session_id = Id()


class IllnessChange(Form):
    """Any part of a report of illness."""

    symptoms = serializers.ChoiceField(illness.SYMPTOMS, help_text=_("The worst of them."))
    started_on = serializers.DateField(required=False, help_text=_("By your own calendar; left out: today."))
    ended_at = Instant(required=False, allow_null=True, help_text=_("The last symptom; null: it lasts."))
    notes = Text(max_length=illness.NOTES_MAX, allow_blank=True, required=False)


class IllnessInput(IllnessChange):
    """Being ill, or having been."""

    id = Id(required=False)


class ImportInput(Form):
    """A training log as a file, in a multipart form."""

    file = serializers.FileField(max_length=255, allow_empty_file=False)
    source = serializers.ChoiceField(  # type: ignore[assignment]  # DRF's own attribute of that name is for fields
        SOURCES, required=False, help_text=_("Left out: told by the columns.")
    )
    unit = serializers.ChoiceField(("kg", "lbs"), required=False, help_text=_("Left out: told by the file."))
    dry_run = serializers.BooleanField(default=False, help_text=_("Report what would happen, store nothing."))
    mapping = serializers.CharField(
        required=False, max_length=100_000, help_text=_("JSON: from titles of the log to exercise slugs.")
    )

    def validate_mapping(self, text: str) -> dict[str, str]:
        try:
            mapping = json.loads(text)
        except (ValueError, RecursionError) as problem:
            raise serializers.ValidationError(_("This is not valid JSON.")) from problem
        if not isinstance(mapping, dict) or not all(isinstance(slug, str) for slug in mapping.values()):
            raise serializers.ValidationError(_('Use the form {"title in the log": "exercise-slug"}.'))
        if len(mapping) > MAPPING_MAX:
            raise serializers.ValidationError(_("At most %(most)d titles can be mapped.") % {"most": MAPPING_MAX})
        if any(UNSTORABLE.search(word) for pair in mapping.items() for word in pair):
            raise serializers.ValidationError(_("This holds characters that cannot be stored."))
        return mapping


def refuse_fixed(data: Any, names: tuple[str, ...]) -> None:
    """A rating of another exercise is another rating."""
    sentence = _("This cannot be changed. Delete the entry and make a new one.")
    wrong = {name: [sentence] for name in names if isinstance(data, Mapping) and name in data}
    if wrong:
        raise serializers.ValidationError(wrong)
