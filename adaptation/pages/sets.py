"""The forms of training: one set, and how the session went as a whole."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.core import units as conversion
from accounts.wording import REGIONS
from feedback.core.ratings import DISTANCE_M, DURATION_S, REPS
from plans.models import PlannedItem
from plans.wording.quantities import LONG_S, MINUTE_S, number

USUAL = [n / 2 for n in range(10, 21)]  # 5 to 10
EASY = [n / 2 for n in range(2, 10)]
LOAD_MAX = 1500
STEP_KG, STEP_LB = 2.5, 5.0
LOADED_MODES = frozenset({"load", "bw+", "assist"})
SEVERITIES = [("", "–"), *((str(n), str(n)) for n in range(11))]


def rpe_choices(halves: list[float]) -> list[tuple[str, str]]:
    return [(f"{half:g}", number(half)) for half in halves]


class SetForm(forms.Form):
    """One set of one item. What is asked for depends on how the exercise is counted: reps with or without a load,
    seconds, minutes or metres."""

    place = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    client_id = forms.UUIDField(widget=forms.HiddenInput)
    rpe = forms.TypedChoiceField(
        label=gettext_lazy("How hard was it? (RPE)"), choices=rpe_choices(EASY + USUAL), coerce=float,
        widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    failed = forms.BooleanField(label=gettext_lazy("I failed a rep"), required=False)
    pain_region = forms.ChoiceField(
        label=gettext_lazy("Where it hurts"), choices=[("", "–"), *REGIONS.items()], required=False
    )
    pain_severity = forms.TypedChoiceField(
        label=gettext_lazy("How strong, 0–10"), choices=SEVERITIES, coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, item: PlannedItem, units: str, **options: Any) -> None:
        options["auto_id"] = f"{item.pk.hex[-8:]}_%s"  # several of these forms stand on one page
        super().__init__(*args, **options)
        self.item, self.units = item, units
        self.is_loaded = item.reps_min is not None and item.exercise.mode in LOADED_MODES
        if item.duration_s is not None:
            self._add_time(item.duration_s)
        elif item.distance_m is not None:
            self.fields["distance_m"] = whole(_("Metres"), DISTANCE_M)
        else:
            self.fields["reps"] = whole(_("Reps"), REPS)
        if self.is_loaded:
            self.fields["load"] = forms.FloatField(
                label=self._load_label(), min_value=0, max_value=LOAD_MAX, required=item.exercise.mode == "load",
                widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
            )  # fmt: skip

    def _add_time(self, asked_s: int) -> None:
        self.unit_s = self.unit_of(asked_s)
        label = _("Minutes") if self.unit_s == MINUTE_S else _("Seconds")
        self.fields["time"] = whole(label, (1, DURATION_S[1] // self.unit_s))

    @staticmethod
    def unit_of(asked_s: int) -> int:
        """Seconds in the unit in which a time is asked for: minutes for long ones."""
        return MINUTE_S if asked_s >= LONG_S else 1

    def _load_label(self) -> str:
        unit = _("lb") if self.units == conversion.IMPERIAL else _("kg")
        if self.item.exercise.mode == "assist":
            return _("Machine assistance (%(unit)s)") % {"unit": unit}
        if self.item.exercise.mode == "bw+":
            return _("Added load (%(unit)s)") % {"unit": unit}
        return _("Load (%(unit)s)") % {"unit": unit}

    # --- For the template ---------------------------------------------------------------------------------------------
    @property
    def step(self) -> float:
        increment = self.item.exercise.increment_kg or STEP_KG
        return STEP_LB if self.units == conversion.IMPERIAL else increment

    @property
    def amount_field(self) -> forms.BoundField:
        name = next(name for name in ("reps", "time", "distance_m") if name in self.fields)
        return self[name]

    def usual_ratings(self) -> list[Any]:
        return [each for each in self["rpe"] if float(each.data["value"]) >= USUAL[0]]

    def easy_ratings(self) -> list[Any]:
        return [each for each in self["rpe"] if float(each.data["value"]) < USUAL[0]]

    @property
    def is_easy(self) -> bool:
        """Whether the rating that was told is one of those below the usual ones."""
        return any(each.data["selected"] for each in self.easy_ratings())

    # --- Checks -------------------------------------------------------------------------------------------------------
    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("rpe") and not data.get("failed") and "rpe" not in self.errors:
            self.add_error("rpe", _("Tap how hard it was."))
        if data.get("pain_region") and data.get("pain_severity") is None:
            self.add_error("pain_severity", _("Say how much it hurts."))
        if data.get("pain_severity") is not None and not data.get("pain_region"):
            self.add_error("pain_region", _("Say where it hurts."))
        self.point_out()
        return data

    def point_out(self) -> None:
        """Have the browser go to the first field that is wrong: the form stands far down a long page."""
        name = next((name for name in ("load", *self.fields) if name in self.errors and name in self.fields), None)
        if name:
            self.fields[name].widget.attrs["autofocus"] = True

    def done(self) -> dict[str, Any]:
        """The set as feedback stores it."""
        data = self.cleaned_data
        done: dict[str, Any] = {}
        if "time" in self.fields:
            done["duration_s"] = data["time"] * self.unit_s
        elif "distance_m" in self.fields:
            done["distance_m"] = data["distance_m"]
        else:
            done["reps"] = data["reps"]
        if self.is_loaded and data.get("load") is not None:
            load_kg = conversion.in_kg(data["load"], self.units)
            done["load_kg"] = -load_kg if self.item.exercise.mode == "assist" else load_kg
        done["rpe"] = 10.0 if data["failed"] else data["rpe"]
        return {**done, "failed": True} if data["failed"] else done

    def pain(self) -> dict[str, Any] | None:
        data = self.cleaned_data
        return {"region": data["pain_region"], "severity": data["pain_severity"]} if data["pain_region"] else None


def whole(label: str, bounds: tuple[int, int]) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=bounds[0], max_value=bounds[1],
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip


class DayForm(forms.Form):
    """How the session went, and the day around it."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    session_rpe = forms.TypedChoiceField(
        label=gettext_lazy("How hard the whole session was, 0–10"), coerce=float,
        choices=[(str(n), str(n)) for n in range(11)], widget=forms.RadioSelect,
        help_text=gettext_lazy("0 is rest, 10 the hardest you know. Best about half an hour later."),
    )  # fmt: skip
    duration_min = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=1440)
    sleep_quality = forms.TypedChoiceField(
        label=gettext_lazy("Sleep last night, 1–10"), coerce=int, choices=[(str(n), str(n)) for n in range(1, 11)],
        widget=forms.RadioSelect, help_text=gettext_lazy("10 is the best sleep you know."),
    )  # fmt: skip
    stress_level = forms.TypedChoiceField(
        label=gettext_lazy("Stress today, 1–10"), coerce=int, choices=[(str(n), str(n)) for n in range(1, 11)],
        widget=forms.RadioSelect, help_text=gettext_lazy("10 is the most stress you know."),
    )  # fmt: skip
    sleep_hours = forms.FloatField(
        label=gettext_lazy("Hours of sleep"), min_value=0, max_value=24, step_size=0.25, required=False
    )
    recovery_time = forms.FloatField(
        label=gettext_lazy("Hours since the session before"), min_value=0, max_value=720, step_size=0.5
    )

    def ratings(self) -> list[forms.BoundField]:
        return [self[name] for name in ("session_rpe", "sleep_quality", "stress_level")]
