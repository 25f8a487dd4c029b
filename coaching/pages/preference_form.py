"""Everything that an athlete chooses about prompts, as one form: filled from the stored row, and read back as choices
by the names of the API."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import AthleteProfile
from coaching.core.local_time import day_starts_at, local_day
from coaching.core.preferences import DAY_MAX, WEEK_MAX
from coaching.models import PromptPreferences
from coaching.services.preferences import MUTABLE
from coaching.wording.preferences import rule_name
from plans.wording.words import WEEKDAYS_SHORT

QUIET_ROWS, WINDOW_ROWS = 3, 3
GAPS_H = (1, 2, 4, 8, 12, 24, 48, 168)
ON, LESS, KEPT, FOR_EVER = "on", "less", "kept", "never"
MUTES_D = {"day": 1, "week": 7, "month": 30}  # "day": until the local day ends
PAUSES_D = {"1h": 0, "today": 1, "week": 7}


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PreferenceForm(forms.Form):
    enabled = forms.BooleanField(label=gettext_lazy("Spotter may message me first"), required=False)
    experiments = forms.BooleanField(
        label=gettext_lazy("Use chance to find out which messages help"),
        help_text=gettext_lazy(
            "Sometimes chance decides whether a message comes and how it is worded, so that we see which ones really"
            " help. Nobody but you sees yours by name. Without it, rules alone decide, and nothing of yours is counted."
        ),
        required=False,
    )
    max_per_day = forms.IntegerField(label=gettext_lazy("Most in a day"), min_value=0, max_value=DAY_MAX)
    max_per_week = forms.IntegerField(label=gettext_lazy("Most in a week"), min_value=0, max_value=WEEK_MAX)
    gap = forms.TypedChoiceField(label=gettext_lazy("Time between two"), coerce=int)
    check_in_at = forms.TimeField(
        label=gettext_lazy("Ask how I am at"), required=False, widget=TimeInput(),
        help_text=gettext_lazy("Left open: in the middle of the day."),
    )  # fmt: skip
    holiday_from = forms.DateField(label=gettext_lazy("Holiday from"), required=False, widget=DateInput())
    holiday_to = forms.DateField(label=gettext_lazy("to (last day)"), required=False, widget=DateInput())
    pause = forms.ChoiceField(label=gettext_lazy("Do not disturb"), required=False)
    timezone = forms.CharField(
        label=gettext_lazy("Time zone"), max_length=64, widget=forms.TextInput(attrs={"list": "zones"})
    )
    tone = forms.ChoiceField(label=gettext_lazy("Tone"), choices=AthleteProfile.Tone)
    email_digest = forms.BooleanField(
        label=gettext_lazy("A mail every Monday"),
        help_text=gettext_lazy("How many sessions you did, and a link. Nothing about your health."), required=False,
    )  # fmt: skip

    def __init__(self, data: Any, *, row: PromptPreferences, profile: AthleteProfile, now: datetime) -> None:
        super().__init__(data, initial=initial_of(row, profile, now))
        self.row, self.zone, self.now = row, profile.zone, now
        gaps = sorted({*(each * 60 for each in GAPS_H), row.min_gap_min})
        self.fields["gap"].choices = [(each, _span(each)) for each in gaps]  # type: ignore[attr-defined]
        self.fields["pause"].choices = list(self._pauses())  # type: ignore[attr-defined]
        for place in range(QUIET_ROWS):
            self.fields[f"quiet_from_{place}"] = _wall(_("From"))
            self.fields[f"quiet_to_{place}"] = _wall(_("to"))
            self.fields[f"quiet_days_{place}"] = forms.TypedMultipleChoiceField(
                label=_("Only from the evening of"), required=False, coerce=int,
                choices=list(enumerate(WEEKDAYS_SHORT)), widget=forms.CheckboxSelectMultiple,
                help_text=_("None marked: every day."),
            )  # fmt: skip
        for place in range(WINDOW_ROWS):
            self.fields[f"window_{place}"] = _wall(_("Time %(number)d") % {"number": place + 1})
        for rule in sorted(MUTABLE):
            self.fields[f"rule_{rule}"] = forms.ChoiceField(label=rule_name(rule), choices=list(self._mutes(rule)))

    # --- For the template -------------------------------------------------------------------------------------------
    def quiet_rows(self) -> list[tuple[forms.BoundField, ...]]:
        parts = ("from", "to", "days")
        return [tuple(self[f"quiet_{part}_{place}"] for part in parts) for place in range(QUIET_ROWS)]

    def window_rows(self) -> list[forms.BoundField]:
        return [self[f"window_{place}"] for place in range(WINDOW_ROWS)]

    def rule_rows(self) -> list[forms.BoundField]:
        return [self[f"rule_{rule}"] for rule in sorted(MUTABLE, key=rule_name)]

    def _pauses(self) -> Iterator[tuple[str, str]]:
        until = self.row.quiet_until
        if until is not None and until > self.now:
            yield KEPT, _("until %(at)s") % {"at": _moment(until, self.zone)}
        yield "", _("no")
        yield "1h", _("for an hour")
        yield "today", _("for the rest of the day")
        yield "week", _("for a week")

    def _mutes(self, rule: str) -> Iterator[tuple[str, str]]:
        until = _mute_of(self.row, rule, self.now)
        if until not in (None, FOR_EVER):
            yield KEPT, _("not until %(at)s") % {"at": _moment(datetime.fromisoformat(str(until)), self.zone)}
        yield ON, _("normally")
        yield LESS, _("half as often")
        yield "day", _("not today")
        yield "week", _("not for a week")
        yield "month", _("not for a month")
        yield FOR_EVER, _("never")

    # --- Read back --------------------------------------------------------------------------------------------------
    def clean_timezone(self) -> str:
        name: str = self.cleaned_data["timezone"]
        if name not in zoneinfo.available_timezones():
            raise forms.ValidationError(_("This is not the name of a time zone, such as Europe/Berlin."))
        return name

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for place in range(QUIET_ROWS):
            if (data.get(f"quiet_from_{place}") is None) != (data.get(f"quiet_to_{place}") is None):
                self.add_error(f"quiet_to_{place}", _("Quiet hours have a beginning and an end."))
        first, last = data.get("holiday_from"), data.get("holiday_to")
        if (first is None) != (last is None) or (first and last and last < first):
            self.add_error("holiday_to", _("A holiday needs a first day and a last day, in that order."))
        if not any(data.get(f"window_{place}") for place in range(WINDOW_ROWS)):
            self.add_error("window_0", _("Give at least one time. To get no messages at all, turn them off."))
        return data

    def changes(self) -> dict[str, Any]:
        """As `preferences.change` takes them."""
        data = self.cleaned_data
        plain = ("enabled", "experiments", "max_per_day", "max_per_week", "check_in_at", "timezone", "tone")
        choices = {rule: data[f"rule_{rule}"] for rule in sorted(MUTABLE)}
        holiday = {"from": data["holiday_from"], "to": data["holiday_to"]} if data["holiday_from"] else None
        digest = {"email_digest": data["email_digest"]} if "email_digest" in self.fields else {}
        return {
            **{name: data[name] for name in plain},
            **digest,
            "min_gap_min": data["gap"],
            "quiet_hours": [each for place in range(QUIET_ROWS) if (each := self._quiet(place))],
            "windows": sorted({at for place in range(WINDOW_ROWS) if (at := data[f"window_{place}"])}),
            "muted_rules": [each for rule, choice in choices.items() if (each := self._mute(rule, choice))],
            "halved_rules": [rule for rule, choice in choices.items() if choice == LESS],
            "quiet_until": self._quiet_until(data["pause"]),
            "holiday": holiday,
        }

    def _quiet(self, place: int) -> dict[str, Any] | None:
        starts, ends, days = (self.cleaned_data[f"quiet_{part}_{place}"] for part in ("from", "to", "days"))
        return None if starts is None else {"days": days, "from": starts, "to": ends}

    def _mute(self, rule: str, choice: str) -> dict[str, Any] | None:
        if choice in (ON, LESS):
            return None
        if choice == KEPT:
            return {"rule": rule, "until": _mute_of(self.row, rule, self.now)}
        return {"rule": rule, "until": None if choice == FOR_EVER else self._in_days(MUTES_D[choice])}

    def _quiet_until(self, choice: str) -> datetime | None:
        if choice == KEPT:
            return self.row.quiet_until
        if not choice:
            return None
        days = PAUSES_D[choice]
        return self._in_days(days) if days else self.now + timedelta(hours=1)

    def _in_days(self, days: int) -> datetime:
        return day_starts_at(local_day(self.now, self.zone) + timedelta(days=days), self.zone)


def initial_of(row: PromptPreferences, profile: AthleteProfile, now: datetime) -> dict[str, Any]:
    plain = ("enabled", "experiments", "max_per_day", "max_per_week", "check_in_at", "email_digest")
    is_over: bool = row.holiday_to is not None and row.holiday_to < local_day(now, profile.zone)
    known: dict[str, Any] = {
        **{name: getattr(row, name) for name in plain},
        "gap": row.min_gap_min,
        "holiday_from": None if is_over else row.holiday_from,
        "holiday_to": None if is_over else row.holiday_to,
        "pause": KEPT if row.quiet_until is not None and row.quiet_until > now else "",
        "timezone": profile.timezone,
        "tone": profile.tone,
    }
    for place, quiet in enumerate(row.quiet_hours[:QUIET_ROWS]):
        known |= {f"quiet_{part}_{place}": quiet[part] for part in ("from", "to", "days")}
    for place, at in enumerate(row.windows[:WINDOW_ROWS]):
        known[f"window_{place}"] = at
    for rule in MUTABLE:
        until = _mute_of(row, rule, now)
        held = LESS if rule in row.halved_rules else ON
        known[f"rule_{rule}"] = held if until is None else FOR_EVER if until == FOR_EVER else KEPT
    return known


def _mute_of(row: PromptPreferences, rule: str, now: datetime) -> str | None:
    """Until when a rule is muted, as it is stored; FOR_EVER where there is no end, None where it is not."""
    for each in row.muted_rules:
        if each["rule"] == rule and (each["until"] is None or datetime.fromisoformat(each["until"]) > now):
            return each["until"] or FOR_EVER
    return None


def _wall(label: str) -> forms.TimeField:
    return forms.TimeField(label=label, required=False, widget=TimeInput())


def _span(minutes: int) -> str:
    if minutes % 60:
        return _("%(count)d min") % {"count": minutes}
    hours = minutes // 60
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}


def _moment(at: datetime, zone: zoneinfo.ZoneInfo) -> str:
    return date_format(timezone.localtime(at, zone), "j F, H:i")
