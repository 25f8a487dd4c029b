"""The form of a new plan. It leads to the same wishes as the body of the API's request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.core import units as conversion
from accounts.models import AthleteProfile, User
from accounts.wording import EQUIPMENT, REGIONS
from plans.core.movements import MAJOR_MUSCLES
from plans.models import Exercise
from plans.wording.screening import QUESTIONS
from plans.wording.words import GOALS, MUSCLES

# What stands in most gyms, so that nobody has to tick it piece by piece.
GYM = "gym"
IN_A_GYM = (
    "dumbbell", "barbell", "bench", "rack", "pullup_bar", "cable", "machine", "band", "kettlebell", "treadmill", "bike",
    "smith", "ez_bar", "dip_bars", "bench_ghd", "box", "ab_wheel", "foam_roller", "rower", "elliptical",
)  # fmt: skip
LIFT_ROWS, LIMITATION_ROWS, EXCLUDED_ROWS = 4, 3, 4
LATEST_START = timedelta(days=365)
SEPARATORS = re.compile(r"[\s,;、，]+")
HALVES = [n / 2 for n in range(2, 21)]
WEEKDAYS = (
    gettext_lazy("Monday"), gettext_lazy("Tuesday"), gettext_lazy("Wednesday"), gettext_lazy("Thursday"),
    gettext_lazy("Friday"), gettext_lazy("Saturday"), gettext_lazy("Sunday"),
)  # fmt: skip
# Where the form has to be changed when a plan cannot be made.
FIELD_OF_CHANGE = {
    "more_time": "time_availability",
    "fewer_days": "days_per_week",
    "available_days": "available_days",
    "equipment": "equipment",
    "event_later": "event_on",
    "fewer_weeks": "weeks",
}


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class WishesForm(forms.Form):
    """What an athlete asks for; `wishes()` gives it as plans.generate takes it."""

    primary_goal = forms.ChoiceField(label=gettext_lazy("Your goal"), choices=GOALS.items(), widget=forms.RadioSelect)
    experience_level = forms.ChoiceField(
        label=gettext_lazy("Your experience"), choices=AthleteProfile.Level, widget=forms.RadioSelect
    )
    time_availability = forms.FloatField(
        label=gettext_lazy("Hours a week"), min_value=1, max_value=20, step_size=0.5, initial=3
    )
    days_per_week = forms.IntegerField(
        label=gettext_lazy("Days a week"), min_value=1, max_value=7, required=False,
        help_text=gettext_lazy("Leave it blank and Spotter decides. Easy days count too."),
    )  # fmt: skip
    equipment = forms.MultipleChoiceField(
        label=gettext_lazy("What you can train with"), widget=forms.CheckboxSelectMultiple,
        choices=[(GYM, gettext_lazy("An ordinary gym, with all it has")), *EQUIPMENT.items()],
        error_messages={"required": gettext_lazy("Choose a gym, or what there is; “Nothing” is an answer too.")},
    )  # fmt: skip
    screening_yes = forms.MultipleChoiceField(
        label=gettext_lazy("Does any of this apply to you?"),
        help_text=gettext_lazy("Tick what applies to you. If nothing does, leave it all blank."),
        choices=QUESTIONS.items(), required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    cleared_by_professional = forms.BooleanField(
        label=gettext_lazy("A doctor or physiotherapist knows of it and has said that I may train."), required=False
    )
    weeks = forms.IntegerField(label=gettext_lazy("Weeks"), min_value=1, max_value=16, required=False)
    start_on = day_field(gettext_lazy("First day"))
    session_minutes_max = forms.IntegerField(
        label=gettext_lazy("Longest session, in minutes"), min_value=10, max_value=300, required=False
    )
    event_on = day_field(gettext_lazy("Be at my best on this day"))
    sport = forms.CharField(label=gettext_lazy("Your sport"), max_length=40, required=False)
    focus = forms.MultipleChoiceField(
        label=gettext_lazy("More work for"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(muscle, MUSCLES.get(muscle, muscle)) for muscle in MAJOR_MUSCLES],
    )  # fmt: skip
    available_days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Only on these days"), choices=list(enumerate(WEEKDAYS)), coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    blocked_days = forms.CharField(
        label=gettext_lazy("Never on these dates"), required=False, max_length=1500,
        help_text=gettext_lazy("Dates such as 2026-03-28, with spaces between them."),
    )  # fmt: skip

    def __init__(self, *args: Any, athlete: User, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.athlete, self.today = athlete, today
        self.units = athlete.profile.units
        language = get_language() or "en"
        exercises = list(Exercise.objects.visible_to(athlete.pk))
        self.exercise_names = sorted(exercise.name(language) for exercise in exercises)
        self.slugs = {word: each.slug for each in exercises for word in (each.slug, each.name_en, each.name_zh_hans)}
        self.slugs = {word.casefold(): slug for word, slug in self.slugs.items() if word}
        for weekday, name in enumerate(WEEKDAYS):
            self.fields[f"time_{weekday}"] = forms.TimeField(
                label=name, required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
            )
        self._add_rows()

    def _add_rows(self) -> None:
        unit = _("lb") if self.units == conversion.IMPERIAL else _("kg")
        named: dict[str, Any] = {
            "max_length": 120,
            "required": False,
            "widget": forms.TextInput(attrs={"list": "exercises"}),
        }
        for row in range(LIFT_ROWS):
            self.fields[f"lift_{row}"] = forms.CharField(label=_("Exercise"), **named)
            self.fields[f"lift_load_{row}"] = forms.FloatField(
                label=_("Load (%(unit)s)") % {"unit": unit}, min_value=0, max_value=2000, required=False
            )
            self.fields[f"lift_reps_{row}"] = forms.IntegerField(
                label=_("Reps"), min_value=1, max_value=100, required=False
            )
            self.fields[f"lift_rpe_{row}"] = forms.TypedChoiceField(
                label=_("RPE"), choices=[("", "–"), *((f"{half:g}", f"{half:g}") for half in HALVES)], coerce=float,
                empty_value=None, required=False,
            )  # fmt: skip
        for row in range(LIMITATION_ROWS):
            self.fields[f"region_{row}"] = forms.ChoiceField(
                label=_("What hurts"), choices=[("", "–"), *REGIONS.items()], required=False
            )
            self.fields[f"severity_{row}"] = forms.IntegerField(
                label=_("How strong, 0–10"), min_value=0, max_value=10, required=False
            )
        for row in range(EXCLUDED_ROWS):
            self.fields[f"excluded_{row}"] = forms.CharField(label=_("Exercise"), **named)

    # --- For the template ---------------------------------------------------------------------------------------------
    def rows(self, count: int, *names: str) -> list[tuple[forms.BoundField, ...]]:
        return [tuple(self[f"{name}_{row}"] for name in names) for row in range(count)]

    def lift_rows(self) -> list[tuple[forms.BoundField, ...]]:
        return self.rows(LIFT_ROWS, "lift", "lift_load", "lift_reps", "lift_rpe")

    def limitation_rows(self) -> list[tuple[forms.BoundField, ...]]:
        return self.rows(LIMITATION_ROWS, "region", "severity")

    def excluded_rows(self) -> list[tuple[forms.BoundField, ...]]:
        return self.rows(EXCLUDED_ROWS, "excluded")

    def time_fields(self) -> list[forms.BoundField]:
        return [self[f"time_{weekday}"] for weekday in range(len(WEEKDAYS))]

    def has_hidden_errors(self) -> bool:
        """Whether something under "more" needs another look, so that it is shown open."""
        common = {"primary_goal", "experience_level", "time_availability", "days_per_week", "equipment", "__all__"}
        return bool(self.errors.keys() - common - {"screening_yes", "cleared_by_professional"})

    # --- Checks -------------------------------------------------------------------------------------------------------
    def clean_start_on(self) -> date | None:
        start: date | None = self.cleaned_data["start_on"]
        if start is not None and not self.today <= start <= self.today + LATEST_START:
            raise forms.ValidationError(_("A plan starts today or within a year."))
        return start

    def clean_equipment(self) -> list[str]:
        ticked: list[str] = self.cleaned_data["equipment"]
        if GYM not in ticked:
            return ticked
        return [each for each in EQUIPMENT if each in IN_A_GYM or each in ticked]

    def clean_blocked_days(self) -> list[date]:
        words = [word for word in SEPARATORS.split(self.cleaned_data["blocked_days"]) if word]
        try:
            return [date.fromisoformat(word) for word in words]
        except ValueError as problem:
            raise forms.ValidationError(_("One of these is no date such as 2026-03-28.")) from problem

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("event_on") and data["event_on"] < (data.get("start_on") or self.today):
            self.add_error("event_on", _("The event lies before the start of the plan."))
        for name in [f"lift_{row}" for row in range(LIFT_ROWS)] + [f"excluded_{row}" for row in range(EXCLUDED_ROWS)]:
            if data.get(name):
                self._recognise(name)
        for row in range(LIFT_ROWS):
            if data.get(f"lift_{row}") and (data.get(f"lift_load_{row}") is None or not data.get(f"lift_reps_{row}")):
                self.add_error(f"lift_{row}", _("Please give the load and the reps as well."))
        for row in range(LIMITATION_ROWS):
            if data.get(f"region_{row}") and data.get(f"severity_{row}") is None:
                self.add_error(f"severity_{row}", _("Say how much it hurts."))
        return data

    def _recognise(self, name: str) -> None:
        """From what was typed to a slug."""
        typed = self.cleaned_data[name].strip()
        slug = self.slugs.get(typed.casefold())
        if slug is None:
            self.add_error(name, _("There is no exercise “%(name)s”. Choose one from the list.") % {"name": typed})
        self.cleaned_data[name] = slug

    # --- Results ------------------------------------------------------------------------------------------------------
    def health(self) -> dict[str, Any]:
        names = ("screening_yes", "cleared_by_professional")
        return {name: self.cleaned_data[name] for name in names}

    def wishes(self) -> dict[str, Any]:
        data = self.cleaned_data
        plain = (
            "primary_goal", "experience_level", "time_availability", "days_per_week", "equipment", "weeks", "start_on",
            "session_minutes_max", "event_on", "sport", "focus", "available_days", "blocked_days",
        )  # fmt: skip
        wishes = {name: data[name] for name in plain}
        wishes["training_times"] = {
            str(day): f"{data[f'time_{day}']:%H:%M}" for day in range(len(WEEKDAYS)) if data[f"time_{day}"]
        }
        wishes["known_lifts"] = [self._lift(data, row) for row in range(LIFT_ROWS) if data[f"lift_{row}"]]
        wishes["limitations"] = [
            {"region": data[f"region_{row}"], "severity": data[f"severity_{row}"], "note": ""}
            for row in range(LIMITATION_ROWS)
            if data[f"region_{row}"]
        ]
        wishes["excluded_exercises"] = [
            data[f"excluded_{row}"] for row in range(EXCLUDED_ROWS) if data[f"excluded_{row}"]
        ]
        return {name: value for name, value in wishes.items() if value not in (None, "", [], {})}

    def _lift(self, data: Mapping[str, Any], row: int) -> dict[str, Any]:
        lift = {
            "exercise": data[f"lift_{row}"],
            "load_kg": conversion.in_kg(data[f"lift_load_{row}"], self.units),
            "reps": data[f"lift_reps_{row}"],
        }
        rpe = data[f"lift_rpe_{row}"]
        return lift if rpe is None else {**lift, "rpe": rpe}
