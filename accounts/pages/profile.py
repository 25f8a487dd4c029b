"""The page about oneself: what the rules should know, how Spotter speaks, and the ways out."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.validators import RegexValidator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from accounts import services as accounts
from accounts.core import units
from accounts.core.ages import YOUNGEST, is_too_young
from accounts.models import AthleteProfile
from accounts.pages.doors import PersonPage
from accounts.wording import CONDITIONS, EQUIPMENT, REGIONS

WEEKS_MAX = 45
LIMITATION_ROWS = 3


def optional(choices: Any) -> list[tuple[str, Any]]:
    return [("", "–"), *choices]


class ProfileForm(forms.Form):
    """Everything of a profile that its owner sets. Body weight is typed in the person's own unit."""

    display_name = forms.CharField(label=gettext_lazy("Name"), max_length=80, required=False)
    birth_year = forms.IntegerField(
        label=gettext_lazy("Year of birth"), min_value=1900, required=False,
        help_text=gettext_lazy("Only the year is stored."),
    )  # fmt: skip
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=optional(AthleteProfile.Sex.choices), required=False)
    bodyweight = forms.DecimalField(label=gettext_lazy("Body weight"), max_digits=6, decimal_places=2, required=False)
    experience_level = forms.ChoiceField(
        label=gettext_lazy("Experience"), choices=AthleteProfile.Level, widget=forms.RadioSelect
    )
    equipment = forms.MultipleChoiceField(
        label=gettext_lazy("Equipment that you can use"),
        choices=EQUIPMENT.items(), required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    conditions = forms.MultipleChoiceField(
        label=gettext_lazy("Health conditions"),
        help_text=gettext_lazy("Plans take care of these. Some need a professional's word first."),
        choices=CONDITIONS.items(), required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    pregnancy_week = forms.IntegerField(
        label=gettext_lazy("Week of pregnancy"), min_value=1, max_value=WEEKS_MAX, required=False
    )
    cleared_by_professional = forms.BooleanField(
        label=gettext_lazy("A doctor or physiotherapist has said that I may train."), required=False
    )
    autonomy = forms.ChoiceField(
        label=gettext_lazy("When Spotter wants to change my plan"),
        help_text=gettext_lazy(
            "After pain or failed sets, cautious changes always apply at once. You can undo every one of them."
        ),
        choices=AthleteProfile.Autonomy, widget=forms.RadioSelect,
    )  # fmt: skip
    units = forms.ChoiceField(
        label=gettext_lazy("Show loads in"), choices=AthleteProfile.Units, widget=forms.RadioSelect
    )
    locale = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    timezone = forms.CharField(
        label=gettext_lazy("Time zone"), max_length=64, widget=forms.TextInput(attrs={"list": "zones"})
    )
    country = forms.CharField(
        label=gettext_lazy("Country"), max_length=2, required=False,
        help_text=gettext_lazy("Two letters, such as DE. We use it to show the right emergency number."),
        validators=[RegexValidator(r"^[A-Z]{2}\Z", gettext_lazy("Two capital letters are expected, such as DE."))],
    )  # fmt: skip
    tone = forms.ChoiceField(label=gettext_lazy("Tone"), choices=AthleteProfile.Tone)

    def __init__(self, *args: Any, unit: str = AthleteProfile.Units.METRIC, **options: Any) -> None:
        super().__init__(*args, **options)
        self.unit = unit
        label = _("Body weight (lb)") if unit == units.IMPERIAL else _("Body weight (kg)")
        self.fields["bodyweight"].label = label
        for row in range(LIMITATION_ROWS):
            self.fields[f"region_{row}"] = forms.ChoiceField(
                label=_("What hurts"), choices=optional(REGIONS.items()), required=False
            )
            self.fields[f"severity_{row}"] = forms.IntegerField(
                label=_("How strong, 0–10"), min_value=0, max_value=10, required=False
            )

    def limitation_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"region_{row}"], self[f"severity_{row}"]) for row in range(LIMITATION_ROWS)]

    def clean_birth_year(self) -> int | None:
        year: int | None = self.cleaned_data["birth_year"]
        if year is not None and year > timezone.now().year:
            raise forms.ValidationError(_("This year has not come yet."))
        if is_too_young(year, timezone.now().date()):
            raise forms.ValidationError(_("Spotter is for people of %(age)d and older.") % {"age": YOUNGEST})
        return year

    def clean_timezone(self) -> str:
        name: str = self.cleaned_data["timezone"]
        if name not in zoneinfo.available_timezones():
            raise forms.ValidationError(_("This is not the name of a time zone, such as Europe/Berlin."))
        return name

    def clean_bodyweight(self) -> float | None:
        typed = self.cleaned_data["bodyweight"]
        if typed is None:
            return None
        weight_kg = units.in_kg(float(typed), self.unit)
        if not 20 <= weight_kg <= 400:
            raise forms.ValidationError(_("This body weight is beyond what Spotter can plan for."))
        return weight_kg

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for row in range(LIMITATION_ROWS):
            if data.get(f"region_{row}") and data.get(f"severity_{row}") is None:
                self.add_error(f"severity_{row}", _("Say how much it hurts."))
        return data

    def changes(self) -> dict[str, Any]:
        """The profile's columns, as accounts.update_profile takes them."""
        data = dict(self.cleaned_data)
        rows = [(data.pop(f"region_{row}"), data.pop(f"severity_{row}")) for row in range(LIMITATION_ROWS)]
        health = {name: data.pop(name) for name in ("conditions", "pregnancy_week", "cleared_by_professional")}
        limitations = [{"region": region, "severity": level, "note": ""} for region, level in rows if region]
        weight_kg = data.pop("bodyweight")
        return {**data, "bodyweight_kg": weight_kg, "limitations": limitations, "health": health}


def initial_of(profile: AthleteProfile) -> dict[str, Any]:
    names = [name for name in ProfileForm.base_fields if hasattr(profile, name)]
    health = profile.health
    rows: dict[str, Any] = {}
    for row, limitation in enumerate(profile.limitations[:LIMITATION_ROWS]):
        rows |= {f"region_{row}": limitation["region"], f"severity_{row}": limitation["severity"]}
    return {
        **{name: getattr(profile, name) for name in names},
        "bodyweight": None
        if profile.bodyweight_kg is None
        else units.shown(float(profile.bodyweight_kg), profile.units),
        "conditions": health.get("conditions", []),
        "pregnancy_week": health.get("pregnancy_week"),
        "cleared_by_professional": health.get("cleared_by_professional", False),
        **rows,
    }


class ProfilePage(PersonPage, FormView):  # type: ignore[type-arg]
    template_name = "accounts/profile.html"
    form_class = ProfileForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "unit": self.person.profile.units}

    def get_initial(self) -> dict[str, Any]:
        return initial_of(self.person.profile)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(zones=sorted(zoneinfo.available_timezones()), **context)

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        accounts.update_profile(self.person, **form.changes())
        messages.success(self.request, _("Your profile is saved. New plans and changes follow it."))
        return redirect("page-profile")
